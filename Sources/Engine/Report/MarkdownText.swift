/// Untrusted text inside a forge's Markdown (reliability.md, MO-05 to MO-07; forges.md, section 1.6): it shows what was
/// written and does nothing. No image, link, HTML, mention, reference, emphasis or command comes through.
package enum MarkdownText {
  /// One line of running text. Words that a forge would act upon wherever they stand (mentions, references, addresses)
  /// become code, since in code nothing is acted upon and an entity or a backslash would not stop it; code spans stay
  /// code.
  package static func line(_ text: String) -> String {
    let text = PlainText.escape(text)
    var result = ""
    for (index, piece) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      // Odd pieces stand between two backticks, except the last one of an odd number of backticks.
      let isCode = !index.isMultiple(of: 2)
      result += isCode && !piece.isEmpty ? code(String(piece)) : prose(piece)
    }
    return escapeStart(result)
  }

  /// Several lines. Each stays a line of its own in the source, so that nothing in one can work on the next.
  package static func block(_ text: String) -> String {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { line(trimmed(String(Substring($0)))) }.joined(separator: "\n")
  }

  /// A code span, whatever backticks are in it.
  package static func code(_ text: String) -> String {
    let text = PlainText.escape(text)
    if text.isEmpty { return "" }
    let fence = String(repeating: "`", count: longestRun(of: 0x60, in: text) + 1)
    let needsSpace = text.hasPrefix("`") || text.hasSuffix("`") || (text.hasPrefix(" ") && text.hasSuffix(" "))
    let padding = needsSpace ? " " : ""
    return fence + padding + text + padding + fence
  }

  /// A block of code in a fence longer than any inside. Lines that a bot could take for a command get a bar in front:
  /// bots read the source of a comment, and not all of them know fences.
  package static func fenced(_ code: String) -> String {
    var lines = PlainText.escapeLines(code).utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    if lines.contains(where: isCommand) { lines = lines.map { "| " + $0 } }
    // Our own mark is only ever the first line of a comment; code that holds it must not look like one.
    let text = lines.joined(separator: "\n").split(separator: "<!-- conclave", omittingEmptySubsequences: false)
      .joined(separator: "<!\\-- conclave")
    let fence = String(repeating: "`", count: max(3, longestRun(of: 0x60, in: text) + 1))
    return "\(fence)\n\(text)\n\(fence)"
  }

  // MARK: Parts

  private static func prose(_ text: Substring) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false)
      .map { isActive($0) ? code(String($0)) : escape($0) }.joined(separator: " ")
  }

  /// Whether a forge would make something of the word: `@name`, `#1`, `!1`, `$1`, `~label`, `%1`, `GH-1`, an address,
  /// an e-mail address, a commit's hash.
  private static func isActive(_ word: Substring) -> Bool {
    let bytes = Array(word.utf8)
    let lower = String(decoding: bytes.map(ASCII.lowercased), as: UTF8.self)
    if ["://", "www.", "mailto:", "xmpp:", "javascript:", "data:", "gh-", "[vulnerability:", "[["].contains(
      where: lower.contains)
    {
      return true
    }
    let sigils: Set<UInt8> = [0x40, 0x23, 0x21, 0x24, 0x7E, 0x25, 0x5E, 0x26]
    for (index, byte) in bytes.enumerated().dropLast() where sigils.contains(byte) {
      let next = bytes[index + 1]
      if byte == 0x40 || ASCII.isAlphanumeric(next) || next == 0x22 || next == 0x5F { return true }
    }
    return bytes.last == 0x40 || isHash(bytes)
  }

  private static func isHash(_ bytes: [UInt8]) -> Bool {
    let core = bytes.drop { !ASCII.isAlphanumeric($0) }.prefix(while: ASCII.isAlphanumeric)
    return (7...40).contains(core.count) && core.contains(where: ASCII.isDigit)
      && core.allSatisfy { ASCII.isDigit($0) || (0x61...0x66).contains($0) }
  }

  /// Round brackets mean something only behind a square one, and those are escaped; an underscore between letters or digits
  /// means nothing.
  private static func escape(_ word: Substring) -> String {
    var result = ""
    let scalars = Array(word.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "_"
      where index > 0 && index + 1 < scalars.count && isPlain(scalars[index - 1]) && isPlain(scalars[index + 1]):
        result += "_"
      case "\\", "`", "*", "_", "[", "]", "!", "|", "~", "#", "$", "{", "}", "^":
        result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && ASCII.isAlphanumeric(UInt8(truncatingIfNeeded: scalar.value))
  }

  /// What means something at the start of a line only: lists, headings, rules, quick actions.
  private static func escapeStart(_ line: String) -> String {
    guard let first = line.utf8.first else { return line }
    if [0x2F, 0x2D, 0x2B, 0x3A, 0x3D].contains(first) { return "\\" + line }
    let digits = line.utf8.prefix(while: ASCII.isDigit).count
    guard digits > 0, line.utf8.dropFirst(digits).first == 0x2E else { return line }
    return line.prefix(digits) + "\\" + line.dropFirst(digits)
  }

  /// Without indentation, which would make code of it, and without space at the end, which would break the line.
  private static func trimmed(_ line: String) -> String {
    let bytes = Array(line.utf8)
    let start = bytes.firstIndex { !ASCII.isSpace($0) } ?? bytes.count
    let end = bytes.lastIndex { !ASCII.isSpace($0) }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func isCommand(_ line: String) -> Bool {
    let rest = line.utf8.drop(while: ASCII.isSpace)
    return rest.first == 0x2F && (rest.dropFirst().first.map(ASCII.isLetter) ?? false) || rest.first == 0x40
  }

  private static func longestRun(of byte: UInt8, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for each in text.utf8 {
      run = each == byte ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
