import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// Real processes below the real shim (rows CP of reliability.md, section 4).
@Suite struct AgentProcessTests {
  @Test func printsAndExits() async throws {
    let script = try ChildScript("echo one; echo two; echo bad >&2; exit 3")
    let exit = try await script.run()
    #expect(exit == ChildExit(status: .exited(3), errorTail: "bad\n"))
    #expect(script.printedText == "one\ntwo\n")
  }

  @Test(
    "CP-04: the signal that ended it is named",
    arguments: [("SEGV", Int32(11)), ("KILL", 9), ("ABRT", 6), ("XFSZ", 25)])
  func aSignalIsNamed(name: String, number: Int32) async throws {
    let exit = try await ChildScript("kill -\(name) $$").run()
    #expect(exit == ChildExit(status: .signalled(number)))
  }

  @Test func outputArrivesWhileTheChildRuns() async throws {
    // The child ends only after its first line has been seen.
    let script = try ChildScript("echo ready; while ! [ -e \"$DIR/go\" ]; do sleep 0.01; done; echo done")
    let task = Task { try await script.run() }
    while !script.printedText.contains("ready") { await Task.yield() }
    try script.directory.write("go", [])
    #expect(try await task.value.status == .exited(0))
    #expect(script.printedText == "ready\ndone\n")
  }

  @Test(
    "CP-06, CP-08: descendants do not outlive it",
    arguments: [
      ("setsid", "setsid sleep 600 & echo $! > \"$DIR/pids\"; while ! kill -0 $! 2>/dev/null; do :; done"),
      ("double fork", "(setsid sh -c 'echo $$ > \"$DIR/pids\"; sleep 600' &) ; until [ -s \"$DIR/pids\" ]; do :; done"),
      ("own process group", "perl -e 'setpgrp(0, 0); exec qw(sleep 600)' & echo $! > \"$DIR/pids\""),
      ("holds standard output", "sleep 600 & echo $! > \"$DIR/pids\""),
    ])
  func descendantsDoNotOutliveIt(name: String, script text: String) async throws {
    let script = try ChildScript(text)
    let start = SuspendingClock.now
    let exit = try await script.run()
    let id = name == "holds standard output" ? "CP-08" : "CP-06"
    FaultNote.say(id, "\(name): over after \(SuspendingClock.now - start), \(exit.survivorsKilled) survivor killed")
    #expect(exit.status == .exited(0))
    #expect(exit.survivorsKilled >= 1)
    #expect(!exit.survivorNames.isEmpty)
    #expect(script.processes.count == 1)
    #expect(script.processes.allSatisfy { !isAlive($0) })
  }

  @Test(
    "CP-05, CP-07, CP-10: a stop leaves nothing",
    arguments: [
      ("goes by TERM", "echo $$ > \"$DIR/pids\"; echo ready; sleep 600", 20_000),
      ("ignores TERM", "trap '' TERM; echo $$ > \"$DIR/pids\"; echo ready; while :; do sleep 600; done", 100),
      ("is stopped", "echo $$ > \"$DIR/pids\"; echo ready; kill -STOP $$; sleep 600", 20_000),
      ("left a daemon", "setsid sleep 600 & echo $! > \"$DIR/pids\"; echo ready; sleep 600", 20_000),
      (
        "forks again and again",
        """
        perl -e '$SIG{TERM}="IGNORE"; $|=1; print "ready\n"; for(1..30000){ my $p = fork; exit 0 if $p; select(undef,undef,undef,0.0002) }' &
        echo $$ > "$DIR/pids"; sleep 600
        """, 100
      ),
    ])
  func cancellingLeavesNothing(name: String, script text: String, grace: Int) async throws {
    let script = try ChildScript(text, grace: .milliseconds(grace))
    let wasCancelled = await script.runAndCancel { took in
      if let id = ids[name] { FaultNote.say(id, "\(name), grace \(grace) ms: ended after \(took)") }
    }
    #expect(wasCancelled)
    #expect(script.processes.count == 1)
    #expect(script.processes.allSatisfy { !isAlive($0) && kill(-$0, 0) != 0 }, "nor is anyone of its group")
  }

  private var ids: [String: String] {
    ["ignores TERM": "CP-05", "forks again and again": "CP-07", "is stopped": "CP-10", "left a daemon": "CP-06"]
  }

  @Test func aTaskThatIsAlreadyCancelledRunsNothingForLong() async throws {
    let script = try ChildScript("echo $$ > \"$DIR/pids\"; sleep 600")
    let task = Task { try await script.run() }
    task.cancel()
    await #expect(throws: ReviewFailure.self) { try await task.value }
    #expect(script.processes.allSatisfy { !isAlive($0) })
  }

  @Test("CP-16: a prompt of 10 MB arrives byte for byte") func aLargePromptArrivesWhole() async throws {
    let prompt = Array((String(repeating: "Review this change.\u{2028} \u{1F600}\r\n", count: 320_000) + "end").utf8)
    let script = try ChildScript("sha256sum", prompt: prompt)
    #expect(try await script.run().status == .exited(0))
    #expect(script.printedText == "\(StableHash.sha256(prompt))  -\n")
  }

  @Test("CP-15: a prompt that nobody reads does no harm") func aPromptThatNobodyReadsDoesNoHarm() async throws {
    let script = try ChildScript("exit 0", prompt: Array(repeating: 0x78, count: 10_000_000))
    #expect(try await script.run().status == .exited(0))
  }

