/// Hides credentials in text that leaves the engine: the first four characters, then the length (system.md, section 12).
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

  /// The credentials in `text` that are long enough to be recognised by themselves.
  package static func secrets(in text: String) -> Set<[UInt8]> {
    let bytes = Array(text.utf8)
    return Set(SecretScanner(bytes).spans().map { Array(bytes[$0]) }.filter { (6...512).contains($0.count) })
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

  private static func substitute(_ secret: ArraySlice<UInt8>) -> [UInt8] {
    let characters = String(decoding: secret, as: UTF8.self).unicodeScalars
    // Four of eight characters and fewer would be half of it.
    let shown = characters.count > 8 ? 4 : 1
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
    // Lines of a key are only recognised together with its first one.
    let code = context.map(\.text).joined(separator: "\n")
    let texts = [evidence, suggestion ?? "", code, body, title]
    let known = texts.reduce(into: Set<[UInt8]>()) { $0.formUnion(SecretMask.secrets(in: $1)) }
    var copy = self
    copy.title = SecretMask.mask(title, known: known)
    copy.body = SecretMask.mask(body, known: known)
    copy.evidence = SecretMask.mask(evidence, known: known)
    copy.suggestion = suggestion.map { SecretMask.mask($0, known: known) }
    copy.maskContext(code, known)
    return copy
  }

  private mutating func maskContext(_ code: String, _ known: Set<[UInt8]>) {
    let masked = SecretMask.mask(code, known: known)
    guard masked != code else { return }
    let lines = masked.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    for index in context.indices {
      // A masked key takes several lines with it.
      context[index].text =
        lines.count == context.count
        ? lines[index] : SecretMask.mask(context[index].text, known: known)
    }
  }
}
