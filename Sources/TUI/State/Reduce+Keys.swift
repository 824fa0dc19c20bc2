internal import Engine

extension TUIState {
  /// The scopes that hear a key now, innermost first.
  package var keyScopes: [KeyScope] {
    switch overlay {
    case .suppress: return [.suppress, .everywhere]
    case .filter, .target: return [.input, .everywhere]
    case .help: return [.help, .everywhere]
    case .quit: return [.quit, .everywhere]
    case nil: break
    }
    switch view {
    case .dashboard:
      guard replay != nil else { return [.dashboard] + (review.isOver ? [] : [.running]) + [.everywhere] }
      return (focus == .replayBar ? [.replayBar] : []) + [.replay, .dashboard, .everywhere]
    case .findings: return [.findings, .everywhere]
    case .detail: return [.detail, .everywhere]
    case .preview: return [.preview, .everywhere]
    case .ledger: return [.ledger, .everywhere]
    }
  }

  mutating func press(_ key: Key) -> [Effect] {
    banner = nil
    let binding = KeyTable.binding(of: key, in: keyScopes)
    // In a line of text every character is one, and the cursor keys move in it.
    if overlay?.isTyping == true, type(key) { return [] }
    guard let binding else { return [] }
    return perform(binding.command, key)
  }

  private mutating func perform(_ command: Command, _ key: Key) -> [Effect] {
    switch command {
    case .interrupt: return interrupt()
    case .keepWaiting: overlay = nil
    case .judgeNow:
      overlay = nil
      return [.judgeNow]
    case .abort:
      overlay = nil
      return [.abort]
    case .showHelp: toggleHelp()
    case .back: return back()
    case .submit: return submit()
    case .replay(.tenth): return [.replay(.tenth(key.digit ?? 0))]
    case .replay(let command): return [.replay(command)]
    case .pane: focusPane((key.digit ?? 1) - 1)
    case .focusBar: focus = .replayBar
    case .zoom: zoom()
    case .skip: return skipFocused()
    case .retry: return retryFocused()
    case .showFindings: go(root: .findings)
    case .showDashboard: go(root: .dashboard)
    case .showLedger: push(.ledger)
    case .showPreview: return openPreview()
    case .open: if list.selected != nil { push(.detail) }
    case .up, .down, .pageUp, .pageDown, .first, .last, .left, .right, .next, .previous: move(command)
    case .accept, .acceptAll, .suppress, .suppressAll, .edit, .undo, .mark, .filter, .rescue, .copy, .openFile, .post,
      .setTarget:
      return performTriage(command)
    }
    return []
  }

  /// `Ctrl-C`: a running review is worth a question; asked twice, the answer is to leave.
  private mutating func interrupt() -> [Effect] {
    if replay != nil || review.isOver { return [.quit(.finished)] }
    if case .quit = overlay { return [.abort, .quit(.aborted)] }
    overlay = .quit
    return []
  }

  private mutating func toggleHelp() {
    if case .help = overlay { overlay = nil } else { overlay = .help(row: 0) }
  }

  /// One level up; from the top the program is left, but a running review is not left without a question.
  private mutating func back() -> [Effect] {
    if let overlay {
      if case .filter = overlay { setFilter("") }
      self.overlay = nil
      return []
    }
    if isZoomed, view == .dashboard {
      isZoomed = false
    } else if let last = behind.popLast() {
      view = last
    } else if view == .findings, !list.filter.isEmpty {
      setFilter("")
    } else if replay != nil || review.isOver {
      return [.quit(.finished)]
    } else if view != .dashboard {
      view = .dashboard
    } else {
      overlay = .quit
    }
    return []
  }

  private mutating func go(root: ViewMode) {
    hasChosenView = true
    behind = []
    view = root
    isZoomed = false
  }

  mutating func push(_ next: ViewMode) {
    guard view != next else { return }
    hasChosenView = true
    behind.append(view)
    view = next
    ledger.selected = 0
    list.detailRow = 0
  }
}

extension Key {
  var digit: Int? {
    guard case .char(let scalar) = self, (0x30...0x39).contains(scalar.value) else { return nil }
    return Int(scalar.value) - 0x30
  }
}

extension Overlay {
  /// Whether characters are text here.
  var isTyping: Bool {
    switch self {
    case .filter, .target: true
    case .suppress(let dialog): dialog.field != .scope
    case .help, .quit: false
    }
  }
}
