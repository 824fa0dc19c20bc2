import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// The table of reliability.md, section 3, tried by a program in each mode that the machine allows.
@Suite struct SandboxTableTests {
  @Test("without a sandbox nothing is confined, so that the tries are known to work")
  func none() async throws { try await table(.none) }

  @Test("UR-15: bubblewrap", .enabled(if: ConfinedProbe.works(.bubblewrap), "bubblewrap does not work on this machine"))
  func bubblewrap() async throws { try await table(.bubblewrap) }

  @Test("UR-15: Landlock", .enabled(if: ConfinedProbe.works(.landlock), "Landlock does not work on this machine"))
  func landlock() async throws { try await table(.landlock) }

  private func table(_ mode: Sandbox.Mode) async throws {
    let folder = try TemporaryDirectory()
    let relay = try Outsider(socketIn: folder.path, named: "relay.sock")
    let other = try Outsider(socketIn: folder.path)
    let probe = try ConfinedProbe(mode, sockets: [relay.path])
    let place = probe.place
    try place.write("scratch/program", Array("#!/bin/sh\nexit 0\n".utf8), permissions: 0o700)
    // What, on what, and how it ends without a sandbox, in bubblewrap, and by Landlock with a filter of system calls. Nil where
    // that depends on who runs the tests.
    let rows: [(what: String, on: String, none: String?, bubblewrap: String, landlock: String)] = [
      ("read", place.file("repo/file"), "ok", "ok", "ok"),
      ("list", place.file("repo"), "ok", "ok", "ok"),
      ("write", place.file("repo/file"), "ok", "EROFS", "EACCES"),
      ("write", place.file("repo/new"), "ok", "EROFS", "EACCES"),
      ("write", place.file("empty/new"), "ok", "EROFS", "EACCES"),
      ("write", place.file("scratch/new"), "ok", "ok", "ok"),
      ("run", place.file("scratch/program"), "ok", "ok", "EACCES"),
      ("run", "/usr/bin/true", "ok", "ok", "ok"),
      ("read", place.file("secret"), "ok", "ENOENT", "EACCES"),
      // Beside the scratch lies memory of its own in bubblewrap, of which nothing is left.
      ("write", place.file("new"), "ok", "ok", "EACCES"),
      ("chmod", place.file("secret"), "ok", "ENOENT", "EPERM"),
      ("truncate", place.file("secret"), "ok", "ENOENT", "EACCES"),
      ("read", "/etc/passwd", "ok", "ENOENT", "EACCES"),
      ("list", "/root", nil, "ENOENT", "EACCES"),
      ("list", "/proc", "ok", "ok", "EACCES"),
      ("see", other.pid, "ok", "ENOENT", "EACCES"),
      ("read", "/proc/\(other.pid)/environ", "ok", "ENOENT", "EACCES"),
      ("read", "/proc/self/cmdline", "ok", "ok", "ok"),
      ("signal", other.pid, "ok", "ESRCH", "EPERM"),
      ("ptrace", other.pid, nil, "EPERM", "EPERM"),
      ("tcp", String(other.tcpPort), "ok", "ECONNREFUSED", "EACCES"),
      ("udp", String(other.udpPort), "ok", "EACCES", "EACCES"),
      ("unix", relay.path, "ok", "ok", "ok"),
      // Landlock knows no rule for sockets by path: where one is granted, those that the user may open are open.
      ("unix", other.path, "ok", "ENOENT", "ok"),
      ("socket", "10,2,0", "ok", "EACCES", "EACCES"),
      ("socket", "16,3,0", "ok", "EACCES", "EACCES"),
      ("call", "unshare", nil, "EPERM", "EPERM"),
      ("call", "mount", nil, "EPERM", "EPERM"),
      ("call", "setns", nil, "EPERM", "EPERM"),
      ("call", "bpf", nil, "EPERM", "EPERM"),
      ("call", "keyctl", nil, "EPERM", "EPERM"),
      ("call", "io_uring", nil, "EPERM", "EPERM"),
      ("call", "userfaultfd", nil, "EPERM", "EPERM"),
      ("call", "perf", nil, "EPERM", "EPERM"),
      ("call", "process_vm", "ok", "EPERM", "EPERM"),
      ("call", "clone3", "EINVAL", "ENOSYS", "ENOSYS"),
      ("call", "tiocsti", "ENOTTY", "EPERM", "EPERM"),
      ("limit", "core", "ok", "ok", "ok"),
      ("descriptors", "all", "ok", "ok", "ok"),
    ]
    let results = try await probe.tries(rows.map { ($0.what, $0.on) })
    #expect(results.count == rows.count)
    for (row, result) in zip(rows, results) {
      let wanted: String? =
        switch mode {
        case .none: row.none
        case .bubblewrap: row.bubblewrap
        case .landlock: row.landlock
        }
      #expect(wanted == nil || result == wanted, "\(mode): \(row.what) \(row.on)")
    }
    #expect(FileManager.default.fileExists(atPath: place.file("new")) == (mode == .none))
    #expect(other.hasHeard == (mode == .none))
    #expect(place.read("secret").isEmpty == (mode == .none), "the secret was cut only where nothing confines")
    if mode != .none {
      FaultNote.say("UR-15", "\(mode.rawValue): \(rows.count) tries end as the table of sandboxes says")
    }
  }

