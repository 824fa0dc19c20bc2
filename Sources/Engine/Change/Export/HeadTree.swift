/// The tree that is under review, as git holds it; nothing is read of it until a runtime asks for its files.
package struct HeadTree: Sendable {
  let reader: GitReader
  /// A commit or a tree, in our own object directory where it was made of the index or of the disk.
  let head: String
  /// Paths that the change touches, which come first where not everything has room.
  let changed: Set<RepoPath>

  /// A path with its object's size.
  struct Entry: Sendable {
    var mode: UInt32
    var object: String
    /// Nil where the object is missing or has none.
    var size: Int?
    var path: RepoPath

    var isRegular: Bool { mode & 0o170000 == 0o100000 }
    var isLink: Bool { mode & 0o170000 == 0o120000 }
  }

  /// Bytes of listing that are read: a tree can name more files than there is memory for, and is cut before anything of it
  /// is looked at (reliability.md, UR-11).
  private static let listing = 32 << 20

  /// At most `most` paths with sizes, those of the change first, and whether there are more.
  func entries(most: Int, within time: Duration) throws(ReviewFailure) -> (entries: [Entry], isCut: Bool) {
    var reader = reader
    reader.patience = time
    let result = try reader.run(
      ["ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", head], limit: HeadTree.listing)
    if !result.isCut { _ = try GitReader.checked(result, task: "the files of \(head) can't be listed") }
    var entries: [Entry] = []
    var isCut = result.isCut
    for record in result.output.split(separator: 0, maxSplits: most) {
      guard entries.count < most else {
        isCut = true
        break
      }
      guard let tab = record.firstIndex(of: 0x09) else { continue }
      let fields = record[..<tab].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 4, let mode = UInt32(fields[0], radix: 8), GitReader.isObjectName(fields[2]) else {
        continue
      }
      entries.append(
        Entry(
          mode: mode, object: fields[2], size: Int(fields[3]), path: RepoPath(bytes: Array(record[(tab + 1)...]))))
    }
    // The last record of a cut list may be a piece of one.
    if result.isCut { _ = entries.popLast() }
    let first = entries.filter { changed.contains($0.path) }
    return (first + entries.filter { !changed.contains($0.path) }, isCut)
  }
}
