extension GitReader {
  /// Sizes of objects in bytes; nil for one that is missing.
  func sizes(of objects: [String]) throws(ReviewFailure) -> [Int?] {
    guard !objects.isEmpty else { return [] }
    let output = try output(
      ["cat-file", "--batch-check=%(objectsize)"], input: GitReader.list(objects), task: "sizes can't be read")
    let lines = output.split(separator: 0x0A).map { Int(String(decoding: $0, as: UTF8.self)) }
    guard lines.count == objects.count else {
      throw ReviewFailure(.change, "git's list of sizes does not fit together")
    }
    return lines
  }

  /// Contents of objects, nil for one that is missing or larger than `limit` bytes. Many large ones are read in
  /// portions, so that memory stays bounded whatever the repository holds.
  func contents(of objects: [String], limit: Int) throws(ReviewFailure) -> [[UInt8]?] {
    var result: [[UInt8]?] = Array(repeating: nil, count: objects.count)
    guard try !read(Array(objects.indices), of: objects, limit: limit, into: &result) else { return result }
    let sizes = try sizes(of: objects)
    var portion: [Int] = []
    var bytes = 0
    for index in objects.indices {
      guard let size = sizes[index], size <= limit else { continue }
      if bytes + size > GitReader.portion / 2, !portion.isEmpty {
        _ = try read(portion, of: objects, limit: limit, into: &result)
        (portion, bytes) = ([], 0)
      }
      portion.append(index)
      bytes += size
    }
    _ = try read(portion, of: objects, limit: limit, into: &result)
    return result
  }

  /// Bytes that one run may print.
  private static let portion = 64 << 20

  /// Reads some of `objects`; false where they are more than a portion, and nothing is read.
  private func read(
    _ places: [Int], of objects: [String], limit: Int, into result: inout [[UInt8]?]
  ) throws(ReviewFailure) -> Bool {
    guard !places.isEmpty else { return true }
    let run = try run(
      ["cat-file", "--batch=%(objectsize)"], input: GitReader.list(places.map { objects[$0] }), limit: GitReader.portion
    )
    if run.isCut { return false }
    let output = try GitReader.checked(run, task: "files can't be read")
    var start = 0
    for index in places {
      let end = ByteLines.lineEnd(in: output, from: start)
      guard end < output.count else { throw ReviewFailure(.change, "git's output of files does not fit together") }
      guard let size = Int(String(decoding: output[start..<end], as: UTF8.self)) else {
        // "<name> missing", with nothing behind it.
        start = end + 1
        continue
      }
      guard size >= 0, size < output.count - end else {
        throw ReviewFailure(.change, "git's output of files does not fit together")
      }
      if size <= limit { result[index] = Array(output[(end + 1)..<(end + 1 + size)]) }
      // A line feed follows each object.
      start = end + size + 2
    }
    return true
  }

  private static func list(_ objects: [String]) -> [UInt8] { objects.flatMap { Array($0.utf8) + [0x0A] } }

  /// A path of a tree with what it is.
  struct TreeEntry: Sendable, Hashable {
    var mode: UInt32
    var object: String
    var path: RepoPath
  }

  /// All files of a tree, at most `limit`, and whether there are more.
  func entries(of tree: String, limit: Int) throws(ReviewFailure) -> (entries: [TreeEntry], isCut: Bool) {
    // A tree can name more files than there is memory for; it is cut at a size first (reliability.md, UR-11).
    let result = try run(["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree], limit: 64 << 20)
    if !result.isCut { _ = try GitReader.checked(result, task: "the files of \(tree) can't be listed") }
    var entries: [TreeEntry] = []
    var isCut = result.isCut
    for record in result.output.split(separator: 0) {
      guard entries.count < limit else {
        isCut = true
        break
      }
      if let entry = GitReader.entry(record) { entries.append(entry) }
    }
    // The last record of a cut list may be a piece of one.
    if result.isCut { _ = entries.popLast() }
    return (entries, isCut)
  }

  /// What a tree has at some paths, itself or, for a path with a slash at its end, one level below.
  func entries(of tree: String, at paths: [String]) throws(ReviewFailure) -> [TreeEntry] {
    let output = try output(
      ["ls-tree", "-z", "--full-tree", "--end-of-options", tree] + paths, limit: 1 << 20,
      task: "\(paths.joined(separator: ", ")) can't be listed")
    return output.split(separator: 0).compactMap(GitReader.entry)
  }

  /// One record of git's list: mode, type, object, a tab, the path.
  private static func entry(_ record: ArraySlice<UInt8>) -> TreeEntry? {
    guard let tab = record.firstIndex(of: 0x09) else { return nil }
    let head = record[..<tab].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard head.count == 3, let mode = UInt32(head[0], radix: 8) else { return nil }
    return TreeEntry(mode: mode, object: head[2], path: RepoPath(bytes: Array(record[(tab + 1)...])))
  }
}
