import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// The shim keeps its promises with a sandbox between itself and the agent.
@Suite struct ConfinedSupervisionTests {
  static let modes = [Sandbox.Mode.bubblewrap, .landlock].filter { ConfinedProbe.works($0) }

  private func sh(_ script: String) -> (String, [String]) { ("/bin/sh", ["-c", script]) }

  @Test("exit status, signals and output are the agent's own", arguments: modes)
  func ends(mode: Sandbox.Mode) async throws {
    for (script, status) in [
      ("echo text; exit 3", ChildExit.Status.exited(3)), ("echo text; kill -SEGV $$", .signalled(11)),
      ("echo text; kill -KILL $$", .signalled(9)),
    ] {
      let probe = try ConfinedProbe(mode)
      let (program, arguments) = sh(script)
      let exit = try await probe.run(program, arguments)
      #expect(exit.status == status, "\(script)")
      #expect(String(decoding: probe.place.read("out"), as: UTF8.self) == "text\n")
    }
  }

  @Test("a program that is not there fails, and never runs outside", arguments: modes)
  func missing(mode: Sandbox.Mode) async throws {
    let exit = try await ConfinedProbe(mode).run("/nowhere/program", [])
    #expect(exit.status == .exited(126))
    #expect(exit.errorTail.contains("/nowhere/program: No such file"))
  }

  @Test("home, temporary files and configuration lie in the scratch", arguments: modes)
  func folders(mode: Sandbox.Mode) async throws {
    let probe = try ConfinedProbe(mode)
    let (program, arguments) = sh("pwd; for d in $HOME $TMPDIR $XDG_CONFIG_HOME $XDG_CACHE_HOME; do echo $d; done; env")
    _ = try await probe.run(program, arguments)
    let lines = String(decoding: probe.place.read("out"), as: UTF8.self).split(separator: "\n").map(String.init)
    let scratch = probe.place.file("scratch")
    #expect(
      lines.prefix(5) == [probe.place.file("empty"), scratch, scratch, scratch + "/.config", scratch + "/.cache"])
    let names = Set(lines.dropFirst(5).map { String($0.prefix { $0 != "=" }) })
    let wanted: Set = [
      "PATH", "PWD", "HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
      "CONCLAVE_RUN_ID",
    ]
    #expect(names.subtracting(["OLDPWD", "SHLVL", "_"]) == wanted)
  }

  @Test("TERM reaches the agent, which has its grace", arguments: modes)
  func grace(mode: Sandbox.Mode) async throws {
    let probe = try ConfinedProbe(mode)
    let start = SuspendingClock.now
    try await cancelWhenReady(
      probe, "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.02; done", grace: 60)
    #expect(String(decoding: probe.place.read("out"), as: UTF8.self) == "ready\nbye\n")
    #expect(SuspendingClock.now - start < .seconds(60))
  }

  @Test(
    "a stop leaves nothing of the tree",
    arguments: modes,
    [
      "trap '' TERM; echo ready; while :; do sleep 600; done", "setsid sleep 600 & echo ready; sleep 600",
      "echo ready; kill -STOP $$; sleep 600",
    ])
  func stop(mode: Sandbox.Mode, script: String) async throws {
    let probe = try ConfinedProbe(mode)
    try await cancelWhenReady(probe, script, grace: 0.1)
    // Every process of the tree carries the place's name in its environment.
    #expect(processes(with: probe.place.path) == [])
  }

  @Test("descendants do not outlive it", arguments: modes)
  func descendants(mode: Sandbox.Mode) async throws {
    let probe = try ConfinedProbe(mode)
    let (program, arguments) = sh("setsid sleep 600 & sleep 600 & exit 0")
    let exit = try await probe.run(program, arguments)
    #expect(exit.status == .exited(0))
    #expect(processes(with: probe.place.path) == [])
  }

  @Test("what the tree uses is seen, and its caps hold", arguments: modes)
  func caps(mode: Sandbox.Mode) async throws {
    let probe = try ConfinedProbe(mode)
    let largest = Locked(0)
    let memory = ChildLimits(memory: 64 << 20)
    let exit = try await probe.run(
      "/usr/bin/perl", ["-e", "my @a; while (1) { push @a, 'x' x 1000000; }"], limits: memory,
      onVitals: { vitals in largest.withLock { $0 = max($0, vitals.residentBytes) } })
    guard case .memory = exit.excess else {
      Issue.record("\(exit)")
      return
    }
    let full = try ConfinedProbe(mode)
    let (program, arguments) = sh("while :; do echo 0123456789012345678901234567890123456789; done")
    let stopped = try await full.run(program, arguments, limits: ChildLimits(outputBytes: 1 << 20))
    guard case .output = stopped.excess else {
      Issue.record("\(stopped)")
      return
    }
  }

  @Test("a killed shim leaves nothing", arguments: modes)
  func killedShim(mode: Sandbox.Mode) async throws {
    let probe = try ConfinedProbe(mode)
    let (program, arguments) = sh("echo ready; setsid sleep 600 & sleep 600")
    let path = probe.place.path
    await #expect(throws: ReviewFailure.self) {
      _ = try await probe.run(
        program, arguments,
        onText: { text in
          guard text.contains("ready") else { return }
          for shim in supervisors(of: path) { kill(shim, SIGKILL) }
        })
    }
    #expect(processes(with: path) == [])
  }

  private func cancelWhenReady(_ probe: ConfinedProbe, _ script: String, grace: Double) async throws {
    let (news, teller) = AsyncStream<Void>.makeStream()
    let (program, arguments) = sh(script)
    let task = Task {
      defer { teller.finish() }
      return try await probe.run(
        program, arguments, grace: .milliseconds(Int(grace * 1000)),
        onText: { if $0.contains("ready") { teller.yield() } })
    }
    for await _ in news { break }
    task.cancel()
    let result = await task.result
    guard case .failure(let failure as ReviewFailure) = result, failure.code == .cancelled else {
      Issue.record("\(result)")
      return
    }
  }
}

private var allProcesses: [pid_t] {
  ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
}

/// Living processes whose environment names `text`.
private func processes(with text: String) -> [pid_t] {
  allProcesses.filter { (ProcFile.text("\($0)/environ") ?? "").contains("=\(text)/") && isAlive($0) }
}

/// The outer shim, which was told where the streams are.
private func supervisors(of place: String) -> [pid_t] {
  allProcesses.filter { process in
    let words = ProcFile.text("\(process)/cmdline") ?? ""
    return words.contains("--lifeline") && words.contains(place)
  }
}
