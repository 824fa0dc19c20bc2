import EngineTestKit
import Foundation
import Testing

@testable import Engine

@Suite struct RehearsalTests {
  private static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let demo = directory.appending(path: "Examples/rehearsals/demo.rehearsal").path

  private func score(_ text: String, specialist: String = "security", attempt: Int = 1) throws -> Score {
    let scenario = try ScenarioParser.parse(Array(text.utf8), path: "x.rehearsal")
    return try Score(try #require(scenario.act(of: specialist, attempt: attempt)), path: "x.rehearsal")
  }

  private func events(_ score: Score) -> [AgentEvent] {
    score.notes.compactMap { if case .event(let event) = $0.content { event } else { nil } }
  }

  @Test func commandsBecomeTimedEvents() throws {
    let score = try score(
      """
      # A comment.
      [security]
      at 1s text "One two three" over 240ms
      tool read src/a.py 300ms
      tool bash "ls -l" failed="not allowed"
      tokens input=5 output=7 cache-read=1 cost=0.5
      retry 2 1.5s "busy"
      think "hm"
      garbage "npm warn"
      log "to the log"
      silence 2s
      done input=1
      """)
    let used = Usage(tokens: TokenUsage(input: 5, output: 7, cacheRead: 1), costUSD: 0.5)
    #expect(
      events(score) == [
        .stepStarted, .textDelta(part: "prt_1", text: "One "), .textDelta(part: "prt_1", text: "two "),
        .textDelta(part: "prt_1", text: "three"), .text(part: "prt_1", text: "One two three"),
        .tool(ToolCall(name: "read", subject: "src/a.py", milliseconds: 300)),
        .tool(ToolCall(name: "bash", subject: "ls -l", isError: true, message: "not allowed", milliseconds: 0)),
        .stepFinished(reason: "tool-calls", usage: used), .retry(attempt: 2, message: "busy", delayMilliseconds: 1500),
        .stepStarted, .reasoning(part: "prt_2", text: "hm"), .text(part: "prt_3", text: "<done findings=\"0\"/>\n"),
        .stepFinished(reason: "stop", usage: Usage(tokens: TokenUsage(input: 1))), .sessionEnd(reason: "stop"),
      ])
    let times = score.notes.map { Int($0.at / .milliseconds(1)) }
    #expect(times.prefix(6) == [1000, 1080, 1160, 1240, 1240, 1540])
    #expect(score.end == .milliseconds(3540))
    #expect(score.ending == .exit(0))
    #expect(score.notes.contains { $0.content == .bytes(Array("npm warn\n".utf8)) && $0.voice == .output })
    #expect(score.notes.contains { $0.content == .bytes(Array("to the log\n".utf8)) && $0.voice == .error })
  }