  @Test func outputAtTheEndIsNotLost() async throws {
    let script = try ChildScript("head -c 5000000 /dev/zero | tr '\\0' x; printf torn; exit 1")
    #expect(try await script.run().status == .exited(1))
    #expect(script.printed == Array(repeating: 0x78, count: 5_000_000) + Array("torn".utf8))
  }

  @Test func standardErrorIsKeptAtItsEnd() async throws {
    let script = try ChildScript("i=0; while [ $i -lt 2000 ]; do echo \"line $i\" >&2; i=$((i+1)); done; exit 1")
    let tail = try await script.run().errorTail
    #expect(tail.utf8.count <= 4096)
    #expect(tail.hasPrefix("line "))
    #expect(tail.hasSuffix("line 1999\n"))
  }

  @Test("CP-18: 50 open descriptors of the parent don't reach the child, nor do ignored signals")
  func theChildHasThreeDescriptorsAndDefaultSignals() async throws {
    let opened = (0..<50).map { _ in unsafe open("/dev/null", O_RDONLY) }
    defer { for descriptor in opened { close(descriptor) } }
    #expect(opened.allSatisfy { $0 > 2 })
    // No pipeline: the shell would hold its pipe while it is looked at. And a shell that waits blocks signals for moments, so
    // a program in its place is looked at for those.
    let script = try ChildScript("ls /proc/$$/fd; exec awk '/Sig(Ign|Blk)/ { print $2 }' /proc/self/status")
    _ = try await script.run()
    let words = script.printedText.split(whereSeparator: \.isWhitespace)
    #expect(words.prefix(3) == ["0", "1", "2"])
    #expect(words.count == 5, "\(script.printedText)")
    // Beyond 31 lie signals that only the C library itself may touch.
    for mask in words.dropFirst(3) { #expect(try #require(UInt64(mask, radix: 16)) & 0x7FFF_FFFF == 0) }
  }

  @Test func outputFilesArePrivate() async throws {
    let script = try ChildScript("true")
    _ = try await script.run()
    for name in ["out", "err"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: script.directory.file(name))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test("CP-01: a program that can't start is named, before anything starts and by the start itself")
  func programsThatCannotStartAreNamed() async throws {
    let directory = try TemporaryDirectory()
    let plain = try directory.write("plain", Array("#!/bin/sh\n".utf8), permissions: 0o600)
    let foreign = try directory.write("foreign", [0x7F] + Array("ELF nothing".utf8), permissions: 0o700)
    // A whole ELF header of this kind but for its machine, number 243 (RISC-V).
    var header = Array(FileManager.default.contents(atPath: Built.shim)?.prefix(64) ?? Data())
    header.replaceSubrange(18..<20, with: [243, 0])
    let other = try directory.write("other", header, permissions: 0o700)
    let cases = [
      ("\(directory.path)/none", "agent program not found: "),
      (plain, "agent program is not executable: "),
      (foreign, "agent program is not one for this machine: "),
      (other, "agent program is not one for this machine: "),
    ]
    for (program, message) in cases {
      let failure = await #expect(throws: ReviewFailure.self) { try await ChildScript(program: program).run() }
      #expect(failure?.code == .agent)
      #expect(failure?.message == message + program)
      #expect(failure?.hints.isEmpty == false)
      let early = #expect(throws: ReviewFailure.self) { try ChildCommand(executable: program).preflight() }
      #expect(early?.code == .usage)
      #expect(early?.message == message + program)
    }
    for program in ["/bin/sh", Built.shim, try directory.write("good", Array("#!/bin/sh\n".utf8), permissions: 0o700)] {
      try ChildCommand(executable: program).preflight()
    }
  }

  @Test func filesThatCannotBeUsedAreNamed() async throws {
    let directory = try TemporaryDirectory()
    let prompt = try directory.write("prompt", [])
    let good = ChildFiles(
      input: prompt, output: directory.file("out"), error: directory.file("err"), directory: directory.path)
    let none = "\(directory.path)/none/x"
    var cases: [(ChildFiles, String)] = []
    for (part, message) in [
      (\ChildFiles.input, "can't read the prompt \(none): "), (\.output, "can't write \(none): "),
      (\.error, "can't write \(none): "), (\.directory, "can't enter \(none): "),
    ] {
      var files = good
      files[keyPath: part] = none
      cases.append((files, message + "No such file or directory"))
    }
    for (files, message) in cases {
      let failure = await #expect(throws: ReviewFailure.self) {
        try await AgentProcess.run(
          ChildCommand(executable: "/bin/true"), files: files, shim: Built.shim, grace: .seconds(1)
        ) { _ in }
      }
      #expect(failure?.message == message)
    }
  }

  @Test func aMissingShimIsNamed() async throws {
    let directory = try TemporaryDirectory()
    let files = ChildFiles(
      input: "/dev/null", output: directory.file("out"), error: directory.file("err"), directory: directory.path)
    let failure = await #expect(throws: ReviewFailure.self) {
      try await AgentProcess.run(
        ChildCommand(executable: "/bin/true"), files: files, shim: "\(directory.path)/shim", grace: .seconds(1)
      ) { _ in }
    }
    #expect(failure?.message.hasPrefix("can't start \(directory.path)/shim: No such file") == true)
  }
}
