import EngineTestKit
import Foundation
import Testing

@testable import Engine

@Suite struct ReportTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
  static let golden = root.appending(path: "Tests/Fixtures/reports")

  /// Compares with the file of that name; with CONCLAVE_UPDATE_GOLDEN set, writes it instead.
  static func expect(_ text: String, equals name: String, _ place: SourceLocation = #_sourceLocation) throws {
    let file = golden.appending(path: name)
    if ProcessInfo.processInfo.environment["CONCLAVE_UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: golden, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self), sourceLocation: place)
  }

  static func schema() throws -> SchemaChecker {
    try SchemaChecker(Array(Data(contentsOf: root.appending(path: "Schemas/report.schema.json"))))
  }

  static func problems(_ report: Report) throws -> [String] {
    return try schema().problems(try report.json())
  }

  @Test func isTheGoldenOne() throws {
    let report = Report.build(events: SampleReview.events(), triage: [.accept([FindingID(1)])])
    try Self.expect(String(decoding: try report.json(), as: UTF8.self), equals: "report.json")
    #expect(try Self.problems(report) == [])
    #expect(try Report(json: try report.json()) == report)
  }

  @Test func eventByEventIsTheSameAsAtOnce() throws {
    var builder = ReportBuilder()
    for event in SampleReview.events() { builder.apply(event) }
    #expect(try builder.report(triage: []).json() == Report.build(events: SampleReview.events(), triage: []).json())
  }

  @Test func everyCutOffReviewIsAValidIncompleteReport() throws {
    let events = SampleReview.events(complete: true)
    for count in 0..<events.count {
      let report = Report.build(events: events.prefix(count), triage: [])
      #expect(!report.complete)
      #expect(try Self.problems(report) == [])
    }
    #expect(Report.build(events: events, triage: []).complete)
    let half = Report.build(events: events.prefix(12), triage: [])
    #expect(half.missing.map(\.id) == [.security, .performance, .codeQuality])
    #expect(half.specialists.map(\.state) == [.incomplete, .incomplete, .incomplete, .skipped])
    #expect(half.decision == .significantConcerns)
  }

  @Test func unknownIsAbsent() throws {
    let json = String(decoding: try Report.build(events: [], triage: []).json(), as: UTF8.self)
    for name in ["tokens", "cost_usd", "forecast", "cache_hit_rate", "change", "tier", "null"] {
      #expect(!json.contains(name))
    }
  }

  @Test func countsEveryAttempt() {
    let report = Report.build(events: SampleReview.events(), triage: [])
    #expect(report.specialists.first?.tokens == TokenUsage(input: 200, output: 40, reasoning: 6, cacheRead: 100))
    #expect(report.totals.costUSD == 0.5)
    #expect(report.specialists.map(\.findings) == [2, 0, 3, 0])
    #expect(report.specialists.first?.model == "m-2")
  }

  @Test func triageChangesStatesAndDecision() {
    let acts: [TriageAction] = [
      .suppress([FindingID(1)], scope: .here, reason: "checked", expires: nil), .accept([FindingID(3)]),
    ]
    let report = Report.build(events: SampleReview.events(), triage: acts)
    #expect(report.findings.map(\.state) == [.suppressed, .accepted, .open])
    #expect(report.decision == .approvedWithComments)
    #expect(report.ledger.contains { $0.by == .user && $0.reason == "checked" })
  }

  @Test func hiddenCharactersOfNamesAreEscapedInJSON() throws {
    var report = Report.build(events: SampleReview.events(), triage: [])
    report.run = "a\u{2028}b\u{202E}c\u{E0041}\u{85}d\u{7F} é"
    let json = String(decoding: try report.json(), as: UTF8.self)
    #expect(json.contains(#"a\u2028b\u202ec\udb40\udc41\u0085d\u007f é"#))
    #expect(try Report(json: try report.json()) == report)
  }

  @Test(arguments: ["", "{}", "[]", "null", "{\"schema\": 1}"])
  func refusesOtherJSON(_ text: String) {
    #expect(throws: ReviewFailure.self) { try Report(json: Array(text.utf8)) }
  }

  @Test func theSchemaRefusesWhatIsWrong() throws {
    let valid = String(decoding: try Report.build(events: SampleReview.events(), triage: []).json(), as: UTF8.self)
    let checker = try Self.schema()
    for (part, wrong) in [
      ("\"decision\" : \"significant_concerns\"", "\"decision\" : \"fine\""),
      ("\"complete\" : false", "\"complete\" : 0"),
      ("\"files\" : 3", "\"files\" : -3"), ("\"files\" : 3", "\"files\" : 3.5"),
      ("conclave.report/1", "conclave.report/2"),
      ("\"run\" : ", "\"ran\" : "), ("\"id\" : \"f1\"", "\"id\" : \"1\""),
      ("\"confidence\" : 0.75", "\"confidence\" : 7"),
    ] {
      let text = valid.replacing(part, with: wrong)
      #expect(text != valid)
      #expect(try !checker.problems(Array(text.utf8)).isEmpty, "\(wrong)")
    }
  }
}
