import Engine
import EngineTestKit
import Foundation
import Testing

/// What confined the agents is told by every form of the result.
@Suite struct ReportIsolationTests {
  @Test(arguments: [(nil, nil), ("bubblewrap", "sandbox: bubblewrap"), ("none", "no sandbox")] as [(String?, String?)])
  func itIsTold(name: String?, words: String?) throws {
    var events = SampleReview.events(complete: true)
    guard case .started(var start) = events[0].kind else { throw ReviewFailure(.usage, "no start") }
    start.isolation = name
    events[0].kind = .started(start)
    let report = Report.build(events: events)
    #expect(report.isolation == name)
    let json = try report.json()
    #expect(try ReportTests.schema().problems(json) == [])
    #expect(String(decoding: json, as: UTF8.self).contains("\"isolation\"") == (name != nil))
    #expect(try Report(json: json) == report)
    let text = TextReport(report, exitStatus: 0, exitReason: "reviewed").render()
    #expect(text.contains("\nIsolation: ") == (words != nil))
    if let words { #expect(text.contains("\nIsolation: \(words)\n")) }
    var reporter = ConsoleReporter()
    let line = reporter.lines(for: events[0]).first ?? ""
    #expect(line.contains(words.map { "runtime rules, \($0), at most" } ?? "runtime rules, at most"))
  }
}
