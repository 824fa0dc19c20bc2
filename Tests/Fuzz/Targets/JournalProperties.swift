internal import Engine

/// A recording with anything behind it keeps what was recorded; what is played is in order and can be recorded again.
enum JournalProperties {
  private static let recorded: [ReviewEvent] = {
    let kinds: [ReviewEvent.Kind] = [
      .started(
        ReviewStart(run: "r1", engine: "1", runtime: "rules", wallMilliseconds: 1, overallLimitSeconds: 1500)),
      .specialist(.security, .agent(.textDelta(part: "p", text: "some text"))), .judging,
    ]
    return kinds.enumerated().map { ReviewEvent(sequence: $0, at: .milliseconds(10 * $0), kind: $1) }
  }()
  private static let prefix = recorded.flatMap { Wire.line($0) }

  static func journal(_ bytes: [UInt8]) -> String? {
    let whole = played(bytes, cuts: [0..<bytes.count])
    guard whole == played(bytes, cuts: Array(Pieces(bytes))) else { return "the pieces make a difference" }
    for (event, next) in zip(whole, whole.dropFirst()) {
      guard event.sequence < next.sequence, event.at <= next.at else { return "events out of order" }
    }
    for event in whole {
      guard case .record(.event(let again), isAltered: false) = Wire.decode(Wire.line(event).dropLast()) else {
        return "event \(event.sequence) can't be read back"
      }
      guard again == event else { return "event \(event.sequence) changes when it is recorded again" }
    }
    let behind = prefix + bytes
    let kept = played(behind, cuts: [0..<behind.count])
    return kept.starts(with: recorded) ? nil : "what was recorded before is lost"
  }

  private static func played(_ bytes: [UInt8], cuts: [Range<Int>]) -> [ReviewEvent] {
    var reader = JournalReader(name: "fuzz")
    var events: [ReviewEvent] = []
    do {
      for range in cuts { events += try reader.read(bytes[range]) }
      events += try reader.finish()
    } catch {
      // A later version, or no recording at all: what had been read until then stays.
    }
    return events
  }
}