  @Test func findingsAreWrittenAsTheContractSays() throws {
    let score = try score(
      """
      [security]
      finding severity=warning file=src/a.py line=3 confidence=0.5
        title | A & B
        evidence | if a < b:
        evidence |     return "x"
        body | Because.
      done
      """)
    #expect(
      events(score)[1]
        == .text(
          part: "prt_1",
          text: """
            <finding severity="warning" category="security" file="src/a.py" line="3" confidence="0.5">
              <title>A &amp; B</title>
              <evidence>if a &lt; b:
                return &quot;x&quot;</evidence>
              <body>Because.</body>
            </finding>

            """))
    #expect(events(score)[2] == .text(part: "prt_2", text: "<done findings=\"1\"/>\n"))
  }

  @Test(arguments: [
    (
      "truncate output=5", AgentEvent.stepFinished(reason: "length", usage: Usage(tokens: TokenUsage(output: 5))),
      Score.Ending.exit(0)
    ),
    (
      "error APIError 503 retryable \"overloaded\" after=2s",
      .error(
        AgentError(
          name: "APIError", message: "overloaded", status: 503, isRetryable: true, retryAfterMilliseconds: 2000)),
      .exit(1)
    ),
    ("error ProviderAuthError \"no key\"", .error(AgentError(name: "ProviderAuthError", message: "no key")), .exit(1)),
    ("text \"x\"\nexit 3", .text(part: "prt_1", text: "x"), .exit(3)),
    ("text \"x\"\ncrash signal 9\ntext \"never\"", .text(part: "prt_1", text: "x"), .signal(9)),
  ])
  func endings(script: String, last: AgentEvent, ending: Score.Ending) throws {
    let score = try score("[security]\n\(script)")
    #expect(events(score).last == last)
    #expect(score.ending == ending)
  }

  @Test func theRightActPlays() throws {
    let text = """
      [security]
      text "first"
      [security attempt 3]
      text "third"
      [*]
      text "anyone"
      """
    func played(_ specialist: String, _ attempt: Int) throws -> AgentEvent? {
      events(try score(text, specialist: specialist, attempt: attempt)).last
    }
    #expect(try played("security", 1) == .text(part: "prt_1", text: "first"))
    #expect(try played("security", 2) == .text(part: "prt_1", text: "first"))
    #expect(try played("security", 4) == .text(part: "prt_1", text: "third"))
    #expect(try played("release", 1) == .text(part: "prt_1", text: "anyone"))
    let single = try ScenarioParser.parse(Array("[security]\ndone".utf8), path: "x")
    #expect(single.act(of: "release", attempt: 1) == nil)
  }

  @Test(arguments: [
    ("text \"x\"", 1, "a command before the first [specialist]"),
    ("", 1, "no [specialist] in the file"),
    ("[security", 1, "the [ has no ]"),
    ("[security attempt x]", 1, "write [specialist] or [specialist attempt 2]"),
    ("[a]\n[a]", 2, "[a] attempt 1 is there twice"),
    ("[a]\nsay \"x\"", 2, "unknown command `say`"),
    ("[a]\n\n\ntext", 4, "a \"text\" or lines with | are missing"),
    ("[a]\ntext \"x", 2, "the quoted text has no end"),
    ("[a]\nat soon text \"x\"\ndone", 2, "`soon` is not a time"),
    ("[a]\nsilence 99h", 2, "`99h` is not a time"),
    ("[a]\nsilence -1s", 2, "`-1s` is not a time"),
    ("[a]\nsilence nans", 2, "`nans` is not a time"),
    ("[a]\ntokens input=many", 2, "`input=` wants a number"),
    ("[a]\ntokens inptu=5", 2, "`inptu=` has no meaning here"),
    ("[a]\ntokens input=5 input=6", 2, "`input=` is given twice"),
    ("[a]\ndone now", 2, "`now` has no meaning here"),
    ("[a]\nfinding severity=bad file=a title=b evidence=c", 2, "`bad` is no severity"),
    ("[a]\nfinding severity=warning file=a title=b", 2, "a finding needs evidence="),
    ("[a]\nfinding severity=warning file=a\n  title | b", 2, "a finding needs evidence="),
    ("[a]\nexit 300", 2, "wants a number from 0 to 255"),
    ("[a]\ncrash 9", 2, "write: crash signal 9"),
    ("[a]\nerror APIError 999 \"x\"", 2, "wants a number from 100 to 599"),
  ])
  func faultsNameTheirLine(text: String, line: Int, message: String) {
    let failure = #expect(throws: ReviewFailure.self) {
      try ScenarioParser.parse(Array(text.utf8), path: "x.rehearsal")
    }
    #expect(failure?.code == .configuration)
    #expect(failure?.message.hasPrefix("x.rehearsal:\(line): \(message)") == true, "\(failure?.message ?? "")")
  }

  @Test func linesCannotGoBackInTime() throws {
    let failure = #expect(throws: ReviewFailure.self) { try score("[security]\ntext \"x\" over 5s\nat 3s done") }
    #expect(failure?.message == "x.rehearsal:3: the lines before this one last until 5.0s")
  }

  @Test func aRecordedStreamIsPlayedAsItIs() throws {
    let bytes = try Fixtures.bytes("opencode/v1.18.33/run/tools-three-steps.jsonl")
    let score = Score(recording: bytes)
    let played = score.notes.flatMap { if case .bytes(let line) = $0.content { line } else { [UInt8]() } }
    #expect(played == bytes)
    #expect(score.notes.count == 12)
    #expect(score.end > .zero && score.end < .seconds(2))
    let torn = try Fixtures.bytes("opencode/v1.18.33/run/truncated-by-slow-pipe.jsonl")
    #expect(Score(recording: torn).notes.count == 2)
  }

  @Test func theTaskComesFromThePrompt() throws {
    func task(_ lines: String) throws(ReviewFailure) -> RehearsalAgent.Assignment {
      try RehearsalAgent.task(prompt: Array("Words.\n<conclave-task>\n\(lines)\n</conclave-task>\nMore.".utf8))
    }
    #expect(
      try task("specialist: security\nattempt: 2\nscenario: /tmp/a b.rehearsal\nspeed: 0")
        == RehearsalAgent.Assignment(specialist: "security", attempt: 2, scenario: "/tmp/a b.rehearsal", speed: 0))
    #expect(try task("specialist: security\nscenario: /x").speed == 1)
    for lines in [
      "", "specialist: a", "specialist: a\nscenario: b\nspeed: nan", "specialist: a\nscenario: b\nattempt: 0",
    ] {
      #expect(throws: ReviewFailure.self) { try task(lines) }
    }
    #expect(throws: ReviewFailure.self) { try RehearsalAgent.task(prompt: Array("no block".utf8)) }
  }

  /// The demo is what issue and README promise: seven parts, one retry, one long silence, one failure, about 40 s.
  @Test func theDemoPlaysAsPromised() throws {
    let scenario = try ScenarioParser.parse(Array(Data(contentsOf: URL(filePath: RehearsalTests.demo))), path: "demo")
    var findings = 0
    for specialist in SpecialistID.specialists.map(\.rawValue) {
      let first = try Score(try #require(scenario.act(of: specialist, attempt: 1)), path: "demo")
      let second = try Score(try #require(scenario.act(of: specialist, attempt: 2)), path: "demo")
      let last = specialist == "code-quality" ? second : first
      #expect(last.end <= .seconds(40))
      let steps = events(first).count { if case .stepFinished = $0 { true } else { false } }
      #expect(steps >= (specialist == "release" ? 1 : 2))
      let events = events(last)
      findings += events.count { if case .text(_, let text) = $0 { text.hasPrefix("<finding") } else { false } }
      let exit = AgentExit(status: last.ending == .exit(1) ? .exited(1) : .exited(0))
      var record = AttemptRecord()
      for event in events { record.apply(event) }
      let outcome = record.outcome(exit: exit, requiresDone: false)
      if specialist == "release" {
        #expect(outcome.isRetryable == false && outcome.reason.contains("403"))
      } else {
        #expect(outcome == .success)
      }
    }
    #expect((10...14).contains(findings), "\(findings)")
    let truncated = try Score(try #require(scenario.act(of: "code-quality", attempt: 1)), path: "demo")
    #expect(truncated.end == .seconds(12))
    let silent = try Score(try #require(scenario.act(of: "performance", attempt: 1)), path: "demo")
    let gaps = zip(silent.notes, silent.notes.dropFirst()).map { $1.at - $0.at }
    #expect(try #require(gaps.max()) > Limits().heartbeat)
  }

  /// Plays to files; gives the events, the log and the exit status.
  private func play(
    _ scenario: String, specialist: String = "security", attempt: Int = 1, speed: String = "0"
  ) throws -> (events: [AgentEvent], log: String, status: Int32) {
    let directory = try TemporaryDirectory()
    let prompt = """
      <conclave-task>
      specialist: \(specialist)
      attempt: \(attempt)
      scenario: \(scenario)
      speed: \(speed)
      </conclave-task>

      """
    try directory.write("prompt", prompt.utf8)
    try directory.write("out", [])
    try directory.write("err", [])
    let input = try FileHandle(forReadingFrom: URL(filePath: directory.file("prompt")))
    let output = try FileHandle(forWritingTo: URL(filePath: directory.file("out")))
    let error = try FileHandle(forWritingTo: URL(filePath: directory.file("err")))
    let status = RehearsalAgent.run(
      input: input.fileDescriptor, output: output.fileDescriptor, error: error.fileDescriptor)
    let log = String(decoding: directory.read("err"), as: UTF8.self)
    return (decode(directory.read("out")).events, log, status)
  }

  /// What the demo prints proves itself to the parser of findings, as any agent's answer has to.
  @Test func theDemoProvesWhatItShould() throws {
    for specialist in SpecialistID.specialists.map(\.rawValue) {
      let (events, log, status) = try play(
        RehearsalTests.demo, specialist: specialist, attempt: specialist == "code-quality" ? 2 : 1)
      #expect(log.isEmpty)
      #expect(status == (specialist == "release" ? 1 : 0))
      #expect(!events.contains { if case .malformed = $0 { true } else { false } })
      var answer = AnswerText()
      var parser = FindingStreamParser(limit: 200)
      for event in events { _ = parser.consume(answer.apply(event)) }
      _ = parser.finish()
      #expect(parser.answerProof.isProved == (specialist != "release"), "\(specialist)")
    }
  }

  @Test func timesAreKept() throws {
    let directory = try TemporaryDirectory()
    let scenario = try directory.write("x.rehearsal", "[*]\nsilence 2m\ntext \"late\"\ndone".utf8)
    let start = SuspendingClock.now
    let (events, _, status) = try play(scenario, speed: "1000")
    #expect(SuspendingClock.now - start >= .milliseconds(120))
    #expect(status == 0)
    #expect(events.contains(.text(part: "prt_1", text: "late")))
  }

  @Test func aRecordingIsPlayedToAnybody() throws {
    let bytes = try Fixtures.bytes("opencode/v1.18.33/run/success.jsonl")
    let directory = try TemporaryDirectory()
    let (events, _, status) = try play(try directory.write("x.jsonl", bytes), specialist: "anyone")
    #expect(status == 0)
    #expect(events == decode(bytes).events)
  }

  @Test func whatIsMissingIsSaid() throws {
    let directory = try TemporaryDirectory()
    let (events, log, status) = try play(directory.file("none"))
    #expect(events.isEmpty)
    #expect(log.hasPrefix("agent-rehearsal: can't read \(directory.path)/none: No such file"))
    #expect(status == 2)
    let other = try directory.write("x", "[release]\ndone".utf8)
    #expect(try play(other).log == "agent-rehearsal: \(other) has no [security] and no [*]\n")
  }
}
