/// Why the relay does not do what it is asked for.
package struct RelayRefusal: Error, Sendable, Hashable {
  package var status: Int
  /// One word for programs.
  package var code: String
  package var message: String
  /// Whose words they are: `RelayWords.refused`, `.budget` or `.upstream`.
  package var type: String

  init(_ status: Int, _ code: String, _ message: String, type: String = RelayWords.refused) {
    self.status = status
    self.code = code
    self.message = message
    self.type = type
  }

  static func malformed(_ what: String) -> RelayRefusal { RelayRefusal(400, "request", what) }

  /// What an exchange with a provider ended with before it answered. Clients ask again after 5xx and not after others.
  init(_ failure: HTTPFailure) {
    let mayPass: Set<HTTPFailure.Kind> = [.stalled, .unresolved, .refused, .connectTimeout, .broken]
    self.init(
      mayPass.contains(failure.kind) ? 502 : 424, failure.kind.rawValue, failure.message, type: RelayWords.upstream)
  }

  /// The whole answer.
  var answer: [UInt8] {
    var body = JSONLineBuilder()
    body.object {
      $0.key("error")
      $0.object {
        $0.member("message", message)
        $0.member("type", type)
        $0.member("code", code)
      }
    }
    let head = """
      HTTP/1.1 \(status) Refused\r
      Content-Type: application/json\r
      Content-Length: \(body.bytes.count)\r
      Connection: close\r
      \r

      """
    return Array(head.utf8) + body.bytes
  }
}
