import EngineTestKit
import Foundation
import Testing

/// `conclave doctor` with each kind of endpoint.
@Suite struct EndpointDoctorTests {
  @Test func `doctor says in one line whether the endpoint can be used, and what to do`() throws {
    let models = #"{"data":[{"id":"large-2"},{"id":"large-1"},{"id":"small-1"}]}"#
    let cases: [(reply: [LoopbackProvider.Step], settings: [String: String], state: String, words: String)] = [
      (LoopbackProvider.answer(200, models), [:], "ok", "answers and has large-2, large-1, small-1"),
      (LoopbackProvider.answer(200, models), ["CONCLAVE_MODELS_LIGHT": "tiny"], "note", "does not list tiny"),
      (LoopbackProvider.answer(404, "{}"), [:], "ok", "answers; it does not list its models"),
      (LoopbackProvider.answer(200, "<html>"), [:], "ok", "answers; it does not list its models"),
      (
        LoopbackProvider.answer(401, "{\"error\":{\"message\":\"no \(DirectReviewTests.key)\"}}"), [:], "problem",
        "no [key]"
      ),
      (LoopbackProvider.answer(503, "{}"), [:], "problem", "a failure of its own"),
      ([.reset], [:], "problem", "broke before it answered"),
      (
        [], ["CONCLAVE_DIRECT_BASE_URL": "http://127.0.0.1:1/v1"], "problem",
        "nobody takes connections at 127.0.0.1:1"
      ),
      ([], ["CONCLAVE_DIRECT_BASE_URL": ""], "note", "no endpoint is set"),
      ([.reset], ["CONCLAVE_REVIEW_RUNTIME": "rules"], "note", "broke before it answered"),
      ([], ["CONCLAVE_DIRECT_BASE_URL": "", "CONCLAVE_REVIEW_RUNTIME": "direct"], "problem", "no endpoint is set"),
      ([], ["SHOP_KEY": ""], "problem", "SHOP_KEY, which is not set"),
      ([], ["CONCLAVE_MODELS_STANDARD": ""], "problem", "no model"),
    ]
    for example in cases {
      let provider = try LoopbackProvider(example.reply)
      defer { provider.stop() }
      let scratch = try DirectReviewTests.scratch(provider, example.settings)
      let result = try scratch.program.run(["doctor"])
      let lines = result.output.split(separator: "\n").map(String.init)
      let isDirect = { (line: String) in line.split(separator: " ").dropFirst().first == "direct" }
      let index = try #require(lines.firstIndex(where: isDirect), "\(result.output)")
      #expect(lines[index].hasPrefix(example.state) && lines[index].contains(example.words), "\(lines[index])")
      #expect(!result.output.contains(DirectReviewTests.key))
      if example.state != "ok" { #expect(lines[index + 1].contains("→")) }
      if example.state == "problem" { #expect(result.status == 2) }
    }
  }
}
