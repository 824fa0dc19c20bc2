import EngineTestKit
import Foundation
import Testing

@testable import Engine

/// What a rehearsed agent does beside saying something, and the rehearsals of the fault plan.
@Suite struct RehearsalDeedTests {
  private func score(_ text: String) throws -> Score {
    let scenario = try ScenarioParser.parse(Array(text.utf8), path: "x.rehearsal")
    return try Score(try #require(scenario.act(of: "security", attempt: 1)), path: "x.rehearsal")
  }

  private func deeds(_ score: Score) -> [Deed] {
    score.notes.compactMap { if case .deed(let deed) = $0.content { deed } else { nil } }
  }

  @Test(arguments: [
    ("raw \"a\\n\"", Deed.raw([0x61, 0x0A])), ("bytes C0 af 0A", .raw([0xC0, 0xAF, 0x0A])),
    ("flood 100MB", .flood(bytes: 100 << 20)), ("errors 64KB", .errors(bytes: 64 << 10)),
    ("allocate 3MB", .allocate(bytes: 3 << 20)), ("ignore-term", .ignoreTermination), ("stop", .stop),
    ("spawn daemon", .spawn(.daemon, time: .seconds(60))), ("spawn chain 2s", .spawn(.chain, time: .seconds(2))),
    ("session ses_x", .session("ses_x")), ("session", .session(nil)),
  ])
  func `a deed is played once`(line: String, deed: Deed) throws {
    #expect(deeds(try score("[*]\n\(line)")) == [deed])
  }

  @Test func `memory grows by pieces that make its whole`() throws {
    let score = try score("[*]\nallocate 1GB over 1s")
    let pieces = deeds(score).compactMap { if case .allocate(let bytes) = $0 { bytes } else { nil } }
    #expect(pieces.count == 100 && pieces.reduce(0, +) == 1 << 30)
    #expect(score.end == .seconds(1))
  }

  @Test func `an agent that hangs has no end, one that lingers a late one`() throws {
    #expect(try score("[*]\nhang\ntext \"never\"").ending == .never)
    let lingering = try score("[*]\ndone linger=2m")
    #expect(lingering.ending == .exit(0) && lingering.end == .seconds(120))
    #expect(try #require(lingering.notes.last).at == .zero)
  }

  @Test func `what stands between repeat and end plays so many times`() throws {
    let score = try score("[*]\nrepeat 3\n  text \"x\"\n    | y\n  silence 1s\nend\nexit 4")
    let texts = score.notes.compactMap { note -> String? in
      if case .event(.text(_, let text)) = note.content { text } else { nil }
    }
    #expect(texts == Array(repeating: "x\ny", count: 3))
    #expect(score.end == .seconds(3) && score.ending == .exit(4))
  }

  @Test(arguments: [
    ("repeat 2\ntext \"x\"", 2, "the repeat has no end"), ("repeat 2\n[b]\ndone", 2, "the repeat has no end"),
    ("end", 2, "an end without its repeat"), ("repeat 0\nend", 2, "write repeat 20"),
    ("repeat 10001\nend", 2, "write repeat 20"), ("repeat 2\nrepeat 2\nend\nend", 3, "a repeat can't hold another one"),
    ("repeat 2\nat 1s done\nend", 3, "what is repeated has no `at`"),
    ("repeat 2 times\nend", 2, "`times` has no meaning"),
    (
      "repeat 10000\n" + String(repeating: "stop\n", count: 11) + "end", 14, "more than 100000 lines are to be played"
    ),
    ("flood 5GB", 2, "`5GB` is not a size"), ("flood 0MB", 2, "`0MB` is not a size"),
    ("flood 99999999999999999999KB", 2, "`99999999999999999999KB` is not a size"),
    ("flood 10", 2, "`10` is not a size"),
    ("flood", 2, "`` is not a size"), ("bytes", 2, "write: bytes C0 AF 0A"), ("bytes C0 XY", 2, "`XY` is no byte"),
    ("bytes 100", 2, "`100` is no byte"), ("spawn bomb", 2, "`bomb` can't be spawned; there are holdout, group"),
    ("raw", 2, "a \"text\" or lines with | are missing"), ("hang up", 2, "`up` has no meaning here"),
    ("done linger=soon", 2, "`soon` is not a time"), ("fork", 2, "unknown command `fork`; there are text"),
  ])
  func `a mistake names its line`(text: String, line: Int, message: String) {
    let failure = #expect(throws: ReviewFailure.self) {
      try ScenarioParser.parse(Array("[a]\n\(text)".utf8), path: "x.rehearsal")
    }
    #expect(failure?.message.hasPrefix("x.rehearsal:\(line): \(message)") == true, "\(failure?.message ?? "")")
  }

