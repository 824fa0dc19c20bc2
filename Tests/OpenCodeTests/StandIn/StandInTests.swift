import Engine
import EngineTestKit
import Foundation
import Testing

/// What only the stand-in can be told to do, and what it tells.
@Suite(.enabled(if: !Subject.isReal), .timeLimit(.minutes(5))) struct StandInTests {
  private static let files = [
    ".opencode/plugin/a.ts", ".opencode/plugins/b.ts", ".opencode/tool/c.ts", "AGENTS.md", ".env", "bunfig.toml",
    "below/x",
  ]
  private static let project =
    #"{"plugin":["./d.ts"],"mcp":{"m":{"type":"local","command":["./e"]}},"instructions":["f.md"]}"#

  private func hostile() throws -> Workplace {
    let place = try Workplace()
    for file in Self.files {
      let path = place.folder.file("tree/\(file)")
      try FileManager.default.createDirectory(
        atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
      try place.folder.write("tree/\(file)", "x".utf8)
    }
    try place.folder.write("tree/opencode.json", Self.project.utf8)
    return place
  }

  /// What would have been executed with the tree, or a folder below it, or an empty one as the working directory.
  private func executed(in folder: String, switches: Bool, of place: Workplace) async throws -> Set<String> {
    var extra = ["STAND_IN_EXECUTED": place.folder.file("executed")]
    if !switches { extra["OPENCODE_DISABLE_PROJECT_CONFIG"] = "0" }
    let arguments = ["run", "--format", "json", "--pure", "--model", "local/answer"]
    let seen = try await place.run(arguments, input: "x", in: place.folder.file(folder), adding: extra)
    #expect(seen.status == 0)
    let text = String(decoding: place.folder.read("executed"), as: UTF8.self)
    return Set(text.split(separator: "\n").map { String($0).replacing(place.tree, with: "") })
  }

  @Test(arguments: ["tree", "tree/below"])
  func `with every switch, plugins of the working directory's repository would still run`(
    folder: String
  ) async throws {
    let seen = try await executed(in: folder, switches: true, of: try hostile())
    #expect(seen == ["plugin /.opencode/plugin/a.ts", "plugin /.opencode/plugins/b.ts", "plugin ./d.ts"])
  }

  @Test func `without the switches everything of it would run`() async throws {
    let seen = try await executed(in: "tree", switches: false, of: try hostile())
    #expect(seen.isSuperset(of: ["tool /.opencode/tool/c.ts", "instructions /AGENTS.md", "instructions f.md"]))
    #expect(seen.contains { $0.hasPrefix("mcp m ") })
    #expect(!seen.contains { $0.contains(".env") || $0.contains("bunfig") })
  }

  @Test func `in an empty directory nothing of it would run`() async throws {
    #expect(try await executed(in: "empty", switches: true, of: try hostile()).isEmpty)
  }

  @Test func `it tells how it was started`() async throws {
    let place = try Workplace()
    let seen = try await place.run(
      ["run", "--model", "local/answer"], input: "four", adding: ["STAND_IN_LOG": place.folder.file("log")])
    #expect(seen.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(place.folder.read("log"))) as? [String: Any]
    #expect(object?["arguments"] as? [String] == ["run", "--model", "local/answer"])
    #expect(object?["directory"] as? String == place.empty && object?["input"] as? Int == 4)
    #expect((object?["environment"] as? [String])?.contains("XDG_DATA_HOME") == true)
  }

  @Test func `settings reach it by a file beside its path, too`() async throws {
    let place = try Workplace()
    try FileManager.default.createSymbolicLink(
      atPath: place.folder.file("opencode"), withDestinationPath: Subject.executable)
    try place.folder.write("mine.txt", "my own words".utf8)
    try place.folder.write("opencode.settings", "STAND_IN_ANSWERS=\(place.folder.path)\nSTAND_IN_SPEED=50\n".utf8)
    let files = ChildFiles(
      input: place.folder.file("prompt"), output: place.folder.file("out"), error: place.folder.file("err"),
      directory: place.empty)
    let command = ChildCommand(
      executable: place.folder.file("opencode"), arguments: ["run", "--format", "json", "--model", "mine/mine"])
    _ = try await AgentProcess.run(command, files: files, shim: Built.shim, grace: .seconds(60)) { _ in }
    #expect(String(decoding: place.folder.read("out"), as: UTF8.self).contains("my own words"))
  }

  @Test func `it can be deaf to TERM`() async throws {
    let place = try Workplace(settings: ["IGNORES_TERM": "3600"])
    let attempt = Locked(false)
    let files = ChildFiles(
      input: place.folder.file("prompt"), output: place.folder.file("out"), error: place.folder.file("err"),
      directory: place.empty)
    let command = place.command(["run", "--format", "json", "--model", "local/killed-by-term"])
    let running = Task {
      try await AgentProcess.run(command, files: files, shim: Built.shim, grace: .milliseconds(300)) { _ in
        attempt.withLock { $0 = true }
      }
    }
    while !attempt.withLock({ $0 }) { await Task.yield() }
    let start = SuspendingClock.now
    running.cancel()
    _ = await running.result
    // It had to be killed: TERM alone would have been enough at once.
    #expect(SuspendingClock.now - start >= .milliseconds(300))
  }

  @Test func `a host dies after so many events, once`() async throws {
    let mark = try TemporaryDirectory()
    let place = try Workplace(settings: ["DIES_AFTER": "5", "FAULT_ONCE": mark.file("taken")])
    let end = try await ServedHost.with(place) { host in
      let id = try await host.newSession()
      // It may die before it answers this.
      _ = await host.ask("POST", "/session/\(id)/prompt_async", ServedHost.prompt("success"))
      #expect(await host.waitForEnd())
    }
    #expect(end?.status == .signalled(SIGKILL))
    try await ServedHost.with(place) { host in
      let id = try await host.prompt("success")
      await host.waitForEvents("an end") { events in events.contains { $0.session == id && $0.isIdle } }
    }
  }

  @Test func `a host hangs after so many events: it answers nothing more`() async throws {
    try await ServedHost.with(try Workplace(settings: ["HANGS_AFTER": "5"])) { host in
      let id = try await host.newSession()
      // It may hang before it answers this.
      _ = await host.ask(
        "POST", "/session/\(id)/prompt_async", ServedHost.prompt("success"), stall: .seconds(2))
      await host.waitForEvents("the fifth event") { events in events.count { !$0.type.hasPrefix("server") } >= 5 }
      let later = await host.ask("GET", "/session/status", stall: .seconds(2))
      #expect(later.status == 0)
      #expect(!host.events(of: id).contains { $0.isIdle })
    }
  }

  @Test func `a host can't bind`() async throws {
    let end = try await ServedHost.with(try Workplace(settings: ["BIND_FAILS": "1"])) { _ in
      Issue.record("it listens")
    }
    #expect(end?.status == .exited(1))
    #expect(end?.errorTail.contains("Failed to start server") == true)
  }

  /// Seen 3 of 3 times: who is too early is never answered, and everybody else at once.
  @Test func `a request that is sent as soon as the port accepts is never answered`() async throws {
    let place = try Workplace(settings: ["SPEED": "1"])
    let free = try LoopbackProvider([])
    let port = free.port
    free.stop()
    let early = Task.detached { () throws -> EarlyClient in try EarlyClient(port: port) }
    try await ServedHost.with(place, arguments: ["--port", "\(port)"]) { host in
      let health = await host.ask("GET", "/global/health")
      #expect(health.status == 200 && host.url == "http://127.0.0.1:\(port)")
      let client = try await early.value
      #expect(client.bytes() == 0)
    }
  }

  @Test func `a log is printed where it is asked for, and its runs print nothing else`() async throws {
    let place = try Workplace()
    let seen = try await place.run(
      ["run", "--format", "json", "--print-logs", "--model", "local/success"], input: "x")
    #expect(seen.status == 0 && seen.errors.contains("level=INFO") && seen.output.contains("step_finish"))
  }
}
