/// Every key of the program. A key that is not here does nothing; one that is here is in the footer or under `?`. The
/// order is that of the footer: what is most wanted in a view comes first.
package enum KeyTable {
  package static let bindings: [KeyBinding] = movement + replay + views + dashboard + findings + others

  private static let lists: [KeyScope] = [.dashboard, .findings, .detail, .preview, .ledger, .help]

  private static let movement: [KeyBinding] = [
    .init([.char("j"), .down], lists, .down, "one line down; in the detail and in a pane: scroll"),
    .init([.char("k"), .up], lists, .up, "one line up"),
    .init([.ctrl("d"), .pageDown], lists, .pageDown, "half a page down"),
    .init([.ctrl("u"), .pageUp], lists, .pageUp, "half a page up"),
    .init([.char("g"), .home], lists, .first, "to the top"),
    .init([.char("G"), .end], lists, .last, "to the bottom; a pane follows new text again"),
  ]

  private static let dashboard: [KeyBinding] = [
    .init(
      (1...8).map { .char(Unicode.Scalar(0x30 + UInt8($0))) }, [.dashboard], .pane(0), "focus a pane by its number",
      footer: "pane"),
    .init([.tab], [.dashboard], .next, "next pane, and the replay bar"),
    .init([.backtab], [.dashboard], .previous, "previous pane"),
    .init([.right], [.dashboard], .right, "next pane"),
    .init([.left], [.dashboard], .left, "previous pane"),
    .init(
      [.char("z"), .enter], [.dashboard], .zoom, "give the focused pane the whole screen, and back", footer: "zoom"),
    .init([.char("f")], [.dashboard, .preview, .ledger], .showFindings, "the findings", footer: "findings"),
    .init([.char("x")], [.running], .skip, "skip the focused specialist", footer: "skip"),
    .init([.char("R")], [.running], .retry, "run the focused specialist again", footer: "retry"),
  ]

  private static let replay: [KeyBinding] = [
    .init([.char(" ")], [.replay], .replay(.togglePause), "pause and go on", footer: "pause"),
    .init([.left], [.replay], .replay(.seek(by: .seconds(-5))), "back 5 s", footer: ""),
    .init([.right], [.replay], .replay(.seek(by: .seconds(5))), "forwards 5 s", footer: "5 s"),
    .init([.char("[")], [.replay], .replay(.step(-1)), "back one event", footer: ""),
    .init([.char("]")], [.replay], .replay(.step(1)), "forwards one event", footer: "event"),
    .init([.char("-")], [.replay], .replay(.slower), "half the speed", footer: ""),
    .init([.char("+"), .char("=")], [.replay], .replay(.faster), "twice the speed", footer: "speed"),
    .init([.char("b")], [.replay], .focusBar, "focus the bar: digits and g/G then move in time", footer: "bar"),
    .init(
      (0...9).map { .char(Unicode.Scalar(0x30 + UInt8($0))) }, [.replayBar], .replay(.tenth(0)),
      "to that tenth of the recording", footer: "tenths"),
    .init([.char("g"), .home], [.replayBar], .replay(.start), "to the start"),
    .init([.char("G"), .end], [.replayBar], .replay(.end), "to the end"),
  ]

  private static let triage: [KeyScope] = [.findings, .detail]

  private static let findings: [KeyBinding] = [
    .init([.char("a")], triage, .accept, "accept: it will be posted; again: open", footer: "accept"),
    .init([.char("s")], triage, .suppress, "suppress, with scope, reason and end", footer: "suppress"),
    .init([.char("e")], triage, .edit, "edit its words in $EDITOR", footer: "edit"),
    .init([.char("u")], triage + [.ledger], .undo, "take back the newest act, step by step", footer: "undo"),
    .init([.char("p")], triage, .showPreview, "preview the comment, and post it", footer: "preview"),
    .init([.char(" ")], [.findings], .mark, "select several; acts then apply to these", footer: "select"),
    .init([.char("A")], [.findings], .acceptAll, "accept all open ones that are shown", footer: "accept all"),
    .init([.char("S")], [.findings], .suppressAll, "suppress all open ones that are shown"),
    .init(
      [.char("/")], [.findings], .filter, "filter by words: severity, section, path, title, state", footer: "filter"),
    .init([.char("o")], triage, .openFile, "open the file at its line", footer: "open"),
    .init([.char("y")], triage, .copy, "copy place and title"),
    .init([.enter], [.findings], .open, "the whole finding", footer: "detail"),
    .init(
      [.char("l")], triage + [.dashboard], .showLedger, "the ledger: what became of every raw finding", footer: "ledger"
    ),
    .init([.char("d")], [.findings, .detail, .preview, .ledger], .showDashboard, "the dashboard", footer: "dashboard"),
    .init([.tab], triage, .next, "next finding"),
    .init([.backtab], triage, .previous, "previous finding"),
  ]

  private static let views: [KeyBinding] = [
    .init([.char("y")], [.preview], .post, "post exactly this", footer: "post"),
    .init([.char("t")], [.preview], .setTarget, "choose where to: file:PATH or stdout", footer: "target"),
    .init([.char("r")], [.ledger], .rescue, "take a dropped finding back into the list", footer: "rescue"),
  ]

  private static let others: [KeyBinding] = [
    .init([.char("w"), .escape], [.quit], .keepWaiting, "keep waiting", footer: "wait"),
    .init([.char("j")], [.quit], .judgeNow, "stop the specialists and judge with what is there", footer: "judge now"),
    .init([.char("a")], [.quit], .abort, "abort the review", footer: "abort"),
    .init([.enter], [.input, .suppress], .submit, "take it", footer: "take it"),
    .init([.tab, .down], [.suppress], .next, "next field", footer: "field"),
    .init([.backtab, .up], [.suppress], .previous, "previous field"),
    .init([.left], [.suppress], .left, "a narrower scope; in text: the cursor"),
    .init([.right], [.suppress], .right, "a wider scope; in text: the cursor", footer: "scope"),
    .init([.escape], [.input, .suppress], .back, "give up; a filter is cleared", footer: "cancel"),
    .init([.char("?")], lists, .showHelp, "this help, and back", footer: "help"),
    .init([.char("q"), .escape], lists, .back, "back; from the top: leave", footer: "back"),
    .init(
      [.ctrl("c")], [.everywhere], .interrupt,
      "ask what to do with a running review, else leave; twice: abort and leave"),
  ]

  /// The binding of `key` in the innermost of `scopes` that has one.
  package static func binding(of key: Key, in scopes: [KeyScope]) -> KeyBinding? {
    for scope in scopes {
      if let found = bindings.first(where: { $0.scopes.contains(scope) && $0.keys.contains(key) }) { return found }
    }
    return nil
  }
}
