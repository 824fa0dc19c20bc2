/// How the `direct` runtime talks to its endpoint; goes from the orchestrator to the agent as fields of the task block.
package struct DirectSettings: Sendable, Hashable {
  /// Whether findings are asked for as JSON that fits a schema: always, never, or once more where an answer lacks its proof.
  package enum Schema: String, Sendable, Hashable, CaseIterable { case auto, on, off }

  /// Such as `https://gateway.example/v1`, without a slash at its end.
  package var baseURL: String
  package var schema = Schema.auto
  /// Longest answer.
  package var maxTokens = 8192
  /// What prompt and answer may come to together.
  package var contextTokens = 131_072
  package var temperature = 0.0
  /// Share of the context that patches may fill, in percent.
  package var patchPercent = 50
  package var stall: Duration = .seconds(120)
  package var steps = Limits().steps
  /// Where the relay takes what is meant for the endpoint; nil where the agent asks the endpoint itself.
  package var relay: RelayAddress?

  package init(baseURL: String) {
    var url = Substring(baseURL)
    while url.hasSuffix("/") { url = url.dropLast() }
    self.baseURL = String(url)
  }

  /// The settings of a configuration; nil without an endpoint.
  package init?(_ configuration: Configuration) {
    guard !configuration.directBaseURL.isEmpty else { return nil }
    self.init(baseURL: configuration.directBaseURL)
    schema = Schema(rawValue: configuration.directSchema) ?? .auto
    maxTokens = configuration.directMaxTokens
    contextTokens = configuration.directContextTokens
    temperature = configuration.directTemperature
    patchPercent = configuration.directPatchPercent
    stall = configuration.directStall
    steps = configuration.limits.steps
  }

  /// For readers: where requests go.
  package var host: String {
    let rest = baseURL.components(after: "://")
    return String(rest.prefix { $0 != "/" })
  }

  /// Whether what is sent could be read on the way.
  package var sendsInTheClear: Bool {
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
    return baseURL.hasPrefix("http://") && name != "localhost" && name != "::1" && !name.hasPrefix("127.")
  }

  /// The lines of the task block.
  package var fields: [(key: String, value: String)] {
    let relayed = relay.map { [("relay_url", $0.url)] + ($0.socket.map { [("relay_socket", $0)] } ?? []) } ?? []
    return relayed + [
      ("base_url", baseURL), ("schema", schema.rawValue), ("max_tokens", String(maxTokens)),
      ("context_tokens", String(contextTokens)), ("temperature", String(temperature)),
      ("patch_percent", String(patchPercent)), ("stall_ms", String(stall.wholeMilliseconds)), ("steps", String(steps)),
    ]
  }

  /// Reads what `fields` wrote.
  package init(_ block: TaskBlock) throws(ReviewFailure) {
    guard let url = block["base_url"] else {
      throw ReviewFailure(.agent, "the <conclave-task> block names no base_url")
    }
    self.init(baseURL: url)
    func number(_ key: String, _ range: ClosedRange<Int>, _ usual: Int) throws(ReviewFailure) -> Int {
      guard let text = block[key] else { return usual }
      guard let value = Int(text), range.contains(value) else {
        throw ReviewFailure(.agent, "\(key) in the <conclave-task> block is no number that can be used")
      }
      return value
    }
    relay = block["relay_url"].map { RelayAddress(url: $0, socket: block["relay_socket"]) }
    schema = block["schema"].flatMap(Schema.init) ?? .auto
    maxTokens = try number("max_tokens", 1...10_000_000, maxTokens)
    contextTokens = try number("context_tokens", 1...100_000_000, contextTokens)
    patchPercent = try number("patch_percent", 0...100, patchPercent)
    stall = .milliseconds(try number("stall_ms", 1...86_400_000, Int(stall.wholeMilliseconds)))
    steps = try number("steps", 1...1_000_000, steps)
    temperature = block["temperature"].flatMap(Double.init).flatMap { (0...2).contains($0) ? $0 : nil } ?? temperature
  }
}

extension String {
  /// What follows the first `mark`; all of it where there is none.
  fileprivate func components(after mark: String) -> Substring {
    let parts = split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count > 1 ? parts[1] : self[...]
  }
}
