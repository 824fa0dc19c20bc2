import Testing

@testable import Engine

@Suite struct TriageTests {
  private let f1 = FindingID(1)
  private let f2 = FindingID(2)
  private let f3 = FindingID(3)

  /// f1 critical, f2 warning, f3 merged into f2, f4 not in the change.
  private var judgement: Judgement {
    Judge.judge([
      finding(1, .critical, .security, "One", line: 1), finding(2, .warning, .performance, "Two words", line: 2),
      finding(3, .warning, .codeQuality, "Two words", line: 2),
      finding(4, .critical, .security, "Four", anchored: false),
    ])
  }

  private func after(_ actions: TriageAction...) -> TriageLedger { TriageLedger(judgement, actions: actions) }

  private func suppress(_ ids: FindingID..., scope: SuppressionScope = .here) -> TriageAction {
    .suppress(ids, scope: scope, reason: "why", expires: nil)
  }

  @Test func untouchedItIsTheJudgement() {
    let ledger = after()
    #expect(ledger.findings == judgement.findings)
    #expect(ledger.decision.decision == .significantConcerns)
    #expect(ledger.posted(allOpen: false).isEmpty)
    #expect(ledger.posted(allOpen: true).map(\.id) == [f1, f2])
    #expect(ledger.ledger == judgement.ledger)
    #expect(!ledger.canUndo)
  }

  @Test func onlyAcceptedOnesArePosted() {
    let ledger = after(.accept([f2]))
    #expect(ledger.state(of: f2) == .accepted)
    #expect(ledger.posted(allOpen: false).map(\.id) == [f2])
    #expect(ledger.posted(allOpen: true).map(\.id) == [f1, f2])
    #expect(after(.accept([f2]), .reopen([f2])).posted(allOpen: false).isEmpty)
  }

  @Test func suppressingChangesTheDecisionAndTheLedger() {
    let ledger = after(suppress(f1))
    #expect(ledger.state(of: f1) == .suppressed(scope: .here, reason: "why", expires: nil))
    #expect(ledger.decision.decision == .approvedWithComments)
    #expect(ledger.posted(allOpen: true).map(\.id) == [f2])
    #expect(ledger.findings.map(\.id) == [f1, f2])
    #expect(ledger.ledger.last == LedgerEntry(finding: f1, outcome: .suppressed, by: .user, reason: "why"))
    #expect(after(suppress(f1), suppress(f2)).decision.decision == .approved)
  }

  @Test func acceptingAfterSuppressingTakesTheEntryAway() {
    #expect(after(suppress(f1), .accept([f1])).ledger == judgement.ledger)
  }

  @Test func anEditedSeverityCounts() {
    let ledger = after(.edit(f1, FindingEdit(title: "Milder", severity: .suggestion)))
    #expect(ledger.findings.map(\.id) == [f2, f1])
    #expect(ledger.findings.last?.title == "Milder")
    #expect(ledger.findings.last?.isEdited == true)
    #expect(ledger.decision.reason == "1 warning")
    #expect(ledger.ledger.last?.outcome == .severityChanged)
    #expect(ledger.ledger.last?.into == "suggestion")
    let same = after(.edit(f1, FindingEdit(severity: .critical)))
    #expect(same.findings.first?.isEdited == false)
  }

  @Test func aMergedFindingCanBeRescued() {
    let ledger = after(.rescue(f3), .accept([f3]))
    #expect(ledger.findings.map(\.id) == [f1, f2, f3])
    #expect(ledger.posted(allOpen: false).map(\.id) == [f3])
    #expect(ledger.ledger.last?.reason == "rescued from the ledger")
    #expect(after(.rescue(f3), .rescue(f3)).findings.count == 3)
    #expect(after(.rescue(FindingID(4))).findings.map(\.isAnchored).contains(false))
  }

