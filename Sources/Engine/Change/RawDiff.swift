/// What one run of `diff-tree --raw -z -p` says (forges.md, 5.1).
struct RawDiff: Sendable {
  struct Record: Sendable, Hashable {
    var oldMode: UInt32
    var newMode: UInt32
    var oldBlob: String
    var newBlob: String
    var status: FileDiff.Status
    var path: RepoPath
    var oldPath: RepoPath?
  }

  var records: [Record] = []
  /// The patch itself; its names are quoted even with `-z`.
  var patch: [UInt8] = []

  struct Malformed: Error {}

  init(_ output: [UInt8]) throws(Malformed) {
    var fields = Fields(bytes: output)
    while fields.startsRecord { records.append(try RawDiff.record(&fields)) }
    if !fields.isAtEnd {
      guard try fields.next().isEmpty else { throw Malformed() }
      patch = Array(output[fields.index...])
    }
  }

  /// `:100644 100755 <blob> <blob> R086`, the path, and after a rename or copy the new one.
  private static func record(_ fields: inout Fields) throws(Malformed) -> Record {
    let head = try fields.next().dropFirst().split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard head.count == 5, let oldMode = UInt32(head[0], radix: 8), let newMode = UInt32(head[1], radix: 8),
      let letter = head[4].utf8.first
    else { throw Malformed() }
    let path = RepoPath(bytes: Array(try fields.next()))
    var record = Record(
      oldMode: oldMode, newMode: newMode, oldBlob: head[2], newBlob: head[3], status: .modified, path: path)
    switch letter {
    case 0x41: record.status = .added
    case 0x44: record.status = .deleted
    case 0x54: record.status = .typeChanged
    case 0x52, 0x43:
      record.status = letter == 0x52 ? .renamed : .copied
      record.oldPath = path
      record.path = RepoPath(bytes: Array(try fields.next()))
    default: break
    }
    return record
  }

  /// Fields that end with a NUL.
  private struct Fields {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index >= bytes.count }
    var startsRecord: Bool { !isAtEnd && bytes[index] == 0x3A }

    mutating func next() throws(Malformed) -> ArraySlice<UInt8> {
      guard index < bytes.count, let end = bytes[index...].firstIndex(of: 0) else { throw Malformed() }
      defer { index = end + 1 }
      return bytes[index..<end]
    }
  }
}
