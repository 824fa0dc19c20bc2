/// Reads a recording from bytes as they come: a run's journal, a stream, or the log of a CI job with prefixes and
/// colours around the records.
///
/// It plays what is whole and says what is not (reliability.md, RP-03): after damage it goes on with the next record
/// whose checksum fits. A record whose checksum does not fit, but which can be read and continues the sequence, is used
/// and marked as altered.
package struct JournalReader {
  /// Most damages that are kept; more are only counted.
  static let damageLimit = 1000
  /// How far an altered record may move the time on.
  private static let alteredStep = Duration.seconds(600)

  private let name: String
  private var lines = JournalLines()
  private var segment = 0
  /// Whether nothing of a later segment has been read yet.
  private var isAtSegmentStart = false
  private var keptDamages: [JournalDamage] = []
  private var foreign: JournalDamage?
  private var nextSequence = 0
  private var damagedSinceRecord = 0
  private var lastTime = Duration.zero
  private var wasAltered = false
  private var isOver = false
  private var newer: Int?
  private var hasSurroundings = false

  /// Damages beyond the kept ones.
  package private(set) var uncountedDamages = 0
  /// Events delivered so far.
  package private(set) var events = 0
  /// Records of a type or with a value that this version does not know; they are no damage.
  package private(set) var skipped = 0
  /// Whether the end of the review has been read.
  package private(set) var isFinished = false

  /// `name` is for messages: the file's name, or `standard input`.
  package init(name: String) { self.name = name }

  /// What was found so far, in order. Lines that are no records count only where the rest is a bare journal, not in a
  /// log that holds one.
  package var damages: [JournalDamage] {
    hasSurroundings ? keptDamages.filter { if case .foreign = $0.kind { false } else { true } } : keptDamages
  }

  /// Reads on; returns the events that became whole. Throws where the recording is of a later version.
  package mutating func read(_ bytes: ArraySlice<UInt8>) throws(ReviewFailure) -> [ReviewEvent] {
    var found: [ReviewEvent] = []
    var rest = bytes
    while let line = lines.next(&rest) { try take(line, endsInLineFeed: true, into: &found) }
    return found
  }

  /// Tells that what follows stands in another file of the same recording; returns the event of a last line without line
  /// feed.
  package mutating func begin(segment number: Int) throws(ReviewFailure) -> [ReviewEvent] {
    let found = try takeRest()
    lines = JournalLines()
    segment = number
    isAtSegmentStart = true
    return found
  }

  /// Tells that no more bytes follow; returns the event of a last line without line feed. Throws where no record was
  /// found at all.
  package mutating func finish() throws(ReviewFailure) -> [ReviewEvent] {
    let found = try takeRest()
    guard events > 0 || skipped > 0 else {
      if let newer { throw laterVersion(newer) }
      throw ReviewFailure(
        .usage, "\(name) is not a recording: no record of \(Wire.schema) in it",
        hints: ["recordings are listed by `conclave runs`"])
    }
    return found
  }

  private mutating func takeRest() throws(ReviewFailure) -> [ReviewEvent] {
    var found: [ReviewEvent] = []
    if let line = lines.rest() { try take(line, endsInLineFeed: false, into: &found) }
    noteForeign()
    return found
  }

  private mutating func take(
    _ line: JournalLines.Line, endsInLineFeed: Bool, into found: inout [ReviewEvent]
  ) throws(ReviewFailure) {
    guard !isOver else { return }
    guard let bytes = line.bytes else { return damage(.oversize) }
    if case .record(let record, isAltered: false) = Wire.decode(bytes) {
      return take(record, isAltered: false, isLast: !endsInLineFeed, into: &found)
    }
    var candidates = WireCandidates(bytes)
    var hasRecord = false
    while let candidate = candidates.next() {
      hasRecord = true
      switch Wire.decode(candidate) {
      case .record(let record, let isAltered):
        hasSurroundings = hasSurroundings || candidates.hasSurroundings
        take(record, isAltered: isAltered, isLast: !endsInLineFeed, into: &found)
      case .newer(let version, let isChecked): try refuse(version: version, isChecked: isChecked)
      case .unreadable: damage(endsInLineFeed ? .corrupt : .tornTail)
      }
    }
    if !hasRecord { takeForeign(bytes, endsInLineFeed: endsInLineFeed) }
  }

  private mutating func takeForeign(_ line: ArraySlice<UInt8>, endsInLineFeed: Bool) {
    guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return }
    // A journal begins with a record; what begins otherwise is a log around one.
    if events == 0, skipped == 0, keptDamages.isEmpty { hasSurroundings = true }
    guard endsInLineFeed else {
      if !hasSurroundings { damage(.tornTail) }
      return
    }
    if case .foreign(let lines)? = foreign?.kind {
      foreign?.kind = .foreign(lines: lines + 1)
    } else {
      foreign = JournalDamage(.foreign(lines: 1), segment: segment, line: lines.number, eventsBefore: events)
    }
    damagedSinceRecord += 1
  }

  private mutating func take(
    _ record: WireRecord, isAltered: Bool, isLast: Bool, into found: inout [ReviewEvent]
  ) {
    if isAltered {
      let ahead = record.sequence - nextSequence
      guard ahead >= 0, ahead <= damagedSinceRecord else { return damage(isLast ? .tornTail : .corrupt) }
    } else if record.sequence < nextSequence {
      if case .event(let event) = record, case .started(let start) = event.kind {
        isOver = true
        // Another recording that happens to have the name of this one's next segment.
        if isAtSegmentStart { return }
        return damage(.secondRecording(run: start.run))
      }
      return damage(.repeated(sequence: record.sequence))
    }
    if record.sequence > nextSequence { damage(.missing(nextSequence...record.sequence - 1)) }
    if isAltered { damage(.altered(sequence: record.sequence)) }
    noteForeign()
    isAtSegmentStart = false
    damagedSinceRecord = 0
    nextSequence = record.lastSequence + 1
    // The time of a single altered record may be what was altered; a run of them would stand still without.
    let isTimeBelieved = !isAltered || (wasAltered && record.at <= lastTime + Self.alteredStep)
    if isTimeBelieved { lastTime = max(lastTime, record.at) }
    wasAltered = isAltered
    deliver(record, into: &found)
  }

  private mutating func deliver(_ record: WireRecord, into found: inout [ReviewEvent]) {
    switch record {
    case .event(var event):
      event.at = lastTime
      events += 1
      if case .finished = event.kind { isFinished = true }
      found.append(event)
    case .gap(let from, let to, _): damage(.notRecorded(from...to))
    case .unknown: skipped += 1
    }
  }

  private mutating func refuse(version: Int, isChecked: Bool) throws(ReviewFailure) {
    guard events == 0, skipped == 0 else { return damage(.newer(version: version)) }
    newer = newer ?? version
    // One flipped bit makes a 3 of a 1: without a checksum that fits, what follows decides.
    if isChecked { throw laterVersion(version) }
    damage(.newer(version: version))
  }

  private func laterVersion(_ version: Int) -> ReviewFailure {
    ReviewFailure(
      .usage, "\(name) is a recording in version \(version) of the format; this program reads version \(Wire.version)",
      hints: ["replay it with the version of conclave that made it, or a later one"])
  }

  private mutating func damage(_ kind: JournalDamage.Kind) {
    noteForeign()
    damagedSinceRecord += 1
    note(JournalDamage(kind, segment: segment, line: lines.number, eventsBefore: events))
  }

  private mutating func noteForeign() {
    guard let run = foreign else { return }
    foreign = nil
    note(run)
  }

  private mutating func note(_ damage: JournalDamage) {
    if keptDamages.count < Self.damageLimit { keptDamages.append(damage) } else { uncountedDamages += 1 }
  }
}