  @Test func `streams get just what was asked for`() throws {
    let directory = try TemporaryDirectory()
    let lines =
      "[*]\nraw \"a\"\nflood 100KB\nbytes 0A\nerrors 1KB\nsession ses_x\ntext \"x\"\nsession\ntext \"y\"\nexit 7"
    let scenario = try directory.write("x.rehearsal", lines.utf8)
    let prompt = "<conclave-task>\nspecialist: s\nscenario: \(scenario)\nspeed: 0\n</conclave-task>\n"
    let input = try FileHandle(forReadingFrom: URL(filePath: directory.write("prompt", prompt.utf8)))
    let output = try FileHandle(forWritingTo: URL(filePath: directory.write("out", [])))
    let error = try FileHandle(forWritingTo: URL(filePath: directory.write("err", [])))
    let status = RehearsalAgent.run(
      input: input.fileDescriptor, output: output.fileDescriptor, error: error.fileDescriptor)
    #expect(status == 7)
    let printed = directory.read("out").split(separator: 0x0A)
    #expect(printed.first?.count == 1 + (100 << 10))
    #expect(printed.dropFirst().map { String(decoding: $0, as: UTF8.self).contains("ses_x") } == [true, true, false])
    let errors = directory.read("err")
    #expect(errors.count == 1024 && errors.count { $0 == 0x0A } == 10)
  }

  static let folder = ProjectFiles.root.appending(path: "Examples/rehearsals/faults")
  static let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []

  @Test(arguments: files)
  func `each rehearsal of a fault is named after its row, says what it shows and quotes the example`(name: String)
    throws
  {
    let bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
    let rows = String(decoding: try Fixtures.bytes("faults/rows.tsv"), as: UTF8.self)
    let row = name.split(separator: "-").prefix(2).joined(separator: "-").uppercased()
    #expect(rows.contains("\(row)\t"))
    let summary = ScenarioParser.summary(bytes)
    #expect(summary.hasSuffix(".") && (20...130).contains(summary.count), "\(summary)")
    let scenario = try ScenarioParser.parse(bytes, path: name)
    for act in scenario.acts {
      let score = try Score(act, path: name)
      #expect(
        score.end <= .seconds(40)
          || act.lines.contains { if case .done(_, _, let time) = $0.command { time > .zero } else { false } })
      for case .finding(let finding, _) in act.lines.map(\.command) {
        let source = ProjectFiles.root.appending(path: "Examples/refund-service/feature/\(finding.file)")
        let lines = try String(contentsOf: source, encoding: .utf8).components(separatedBy: "\n")
        #expect(lines[try #require(finding.line) - 1].trimmingCharacters(in: .whitespaces) == finding.evidence)
      }
    }
  }

  @Test func `there is a rehearsal for every row that an agent can cause`() {
    let rows = Set(Self.files.map { $0.split(separator: "-").prefix(2).joined(separator: "-") })
    let expected =
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 17, 24].map { "cp-\($0 < 10 ? "0" : "")\($0)" }
      + [1, 3, 4, 5, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22].map { "st-\($0 < 10 ? "0" : "")\($0)" }
      + ["tb-03", "tb-04", "tb-05", "tb-10", "tb-15"]
    #expect(rows == Set(expected))
  }
}
