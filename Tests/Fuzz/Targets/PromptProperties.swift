internal import Engine

/// Text of others stays inside of its fence, whatever it is.
enum PromptProperties {
  private static let fence = PromptFence(0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210)
  private static let names = FenceTag.allCases.map(\.rawValue) + ["conclave-task", "system", "assistant"]

  static func fence(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let limit = 16 + Int(bytes.first ?? 0) * 8
    let clean = PromptFence.clean(text, limit: limit)
    if let tag = tag(in: clean) { return "\(tag) is left" }
    if PromptFence.clean(clean, limit: .max - 8) != clean { return "cleaning twice changes something" }
    if clean.unicodeScalars.contains(where: { PlainText.isHidden($0) && $0 != "\n" && $0 != "\t" && $0 != "\u{FE0F}" })
    {
      return "a hidden character passes"
    }
    // An escape is at most five times as long as the limit's last bytes; a tag only ever makes a text shorter.
    guard clean.utf8.count <= limit * 5 + 64 else { return "\(clean.utf8.count) bytes at a limit of \(limit)" }
    let block = fence.wrap(text, in: .body, limit: limit)
    guard block.components(of: fence.boundary) == 3 else { return "the boundary is not where it belongs" }
    guard PromptFence.line(text).utf8.allSatisfy({ $0 != 0x0A }) else { return "a line has a line feed" }
    return tag(in: PromptFence.line(text)).map { "\($0) is left in a line" }
  }

  /// A name of the list that stands where a tag's name stands, looked for in another way than the program does.
  private static func tag(in text: String) -> String? {
    for piece in text.utf8.split(separator: 0x3C, omittingEmptySubsequences: false).dropFirst() {
      let rest = piece.drop { [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x2F].contains($0) }
      let word = String(
        decoding: rest.prefix { isName($0) }.map { $0 | ($0 >= 0x41 && $0 <= 0x5A ? 0x20 : 0) }, as: UTF8.self)
      if names.contains(word) { return word }
    }
    return nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E, 0x3A: true
    default: false
    }
  }
}

extension String {
  /// Pieces that `separator` cuts it into.
  fileprivate func components(of separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
