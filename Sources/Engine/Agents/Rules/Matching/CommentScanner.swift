/// How a language writes comments and strings.
package struct CommentSyntax: Sendable {
  var line: [String]
  var block: (open: String, close: String)?
  var quotes: [UInt8]
  /// `"""` and `'''` open strings that may span lines; alone at a line's start they are documentation.
  var tripleQuotes = false
  /// Quotes whose strings may span lines.
  var spanning: [UInt8] = []

  static let quoteMarks: [UInt8] = [0x22, 0x27]
  static let none = CommentSyntax(line: [], block: nil, quotes: [])

  package static func of(_ language: Language) -> CommentSyntax {
    switch language {
    case .python: CommentSyntax(line: ["#"], block: nil, quotes: quoteMarks, tripleQuotes: true)
    case .ruby, .elixir, .shell, .yaml, .workflow, .toml, .dockerfile, .make, .requirements, .settings:
      CommentSyntax(line: ["#"], block: nil, quotes: quoteMarks)
    case .terraform: CommentSyntax(line: ["#", "//"], block: ("/*", "*/"), quotes: [0x22])
    case .php: CommentSyntax(line: ["//", "#"], block: ("/*", "*/"), quotes: quoteMarks)
    case .javascript:
      CommentSyntax(line: ["//"], block: ("/*", "*/"), quotes: quoteMarks + [0x60], spanning: [0x60])
    case .go: CommentSyntax(line: ["//"], block: ("/*", "*/"), quotes: quoteMarks + [0x60], spanning: [0x60])
    case .rust: CommentSyntax(line: ["//"], block: ("/*", "*/"), quotes: [0x22])
    case .swift, .kotlin, .scala:
      CommentSyntax(line: ["//"], block: ("/*", "*/"), quotes: [0x22], tripleQuotes: true)
    case .java, .csharp, .c: CommentSyntax(line: ["//"], block: ("/*", "*/"), quotes: quoteMarks)
    case .sql: CommentSyntax(line: ["--"], block: ("/*", "*/"), quotes: [0x27])
    case .html, .template, .markdown: CommentSyntax(line: [], block: ("<!--", "-->"), quotes: [])
    case .packageJSON, .json, .other: .none
    }
  }
}

/// Blanks comments and string contents line by line. A hunk may begin inside a string or a block comment, which nobody
/// can see: it is taken as code, and its first closing mark then opens; that is as good as a diff allows.
package struct CommentScanner {
  private enum State: Equatable {
    case code
    case block
    /// Inside a string that ends with `mark` repeated `length` times.
    case string(mark: UInt8, length: Int, isDocumentation: Bool)
  }

  private let syntax: CommentSyntax
  private var state = State.code

  package init(syntax: CommentSyntax) { self.syntax = syntax }

  package mutating func scan(_ text: [UInt8]) -> (code: [UInt8], bare: [UInt8]) {
    var code = text
    var bare = text
    var index = 0
    var sawCode = false
    func blank(_ bytes: inout [UInt8], _ range: Range<Int>) {
      for position in range.clamped(to: 0..<bytes.count) where bytes[position] != 0x09 { bytes[position] = 0x20 }
    }
    while index < text.count {
      switch state {
      case .block:
        let close = syntax.block?.close ?? ""
        let end = find(close, in: text, from: index)
        blank(&code, index..<(end ?? text.count))
        blank(&bare, index..<(end ?? text.count))
        index = end ?? text.count
        if end != nil { state = .code }
      case .string(let mark, let length, let isDocumentation):
        let end = closing(mark, length, in: text, from: index)
        let content = index..<(end.map { $0 - length } ?? text.count)
        blank(&bare, content)
        if isDocumentation {
          blank(&code, index..<(end ?? text.count))
          blank(&bare, index..<(end ?? text.count))
        }
        index = end ?? text.count
        if end != nil { state = .code }
      case .code:
        if let block = syntax.block, starts(block.open, in: text, at: index) {
          blank(&code, index..<min(index + block.open.utf8.count, text.count))
          blank(&bare, index..<min(index + block.open.utf8.count, text.count))
          index += block.open.utf8.count
          state = .block
        } else if isLineComment(text, index) {
          blank(&code, index..<text.count)
          blank(&bare, index..<text.count)
          index = text.count
        } else if syntax.quotes.contains(text[index]) {
          let isTriple =
            syntax.tripleQuotes && index + 2 < text.count
            && text[index + 1] == text[index] && text[index + 2] == text[index]
          let length = isTriple ? 3 : 1
          state = .string(mark: text[index], length: length, isDocumentation: isTriple && !sawCode)
          if isTriple && !sawCode {
            blank(&code, index..<index + 3)
            blank(&bare, index..<index + 3)
          }
          index += length
          sawCode = true
        } else {
          if text[index] != 0x20, text[index] != 0x09 { sawCode = true }
          index += 1
        }
      }
    }
    endLine()
    return (code, bare)
  }

  /// An ordinary string ends with its line at the latest: an apostrophe in prose must not swallow the file.
  private mutating func endLine() {
    if case .string(let mark, 1, _) = state, !syntax.spanning.contains(mark) { state = .code }
  }

  /// A `#` counts only at the start of a word: `a#b` and `${#x}` are none.
  private func isLineComment(_ text: [UInt8], _ index: Int) -> Bool {
    syntax.line.contains { mark in
      guard starts(mark, in: text, at: index) else { return false }
      if mark == "//" { return index == 0 || text[index - 1] != 0x3A }
      return mark != "#" || index == 0 || text[index - 1] == 0x20 || text[index - 1] == 0x09
    }
  }

  private func starts(_ mark: String, in text: [UInt8], at index: Int) -> Bool {
    text[index...].starts(with: mark.utf8)
  }

  /// Where the first `mark` at or after `from` ends.
  private func find(_ mark: String, in text: [UInt8], from: Int) -> Int? {
    (from..<text.count).first { starts(mark, in: text, at: $0) }.map { $0 + mark.utf8.count }
  }

  private func closing(_ mark: UInt8, _ length: Int, in text: [UInt8], from: Int) -> Int? {
    var index = from
    while index < text.count {
      if text[index] == 0x5C {
        index += 2
      } else if text[index] == mark, index + length <= text.count,
        text[index..<index + length].allSatisfy({ $0 == mark })
      {
        return index + length
      } else {
        index += 1
      }
    }
    return nil
  }
}
