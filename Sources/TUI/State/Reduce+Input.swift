internal import Engine

extension TUIState {
  /// Gives a key to the line that is being typed; false where it is not a key for text.
  mutating func type(_ key: Key) -> Bool {
    switch overlay {
    case .filter(var line):
      guard line.take(key) else { return false }
      overlay = .filter(line)
      setFilter(line.text)
    case .target(var line):
      guard line.take(key) else { return false }
      overlay = .target(line)
    case .suppress(var dialog):
      let taken =
        dialog.field == .reason
        ? dialog.reason.take(key)
        : dialog.expires.take(key)
      guard taken else { return false }
      dialog.problem = nil
      overlay = .suppress(dialog)
    case .help, .quit, nil: return false
    }
    return true
  }

  /// `Enter` in an overlay.
  mutating func submit() -> [Effect] {
    switch overlay {
    case .filter: overlay = nil
    case .target(let line):
      overlay = nil
      preview.target = line.text.trimmed
      preview.posted = nil
    case .suppress(var dialog):
      let today = review.start.map { CalendarDate(wallMilliseconds: $0.wallMilliseconds) }
      guard let action = dialog.submit(today: today) else {
        overlay = .suppress(dialog)
        return []
      }
      overlay = nil
      list.marked = []
      return act(action, Figures.counted(dialog.findings.count, "finding", "findings") + " suppressed")
    case .help, .quit, nil: break
    }
    return []
  }

  mutating func setFilter(_ text: String) {
    list.filter = text
    refreshList()
  }

  /// Moves between the fields of the suppress dialog, and in its scope.
  mutating func moveInDialog(_ command: Command) {
    guard case .suppress(var dialog) = overlay else { return }
    switch command {
    case .next: dialog.moveField(by: 1)
    case .previous: dialog.moveField(by: -1)
    case .left: dialog.moveScope(by: -1)
    case .right: dialog.moveScope(by: 1)
    default: return
    }
    overlay = .suppress(dialog)
  }
}

extension LineEditor {
  /// Edits with a key; false where the key is none for text.
  mutating func take(_ key: Key) -> Bool {
    switch key {
    case .char(let scalar): insert(String(scalar))
    case .paste(let text): insert(text)
    case .backspace: backspace()
    case .delete: delete()
    case .left: move(to: cursor - 1)
    case .right: move(to: cursor + 1)
    case .home, .ctrl("a"): move(to: 0)
    case .end, .ctrl("e"): move(to: scalars.count)
    case .ctrl("u"): clear()
    case .ctrl("w"): deleteWord()
    default: return false
    }
    return true
  }
}
