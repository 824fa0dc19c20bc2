/// Takes tags of a fixed list out of a text until none is left, also those that come together only when others are gone.
enum TagStripper {
  /// Tags of prompts, of our offline agents, and those by which system text is forged.
  static let names: [[UInt8]] =
    (FenceTag.allCases.map(\.rawValue)
    + [
      "conclave-task", "system", "system-reminder", "system_prompt", "assistant", "start_of_turn", "end_of_turn",
    ])
    .sorted { $0.utf8.count > $1.utf8.count }.map { Array($0.utf8) }

  /// Marks that chat templates give a meaning to, and what stands for them.
  private static let marks: [(mark: [UInt8], shown: [UInt8])] = [
    ("<|", "<\\u{7C}"), ("<\u{FF5C}", "<\\u{FF5C}"), ("[INST]", "[\\u{49}NST]"), ("[/INST]", "[/\\u{49}NST]"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  /// Text that still changes after so many passes was made to; then no `<` is left in it.
  private static let passes = 12
  /// Bytes from a name to the `>` that belongs to it.
  private static let longest = 2048

  static func strip(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x3C || $0 == 0x5B }) else { return text }
    var bytes = Array(text.utf8)
    for _ in 0..<passes {
      let next = pass(bytes)
      if next == bytes { return String(decoding: bytes, as: UTF8.self) }
      bytes = next
    }
    let harmless = bytes.flatMap { $0 == 0x3C ? Array("&lt;".utf8) : [$0] }
    return String(decoding: harmless, as: UTF8.self)
  }

  private static func pass(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] != 0x3C, bytes[index] != 0x5B {
        result.append(bytes[index])
        index += 1
      } else if let end = tagEnd(bytes, at: index) {
        index = end
      } else if let (mark, shown) = marks.first(where: { bytes[index...].starts(with: $0.mark) }) {
        result += shown
        index += mark.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// Index behind the tag that begins at `start`; nil where it is none of ours. One that never closes ends behind
  /// its name.
  private static func tagEnd(_ bytes: [UInt8], at start: Int) -> Int? {
    guard bytes[start] == 0x3C else { return nil }
    var index = start + 1
    while index < bytes.count, ASCII.isSpace(bytes[index]) || bytes[index] == 0x2F { index += 1 }
    guard let name = names.first(where: { isName($0, in: bytes, at: index) }) else { return nil }
    let behind = index + name.count
    let reach = bytes[behind..<min(bytes.count, behind + longest)]
    guard let end = reach.firstIndex(where: { $0 == 0x3E || $0 == 0x3C }), bytes[end] == 0x3E else { return behind }
    return end + 1
  }

  private static func isName(_ name: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
    let end = index + name.count
    guard end <= bytes.count, zip(name, bytes[index..<end]).allSatisfy({ $0 == ASCII.lowercased($1) }) else {
      return false
    }
    guard end < bytes.count else { return true }
    return !ASCII.isAlphanumeric(bytes[end]) && !"_-.:".utf8.contains(bytes[end])
  }
}
