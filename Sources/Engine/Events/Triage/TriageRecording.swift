/// What `triage.jsonl` holds: the longest valid prefix of it. An act in the middle can't be left out, since the ones
/// behind it may undo it.
///
/// One line an act: `{"v":1,"seq":N,"t":milliseconds since 1970,"action":{…},"crc":"8 hex digits"}`, closed like a line
/// of the journal.
package struct TriageRecording: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    /// From 0, without gaps.
    package var sequence: Int
    package var wallMilliseconds: Int64
    /// The act, a JSON object; its form is not this file's business.
    package var action: [UInt8]
  }

  package enum Remainder: Sendable, Hashable {
    case nothing
    /// A line that was being written when the program died; its act was never acknowledged.
    case torn
    /// Lines that were changed since they were written.
    case damaged
    /// Lines of a later version of the program.
    case newer(version: Int)
  }

  package private(set) var entries: [Entry] = []
  /// Bytes that the entries take.
  package private(set) var length = 0
  /// What stands behind them.
  package private(set) var remainder = Remainder.nothing

  /// Most bytes of a file that is read.
  static let sizeLimit = 64 << 20

  package init(_ bytes: [UInt8]) {
    while length < bytes.count, let feed = bytes[length...].firstIndex(of: 0x0A) {
      let line = bytes[length..<feed]
      guard let entry = Self.entry(line, sequence: entries.count) else {
        remainder = Self.newerVersion(line).map { .newer(version: $0) } ?? .damaged
        return
      }
      entries.append(entry)
      length = feed + 1
    }
    if length < bytes.count { remainder = .torn }
  }

  private static func entry(_ line: ArraySlice<UInt8>, sequence: Int) -> Entry? {
    guard line.count <= Wire.lineLimit, Wire.isChecksumRight(line), case .object(let object)? = JSONParser.parse(line),
      object.integer("v") == 1, object.integer("seq") == sequence, let time = object.integer("t"),
      case .object(let action)? = object["action"]
    else { return nil }
    var writer = JSONWriter()
    writer.value(.object(action))
    return Entry(sequence: sequence, wallMilliseconds: Int64(time), action: writer.bytes)
  }

  private static func newerVersion(_ line: ArraySlice<UInt8>) -> Int? {
    guard Wire.isChecksumRight(line), case .object(let object)? = JSONParser.parse(line),
      let version = object.integer("v"), version > 1
    else { return nil }
    return version
  }

  /// Adds an act and returns its line; nil where `action` is not one JSON object.
  mutating func add(_ action: [UInt8], wallMilliseconds: Int64) -> [UInt8]? {
    guard case .object(let object)? = JSONParser.parse(action[...]) else { return nil }
    var writer = JSONWriter()
    writer.value(.object(object))
    let entry = Entry(sequence: entries.count, wallMilliseconds: wallMilliseconds, action: writer.bytes)
    var line = JSONWriter()
    line.object { line in
      line.member("v", 1)
      line.member("seq", entry.sequence)
      line.member("t", Int(wallMilliseconds))
      line.key("action")
      line.value(.object(object))
    }
    var bytes = line.bytes
    Wire.close(&bytes, from: 0)
    guard bytes.count <= Wire.lineLimit else { return nil }
    entries.append(entry)
    length += bytes.count
    return bytes
  }
}
