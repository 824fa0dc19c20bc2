internal import Glibc

/// Decides what passes the relay, and keeps count; shared by all connections.
final class RelayDesk: Sendable {
  private let token: [UInt8]
  private let providers: [String: RelayProvider]
  private let budget: Locked<Budget>
  private let listener = Locked<(@Sendable (RelayEvent) -> Void)?>(nil)
  let secrets: [String]
  let transport: any HTTPTransport

  init(token: String, providers: [RelayProvider], budget: Budget, transport: any HTTPTransport) {
    self.token = Array(token.utf8)
    self.providers = Dictionary(providers.map { ($0.id, $0) }) { first, _ in first }
    self.budget = Locked(budget)
    self.transport = transport
    secrets = providers.flatMap(\.secrets)
  }

  func report(to listener: @escaping @Sendable (RelayEvent) -> Void) { self.listener.withLock { $0 = listener } }

  func tell(_ event: RelayEvent) {
    let listener = listener.withLock { $0 }
    listener?(event)
  }

  /// Whether the request comes from one of the run's agents.
  func checkToken(_ head: RelayHead) throws(RelayRefusal) {
    let given = Array((head["authorization"] ?? "").utf8)
    let wanted = Array("Bearer ".utf8) + token
    // As long whatever is wrong, so that nothing can be learnt from how long it took.
    var difference = given.count ^ wanted.count
    for index in wanted.indices { difference |= Int((index < given.count ? given[index] : 0) ^ wanted[index]) }
    guard difference == 0 else { throw RelayRefusal(401, "token", "the relay takes only the agents of its review") }
  }

  func provider(of route: RelayRoute) throws(RelayRefusal) -> RelayProvider {
    guard let provider = providers[route.provider] else {
      throw RelayRefusal(403, "provider", "the relay knows no provider \(route.provider)")
    }
    return provider
  }

  /// The model that a body asks for.
  func model(in body: [UInt8], of provider: RelayProvider) throws(RelayRefusal) -> String {
    var found: String?
    var isTwice = false
    let isObject = JSONIndex.object(in: body.span) { index in
      // Whoever reads it next may take another one of the two.
      isTwice = index.hasDuplicate(in: nil)
      found = index.text("model", of: nil, limit: 300)
    }
    guard isObject, !isTwice else { throw .malformed("the body is no JSON object that can be read in one way") }
    guard let model = found, provider.models.contains(model) else {
      throw RelayRefusal(403, "model", "the relay asks no model \(found.map(RelayDesk.shown) ?? "without a name")")
    }
    return model
  }

  func checkBudget() throws(RelayRefusal) {
    guard let spent = budget.withLock({ $0.openReserve() }) else { return }
    throw RelayRefusal(402, "budget", spent, type: RelayWords.budget)
  }

  /// Counts what a request has cost; the prices are asked where the provider is silent on money.
  func spend(_ usage: Usage, model: String, of provider: RelayProvider) -> Usage {
    var usage = usage
    if usage.costUSD == nil, let tokens = usage.tokens { usage.costUSD = provider.cost(model, tokens) }
    let whole = usage
    _ = budget.withLock { $0.spend(whole) }
    return usage
  }

  /// Which agent asks, as far as it says so; only words that can be shown.
  func client(of head: RelayHead) -> String? {
    guard let name = head["x-conclave-specialist"] ?? head["x-session-id"], !name.isEmpty else { return nil }
    return RelayDesk.shown(name)
  }

  private static func shown(_ text: String) -> String {
    String(text.prefix(80).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:".contains($0)) ? $0 : "?" })
  }
}
