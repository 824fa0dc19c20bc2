/// The breakers of all models in use, shared by all agents: what one of them learns spares the others.
package struct ModelHealth: Sendable, Hashable {
  /// The right to send one request, to be answered by `report`.
  package struct Ticket: Sendable, Hashable {
    package var model: String
    fileprivate var lease: Int?

    package var isProbe: Bool { lease != nil }
  }

  package enum Admission: Sendable, Hashable {
    case admitted(Ticket)
    /// No model of the chain may be asked.
    case unavailable([Closed])
  }

  /// A model that may not be asked now.
  package struct Closed: Sendable, Hashable {
    package var model: String
    package var until: Duration
  }

  /// A breaker that changed its state.
  package struct Change: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Codable {
      case closed, open
      case halfOpen = "half_open"
    }

    package var model: String
    package var state: State
    /// When it may be asked again, or when the probe's answer is due; nil for `closed`.
    package var until: Duration?

    package init(model: String, state: State, until: Duration? = nil) {
      self.model = model
      self.state = state
      self.until = until
    }
  }

  private var breakers: [String: CircuitBreaker] = [:]

  package init() {}

  /// Asks for the best model of `models` that may be asked; `lease` as for the breaker.
  package mutating func admit(
    _ models: some Sequence<String>, at now: Duration, lease: Duration
  ) -> (admission: Admission, changes: [Change]) {
    var closed: [Closed] = []
    var changes: [Change] = []
    for model in models {
      let (admission, change) = change(model) { $0.admit(at: now, lease: lease) }
      changes += change
      switch admission {
      case .admitted: return (.admitted(Ticket(model: model)), changes)
      case .probe(let lease): return (.admitted(Ticket(model: model, lease: lease)), changes)
      case .refused(let until): closed.append(Closed(model: model, until: until))
      }
    }
    return (.unavailable(closed), changes)
  }

  /// Whether asking for `model` now would be refused.
  package func refuses(_ model: String, at now: Duration) -> Bool {
    var breaker = breakers[model] ?? CircuitBreaker()
    if case .refused = breaker.admit(at: now, lease: now) { return true }
    return false
  }

  /// Takes the outcome of what a ticket allowed.
  package mutating func report(
    _ outcome: CircuitBreaker.Outcome, of ticket: Ticket, at now: Duration, random: Double
  ) -> [Change] {
    change(ticket.model) { $0.report(outcome, lease: ticket.lease, at: now, random: random) }.1
  }

  private mutating func change<Result>(
    _ model: String, _ body: (inout CircuitBreaker) -> Result
  ) -> (Result, [Change]) {
    let before = breakers[model, default: CircuitBreaker()].state
    let result = body(&breakers[model, default: CircuitBreaker()])
    let after = breakers[model, default: CircuitBreaker()].state
    return (result, before == after ? [] : [Change(model, after)])
  }
}

extension ModelHealth.Change {
  fileprivate init(_ model: String, _ state: CircuitBreaker.State) {
    switch state {
    case .closed: self.init(model: model, state: .closed)
    case .open(let until): self.init(model: model, state: .open, until: until)
    case .halfOpen(_, let until): self.init(model: model, state: .halfOpen, until: until)
    }
  }
}
