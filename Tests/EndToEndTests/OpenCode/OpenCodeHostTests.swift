import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// A server that dies, hangs, can't be started or does not end, as a review meets it.
@Suite struct OpenCodeHostTests {
  @Test(arguments: ["DIES_AFTER", "BIND_FAILS"])
  func `CP-21: a server that is lost once is started once more, and everybody finishes`(fault: String) throws {
    let taken = FileManager.default.temporaryDirectory.appending(path: "conclave-fault-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: taken) }
    let stage = try OpenCodeStage([fault: fault == "BIND_FAILS" ? "1" : "40", "FAULT_ONCE": taken.path])
    let result = try stage.review("--tier", "full")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(FileManager.default.fileExists(atPath: taken.path))
    let specialists = try OpenCodeStage.specialists(result)
    #expect(
      specialists.count >= 6 && specialists.values.allSatisfy { $0["state"] as? String == "done" }, "\(result.output)")
    #expect(stage.starts().count { $0[0] == "serve" } == 2)
    if fault == "DIES_AFTER" {
      #expect(specialists.values.contains { ($0["attempts"] as? Int ?? 0) > 1 })
    }
    try stage.checkThatNothingIsLeft()
  }

  @Test func `CP-21: one that is lost twice leaves the review incomplete, and keeps who has finished`() throws {
    // Each life ends with the fifth session's beginning or so: some have ended by then.
    let stage = try OpenCodeStage(["DIES_AFTER": "40", "SPEED": "2"])
    let result = try stage.review("--tier", "full")
    #expect(result.status == 3, "\(result.output)\(result.errors)")
    #expect(stage.starts().count { $0[0] == "serve" } == 2)
    let report = try OpenCodeStage.report(result)
    let missing = try #require(report["missing"] as? [[String: Any]])
    #expect(!missing.isEmpty)
    #expect(missing.allSatisfy { ($0["reason"] as? String)?.contains("OpenCode's server") == true }, "\(missing)")
    try stage.checkThatNothingIsLeft()
  }

  @Test func `CP-21: one that never starts is told of, once for each who waited`() throws {
    let stage = try OpenCodeStage(["BIND_FAILS": "1"])
    let result = try stage.review("--only", "security,release")
    #expect(result.status == 3, "\(result.output)")
    #expect(result.output.contains("Failed to start server"))
    #expect(stage.starts().count { $0[0] == "serve" } == 2)
    try stage.checkThatNothingIsLeft()
  }

  @Test func `CP-22: a server that ignores TERM is killed after the grace, its tree with it`() throws {
    let stage = try OpenCodeStage(["IGNORES_TERM": "600"], environment: ["CONCLAVE_LIMITS_GRACE": "500ms"])
    let result = try stage.review("--only", "security,release")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    try stage.checkThatNothingIsLeft()
  }

  @Test(arguments: ["debug", "serve", "prompt", "run"])
  func `CP-11: a signal at any stage leaves no process`(stageName: String) throws {
    let model = "retry-429-for-an-hour"
    let models = stageName == "run" ? ("finds", "silent", model) : (model, model, "judge")
    // As slow as the real one where the stage is a short one.
    let stage = try OpenCodeStage(models: models, ["SPEED": stageName == "serve" ? "0.05" : "20"])
    let (process, _) = try stage.scratch.program.start([
      "--runtime", "opencode", "--only", "security", "--format", "json", "--print",
    ])
    let isThere = stage.waits {
      stageName == "prompt" ? !stage.lines("prompts").isEmpty : stage.starts().contains { $0[0] == stageName }
    }
    #expect(isThere)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    #expect(status == 130)
    try stage.checkThatNothingIsLeft()
  }

  @Test func `CP-23: an adapter that is killed takes its session along within a second, and nobody else`() throws {
    let stage = try OpenCodeStage(
      models: ("unknown-finish-loop-abort", "retry-429-for-an-hour", "judge"), ["SPEED": "0.3"],
      environment: ["CONCLAVE_LIMITS_RETRIES": "0"])
    let (process, output) = try stage.scratch.program.start([
      "--runtime", "opencode", "--only", "security,release", "--format", "jsonl",
    ])
    #expect(stage.waits { stage.lines("prompts").count == 2 })
    let server = try ServerFace(of: stage)
    #expect(stage.waits { server.busy.count == 2 })
    let adapters = try Cookie.processes(of: stage.scratch).filter {
      let words = ProcFile.text("\($0)/cmdline") ?? ""
      return words.hasPrefix("/") && words.contains("agent-opencode") && words.contains("unknown-finish")
        && !words.contains("agent-shim")
    }
    #expect(adapters.count == 1)
    let start = Date()
    for adapter in adapters { kill(adapter, SIGKILL) }
    #expect(stage.waits { server.busy.count == 1 })
    FaultNote.say(
      "CP-23", "its session was over \(Int(Date().timeIntervalSince(start) * 1000)) ms after the adapter's death")
    // The other one still waits for its turn; the reviewer whose adapter is gone has ended.
    var seen = ""
    #expect(
      stage.waits {
        seen += String(decoding: output.availableData, as: UTF8.self)
        return seen.contains("ended by signal 9")
      }, "\(seen.suffix(2000))")
    kill(process.processIdentifier, SIGINT)
    _ = output.readDataToEndOfFile()
    process.waitUntilExit()
    try stage.checkThatNothingIsLeft()
  }
}