  @Test func undoGoesBackAnyNumberOfSteps() {
    let acts: [TriageAction] = [
      .accept([f2]), suppress(f1), .edit(f2, FindingEdit(title: "New")), .rescue(f3), .reopen([f2]),
    ]
    for count in 0...acts.count {
      let undone = TriageLedger(judgement, actions: acts + Array(repeating: .undo, count: acts.count - count))
      let direct = TriageLedger(judgement, actions: acts.prefix(count))
      #expect(undone.findings == direct.findings)
      #expect(undone.ledger == direct.ledger)
      #expect(undone.acts == direct.acts)
      for id in [f1, f2, f3] { #expect(undone.state(of: id) == direct.state(of: id)) }
    }
    #expect(after(.undo, .undo, .accept([f1]), .undo, .undo).findings == judgement.findings)
  }

  @Test func stepByStepIsTheSameAsAtOnce() {
    let acts: [TriageAction] = [
      .accept([f1]), suppress(f2), .undo, .edit(f1, FindingEdit(severity: .warning)), .undo, .rescue(f3),
    ]
    var stepped = TriageLedger(judgement)
    for act in acts { stepped.apply(act) }
    let atOnce = TriageLedger(judgement, actions: acts)
    #expect(stepped.findings == atOnce.findings)
    #expect(stepped.acts == atOnce.acts)
    #expect(stepped.decision.reason == atOnce.decision.reason)
  }

  @Test func unknownFindingsAreIgnored() {
    let nobody = FindingID(99)
    let ledger = after(.accept([nobody]), suppress(nobody), .edit(nobody, FindingEdit(title: "x")), .rescue(nobody))
    #expect(ledger.findings == judgement.findings)
    #expect(ledger.state(of: nobody) == .open)
    #expect(ledger.posted(allOpen: false).isEmpty)
  }

  @Test func wideScopesTakeOpenLikes() {
    let alike = Judge.judge([
      finding(1, .warning, .security, "A", line: 1, rule: "r"),
      finding(2, .warning, .security, "B", line: 2, rule: "r"),
      finding(3, .warning, .security, "C", file: "lib/x", line: 3, rule: "r"),
      finding(4, .warning, .security, "D", line: 4, rule: "q"),
    ])
    let ledger = TriageLedger(alike, actions: [.accept([f2]), suppress(f1, scope: .rule)])
    #expect(ledger.findings.filter { ledger.isSuppressed($0.id) }.map(\.id) == [f1])
    let open = TriageLedger(alike, actions: [suppress(f1, scope: .rule)])
    #expect(open.findings.filter { open.isSuppressed($0.id) }.map(\.id) == [f1, f2])
  }

  @Test func whatIsSuppressedBecomesEntriesThatTakeItOutNextTime() throws {
    let today = try #require(CalendarDate("2026-04-30"))
    let ledger = after(suppress(f1), suppress(f2, scope: .rule), suppress(f2, scope: .everywhere), .undo)
    let entries = ledger.suppressions(by: "ann", on: today)
    #expect(entries.map(\.scope) == [.here, .rule])
    var file: [UInt8] = []
    for entry in entries { file = try Suppressions.appending(entry, to: file) }
    let again = Judge.judge(judgement.all, suppressions: try Suppressions.parse(file).active(on: today))
    #expect(again.findings.isEmpty)
  }

  @Test func actsSurviveTheirWireForm() {
    let acts: [TriageAction] = [
      .accept([f1, f2]), .reopen([f1]),
      .suppress([f1], scope: .rule, reason: "a \"b\"\n{{{{[[[[\u{202E}", expires: "2026-04-30"),
      .suppress([], scope: .here, reason: "", expires: nil),
      .edit(f1, FindingEdit(title: "t", body: "b", severity: .critical, suggestion: "s")), .rescue(f3), .undo,
    ]
    for act in acts {
      let line = TriageWire.encode(act, wallMilliseconds: 1)
      #expect(!line.contains(0x0A))
      #expect(TriageWire.decode(line) == .action(act))
    }
    let line = String(decoding: TriageWire.encode(.accept([f1]), wallMilliseconds: 7), as: UTF8.self)
    #expect(line == #"{"action":"accept","at":7,"findings":["f1"],"v":1}"#)
  }

  @Test(arguments: [
    (#"{"v":1,"action":"dance"}"#, TriageWire.Line.unknown("dance")),
    (#"{"v":2,"action":"accept","findings":["f1"]}"#, .unknown("accept")),
    (#"{"v":1,"action":"suppress","findings":["f1"],"scope":"moon"}"#, .unknown("suppress")),
    (#"{"v":1,"action":"edit","findings":[]}"#, .unknown("edit")),
    (#"{"v":1,"action":"undo","mood":"new field"}"#, .action(.undo)),
    (#"{"v":1,"action":"accept","findings":["x1"]}"#, .damaged),
    (#"{"v":1,"action":"accept","findings":["f-1"]}"#, .damaged),
    (#"{"v":1,"action":"#, .damaged), ("", .damaged), ("[]", .damaged), ("null", .damaged),
    (String(repeating: "[", count: 1000), .damaged),
  ])
  func otherLines(_ text: String, _ line: TriageWire.Line) {
    #expect(TriageWire.decode(Array(text.utf8)) == line)
  }
}
