import Engine
import EngineTestKit
import Foundation
import Testing

/// Each recorded scenario of `serve`, at the level of the wire: HTTP and server-sent events.
@Suite(.timeLimit(.minutes(5))) struct ServeSuiteTests {
  private static let asking = #"{"*":"deny","read":"allow","external_directory":"ask","doom_loop":"deny"}"#

  @Test func everyRecordingHasARow() throws {
    let names = try Fixtures.names(in: "opencode/v1.18.33/serve").map { String($0.dropLast(6)) }
    #expect(names.count == 10)
    #expect(Set(names).isSubset(of: Set(ServeRow.all.map(\.name))))
  }

  @Test(arguments: ServeRow.all)
  func `each scenario is told as it was seen to be`(row: ServeRow) async throws {
    let asks = row.after(ServedEvent.asked)
    let place = try Workplace(permission: asks ? Self.asking : Workplace.readOnly)
    try await ServedHost.with(place) { host in
      var sessions: [String] = []
      for _ in 0..<row.sessions { sessions.append(try await host.prompt(row.name)) }
      for session in sessions { try await act(row, session, host) }
      for session in sessions { check(row, host.events(of: session), in: host.events) }
      let status = await host.ask("GET", "/session/status")
      #expect(status.status == 200 && status.body == "{}")
    }
  }

  private func act(_ row: ServeRow, _ session: String, _ host: ServedHost) async throws {
    if row.act != .nothing {
      await host.waitForEvents("the moment of \(row.name)") { events in
        events.count { $0.session == session && row.after($0) } >= row.count
      }
    }
    switch row.act {
    case .nothing: break
    case .abort:
      let answer = await host.ask("POST", "/session/\(session)/abort", "{}")
      #expect(answer.status == 200 && answer.body == "true")
    case .reply(let word):
      let asked = host.events(of: session).first { $0.type == "permission.asked" }?.request ?? ""
      let answer = await host.ask("POST", "/permission/\(asked)/reply", "{\"reply\":\"\(word)\"}")
      #expect(answer.status == 200 && answer.body == "true")
      await host.waitForEvents("permission.replied") { events in
        events.contains { $0.type == "permission.replied" && $0.request == asked && $0.reply == word }
      }
    }
    // After an error it is told twice, the second time when everything has been told.
    let idles = row.error == nil || row.act == .abort && row.retries > 0 ? 1 : 2
    await host.waitForEvents("the end of \(row.name)") { events in
      events.count { $0.session == session && $0.isIdle } >= idles
    }
  }

  private func check(_ row: ServeRow, _ events: [ServedEvent], in all: [ServedEvent]) {
    #expect(all.first?.type == "server.connected")
    let busy = events.firstIndex { $0.type == "session.status" && $0.status == "busy" } ?? events.count
    let work = events.firstIndex { $0.partType == "step-start" } ?? events.count
    #expect(busy < events.count && busy < work || work == events.count)
    if let reasons = row.reasons {
      #expect(events.filter { $0.partType == "step-finish" }.map(\.reason) == reasons)
    }
    if let input = row.input { #expect(events.reduce(0) { $0 + $1.input } == input) }
    for (tool, state) in row.tools {
      #expect(events.last { $0.tool == tool && $0.partType == "tool" }?.toolState == state, "\(tool)")
    }
    let retries = events.filter { $0.status == "retry" }
    #expect(retries.count >= row.retries)
    #expect(retries.map(\.attempt).prefix(row.retries).elementsEqual((1...9).prefix(row.retries)))
    #expect(retries.allSatisfy { $0.next > 1_700_000_000_000 })
    if row.name == "retry-429-for-an-hour" {
      #expect(retries[0].next - Int(Date().timeIntervalSince1970 * 1000) > 1_800_000)
    }
    let errors = events.filter { $0.type == "session.error" }.map(\.error)
    // An abort that meets a wait for a retry is told as idle only.
    let wasWaiting = row.act == .abort && events.last { $0.type == "session.status" && !$0.isIdle }?.status == "retry"
    #expect(errors == (wasWaiting ? [] : row.error.map { [$0] } ?? []))
    let children = all.filter {
      !$0.parent.isEmpty && $0.type == "session.created" && $0.parent == events.first?.session
    }
    #expect(children.count >= row.children)
    checkText(events)
  }

  /// The deltas of a block are the whole block, and the prompt is told as the user's.
  private func checkText(_ events: [ServedEvent]) {
    let users = Set(events.filter { $0.type == "message.updated" && $0.role == "user" }.map(\.message))
    var written: [String: String] = [:]
    for event in events where event.type == "message.part.delta" { written[event.part, default: ""] += event.text }
    var wholes: [String: String] = [:]
    for event in events where event.type == "message.part.updated" && ["text", "reasoning"].contains(event.partType) {
      if users.contains(event.message) {
        #expect(event.text == "Review the change.")
      } else {
        wholes[event.part] = event.text
      }
    }
    for (part, text) in wholes where !text.isEmpty {
      #expect(trimmed(written[part] ?? "") == trimmed(text))
    }
  }

  private func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

  @Test func `six sessions end while a seventh loops, and its abort touches none`() async throws {
    try await ServedHost.with(try Workplace()) { host in
      let loop = try await host.prompt("unknown-finish-loop-abort")
      await host.waitForEvents("the loop") { events in events.contains { $0.session == loop && $0.reason == "unknown" }
      }
      var others: [String] = []
      for _ in 0..<6 { others.append(try await host.prompt("success")) }
      for session in others {
        await host.waitForEvents("an end") { events in events.contains { $0.session == session && $0.isIdle } }
        check(ServeRow(name: "success", reasons: ["stop"], input: 1000), host.events(of: session), in: host.events)
      }
      #expect(host.events(of: loop).filter(\.isIdle).isEmpty)
      _ = await host.ask("POST", "/session/\(loop)/abort", "{}")
      await host.waitForEvents("the loop's end") { events in events.contains { $0.session == loop && $0.isIdle } }
    }
  }

  @Test func `nobody without the password is answered, and a health check is`() async throws {
    try await ServedHost.with(try Workplace()) { host in
      let refused = ServedHost.send(.init(method: "GET", url: host.url + "/global/health"))
      #expect(refused.status == 401)
      let health = await host.ask("GET", "/global/health")
      #expect(health.status == 200 && health.body.contains("\"healthy\":true"))
      let missing = await host.ask("GET", "/session/ses_000000000000AAAAAAAAAAAAAA")
      #expect(missing.status == 404)
    }
  }

  @Test func `a blocking prompt answers when its turn is over, and a deleted session is gone`() async throws {
    try await ServedHost.with(try Workplace()) { host in
      let id = try await host.prompt("success")
      await host.waitForEvents("an end") { events in events.contains { $0.session == id && $0.isIdle } }
      let answer = await host.ask("POST", "/session/\(id)/message", ServedHost.prompt("length"))
      #expect(answer.status == 200 && answer.body.contains("\"finish\":\"length\""))
      let deleted = await host.ask("DELETE", "/session/\(id)")
      let later = await host.ask("GET", "/session/\(id)")
      #expect(deleted.status == 200 && later.status == 404)
    }
  }
}

extension ServedEvent {
  /// For asking a row whether it waits for one.
  fileprivate static let asked =
    ServedEvent(
      Data(#"{"type":"permission.asked","properties":{}}"#.utf8)) ?? ServedEvent(type: "permission.asked")

  fileprivate init(type: String) { self.type = type }
}
