package import Engine

/// One line of a pane before it is wrapped.
package struct TranscriptLine: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case prose
    case reasoning
    case tool(ToolCall)
    case finding(FindingMark)
    /// An attempt begins; `text` names its model, if there is one.
    case attempt(Int)
    /// Something of our own: an error, a retry and its reason.
    case note(Ink)
  }

  package var kind: Kind
  /// Untrusted; sanitised where it is laid out.
  package var text: String
  package var at: Duration
}

/// A finding as a pane shows it.
package struct FindingMark: Sendable, Equatable {
  package var severity: Severity
  package var title: String
  /// File name and line, such as `session.go:41`.
  package var place: String

  package init(_ finding: Finding) {
    severity = finding.severity
    title = finding.title
    place = finding.file.name + (finding.line.map { ":\($0)" } ?? "")
  }
}

/// What an agent said and did, newest last, bounded: the oldest lines are forgotten.
package struct Transcript: Sendable, Equatable {
  /// Lines that a pane remembers.
  package static let capacity = 2_000
  /// A longer line of text is broken here, so that one endless line can't make a frame slow.
  package static let lineBytes = 2_000

  package private(set) var lines: [TranscriptLine] = []
  /// How many lines were forgotten; line `i` has the lasting number `forgotten + i`.
  package private(set) var forgotten = 0
  /// Whether the last line may still grow.
  private var isOpen = false

  package init() {}

  /// The number that the next line will get.
  package var end: Int { forgotten + lines.count }

  package mutating func append(_ line: TranscriptLine) {
    closeText()
    push(line)
  }

  /// Adds a note of our own. A note before it that says no more than this one goes: the agent's words about an error come
  /// again in the engine's about the attempt.
  package mutating func append(note text: String, _ ink: Ink, at: Duration) {
    closeText()
    if let last = lines.last, case .note = last.kind, text.hasSuffix(last.text) { lines.removeLast() }
    push(TranscriptLine(kind: .note(ink), text: text, at: at))
  }

  /// Goes on with text of a kind; a line feed ends the line.
  package mutating func append(text: String, kind: TranscriptLine.Kind, at: Duration) {
    if isOpen, lines.last?.kind != kind { closeText() }
    var rest = text.utf8[...]
    while let end = rest.firstIndex(of: 0x0A) {
      extend(String(Substring(rest[..<end])), kind: kind, at: at)
      endLine()
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { extend(String(Substring(rest)), kind: kind, at: at) }
  }

  /// Ends the line that text was growing; a blank one at the end is dropped.
  package mutating func closeText() {
    isOpen = false
    if let last = lines.last, last.kind == .prose || last.kind == .reasoning, last.text.isEmpty { lines.removeLast() }
  }

  private mutating func extend(_ text: String, kind: TranscriptLine.Kind, at: Duration) {
    if !isOpen {
      push(TranscriptLine(kind: kind, text: "", at: at))
      isOpen = true
    }
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      let room = Transcript.lineBytes - lines[lines.count - 1].text.utf8.count
      if room <= 0 {
        push(TranscriptLine(kind: kind, text: "", at: at))
        continue
      }
      // A scalar takes at most four bytes, so that this never passes the limit by more than three scalars.
      let piece = rest.prefix(max(1, room / 4))
      lines[lines.count - 1].text.unicodeScalars.append(contentsOf: piece)
      rest = rest[piece.endIndex...]
    }
  }

  /// Two blank lines in a row, or one at the top, say nothing.
  private mutating func endLine() {
    isOpen = false
    guard let line = lines.last, line.isBlank else { return }
    lines.removeLast()
    guard let last = lines.last, !(last.isText && last.text.isEmpty) else { return }
    push(TranscriptLine(kind: line.kind, text: "", at: line.at))
  }

  private mutating func push(_ line: TranscriptLine) {
    lines.append(line)
    if lines.count > Transcript.capacity + 200 {
      forgotten += lines.count - Transcript.capacity
      lines.removeFirst(lines.count - Transcript.capacity)
    }
  }
}

extension TranscriptLine {
  /// Whether it is the agent's own words.
  package var isText: Bool { kind == .prose || kind == .reasoning }

  var isBlank: Bool { isText && text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}
