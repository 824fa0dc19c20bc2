/// What is asked of a server, ready to send.
package struct HTTPRequest: Sendable, Hashable {
  package var method: String
  /// An `http` or `https` URL.
  package var url: String
  /// A Unix socket to connect to instead of the URL's host.
  package var unixSocket: String?
  /// Whether a proxy that the environment names may stand in between; none does on the way to a program of our own.
  package var usesProxy = true
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]?
  package var limits: HTTPLimits
  /// A socket of whoever waits for the answer; the exchange ends as cancelled once that one goes away, or says more.
  package var abandonedBy: Int32?

  package init(
    method: String, url: String, unixSocket: String? = nil, headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil, limits: HTTPLimits = HTTPLimits()
  ) {
    self.method = method
    self.url = url
    self.unixSocket = unixSocket
    self.headers = headers
    self.body = body
    self.limits = limits
  }

  /// Whether it carries a password of its own; then none is looked up.
  package var hasCredentials: Bool { headers.contains { $0.name.lowercased() == "authorization" } }

  package static func == (left: HTTPRequest, right: HTTPRequest) -> Bool {
    left.method == right.method && left.url == right.url && left.unixSocket == right.unixSocket
      && left.headers.elementsEqual(right.headers, by: ==) && left.body == right.body && left.limits == right.limits
      && left.usesProxy == right.usesProxy
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(method)
    hasher.combine(url)
    hasher.combine(body)
  }
}

/// How long a server may take and how much it may send.
package struct HTTPLimits: Sendable, Hashable {
  package var connect: Duration = .seconds(20)
  /// Longest time without a byte from the server; nil waits for ever.
  package var stall: Duration? = .seconds(120)
  /// Most bytes of an answer, headers included (reliability.md, NV-03).
  package var answer: Int = 32 << 20

  package init() {}
}

/// The status and the headers of an answer.
package struct HTTPHead: Sendable, Hashable {
  package var status: Int
  /// In the order in which they came, names as they were written.
  package var headers: [Header]

  package struct Header: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(status: Int, headers: [Header] = []) {
    self.status = status
    self.headers = headers
  }

  /// The first header of that name.
  package subscript(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The media type without its parameters, in lower case; empty where there is none.
  package var contentType: String {
    let value = self["content-type"] ?? ""
    return String(value.prefix { $0 != ";" && $0 != " " }).lowercased()
  }
}
