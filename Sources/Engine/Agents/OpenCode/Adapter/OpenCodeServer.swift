internal import FoundationEssentials

/// A server of OpenCode's as its clients reach it, and what they ask of it (opencode.md, 2.2).
package struct OpenCodeServer: Sendable, Hashable {
  /// Without a slash at its end; the host does not count where there is a socket.
  package var url: String
  /// A Unix socket that leads into the server's sandbox.
  package var socket: String?
  package var password: String

  package init(url: String, socket: String? = nil, password: String) {
    self.url = url
    self.socket = socket
    self.password = password
  }

  /// Whether `text` is a name as the server gives them, fit to stand in a path.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 100
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
          || $0 == 0x2D
      }
  }

  /// Longest silence of an answer; the stream of events beats every ten seconds.
  package static let patience: Duration = .seconds(30)

  func request(
    _ method: String, _ path: String, body: [UInt8]? = nil, within time: Duration = patience
  ) -> HTTPRequest {
    var limits = HTTPLimits()
    limits.connect = min(time, .seconds(5))
    limits.stall = time
    limits.answer = 4 << 20
    let credentials = Data("opencode:\(password)".utf8).base64EncodedString()
    var headers = [(name: "Authorization", value: "Basic \(credentials)")]
    if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    var request = HTTPRequest(
      method: method, url: url + path, unixSocket: socket, headers: headers, body: body, limits: limits)
    request.usesProxy = false
    return request
  }

  /// The stream of all events.
  func events(within time: Duration) -> HTTPRequest {
    var request = request("GET", "/event", within: time)
    request.headers.append((name: "Accept", value: "text/event-stream"))
    request.limits.answer = Limits().outputBytes
    return request
  }

  func newSession(title: String, agent: String) -> HTTPRequest {
    var json = JSONLineBuilder()
    json.object {
      $0.member("title", title)
      $0.member("agent", agent)
    }
    return request("POST", "/session", body: json.bytes)
  }

  func prompt(_ session: String, system: String, text: String, model: OpenCodeModel, agent: String) -> HTTPRequest {
    var json = JSONLineBuilder()
    json.object {
      $0.key("model")
      $0.object {
        $0.member("providerID", model.provider)
        $0.member("modelID", model.model)
      }
      $0.member("agent", agent)
      if !system.isEmpty { $0.member("system", system) }
      $0.array("parts") {
        $0.element {
          $0.member("type", "text")
          $0.member("text", text)
        }
      }
    }
    return request("POST", "/session/\(session)/prompt_async", body: json.bytes)
  }

  /// Ends what a session does; others don't notice.
  func abort(_ session: String) -> HTTPRequest {
    request("POST", "/session/\(session)/abort", body: [], within: .milliseconds(900))
  }

  func reject(_ permission: String) -> HTTPRequest {
    request("POST", "/permission/\(permission)/reply", body: Array(#"{"reply":"reject"}"#.utf8))
  }

  /// Whether it answers at all.
  func health(within time: Duration) -> HTTPRequest { request("GET", "/global/health", within: time) }
}
