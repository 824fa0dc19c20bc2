/// The journal's wire form, version 1: one JSON object a line,
/// `{"v":1,"seq":N,"t":milliseconds,"type":"…",…,"crc":"8 hex digits"}`.
///
/// It is a type of its own (architecture.md, section 3): `ReviewEvent` may change, this may only grow. The checksum is
/// CRC-32 over the line's bytes from `{` up to the comma before `"crc"`. Readers ignore members and types that they do
/// not know.
package enum Wire {
  package static let version = 1
  /// Named by the first record of a recording.
  package static let schema = "conclave.journal/1"
  /// Longest line, without its line feed; reliability.md, section 2.4.
  package static let lineLimit = 16 << 20
  /// Largest sequence number that is believed: whole numbers above are not safe in other JSON readers.
  fileprivate static let numberLimit = 1 << 53
  /// How every record begins; within a JSON string its quotes would be escaped, so it can't occur there.
  static let opening = Array(#"{"v":"#.utf8)
  /// What stands between the checked bytes and the checksum.
  static let seal = Array(#","crc":""#.utf8)
  /// Bytes of the seal, eight digits, `"` and `}`.
  static let trailerLength = seal.count + 10
  /// Cuts tried in turn on the strings of an event whose line would be too long.
  private static let textLimits = [Int.max, 1 << 20, 1 << 14, 1 << 10, 1 << 7]

  /// Appends the line of `record`, with its line feed. The strings of an event that would not fit into a line are cut,
  /// with a mark; one that can't be made to fit leaves a notice that says so.
  package static func append(_ record: WireRecord, to buffer: inout [UInt8]) {
    for limit in textLimits where append(record, to: &buffer, textLimit: limit) { return }
    let notice = Notice(.warning, "event \(record.sequence) was too large to record")
    let event = ReviewEvent(sequence: record.sequence, at: record.at, kind: .notice(notice))
    _ = append(.event(event), to: &buffer, textLimit: .max)
  }

  /// The line of one event, with its line feed.
  package static func line(_ event: ReviewEvent) -> [UInt8] {
    var buffer: [UInt8] = []
    append(.event(event), to: &buffer)
    return buffer
  }

  private static func append(_ record: WireRecord, to buffer: inout [UInt8], textLimit: Int) -> Bool {
    let start = buffer.count
    var writer = JSONWriter(appendingTo: exchange(&buffer, with: []), textLimit: textLimit)
    writer.object { writer in
      writer.member("v", version)
      writer.member("seq", record.sequence)
      writer.member("t", Int(record.at.wholeMilliseconds))
      record.encodePayload(into: &writer)
    }
    buffer = writer.takeBytes()
    guard buffer.count - start + trailerLength <= lineLimit else {
      buffer.removeSubrange(start...)
      return false
    }
    close(&buffer, from: start)
    return true
  }

  /// Puts the checksum into the object that begins at `start` and ends the buffer, and a line feed behind it.
  static func close(_ buffer: inout [UInt8], from start: Int) {
    buffer.removeLast()
    let checksum = StableHash.crc32(buffer[start...])
    buffer.append(contentsOf: seal)
    buffer.append(contentsOf: Hex.digits(checksum))
    buffer.append(contentsOf: [0x22, 0x7D, 0x0A])
  }

  /// Reads what may be one record: from its `{` to its `}`.
  package static func decode(_ bytes: ArraySlice<UInt8>) -> WireLine {
    guard bytes.count <= lineLimit, bytes.starts(with: opening), case .object(let object)? = JSONParser.parse(bytes)
    else { return .unreadable }
    guard let version = object.integer("v"), let sequence = object.integer("seq"),
      (0...numberLimit).contains(sequence),
      let milliseconds = object.integer("t"), let type = object.string("type")
    else { return .unreadable }
    let isAltered = !isChecksumRight(bytes)
    guard version == Wire.version else {
      return version > Wire.version ? .newer(version: version, isChecked: !isAltered) : .unreadable
    }
    let at = Duration.milliseconds(min(max(milliseconds, 0), timeLimit))
    let record = WireRecord(sequence: sequence, at: at, type: type, payload: object)
    // An unknown type counts as one only where the checksum vouches for it.
    if isAltered, case .unknown = record { return .unreadable }
    return .record(record, isAltered: isAltered)
  }

  /// Latest time of an event that is believed, about 285 years.
  private static let timeLimit = numberLimit / 1000

  /// Whether `bytes`, an object without its line feed, are those that were closed.
  static func isChecksumRight(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count > trailerLength else { return false }
    let checked = bytes.dropLast(trailerLength)
    let digits = bytes.suffix(10)
    guard bytes[checked.endIndex...].starts(with: seal), digits.last == 0x7D, digits.dropLast().last == 0x22 else {
      return false
    }
    return digits.prefix(8).elementsEqual(Hex.digits(StableHash.crc32(checked)))
  }
}

/// What a candidate for a record turned out to be.
package enum WireLine: Sendable, Hashable {
  /// A record; `isAltered` where its checksum does not fit.
  case record(WireRecord, isAltered: Bool)
  /// Written by a later version of the program; `isChecked` where the checksum fits as in this one.
  case newer(version: Int, isChecked: Bool)
  case unreadable
}

/// One record of a journal.
package enum WireRecord: Sendable, Hashable {
  case event(ReviewEvent)
  /// The events `from`…`to` could not be recorded; stands in their place.
  case gap(from: Int, to: Int, at: Duration)
  /// A record of a type, or with a value, that this version does not know.
  case unknown(type: String, sequence: Int, at: Duration)

  package var sequence: Int {
    switch self {
    case .event(let event): event.sequence
    case .gap(let from, _, _): from
    case .unknown(_, let sequence, _): sequence
    }
  }

  /// The last sequence number that the record accounts for.
  package var lastSequence: Int {
    if case .gap(_, let to, _) = self { to } else { sequence }
  }

  package var at: Duration {
    switch self {
    case .event(let event): event.at
    case .gap(_, _, let at), .unknown(_, _, let at): at
    }
  }

  fileprivate func encodePayload(into writer: inout JSONWriter) {
    switch self {
    case .event(let event):
      writer.member("type", event.kind.wireType)
      event.kind.encode(into: &writer)
    case .gap(_, let to, _):
      writer.member("type", "gap")
      writer.member("to", to)
    case .unknown(let type, _, _):
      writer.member("type", type)
    }
  }

  fileprivate init(sequence: Int, at: Duration, type: String, payload: JSONObject) {
    if type == "gap", let to = payload.integer("to"), (sequence...Wire.numberLimit).contains(to) {
      self = .gap(from: sequence, to: to, at: at)
    } else if let kind = ReviewEvent.Kind(wireType: type, payload) {
      self = .event(ReviewEvent(sequence: sequence, at: at, kind: kind))
    } else {
      self = .unknown(type: type, sequence: sequence, at: at)
    }
  }
}
