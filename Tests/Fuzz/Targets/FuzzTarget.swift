/// A reader of bytes from outside, with what has to hold of it for any bytes at all. `make fuzz` looks for inputs for which
/// it does not; the tests run the inputs that were found worth keeping.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case lines
  case events
  case findings
  case diff
  case journal
  case suppressions
  case configuration
  case scenario
  case screen
  case fence
  case verdicts
  case provider
  case answer
  case relay
  case server
  case rules

  /// What does not hold for these bytes; nil where all does. A trap, a hang or a use of much memory is seen by the caller.
  package func problem(with bytes: [UInt8]) -> String? {
    switch self {
    case .lines: StreamProperties.lines(bytes)
    case .events: StreamProperties.events(bytes)
    case .findings: StreamProperties.findings(bytes)
    case .diff: FileProperties.diff(bytes)
    case .journal: JournalProperties.journal(bytes)
    case .suppressions: FileProperties.suppressions(bytes)
    case .configuration: FileProperties.configuration(bytes)
    case .scenario: FileProperties.scenario(bytes)
    case .screen: ScreenProperties.screen(bytes)
    case .fence: PromptProperties.fence(bytes)
    case .verdicts: VerdictProperties.verdicts(bytes)
    case .provider: ProviderProperties.stream(bytes)
    case .answer: ProviderProperties.answer(bytes)
    case .relay: RelayProperties.request(bytes)
    case .server: ServerProperties.events(bytes)
    case .rules: ServerProperties.rules(bytes)
    }
  }
}

/// Ends of the pieces in which some bytes arrive, chosen by the bytes themselves so that an input is always cut alike.
struct Pieces: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var start = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    guard start < bytes.count else { return nil }
    let end = Swift.min(bytes.count, start + 1 + Int(bytes[start]) % 61)
    defer { start = end }
    return start..<end
  }
}
