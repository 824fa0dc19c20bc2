/// Hides credentials in text that leaves the engine: the first four characters, then the length (system.md, section
/// 12).
///
/// One pass from left to right; each detector looks at a bounded piece or skips what it has read, so time is linear.
/// Masked text is never masked again.
package enum SecretMask {
  /// `text` without credentials. Each of `known`, found elsewhere in the same finding, is hidden wherever it stands.
  package static func mask(_ text: String, known: Set<[UInt8]> = []) -> String {
    let bytes = Array(text.utf8)
    let spans = SecretScanner(bytes).spans()
    let masked = spans.isEmpty ? bytes : replace(spans, in: bytes)
    let result = known.isEmpty ? masked : hide(known, in: masked)
    return spans.isEmpty && known.isEmpty ? text : String(decoding: result, as: UTF8.self)
  }

  static func hasSecret(_ text: String) -> Bool { !SecretScanner(Array(text.utf8)).spans().isEmpty }

  /// The credentials in `text` that are long enough to be recognised by themselves.
  package static func secrets(in text: String) -> Set<[UInt8]> {
    let bytes = Array(text.utf8)
    return Set(
      SecretScanner(bytes).spans().map { Array(bytes[$0]) }.filter { (6...512).contains($0.count) && !isWord($0) })
  }

  /// A password that is a plain word is hidden where it stands as one; hiding it everywhere would tear holes into prose that
  /// happens to use the word.
  private static func isWord(_ secret: [UInt8]) -> Bool {
    secret.count <= 12 && secret.allSatisfy { (0x61...0x7A).contains($0) }
  }

  /// `lines` without credentials; those of a key are only recognised together with its first one.
  static func mask(lines: [String], known: Set<[UInt8]>) -> [String] {
    let code = Array(lines.joined(separator: "\n").utf8)
    var spans = SecretScanner(code).spans()[...]
    var start = 0
    return lines.map { line in
      let range = start..<(start + line.utf8.count)
      start = range.upperBound + 1
      var pieces: [UInt8] = []
      var index = range.lowerBound
      while let span = spans.first, span.lowerBound < range.upperBound {
        let hidden = span.clamped(to: index..<range.upperBound)
        pieces +=
          code[index..<hidden.lowerBound] + substitute(code[hidden], isWhole: hidden.lowerBound == span.lowerBound)
        index = hidden.upperBound
        if span.upperBound > range.upperBound { break }
        spans.removeFirst()
      }
      pieces += code[index..<range.upperBound]
      return String(decoding: hide(known, in: pieces), as: UTF8.self)
    }
  }

  private static func replace(_ spans: [Range<Int>], in bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    for span in spans {
      result += bytes[index..<span.lowerBound] + substitute(bytes[span])
      index = span.upperBound
    }
    return result + bytes[index...]
  }

  /// `isWhole` is false for the further lines of a secret, of which nothing is shown.
  private static func substitute(_ secret: ArraySlice<UInt8>, isWhole: Bool = true) -> [UInt8] {
    if secret.isEmpty { return [] }
    let characters = String(decoding: secret, as: UTF8.self).unicodeScalars
    // Four of eight characters and fewer would be half of it.
    let shown = !isWhole ? 0 : characters.count > 8 ? 4 : 1
    var text = String(String.UnicodeScalarView(characters.prefix(shown)))
    text += "…[\(characters.count) characters]"
    return Array(text.utf8)
  }

  private static func hide(_ known: Set<[UInt8]>, in bytes: [UInt8]) -> [UInt8] {
    let secrets = known.sorted { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) }.prefix(
      16)
    let firsts = Set(secrets.compactMap(\.first))
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if firsts.contains(bytes[index]), let secret = secrets.first(where: { bytes[index...].starts(with: $0) }) {
        result += substitute(secret[...])
        index += secret.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}

extension Finding {
  /// Without credentials in any text that was written by an agent or copied from the code.
  package func masked() -> Finding {
    let texts = [evidence, suggestion ?? "", context.map(\.text).joined(separator: "\n"), body, title]
    guard texts.contains(where: SecretMask.hasSecret) else { return self }
    let known = texts.reduce(into: Set<[UInt8]>()) { $0.formUnion(SecretMask.secrets(in: $1)) }
    var copy = self
    copy.title = SecretMask.mask(title, known: known)
    copy.body = SecretMask.mask(body, known: known)
    copy.evidence = SecretMask.mask(evidence, known: known)
    copy.suggestion = suggestion.map { SecretMask.mask($0, known: known) }
    for (index, text) in SecretMask.mask(lines: context.map(\.text), known: known).enumerated() {
      copy.context[index].text = text
    }
    return copy
  }
}
