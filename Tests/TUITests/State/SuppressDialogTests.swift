import Engine
import TUI
import Testing

@Suite struct SuppressDialogTests {
  @Test(
    arguments: [
      ("why", "", nil), ("  ", "", "a reason is needed"), ("why", "soon", "not a date"),
      ("why", "2026-11-25", "not in the future"), ("why", "2026-11-26", nil),
    ] as [(String, String, String?)]) func saysWhatIsWrong(_ item: (String, String, String?))
  {
    var dialog = SuppressDialog([FindingID(1)])
    dialog.reason = LineEditor(item.0)
    dialog.expires = LineEditor(item.1)
    let action = dialog.submit(today: CalendarDate("2026-11-25"))
    #expect((action == nil) == (item.2 != nil))
    if let problem = item.2 { #expect(dialog.problem?.contains(problem) == true) }
  }

  @Test func anEditorKeepsToOneBoundedLine() {
    var line = LineEditor("a\nb\u{1B}[2Jc\u{7F}\u{9B}")
    #expect(line.text == "ab[2Jc")
    line.insert(String(repeating: "x", count: 10_000))
    #expect(line.scalars.count == LineEditor.capacity)
    line.deleteWord()
    #expect(line.text.isEmpty)
    line.backspace()
    line.delete()
    line.move(to: -5)
    line.move(to: 99)
    #expect(line.cursor == 0)
  }
}
