/// The words of a title, for comparison.
struct TitleWords: Sendable {
  struct Word: Sendable {
    /// Lower case.
    var bytes: ArraySlice<UInt8>
    var hash: UInt64

    init(_ bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
      hash = SqueezedText.hash(bytes)
    }
  }

  private static let most = 40
  private static let filler = Set(
    """
    a an the is are in of to for and or by with on from not be this that it as at may can could should will has have no
    when via into
    """.utf8.split(whereSeparator: ASCII.isSpace).map { SqueezedText.hash(Array($0)[...]) })

  /// All of them, in order.
  let words: [Word]
  /// Hashes of those that carry meaning, without a plural's end, each once and in order of size.
  let telling: [UInt64]

  init(_ title: String) {
    let bytes = title.utf8.prefix(FindingPart.title.limit).map(ASCII.lowercased)
    words = bytes.split(maxSplits: 4 * Self.most) { !ASCII.isAlphanumeric($0) && $0 < 0x80 }.prefix(Self.most).map(
      Word.init)
    let hashes = words.filter { $0.bytes.count > 1 && !Self.filler.contains($0.hash) }.map { word in
      word.bytes.count > 3 && word.bytes.last == 0x73 ? SqueezedText.hash(word.bytes.dropLast()) : word.hash
    }
    var once: [UInt64] = []
    for hash in hashes.sorted() where hash != once.last { once.append(hash) }
    telling = once
  }

  /// How many telling words two titles have in common.
  func common(_ other: TitleWords) -> Int {
    let (left, right) = (telling, other.telling)
    var (i, j, count) = (0, 0, 0)
    while i < left.count, j < right.count {
      let (mine, theirs) = (left[i], right[j])
      if mine == theirs { count += 1 }
      if mine <= theirs { i += 1 }
      if theirs <= mine { j += 1 }
    }
    return count
  }
}