  @Test(
    "without a socket or port there is none, in Landlock",
    .enabled(if: ConfinedProbe.works(.landlock), "Landlock does not work on this machine"))
  func landlockWithoutSockets() async throws {
    let folder = try TemporaryDirectory()
    let other = try Outsider(socketIn: folder.path)
    let results = try await ConfinedProbe(.landlock).tries([
      ("unix", other.path), ("socket", "1,1,0"), ("socket", "2,1,0"), ("socket", "2,2,0"), ("tcp", "\(other.tcpPort)"),
    ])
    #expect(results == Array(repeating: "EACCES", count: 5))
  }

  @Test(
    "one port of TCP can be granted in Landlock, and nothing beside it",
    .enabled(if: ConfinedProbe.works(.landlock), "Landlock does not work on this machine"))
  func landlockWithAPort() async throws {
    let folder = try TemporaryDirectory()
    let granted = try Outsider(socketIn: folder.path, named: "a.sock")
    let other = try Outsider(socketIn: folder.path, named: "b.sock")
    let results = try await ConfinedProbe(.landlock, ports: [granted.tcpPort]).tries([
      ("tcp", "\(granted.tcpPort)"), ("tcp", "\(other.tcpPort)"), ("udp", "\(granted.udpPort)"),
      // Streams of another protocol (MPTCP, SCTP) would pass Landlock by.
      ("socket", "2,1,262"), ("socket", "2,1,132"), ("socket", "10,1,0"), ("unix", granted.path),
    ])
    #expect(results == ["ok"] + Array(repeating: "EACCES", count: 6))
  }

  @Test(
    "SE-01, SE-02: no secret of the orchestrator can be found from inside",
    arguments: [Sandbox.Mode.bubblewrap, .landlock].filter { ConfinedProbe.works($0) })
  func secrets(mode: Sandbox.Mode) throws {
    let found = try canariesFound(mode)
    #expect(found == 0)
    for id in ["SE-01", "SE-02"] { FaultNote.say(id, "\(mode.rawValue): \(found) of 12 canaries seen from inside") }
  }

  @Test func theSearchForSecretsFindsThemWhereNothingHidesThem() throws { #expect(try canariesFound(.none) == 12) }

  /// How many of 12 secrets in the environment of an orchestrator its agent finds.
  private func canariesFound(_ mode: Sandbox.Mode) throws -> Int {
    let place = try TemporaryDirectory()
    for folder in ["scratch", "empty"] {
      try FileManager.default.createDirectory(atPath: place.file(folder), withIntermediateDirectories: true)
    }
    let names = [
      "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN",
      "AWS_SECRET_ACCESS_KEY", "CONCLAVE_KEY", "SSH_AUTH_SOCK", "NPM_TOKEN", "OPENCODE_CONFIG_CONTENT", "LD_AUDIT_X",
    ]
    let canaries = names.map { "canary-\($0)-\(UInt32.random(in: .min ... .max))" }
    let process = Process()
    process.executableURL = URL(filePath: Built.program("recorder-probe"))
    process.arguments = ["confine", mode.rawValue, Built.shim, ConfinedProbe.program, place.path]
    process.environment = Dictionary(uniqueKeysWithValues: zip(names, canaries)).merging(["PATH": "/usr/bin:/bin"]) {
      $1
    }
    process.standardOutput = FileHandle.standardError
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let output = String(decoding: place.read("out"), as: UTF8.self)
    #expect(output.contains("descriptors\tall\tok") && output.contains("limit\tcore\tok"))
    return canaries.filter { output.contains($0) }.count
  }
}
