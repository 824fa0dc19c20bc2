extension FileFacts {
  /// What the hunks alone tell; all there is for a patch.
  init(of file: ParsedFile) {
    firstLines = FileFacts.firstLines(of: file.diff)
    isBinary = file.diff.isBinary || file.holdsNUL
    let sides: [[UInt8]] = [.old, .new].map { FileFacts.text(of: file.diff, side: $0, lines: 1) ?? [] }
    isUTF16 = sides.contains(where: FileFacts.hasUTF16Mark)
    isLargeFilePointer = sides.contains { $0.begins(with: "version https://git-lfs.github.com/spec/v1") }
  }

  /// Whether the hunks hold all of the lines in which a marker may stand.
  static func coversFirstLines(_ diff: FileDiff) -> Bool {
    guard let hunk = diff.hunks.first else { return false }
    return diff.status == .added || diff.status == .deleted
      || hunk.oldStart <= 1 && hunk.lines.count { $0.kind != .added } >= GeneratedMarker.lines
  }

  /// Takes what the blobs of both sides tell; a blob that was not read is nil.
  mutating func add(base: [UInt8]?, head: [UInt8]?) {
    if let base { firstLines = Array(base.prefix(GeneratedMarker.lines << 9)) }
    for blob in [base, head].compactMap(\.self) {
      if FileFacts.isBinary(blob) { isBinary = true }
      if FileFacts.hasUTF16Mark(blob) { isUTF16 = true }
    }
  }

  /// Git's own test: a NUL in the first 8,000 bytes.
  static func isBinary(_ blob: [UInt8]) -> Bool { blob.prefix(8000).contains(0) }

  private static func hasUTF16Mark(_ text: [UInt8]) -> Bool {
    text.count >= 2 && (text[0] == 0xFF && text[1] == 0xFE || text[0] == 0xFE && text[1] == 0xFF)
  }

  private static func firstLines(of diff: FileDiff) -> [UInt8]? {
    text(of: diff, side: diff.status == .added ? .new : .old, lines: GeneratedMarker.lines)
  }

  /// The beginning of one side, where the first hunk shows it.
  private static func text(of diff: FileDiff, side: DiffSide, lines: Int) -> [UInt8]? {
    guard let hunk = diff.hunks.first, (side == .old ? hunk.oldStart : hunk.newStart) <= 1 else { return nil }
    let other: DiffLine.Kind = side == .old ? .added : .removed
    return Array(hunk.lines.lazy.filter { $0.kind != other }.prefix(lines).map(\.text).joined(separator: [0x0A]))
  }
}
