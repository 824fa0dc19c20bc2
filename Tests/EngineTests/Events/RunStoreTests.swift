import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

@Suite struct RunStoreTests {
  private let home: TemporaryDirectory

  init() throws { home = try TemporaryDirectory() }

  private var store: RunStore { get throws { try RunStore(environment: ["XDG_STATE_HOME": home.file("state")]) } }

  private func failure(_ body: () throws -> Void) -> ReviewFailure? {
    do { try body() } catch { return error as? ReviewFailure }
    return nil
  }

  // MARK: Where

  @Test func `DK-06: the state home is used where it is absolute`() throws {
    let state = home.file("state")
    let own = home.path
    for (environment, root) in [
      (["XDG_STATE_HOME": state, "HOME": own], state + "/conclave/runs"),
      (["XDG_STATE_HOME": "", "HOME": own], own + "/.local/state/conclave/runs"),
      (["XDG_STATE_HOME": "relative", "HOME": own], own + "/.local/state/conclave/runs"),
      (["HOME": own], own + "/.local/state/conclave/runs"),
    ] {
      let store = try RunStore(environment: environment)
      #expect(store.root == root)
      #expect(store.notice == nil)
      #expect(home.mode(root) == 0o700)
    }
  }

  @Test func `DK-06: without a usable home a private temporary directory is used and named`() throws {
    try home.write("file", [])
    let expected = home.path + "/conclave-\(geteuid())/runs"
    for (environment, reason) in [
      ([:], "neither XDG_STATE_HOME nor HOME is an absolute path"),
      (["HOME": ""], "neither XDG_STATE_HOME nor HOME is an absolute path"),
      (["HOME": "home"], "neither XDG_STATE_HOME nor HOME is an absolute path"),
      (["XDG_STATE_HOME": home.file("file/state")], "\(home.file("file/state")): Not a directory"),
      (["XDG_STATE_HOME": "/proc/self/none"], "/proc/self/none: No such file or directory"),
      (["HOME": "/proc/self"], "/proc/self/.local/state: No such file or directory"),
    ] as [([String: String], String)] {
      let store = try RunStore(environment: environment.merging(["TMPDIR": home.path]) { $1 })
      #expect(store.root == expected)
      #expect(store.notice?.text == "recordings go to \(expected): \(reason)")
      #expect(home.mode(expected) == 0o700)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `DK-06: a home of somebody else is not used`() throws {
    try FileManager.default.createDirectory(atPath: home.file("other"), withIntermediateDirectories: false)
    #expect(unsafe chown(home.file("other"), 12345, 12345) == 0)
    let store = try RunStore(environment: ["XDG_STATE_HOME": home.file("other"), "TMPDIR": home.path])
    #expect(store.notice?.text.hasSuffix("\(home.file("other")) belongs to somebody else") == true)
  }

  @Test(arguments: ["state/conclave", "state/conclave/runs", "tmp/conclave-UID", "tmp/conclave-UID/runs"])
  func `DK-07: a link in the way is refused`(place: String) throws {
    let path = home.file(place.replacingOccurrences(of: "UID", with: "\(geteuid())"))
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try manager.createDirectory(atPath: home.file("elsewhere"), withIntermediateDirectories: false)
    try manager.createSymbolicLink(atPath: path, withDestinationPath: home.file("elsewhere"))
    let isTemporary = place.hasPrefix("tmp")
    let failure = failure {
      _ = try RunStore(
        environment: isTemporary ? ["TMPDIR": home.file("tmp")] : ["XDG_STATE_HOME": home.file("state")])
    }
    #expect(failure?.code == .refused)
    #expect(failure?.message == "\(path) is not a directory; recordings are not put there")
    #expect(try manager.contentsOfDirectory(atPath: home.file("elsewhere")).isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `DK-07: a directory that somebody else has put there is refused`() throws {
    let path = home.file("conclave-\(geteuid())")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(unsafe chown(path, 12345, 12345) == 0)
    let failure = failure { _ = try RunStore(environment: ["TMPDIR": home.path]) }
    #expect(failure?.code == .refused)
    #expect(failure?.message.hasPrefix("\(path) belongs to somebody else") == true)
  }

  @Test(arguments: [0o000, 0o022, 0o077, 0o177, 0o777] as [mode_t])
  func `DK-12: modes are the same whatever the umask`(mask: mode_t) throws {
    let state = home.file("state-\(mask)")
    let path = withUmask(mask) { () -> String? in
      guard let store = try? RunStore(environment: ["XDG_STATE_HOME": state]),
        let run = try? store.createRun(repository: "/r", title: "t", wallMilliseconds: 0),
        (try? JournalFiles(journal: run.journal, index: run.index)) != nil,
        (try? RunStore.write([], to: RunFile.report, inRun: run.path)) != nil,
        (try? TriageJournal(path: run.path + "/" + RunFile.triage)) != nil
      else { return nil }
      return run.path
    }
    let run = try #require(path)
    for directory in ["", "/conclave", "/conclave/runs"] { #expect(home.mode(state + directory) == 0o700) }
    #expect(home.mode(run) == 0o700)
    for file in ["journal.jsonl", "journal.index", "report.json", "triage.jsonl", "run.json", "lock"] {
      #expect(home.mode(run + "/" + file) == 0o600, "\(file)")
    }
  }

  // MARK: Runs

  @Test(
    arguments: [
      (0, 0, "19700101-000000-0000"), (1_795_616_553_999, 0x7F3A, "20261125-142233-7f3a"),
      (-5, 0xFFFF, "19700101-000000-ffff"),
      (951_782_399_000, 0xA, "20000228-235959-000a"),
    ] as [(Int64, UInt16, String)])
  func idsAreTimesThatSort(wall: Int64, suffix: UInt16, id: String) {
    #expect(RunID.make(wallMilliseconds: wall, suffix: suffix) == id)
    #expect(RunID.isValid(id))
  }

  @Test(arguments: [
    "", "..", "20261125-142233-7F3A", "20261125-142233-7f3", "20261125_142233-7f3a", "２0261125-142233-7f3a",
  ])
  func otherNamesAreNoRuns(name: String) { #expect(!RunID.isValid(name)) }

  @Test func `DK-10: two runs of one moment get directories and locks of their own`() throws {
    let suffixes = Locked([1, 1, 1, 2] as [UInt16])
    func random() -> UInt16 { suffixes.withLock { $0.removeFirst() } }
    let first = try store.createRun(repository: "/r", title: "", wallMilliseconds: 0, random: random)
    let second = try store.createRun(repository: "/r", title: "", wallMilliseconds: 0, random: random)
    #expect([first.id, second.id] == ["19700101-000000-0001", "19700101-000000-0002"])
    for run in [first, second] {
      let lock = unsafe open(run.path + "/lock", O_RDWR | O_CLOEXEC)
      defer { close(lock) }
      #expect(flock(lock, LOCK_EX | LOCK_NB) == -1 && errno == EWOULDBLOCK)
    }
    let failure = failure {
      _ = try store.createRun(repository: "/r", title: "", wallMilliseconds: 0) { 1 }
    }
    #expect(failure?.code == .recording)
  }

  /// A run with a recording; `end` milliseconds after its start, nil for one that crashed.
  @discardableResult
  private func record(_ wall: Int64, repository: String = "/r", end: Int?) throws -> Run {
    let run = try store.createRun(repository: repository, title: "title", wallMilliseconds: wall)
    let start = ReviewStart(
      run: run.id, engine: "1", runtime: "rules", wallMilliseconds: wall, overallLimitSeconds: 1)
    var events = [ReviewEvent(sequence: 0, at: .zero, kind: .started(start))]
    events.append(ReviewEvent(sequence: 1, at: .milliseconds(500), kind: .judging))
    if let end {
      let finish = ReviewEnd(
        decision: .minorIssues, complete: false, missing: [], milliseconds: end, exitStatus: 3)
      events.append(ReviewEvent(sequence: 2, at: .milliseconds(end), kind: .finished(finish)))
    }
    try Data(events.journal).write(to: URL(filePath: run.journal))
    return run
  }

  @Test func runsAreListedNewestFirstWithWhatTheirRecordingsSay() throws {
    let store = try store
    let finished = try { () -> String in
      let run = try record(1_000_000, end: 7000)
      try RunStore.write(
        Array(#"{"schema":"conclave.report/1","totals":{"cost_usd":0.25}}"#.utf8), to: RunFile.report, inRun: run.path)
      return run.id
    }()
    let crashed = try record(2_000_000, end: nil).id
    let empty = try store.createRun(repository: "/e", title: "", wallMilliseconds: 3_000_000).id
    let running = try record(4_000_000, end: nil)
    try FileManager.default.createDirectory(atPath: store.root + "/not-a-run", withIntermediateDirectories: false)

    let runs = try store.runs()
    #expect(runs.map(\.id) == [running.id, empty, crashed, finished])
    #expect(runs.map(\.state) == [.running, .unreadable, .crashed, .finished])
    #expect(runs.map(\.endedMilliseconds) == [4_000_500, nil, 2_000_500, 1_007_000])
    #expect(runs[3].decision == .minorIssues)
    #expect(runs[3].complete == false)
    #expect(runs[3].costUSD == 0.25)
    #expect(runs[3].repository == "/r")
    #expect(runs[2].decision == nil)
    #expect(runs[2].costUSD == nil)
    withExtendedLifetime(running) {}
  }

  @Test func `CP-12: runs that crashed are told once, and the newest are named`() throws {
    let store = try store
    let crashed = try (1...5).map { try record(Int64($0) * 1_000_000, end: nil).id }
    try record(9_000_000, end: 7)
    let running = try record(10_000_000, end: nil)
    let words = store.newlyCrashed().map(\.text)
    #expect(words.count == 4)
    for (text, id) in zip(words.prefix(3), crashed.reversed()) {
      #expect(text == "the earlier review \(id) crashed or could not be recorded to its end: `conclave replay \(id)`")
    }
    #expect(words.last == "2 more reviews have no recorded end: `conclave runs`")
    #expect(store.newlyCrashed().isEmpty)
    withExtendedLifetime(running) {}
  }

  @Test func aRunIsFoundByNothingByItsNameByTheStartOfItAndByAPath() throws {
    let store = try store
    let old = try record(1_000_000_000, repository: "/a", end: 1).id
    let new = try record(2_000_000_000, repository: "/a", end: 1).id
    let other = try record(90_000_000_000, repository: "/b", end: 1).id
    func found(_ argument: String?, _ repository: String = "/a") throws -> String? {
      try store.find(argument, repository: repository).directory
    }
    #expect(try found(nil) == store.root + "/" + new)
    #expect(try found(nil, "/b") == store.root + "/" + other)
    #expect(try found(old) == store.root + "/" + old)
    #expect(try found(String(other.prefix(5))) == store.root + "/" + other)
    #expect(try found(store.root + "/" + old) == store.root + "/" + old)
    let file = store.root + "/" + old + "/journal.jsonl"
    #expect(try store.find(file, repository: "/a") == RunLocation(directory: nil, journal: file))

    #expect(failure { _ = try found(nil, "/c") }?.message == "there is no recorded run of /c")
    #expect(failure { _ = try found("1970") }?.message.hasPrefix("1970 is the start of 2 runs: ") == true)
    for argument in ["", "nothing", "../..\u{0}", "/no/such"] {
      #expect(failure { _ = try found(argument) }?.message == "there is no run or recording \(argument)")
    }
  }

  @Test func pruningGoesByTheRecordedEndAndLeavesLivingRuns() throws {
    let store = try store
    let hour: Int64 = 3_600_000
    let old = try record(hour, end: 1000).id
    let long = try record(2 * hour, end: Int(30 * hour)).id
    let crashed = try record(3 * hour, end: nil).id
    let recent = try record(40 * hour, end: 1000).id
    let running = try record(4 * hour, end: nil)
    // Files that look new, a directory inside and a link out of it change nothing.
    let outside = home.file("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
    try home.write("outside/kept", [1])
    try FileManager.default.createDirectory(
      atPath: store.root + "/" + old + "/agents/empty", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: store.root + "/" + old + "/agents/link", withDestinationPath: outside)

    let removed = try store.prune(olderThan: .seconds(24 * 3600), now: 41 * hour)
    #expect(Set(removed) == [old, crashed])
    #expect(try store.runs().map(\.id) == [recent, running.id, long])
    #expect(home.read("outside/kept") == [1])
    #expect(try store.prune(olderThan: .seconds(Int64.max / 1000), now: .min).isEmpty)
    withExtendedLifetime(running) {}
  }

  @Test func aFileIsReplacedWholeOrNotAtAll() throws {
    let run = try store.createRun(repository: "/r", title: "", wallMilliseconds: 0)
    try RunStore.write(Array("old".utf8), to: "report.json", inRun: run.path)
    try RunStore.write(Array("new".utf8), to: "report.json", inRun: run.path)
    #expect(try Data(contentsOf: URL(filePath: run.path + "/report.json")) == Data("new".utf8))
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: run.path)) == ["report.json", "run.json", "lock"])
    #expect(failure { try RunStore.write([], to: "x", inRun: run.path + "/none") }?.code == .recording)
  }

  @Test func hostileNamesInRunJSONAreOnlyText() throws {
    for text in Generator.hostile {
      let about = RunAbout(repository: text, title: text, createdMilliseconds: 5)
      let isSame = RunAbout(about.bytes) == about
      #expect(isSame || text.utf8.count > 4096)
    }
    #expect(RunAbout(Array("{".utf8)) == nil)
  }
}
