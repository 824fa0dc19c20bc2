internal import Engine

extension TUIState {
  mutating func openPreview() -> [Effect] {
    guard triage.judgement != nil else { return say("the judge has not decided yet: there is no comment") }
    preview.lines = ScreenText.lines(comment)
    preview.row = 0
    wrapPreview()
    push(.preview)
    return []
  }

  /// The comment exactly as it is posted; who posts asks here, so that preview and post can't differ.
  package var comment: String { CommentRenderer(review.report.report(triage: triage.actions)).render() }

  /// Breaks the comment at the window's width again.
  mutating func wrapPreview() {
    let width = max(1, size.width - (size.width >= 60 ? 2 : 0))
    preview.rows = preview.lines.flatMap { line in
      TextLayout.wrap(line, width: width).map { PreviewRow(text: $0, role: PreviewRow.Role(line.string)) }
    }
    preview.row = min(preview.row, previewLastRow)
  }

  var previewLastRow: Int {
    guard let area = previewLayout.body else { return 0 }
    return Page(count: preview.rows.count, height: area.height).lastFirst
  }

  package var previewLayout: PreviewLayout { PreviewLayout(size: size) }
}

/// A row of the comment, and what part of it it is.
package struct PreviewRow: Sendable, Hashable {
  package enum Role: Sendable, Hashable {
    case text, heading, marker

    /// By how the line begins in Markdown.
    init(_ line: String) {
      if line.utf8.starts(with: "#".utf8) {
        self = .heading
      } else if line.utf8.starts(with: "<".utf8) || line.utf8.starts(with: "```".utf8) {
        self = .marker
      } else {
        self = .text
      }
    }
  }

  package var text: ScreenText
  package var role: Role
}

/// Where the preview's parts go.
package struct PreviewLayout: Sendable, Equatable {
  package var target: Int?
  package var body: Rect?
  package var footer: Int?

  package init(size: Size) {
    let air = size.height >= 20
    var bottom = size.height
    if bottom > 2 {
      bottom -= 1
      footer = bottom
    }
    if bottom > 4 {
      bottom -= air ? 2 : 1
      target = bottom
      bottom -= air ? 1 : 0
    }
    let top = air ? 2 : 1
    if bottom > top { body = Rect(x: 0, y: top, width: size.width, height: bottom - top) }
  }
}
