/// Where a key works; the innermost scope that knows it wins.
package enum KeyScope: Sendable, Hashable, CaseIterable {
  case everywhere, dashboard, running, replay, replayBar, findings, detail, preview, ledger, help, quit, input, suppress

  /// The heading in the help.
  package var title: String {
    switch self {
    case .everywhere: "Everywhere"
    case .dashboard: "Dashboard"
    case .running: "Dashboard of a running review"
    case .replay: "Replay"
    case .replayBar: "Replay, while its bar has the focus"
    case .findings: "Findings"
    case .detail: "One finding"
    case .preview: "Preview"
    case .ledger: "Ledger"
    case .help: "This help"
    case .quit: "Question about a running review"
    case .input: "Input line"
    case .suppress: "Suppress"
    }
  }
}

/// What a key asks for; a scope says what it means there.
package enum Command: Sendable, Hashable {
  case up, down, pageUp, pageDown, first, last
  case left, right
  case next, previous
  case pane(Int)
  case open, back, zoom
  case showFindings, showDashboard, showLedger, showPreview, showHelp
  case accept, acceptAll, suppress, suppressAll, edit, undo, mark, filter, rescue
  case copy, openFile, post, setTarget
  case skip, retry
  case interrupt, keepWaiting, judgeNow, abort
  case replay(ReplayCommand)
  case focusBar
  case submit
}

/// One line of the key table: it drives dispatch, footer and help alike.
package struct KeyBinding: Sendable {
  package var keys: [Key]
  package var scopes: [KeyScope]
  package var command: Command
  /// The sentence in the help.
  package var help: String
  /// One or two words for the footer; nil for keys that stand in the help only.
  package var footer: String?

  init(_ keys: [Key], _ scopes: [KeyScope], _ command: Command, _ help: String, footer: String? = nil) {
    self.keys = keys
    self.scopes = scopes
    self.command = command
    self.help = help
    self.footer = footer
  }
}

extension KeyBinding {
  /// The scope under which the help lists it: a key of nearly all views stands under "Everywhere".
  package var heading: KeyScope { scopes.count > 4 ? .everywhere : scopes[0] }

  /// Its keys as they are written: `1-8`, `j ↓`.
  package var label: String {
    if keys.count > 4, let first = keys.first, let last = keys.last { return first.label + "-" + last.label }
    return keys.map(\.label).joined(separator: " ")
  }
}

extension Key {
  /// As it is written in footers and the help.
  package var label: String {
    switch self {
    case .char(" "): "space"
    case .char(let scalar): String(scalar)
    case .ctrl(let scalar): "Ctrl-" + scalar.properties.uppercaseMapping
    case .alt(let scalar): "Alt-" + String(scalar)
    case .function(let number): "F\(number)"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backtab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .insert: "Ins"
    case .paste: "paste"
    }
  }
}
