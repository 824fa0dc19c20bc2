/// The words of a title, for comparison.
enum TitleWords {
  private static let filler: Set<String> = [
    "a", "an", "the", "is", "are", "in", "of", "to", "for", "and", "or", "by", "with", "on", "from", "not", "be",
    "this", "that", "it", "as", "at", "may", "can", "could", "should", "will", "has", "have", "no", "when", "via",
    "into",
  ]

  /// All of them, lower case, in order.
  static func all(_ title: String) -> [String] {
    title.utf8.prefix(FindingPart.title.limit).map(ASCII.lowercased)
      .split { !ASCII.isAlphanumeric($0) && $0 < 0x80 }.prefix(40).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Hashes of those that carry meaning, without a plural's end, each once and in order of size.
  static func telling(_ words: [String]) -> [UInt64] {
    let hashes = words.filter { !filler.contains($0) && $0.utf8.count > 1 }.map { word in
      let bytes = Array(word.utf8)
      return SqueezedText.hash(bytes.count > 3 && bytes.last == 0x73 ? bytes.dropLast() : bytes[...])
    }
    var result: [UInt64] = []
    for hash in hashes.sorted() where hash != result.last { result.append(hash) }
    return result
  }

  /// How many two results of `telling` have in common.
  static func common(_ left: [UInt64], _ right: [UInt64]) -> Int {
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
