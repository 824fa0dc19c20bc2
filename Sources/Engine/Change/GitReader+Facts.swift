extension GitReader {
  /// Larger blobs are not looked into.
  private static let blobLimit = 4 << 20

  /// What the filter must know of each file, read from as few blobs as will do.
  func facts(of files: [GitFile]) throws(ReviewFailure) -> [FileFacts] {
    var facts = files.map { FileFacts(of: $0.parsed) }
    var wanted: [(file: Int, isBase: Bool)] = []
    for (index, file) in files.enumerated() where !file.parsed.diff.isBinary && !isLink(file.record) {
      // The hunks hold a NUL somewhere; whether git calls the file binary depends on where in the file.
      let holdsNUL = file.parsed.holdsNUL
      let needsLines = !FileFacts.coversFirstLines(file.parsed.diff) && !file.parsed.diff.hunks.isEmpty
      if holdsNUL || needsLines, isBlob(file.record.oldBlob) { wanted.append((index, true)) }
      if holdsNUL, isBlob(file.record.newBlob) { wanted.append((index, false)) }
    }
    let blobs = try contents(
      of: wanted.map { $0.isBase ? files[$0.file].record.oldBlob : files[$0.file].record.newBlob },
      limit: GitReader.blobLimit)
    // A file is binary for its hunks' NUL until its blobs say otherwise.
    for (want, blob) in zip(wanted, blobs) where blob != nil { facts[want.file].isBinary = false }
    for (want, blob) in zip(wanted, blobs) {
      facts[want.file].add(base: want.isBase ? blob : nil, head: want.isBase ? nil : blob)
    }
    return facts
  }

  private func isBlob(_ name: String) -> Bool { name.utf8.contains { $0 != 0x30 } }

  private func isLink(_ record: RawDiff.Record) -> Bool {
    [record.oldMode, record.newMode].contains { [0o160000, 0o120000].contains($0 & 0o170000) }
  }
}
