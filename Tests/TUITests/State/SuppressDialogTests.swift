import Engine
import TUI
import Testing

@Suite struct SuppressDialogTests {
  @Test(arguments: [
    ("2027-01-31", true), ("2028-02-29", true), ("2027-02-29", false), ("2027-13-01", false), ("2027-00-10", false),
    ("2027-1-31", false), ("27-01-31", false), ("2027/01/31", false), ("2027-01-31x", false), ("２０２７-01", false),
    ("", false),
  ]) func onlyDaysThatExistAreDates(_ item: (String, Bool)) { #expect((CalendarDate(item.0) != nil) == item.1) }

  @Test(
    arguments: [
      (0, "1970-01-01"), (1_795_616_553_000, "2026-11-25"), (1_709_164_800_000, "2024-02-29"),
      (253_402_300_799_999, "9999-12-31"),
    ] as [(Int64, String)]) func theDayOfAClock(_ item: (Int64, String))
  {
    #expect(CalendarDate(wallMilliseconds: item.0) == CalendarDate(item.1))
  }

  @Test func noClockOfOursShowsSuchTimes() {
    #expect(CalendarDate(wallMilliseconds: -1) == nil)
    #expect(CalendarDate(wallMilliseconds: .max) == nil)
  }

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