extension OpenCodeStage {
  /// Whether something comes to pass within a minute.
  func waits(_ isSo: () throws -> Bool) rethrows -> Bool {
    let end = Date(timeIntervalSinceNow: 60)
    while Date() < end {
      if try isSo() { return true }
      poll(nil, 0, 10)
    }
    return false
  }
}

/// The server of a review that runs, asked as its adapters ask it.
private struct ServerFace {
  private let url: String
  private let credentials: String

  init(of stage: OpenCodeStage) throws {
    let servers = try Cookie.processes(of: stage.scratch).map(String.init).filter {
      let words = (ProcFile.text("\($0)/cmdline") ?? "").split(separator: "\0")
      return words.count > 1 && words[0].hasSuffix("/opencode") && words[1] == "serve"
    }
    let server = try #require(servers.first)
    let words = (ProcFile.text("\(server)/cmdline") ?? "").split(separator: "\0").map(String.init)
    let port = words[try #require(words.firstIndex(of: "--port")) + 1]
    let variables = (ProcFile.text("\(server)/environ") ?? "").split(separator: "\0")
    let password = try #require(variables.first { $0.hasPrefix("OPENCODE_SERVER_PASSWORD=") }).split(separator: "=")[1]
    url = "http://127.0.0.1:\(port)/session/status"
    credentials = "Basic " + Data("opencode:\(password)".utf8).base64EncodedString()
  }

  /// Sessions that are not idle.
  var busy: [String] {
    var body: [UInt8] = []
    let request = HTTPRequest(method: "GET", url: url, headers: [("Authorization", credentials)])
    try? CurlTransport().send(
      request, call: HTTPCall(), head: { _ in },
      body: { piece in
        for index in piece.indices { body.append(piece[index]) }
        return true
      })
    let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
    return object.map { Array($0.keys) } ?? []
  }
}

/// The coordinator, a process of its own (system.md, section 6).
@Suite struct OpenCodeCoordinatorTests {
  @Test(arguments: ["Error: provider is overloaded", "AI_APICallError: status 503"])
  func `a coordinator that dies of an overloaded provider is asked again with its next model`(words: String) throws {
    let stage = try OpenCodeStage(
      models: ("finds", "silent", "dies,judge"), environment: ["CONCLAVE_LIMITS_RETRIES": "0"])
    try stage.replaceProgram(
      """
      #!/bin/sh
      case "$*" in run*gateway/dies*) cat >/dev/null; echo "\(words)" >&2; exit 1;; esac
      exec "$0.real" "$@"
      """)
    let result = try stage.review("--only", "security")
    let report = try OpenCodeStage.report(result)
    #expect((report["judge"] as? [String: Any])?["by"] as? String == "coordinator", "\(result.output)\(result.errors)")
    #expect(try OpenCodeStage.specialists(result)["coordinator"]?["model"] as? String == "judge")
  }

  @Test func `its whole prompt comes on standard input, without what is meant for our own programs`() throws {
    let stage = try OpenCodeStage()
    let result = try stage.review("--only", "security")
    #expect(result.status == 0, "\(result.output)")
    let run = try #require(stage.lines("starts").first { ($0["arguments"] as? [String])?.first == "run" })
    let agents = try #require(stage.scratch.runs().first).appending(path: "agents")
    let prompt = try Data(contentsOf: agents.appending(path: "coordinator.1.prompt"))
    let words = try Data(contentsOf: agents.appending(path: "coordinator.1.prompt.words"))
    #expect((run["input"] as? Int) == words.count && prompt.starts(with: words))
    #expect(words.range(of: Data("<conclave-task>".utf8)) == nil && words.range(of: Data("# Rules".utf8)) != nil)
    #expect((run["arguments"] as? [String])?.dropFirst().allSatisfy { !$0.contains(" ") } == true)
  }
}
