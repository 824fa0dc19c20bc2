/// Asks an endpoint for its list of models: whether it is there, takes the key and knows what the configuration names.
package enum EndpointProbe {
  package enum Answer: Sendable, Hashable {
    /// It answers; nil where it does not list its models, which many don't.
    case good(models: Set<String>?)
    case bad(String)
  }

  private static let mostModels = 2000
  private static let patience: Duration = .seconds(5)

  /// Blocks for a few seconds at most. Nothing is paid for.
  package static func ask(
    _ settings: DirectSettings, headers: [(name: String, value: String)], over transport: any HTTPTransport
  ) -> Answer {
    var limits = HTTPLimits()
    (limits.connect, limits.stall, limits.answer) = (patience, patience, 4 << 20)
    let request = HTTPRequest(method: "GET", url: settings.baseURL + "/models", headers: headers, limits: limits)
    var head: HTTPHead?
    var body: [UInt8] = []
    do throws(HTTPFailure) {
      try transport.send(
        request, call: HTTPCall(), head: { head = $0 },
        body: { piece in
          for index in piece.indices { body.append(piece[index]) }
          return true
        })
    } catch {
      let fault = ProviderFault.error(error, host: settings.host, stall: patience, hasBegun: !body.isEmpty)
      return .bad(fault.message)
    }
    guard let head else { return .bad("\(settings.host) did not answer") }
    switch head.status {
    case 200..<300: return .good(models: models(in: body))
    case 404, 405, 501: return .good(models: nil)
    default:
      let message = ProviderFault.error(head, body: body, model: "", now: 0).message
      return .bad(headers.reduce(message) { scrubbed($0, $1.value) })
    }
  }

  /// Some endpoints repeat the key in their errors.
  private static func scrubbed(_ message: String, _ value: String) -> String {
    let secret = value.split(separator: " ").last.map(String.init) ?? ""
    return secret.isEmpty ? message : message.replacing(secret, with: "[key]")
  }

  private static func models(in body: [UInt8]) -> Set<String>? {
    var models: Set<String> = []
    let isObject = JSONIndex.object(in: body.span) { index in
      index.forEachObject("data", limit: mostModels) { model in
        if let name = model.text("id", of: nil) { models.insert(name) }
      }
    }
    return isObject && !models.isEmpty ? models : nil
  }
}
