/// The open files of a recording that is about to be written.
package struct JournalFiles: Sendable {
  let layer: any FileLayer
  /// Path of the first segment.
  let path: String
  let journal: Int32
  let index: Int32?
  let segmentLimit: Int

  /// Creates the journal's first segment and its seek index. Without an index a seek scans the journal, so only the
  /// journal must succeed.
  package init(
    journal: String, index: String? = nil, segmentLimit: Int = JournalSegment.limit,
    layer: any FileLayer = SystemFiles()
  ) throws(ReviewFailure) {
    self.layer = layer
    self.segmentLimit = segmentLimit
    path = journal
    do {
      self.journal = try layer.openForAppending(journal)
    } catch {
      throw ReviewFailure(
        .recording, "can't create the recording \(journal): \(error)", hints: ["use --no-record to review without one"])
    }
    if let index { self.index = try? layer.openForAppending(index) } else { self.index = nil }
  }
}

/// A file that is written at its end, with what is waiting to be written.
struct AppendedFile {
  let descriptor: Int32
  /// Bytes that the system has taken.
  private(set) var written = 0
  var pending: [UInt8] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Where the next byte will stand.
  var end: Int { written + pending.count }

  mutating func append(_ bytes: [UInt8]) { pending.append(contentsOf: bytes) }

  mutating func write(with files: any FileLayer) throws(SystemError) {
    var count = 0
    defer {
      written += count
      if count == pending.count { pending.removeAll(keepingCapacity: true) } else { pending.removeFirst(count) }
    }
    try files.writeAll(descriptor, pending[...], written: &count)
  }
}
