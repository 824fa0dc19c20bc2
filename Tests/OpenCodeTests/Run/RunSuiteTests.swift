import EngineTestKit
import Foundation
import Testing

@testable import Engine

/// Each recorded scenario of `run`, played by the stand-in or by a real OpenCode, under the engine's own supervision.
@Suite(.timeLimit(.minutes(5))) struct RunSuiteTests {
  @Test func everyRecordingHasARow() throws {
    let names = try Fixtures.names(in: "opencode/v1.18.33/run").filter { $0.hasSuffix(".jsonl") }
    #expect(names.count == 36)
    #expect(Set(names.map { String($0.dropLast(6)) } + ["answer"]) == Set(RunRow.all.map(\.name)))
    #expect(RunRow.all.count == 37)
  }

  @Test(arguments: RunRow.all)
  func `CP-24, ST-15, ST-19, ST-20, ST-21: each scenario is classified for what it is`(row: RunRow) async throws {
    let place = try Workplace(permission: row.permission, path: row.path)
    let seen = try await Attempt.run(row, in: place)
    #expect(seen.ending == row.ending, "\(String(describing: seen.outcome)), \(errors(place))")
    #expect(seen.fold.record.finishedSteps == row.steps)
    #expect(seen.tokens == row.tokens)
    #expect(seen.outcome?.isRetryable == row.isRetryable)
    #expect(seen.tools.map(\.name).sorted() == row.tools.map(\.name).sorted())
    for (call, tool) in zip(seen.tools.sorted { $0.name < $1.name }, row.tools.sorted { $0.name < $1.name }) {
      #expect(tool.isError == nil || call.isError == tool.isError, "\(call)")
    }
    #expect((seen.exit == nil) == (row.status == nil))
    if let status = row.status { #expect(seen.exit?.status == .exited(status)) }
    #expect(seen.exit?.tornBytes ?? 0 == 0)
    let isReasoning = seen.events.contains { if case .reasoning = $0 { true } else { false } }
    #expect(isReasoning == row.flags.contains("--thinking"))
    for event in seen.events {
      switch event {
      case .unknown, .stray, .malformed: Issue.record("\(event)")
      default: break
      }
    }
  }

  private func errors(_ place: Workplace) -> String {
    String(decoding: place.folder.read("err").suffix(500), as: UTF8.self)
  }
}
