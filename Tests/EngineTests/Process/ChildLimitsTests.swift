import Engine
import EngineTestKit
import Foundation
import Testing

/// Trees that grow without an end.
@Suite(.timeLimit(.minutes(10))) struct ChildLimitsTests {
  private static let megabyte = 1 << 20

  @Test("CP-14: a tree that outgrows its memory is killed, and nobody else is")
  func memory() async throws {
    let cap = 96 * ChildLimitsTests.megabyte
    // Grows in two processes, one of them in a session of its own: only their sum is above the cap.
    let greedy = try ChildScript(
      """
      grow() { perl -e '$x .= "x" x 1_000_000 for 1..$ARGV[0]; sleep 600' $1; }
      setsid sh -c 'echo $$ > "$DIR/pids"; exec perl -e "\\$x .= q(x) x 1_000_000 for 1..70; sleep 600"' & grow 70
      """)
    let modest = try ChildScript("echo ready; while ! [ -e \"$DIR/go\" ]; do sleep 0.01; done; exit 7")
    async let neighbour = modest.run()
    await modest.printed("ready")
    let exit = try await greedy.run(limits: ChildLimits(memory: cap))
    guard case .memory(let peak, let watcher)? = exit.excess else {
      Issue.record("ended without an excess: \(exit)")
      return
    }
    #expect(peak > cap)
    #expect(exit.status == .signalled(9))
    #expect(exit.survivorsKilled == 0, "nobody outlived it")
    #expect(greedy.processes.count == 1)
    #expect(greedy.processes.allSatisfy { !isAlive($0) })
    try modest.directory.write("go", [])
    #expect(try await neighbour.status == .exited(7))
    FaultNote.say(
      "CP-14",
      "cap 96 MB: killed at \(peak / ChildLimitsTests.megabyte) MB by \(watcher.rawValue), its neighbour went on")
  }

  @Test(
    "CP-14: the kernel keeps the cap where it lets us make control groups",
    .enabled(
      if: ChildLimitsTests.hasControlGroups, "no writable control group of version 2 with a memory controller here"))
  func controlGroup() async throws {
    let script = try ChildScript("perl -e '$x .= \"x\" x 1_000_000 for 1..400; sleep 600'")
    let exit = try await script.run(limits: ChildLimits(memory: 96 * ChildLimitsTests.megabyte))
    guard case .memory(_, .controlGroup)? = exit.excess else {
      Issue.record("ended otherwise: \(exit)")
      return
    }
    #expect(exit.status == .signalled(9))
  }

  /// The same question that the shim asks; see group.c.
  private static let hasControlGroups: Bool = {
    let text = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else { return false }
    let own = "/sys/fs/cgroup\(line.dropFirst(3))"
    let parents = [URL(filePath: own).deletingLastPathComponent().path, own]
    return parents.contains { parent in
      guard parent != "/sys/fs" else { return false }
      let group = "\(parent)/conclave-test-\(ProcessInfo.processInfo.processIdentifier)"
      guard unsafe mkdir(group, 0o700) == 0 else { return false }
      defer { _ = unsafe rmdir(group) }
      return unsafe access("\(group)/memory.max", W_OK) == 0
    }
  }()

  @Test("ST-13: standard error without end is cut and counted, and the agent goes on")
  func standardError() async throws {
    let written = 200_000_000
    let script = try ChildScript(
      """
      head -c \(written) /dev/zero | tr '\\0' x >&2; echo ready
      while ! [ -e "$DIR/go" ]; do sleep 0.01; done; echo last >&2; echo done
      """)
    let limits = ChildLimits(errorBytes: ChildLimitsTests.megabyte)
    let task = Task { try await script.run(limits: limits) }
    await script.printed("ready")
    // The shim cuts before it tells: after the second word from here no cut is under way or due.
    let told = script.vitalsSeen.count
    while script.vitalsSeen.count < told + 2 { await Task.yield() }
    try script.directory.write("go", [])
    let exit = try await task.value
    #expect(exit.status == .exited(0))
    #expect(exit.excess == nil)
    #expect(script.printedText == "ready\ndone\n")
    #expect(exit.errorTail.hasSuffix("last\n"))
    let kept = script.directory.read("err").count
    #expect(kept <= limits.errorBytes)
    // What is written in the moment of a cut is not counted.
    #expect(exit.errorBytesDropped + kept <= written + 5)
    #expect(exit.errorBytesDropped + kept > written / 2)
    FaultNote.say(
      "ST-13",
      "200 MB written, limit 1 MB: \(kept) bytes kept, \(exit.errorBytesDropped) counted as dropped, no deadlock")
  }

  @Test("ST-13: standard output without end kills the tree")
  func standardOutput() async throws {
    let script = try ChildScript("setsid yes & yes")
    let limit = 4 * ChildLimitsTests.megabyte
    let exit = try await script.run(limits: ChildLimits(outputBytes: limit))
    guard case .output(let bytes)? = exit.excess else {
      Issue.record("ended without an excess: \(exit)")
      return
    }
    #expect(bytes > limit)
    // The shim looks now and then; a limit of the kernel's lies a quarter above and holds always.
    #expect(bytes <= limit + limit / 4 + ChildLimitsTests.megabyte)
  }

  @Test func vitalsTellOfTheWholeTree() async throws {
    // A child holds the memory, a grandchild that has ended used the processor, and both write to standard error.
    let script = try ChildScript(
      """
      (perl -e '1 for 1..3_000_000'; echo used >&2)
      perl -e '$x = "x" x 50_000_000; print STDERR "held"; $|=1; print "ready\n"; sleep 1 until -e "$ENV{DIR}/go"'
      """)
    let task = Task { try await script.run() }
    await script.printed("ready")
    // Of a tree that stays as it is, another line comes sooner or later.
    while !script.vitalsSeen.contains(where: { $0.residentBytes > 50_000_000 && $0.errorBytes == 9 }) {
      await Task.yield()
    }
    try script.directory.write("go", [])
    #expect(try await task.value.status == .exited(0))
    let last = try #require(script.vitalsSeen.last)
    #expect(last.processorTime > .zero)
    #expect(last.errorBytes == 9, "used and held, five and four letters")
    let times = script.vitalsSeen.map(\.processorTime)
    #expect(times == times.sorted())
  }
}
