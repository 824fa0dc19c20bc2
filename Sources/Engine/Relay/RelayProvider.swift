/// A provider that agents may ask through the relay, with what only the relay knows.
package struct RelayProvider: Sendable {
  /// The first part of the paths that lead to it.
  package var id: String
  /// Such as `https://gateway.example/v1`, without a slash at its end.
  package var baseURL: String
  /// What the provider knows the caller by; nil where it asks nobody, or the user's netrc has it.
  package var key: String?
  /// Headers that go along with each request.
  package var headers: [(name: String, value: String)]
  package var models: Set<String>
  /// What a request has cost, where the provider does not say it itself and the prices are known.
  package var cost: @Sendable (_ model: String, _ tokens: TokenUsage) -> Double?
  /// An agent gives up before this, in its own words.
  package var stall: Duration

  package init(
    id: String, baseURL: String, key: String? = nil, headers: [(name: String, value: String)] = [],
    models: Set<String>, stall: Duration = .seconds(300),
    cost: @escaping @Sendable (_ model: String, _ tokens: TokenUsage) -> Double? = { _, _ in nil }
  ) {
    self.id = id
    self.baseURL = baseURL
    self.key = key
    self.headers = headers
    self.models = models
    self.stall = stall
    self.cost = cost
  }

  /// Whatever must not be read by agents or written anywhere: the key, and headers that by their names are another.
  var secrets: [String] {
    let words = ["auth", "key", "token", "secret", "cookie", "password"]
    return [key].compactMap { $0 }
      + headers.filter { header in words.contains { header.name.lowercased().contains($0) } }.map(\.value)
  }

  func request(_ route: RelayRoute, body: [UInt8]?) -> HTTPRequest {
    var limits = HTTPLimits()
    limits.stall = stall
    // Agents take 32 MB and say so themselves.
    limits.answer = 64 << 20
    var own = headers + [(name: "Accept", value: route.isListing ? "application/json" : "text/event-stream, */*")]
    if body != nil { own.append((name: "Content-Type", value: "application/json")) }
    if let key { own.append((name: "Authorization", value: "Bearer \(key)")) }
    return HTTPRequest(
      method: route.isListing ? "GET" : "POST", url: baseURL + (route.isListing ? "/models" : "/chat/completions"),
      headers: own, body: body, limits: limits)
  }
}

/// Where a request leads to.
struct RelayRoute: Sendable, Hashable {
  var provider: String
  /// The list of models; otherwise a completion.
  var isListing: Bool

  /// - Throws: for everything but the two paths of a provider, with their methods.
  init(_ head: RelayHead) throws(RelayRefusal) {
    let parts = head.path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].isEmpty, !parts[1].isEmpty, parts[2] == "v1" else {
      throw RelayRefusal(403, "path", "the relay leads nowhere from \(head.path)")
    }
    switch (head.method, parts[3...].joined(separator: "/")) {
    case ("POST", "chat/completions"): isListing = false
    case ("GET", "models"): isListing = true
    default: throw RelayRefusal(403, "path", "the relay leads nowhere from \(head.method) \(head.path)")
    }
    provider = String(parts[1])
  }
}
