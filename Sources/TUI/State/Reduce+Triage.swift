internal import Engine

extension TUIState {
  mutating func performTriage(_ command: Command) -> [Effect] {
    switch command {
    case .filter: overlay = .filter(LineEditor(list.filter))
    case .copy: return copy()
    case .openFile: return openFile()
    case .setTarget: overlay = .target(LineEditor(preview.target))
    case .post: return post()
    case .mark: return mark()
    default: return judgedOnly(command)
    }
    return []
  }

  /// Acts on findings wait for the judge: before it, a finding may still be merged or dropped.
  private mutating func judgedOnly(_ command: Command) -> [Effect] {
    guard triage.judgement != nil else { return say("the judge has not decided yet: only reading for now") }
    switch command {
    case .accept: return accept(targets)
    case .acceptAll: return accept(openShown)
    case .suppress: return suppress(targets)
    case .suppressAll: return suppress(openShown)
    case .edit: return list.selected.map { [.openEditor($0)] } ?? say("no finding is selected")
    case .undo: return triage.canUndo ? act(.undo, "undone") : say("nothing to undo")
    case .rescue: return rescue()
    default: return []
    }
  }

  /// Does an act at once and asks for it to be kept; if that fails it is taken back.
  mutating func act(_ action: TriageAction, _ words: String) -> [Effect] {
    triage.add(action)
    refreshList()
    preview.posted = nil
    banner = Banner(ink: .good, text: words)
    return [.persistTriage(action)]
  }

  /// The marked findings, or the selected one.
  private var targets: [FindingID] {
    list.marked.isEmpty ? list.selected.map { [$0] } ?? [] : list.marked.sorted()
  }

  private var openShown: [FindingID] { list.shown.filter { triage.state(of: $0) == .open } }

  private mutating func accept(_ ids: [FindingID]) -> [Effect] {
    guard !ids.isEmpty else { return say("nothing to accept") }
    list.marked = []
    let count = Figures.counted(ids.count, "finding", "findings")
    if ids.allSatisfy({ triage.state(of: $0) == .accepted }) { return act(.reopen(ids), count + " open again") }
    return act(.accept(ids), count + " accepted")
  }

  private mutating func suppress(_ ids: [FindingID]) -> [Effect] {
    guard !ids.isEmpty else { return say("nothing to suppress") }
    overlay = .suppress(SuppressDialog(ids))
    return []
  }

  private mutating func mark() -> [Effect] {
    guard let id = list.selected else { return say("no finding is selected") }
    if list.marked.remove(id) == nil { list.marked.insert(id) }
    list.select(row: list.row + 1)
    return []
  }

  private mutating func rescue() -> [Effect] {
    guard let all = triage.judgement?.all, all.indices.contains(ledger.selected) else {
      return say("the ledger is empty")
    }
    let id = all[ledger.selected].id
    guard triage.finding(id) == nil else { return say("\(id) is in the list already") }
    return act(.rescue(id), "\(id) is back in the list")
  }

  private mutating func copy() -> [Effect] {
    guard let finding = selectedFinding else { return say("no finding is selected") }
    return [.copy(finding.file.description + (finding.line.map { ":\($0)" } ?? "") + " " + finding.title)]
  }

  private mutating func openFile() -> [Effect] {
    guard let finding = selectedFinding else { return say("no finding is selected") }
    return [.openFile(path: finding.file, line: finding.line)]
  }

  private mutating func post() -> [Effect] {
    guard !preview.isPosting else { return say("posting, please wait") }
    guard preview.posted == nil else { return say("posted already, to \(preview.posted ?? "")") }
    guard !preview.target.isEmpty else {
      overlay = .target(LineEditor("file:"))
      return say("where to? Enter a target, then y posts")
    }
    preview.isPosting = true
    return [.post(target: preview.target)]
  }
}

extension TUIState {
  mutating func skipFocused() -> [Effect] {
    guard let index = focusedIndex, replay == nil else { return say("no specialist to skip") }
    let pane = review.panes[index]
    guard pane.isRunning else { return say("\(pane.id) has ended already") }
    banner = Banner(ink: .trouble, text: "skipping \(pane.id)")
    return [.skip(pane.id)]
  }

  mutating func retryFocused() -> [Effect] {
    guard let index = focusedIndex, replay == nil else { return say("no specialist to run again") }
    let pane = review.panes[index]
    guard !pane.isRunning else { return say("\(pane.id) is still at work") }
    guard !review.isOver else { return say("the review has ended; start a new one to run \(pane.id) again") }
    banner = Banner(ink: .trouble, text: "running \(pane.id) again")
    return [.retry(pane.id)]
  }
}
