/// The part of a prompt that our own offline agents read: `key: value` lines between two tags.
///
/// A model's prompt is prose; `rules` and `rehearsal` are programs and take the same prompt file, of which they read only this.
/// It is the last thing in a prompt, and the last block counts: what others wrote stands before it.
package struct TaskBlock: Sendable, Hashable {
  private static let opening = "<conclave-task>"
  private static let closing = "</conclave-task>"

  /// Key and value of each line, in order; a key may occur several times.
  package private(set) var fields: [(key: String, value: String)] = []

  package init() {}

  /// The first value of a key.
  package subscript(_ key: String) -> String? { fields.first { $0.key == key }?.value }

  /// All values of a key.
  package func all(_ key: String) -> [String] { fields.filter { $0.key == key }.map(\.value) }

  /// Adds a line. A value with a line feed can't be written and is an error.
  package mutating func add(_ key: String, _ value: String) throws(ReviewFailure) {
    guard !value.utf8.contains(0x0A) else {
      throw ReviewFailure(
        .configuration, "the value of \(key) has a line break", hints: ["use a path without line breaks"])
    }
    fields.append((key, value))
  }

  /// The block as text.
  package var text: String {
    ([Self.opening] + fields.map { "\($0.key): \($0.value)" } + [Self.closing]).joined(separator: "\n") + "\n"
  }

  /// Reads the last block of a prompt; nil where there is none.
  package init?(prompt: [UInt8]) {
    let lines = prompt.split(separator: 0x0A, omittingEmptySubsequences: true)
    guard let end = lines.lastIndex(where: { $0.elementsEqual(Self.closing.utf8) }),
      let start = lines[..<end].lastIndex(where: { $0.elementsEqual(Self.opening.utf8) })
    else { return nil }
    for line in lines[(start + 1)..<end] {
      guard let colon = line.firstIndex(of: 0x3A) else { continue }
      let value = line[(colon + 1)...].drop { $0 == 0x20 }
      fields.append((String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
  }

  /// The prompt without its block: what a model reads.
  package static func words(of prompt: [UInt8]) -> ArraySlice<UInt8> {
    let lines = prompt.split(separator: 0x0A, omittingEmptySubsequences: true)
    let block = lines.last { $0.elementsEqual(Self.opening.utf8) }
    return prompt[..<(block?.startIndex ?? prompt.endIndex)]
  }

  /// What a model reads, cut where what all reviewers share ends and one reviewer's own part begins.
  func parts(of prompt: [UInt8]) -> (common: String, own: String) {
    let words = TaskBlock.words(of: prompt)
    let place = min(max(self["common_bytes"].flatMap { Int($0) } ?? 0, 0), words.count)
    return (String(decoding: words[..<place], as: UTF8.self), String(decoding: words[place...], as: UTF8.self))
  }

  package static func == (left: TaskBlock, right: TaskBlock) -> Bool { left.text == right.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
