/// Reads the findings of an answer in JSON while it streams: each is handed on when its brace closes. Bounded, and total: what
/// is no JSON gives no findings.
package struct FindingsJSONReader: Sendable {
  /// Longest finding that is kept, in bytes.
  private static let elementLimit = 256 << 10
  /// Deepest nesting that is followed.
  private static let depthLimit = 32

  private let category: String
  /// Open braces and brackets.
  private var stack: [UInt8] = []
  private var element: [UInt8] = []
  private var isInString = false
  private var isEscaped = false
  private var hasBegun = false
  private var hasList = false
  /// The outermost value has closed.
  private var hasClosed = false
  private var isBroken = false
  /// Entries that could not be used.
  package private(set) var unusable = 0

  /// `category` is the section of findings, which the schema does not ask for.
  package init(category: String) { self.category = category }

  /// Whether the answer was one whole value with a list in it.
  package var isWhole: Bool { hasClosed && hasList && !isBroken }

  /// The findings that are complete with the next piece.
  package mutating func read(_ text: String) -> [RawFinding] {
    var findings: [RawFinding] = []
    for byte in text.utf8 where !hasClosed && !isBroken {
      if let finding = take(byte) { findings.append(finding) }
    }
    return findings
  }

  private mutating func take(_ byte: UInt8) -> RawFinding? {
    guard hasBegun || byte == 0x7B || byte == 0x5B else { return nil }
    hasBegun = true
    let wasInElement = isInElement
    defer {
      if isInElement {
        if element.count < FindingsJSONReader.elementLimit { element.append(byte) } else { isBroken = true }
      }
    }
    if isInString {
      if byte == 0x22, !isEscaped { isInString = false }
      isEscaped = byte == 0x5C && !isEscaped
      return nil
    }
    switch byte {
    case 0x22: isInString = true
    case 0x7B, 0x5B:
      guard stack.count < FindingsJSONReader.depthLimit else {
        isBroken = true
        return nil
      }
      stack.append(byte)
      hasList = hasList || (byte == 0x5B && stack.count <= 2)
    case 0x7D, 0x5D: return close(byte, wasInElement)
    default: break
    }
    return nil
  }

  /// An element is an object directly inside the list, which is the outermost value or a member of it.
  private var isInElement: Bool {
    guard let list = stack.firstIndex(of: 0x5B), list <= 1, stack.count > list + 1 else { return false }
    return stack[list + 1] == 0x7B
  }

  private mutating func close(_ byte: UInt8, _ wasInElement: Bool) -> RawFinding? {
    guard let open = stack.popLast(), open == byte - 2 else {
      isBroken = true
      return nil
    }
    hasClosed = stack.isEmpty
    guard wasInElement, !isInElement else { return nil }
    let bytes = element + [byte]
    element = []
    guard let finding = FindingsJSONReader.finding(bytes, category) else {
      unusable += 1
      return nil
    }
    return finding
  }

  private static func finding(_ bytes: [UInt8], _ category: String) -> RawFinding? {
    var finding: RawFinding?
    _ = JSONIndex.object(in: bytes.span) { index in
      func text(_ key: StaticString) -> String { index.text(key, of: nil) ?? "" }
      guard !text("title").isEmpty, !text("file").isEmpty else { return }
      let suggestion = text("suggestion")
      finding = RawFinding(
        severity: SeverityWord.severity(text("severity")), category: category, file: text("file"),
        line: index.integer("line", of: nil).flatMap { (1..<1_000_000_000).contains($0) ? $0 : nil },
        title: text("title"), evidence: text("evidence"), body: text("body"),
        suggestion: suggestion.isEmpty ? nil : suggestion)
    }
    return finding
  }
}
