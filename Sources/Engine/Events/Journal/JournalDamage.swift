/// Something in a recording that is not as it was written.
package struct JournalDamage: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The last line ends in its middle.
    case tornTail
    /// A record whose checksum does not fit and which can't be used.
    case corrupt
    /// A record whose checksum does not fit and which was used all the same; a CI system may have masked a value in it.
    case altered(sequence: Int)
    /// No record tells of these events.
    case missing(ClosedRange<Int>)
    /// The writer itself could not record these events.
    case notRecorded(ClosedRange<Int>)
    /// A record with the number of an earlier one; not used.
    case repeated(sequence: Int)
    /// So many lines in a row that are no records, in a file of which every other line is one.
    case foreign(lines: Int)
    /// A line over the limit of 16 MiB.
    case oversize
    /// A record of a later version of the program.
    case newer(version: Int)
    /// Another recording begins here; only the first is used.
    case secondRecording(run: String)
  }

  package var kind: Kind
  /// Number of the segment, from 0.
  package var segment: Int
  /// Line of that segment's file, from 1.
  package var line: Int
  /// How many events of the recording stand before it; where a timeline marks it.
  package var eventsBefore: Int

  package init(_ kind: Kind, segment: Int = 0, line: Int, eventsBefore: Int) {
    self.kind = kind
    self.segment = segment
    self.line = line
    self.eventsBefore = eventsBefore
  }
}

extension JournalDamage: CustomStringConvertible {
  /// One line for a reader; may hold untrusted text.
  package var description: String {
    let place = segment == 0 ? "line \(line)" : "segment \(segment), line \(line)"
    return switch kind {
    case .tornTail: "\(place): the file ends in the middle of a record"
    case .corrupt: "\(place): damaged, not used"
    case .altered(let sequence): "\(place): event \(sequence) was altered since it was recorded"
    case .missing(let range): "\(place): \(Self.events(range)) missing"
    case .notRecorded(let range): "\(place): \(Self.events(range)) could not be recorded"
    case .repeated(let sequence): "\(place): event \(sequence) occurs again, not used"
    case .foreign(lines: 1): "\(place): not a record"
    case .foreign(let lines): "\(place): \(lines) lines that are no records"
    case .oversize: "\(place): longer than 16 MiB, not used"
    case .newer(let version): "\(place): written in version \(version) of the format, not used"
    case .secondRecording(let run): "\(place): another recording begins (run \(run)), not used"
    }
  }

  private static func events(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "event \(range.lowerBound)" : "events \(range.lowerBound) to \(range.upperBound)"
  }
}
