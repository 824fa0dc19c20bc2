import Testing

@testable import Engine

@Suite struct TextReportTests {
  @Test func isTheGoldenOne() throws {
    let report = Report.build(events: SampleReview.events(), triage: [.accept([FindingID(1)])])
    let text = TextReport(
      report, exitStatus: 3, exitReason: "incomplete: performance is missing", recording: "/state/runs/1")
    try ReportTests.expect(text.render(), equals: "report.txt")
  }

  @Test(arguments: [
    "::error::x", "##[group]x", "##vso[task.setvariable]x", "section_start:1:x", "##teamcity[x]", "\u{1B}[2J",
    "a\n::warning::b",
    "\u{202E}", "a\r::error::b", "x\u{85}::error::b", "x\u{2028}::error::b",
  ])
  func noLineIsACommand(_ payload: String) {
    var report = CommentTests.report(payload, body: payload, evidence: payload, suggestion: payload, file: payload)
    report.notices = [Notice(.error, payload), Notice(.note, payload)]
    report.missing = [MissingReviewer(id: SpecialistID(rawValue: payload), reason: payload)]
    report.complete = false
    report.findings[0].category = SpecialistID(rawValue: payload)
    report.findings[0].rule = payload
    let text = TextReport(report, exitStatus: 1, exitReason: payload, recording: payload).render()
    for line in text.utf8.split(separator: 0x0A).map({ String(Substring($0)) }) {
      let start = line.drop { $0 == " " }
      for command in ["::", "section_start:"] { #expect(!start.hasPrefix(command), "\(line)") }
      for command in ["##[", "##vso[", "##teamcity["] { #expect(!line.contains(command), "\(line)") }
      #expect(!line.unicodeScalars.contains { PlainText.isHidden($0) && $0 != "\t" }, "\(line)")
    }
  }

  @Test func noFindingsIsOnlySaidOfACompleteReview() {
    var report = CommentTests.report()
    report.findings = []
    #expect(TextReport(report, exitStatus: 0, exitReason: "").render().contains("No findings.\n"))
    report.complete = false
    #expect(!TextReport(report, exitStatus: 3, exitReason: "").render().contains("No findings.\n"))
    #expect(TextReport(report, exitStatus: 3, exitReason: "").render().contains("INCOMPLETE"))
  }
}

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("plain ü 日本 🙂", "plain ü 日本 🙂"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
    ("\0\u{1B}\u{7F}\u{9B}", "\\u{0}\\u{1B}\\u{7F}\\u{9B}"),
    ("\u{202E}\u{2066}\u{200D}\u{FEFF}\u{AD}", "\\u{202E}\\u{2066}\\u{200D}\\u{FEFF}\\u{AD}"),
    ("\u{E0041}\u{E0100}", "\\u{E0041}\\u{E0100}"),
    ("⚠\u{FE0F} a\u{FE0F}", "⚠\u{FE0F} a\\u{FE0F}"), ("⚠\u{FE0F}\u{FE0F}", "⚠\u{FE0F}\\u{FE0F}"), ("\r\n", "\\r\\n"),
    ("", ""),
  ])
  func escapes(_ text: String, _ shown: String) { #expect(PlainText.escape(text) == shown) }

  @Test func linesKeepFeedsAndTabs() {
    #expect(PlainText.escapeLines("a\r\nb\tc\u{1B}") == "a\\r\nb\tc\\u{1B}")
  }
}
