import EngineTestKit
import Foundation
import Testing

@testable import Engine

@Suite struct DirectAgentTests {
  private static func call(_ name: String, _ arguments: String, id: String = "c1") -> [LoopbackProvider.Step] {
    let json = (try? JSONEncoder().encode(arguments)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let function = "{\"name\":\"\(name)\",\"arguments\":\(json)}"
    return [
      LoopbackProvider.head(),
      LoopbackProvider.text(
        LoopbackProvider.chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"\(id)\",\"function\":\(function)}]}")
          + LoopbackProvider.chunk("{}", finish: "tool_calls") + LoopbackProvider.usage(prompt: 50, answer: 5)
          + "data: [DONE]\n\n"),
    ]
  }

  private static let good = LoopbackProvider.stream(
    ["I looked.\n", DirectRun.finding, "<done ", "findings=\"1\"/>\n"], prompt: 100, answer: 20, cached: 40)

  @Test func `an answer streams, is proved, and its tokens are the endpoint's`() throws {
    let provider = try LoopbackProvider(Self.good)
    defer { provider.stop() }
    let outcome = try DirectRun().run(provider)
    #expect(outcome.status == 0 && outcome.ending == .success)
    #expect(outcome.usage.tokens == TokenUsage(input: 60, output: 20, cacheRead: 40))
    #expect(outcome.text == "I looked.\n" + DirectRun.finding + "<done findings=\"1\"/>\n")
    let deltas = outcome.events.filter { if case .textDelta = $0 { true } else { false } }
    #expect(deltas.count == 4, "each piece is said when it comes")
    #expect(outcome.events.first == .stepStarted && outcome.events.last == .sessionEnd(reason: "done"))
    #expect(outcome.events.allSatisfy { if case .malformed = $0 { false } else { true } })
  }

  @Test func `text is said before the answer is over`() throws {
    let provider = try LoopbackProvider([
      LoopbackProvider.head(), LoopbackProvider.text(LoopbackProvider.content("first words")), .stall,
    ])
    defer { provider.stop() }
    let run = try DirectRun()
    let heard = DispatchSemaphore(value: 0)
    let prompt = try run.prompt(baseURL: provider.baseURL)
    Thread.detachNewThread {
      let agent = DirectAgent(transport: CurlTransport(), credentials: []) { bytes in
        if String(decoding: bytes, as: UTF8.self).contains("first words") { heard.signal() }
      }
      _ = agent.run(prompt: prompt)
    }
    #expect(heard.wait(timeout: .now() + 60) == .success, "while the endpoint has not finished")
  }

  @Test func `the request is what the endpoint documents`() throws {
    let provider = try LoopbackProvider(Self.good)
    defer { provider.stop() }
    _ = try DirectRun().run(provider)
    let asked = try #require(provider.requests.first)
    #expect(asked.line == "POST /v1/chat/completions HTTP/1.1")
    #expect(asked.header("authorization") == "Bearer sk-test-0123456789")
    #expect(asked.header("content-type") == "application/json")
    let start =
      #"{"model":"large-2","stream":true,"stream_options":{"include_usage":true},"temperature":0,"max_tokens":8192,"#
    #expect(asked.text.hasPrefix(start + #""tools":[{"type":"function","function":{"name":"read","#), "\(asked.text)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(asked.body)) as? [String: Any])
    let messages = try #require(object["messages"] as? [[String: Any]])
    #expect(messages.map { $0["role"] as? String } == ["system", "user"])
    // What all reviewers share comes first, byte for byte; their own part is last.
    #expect(messages[0]["content"] as? String == DirectRun.common)
    let patches = "# The patches\n\n`0001.patch`:\n\n<changed_code boundary=\"0123456789abcdef\">\n\(DirectRun.patch)"
    #expect((messages[1]["content"] as? String)?.hasPrefix(patches) == true)
    #expect((messages[1]["content"] as? String)?.hasSuffix("\n# Your subject: security\n\n") == true)
    let tools = try #require(object["tools"] as? [[String: Any]])
    let names = tools.compactMap { ($0["function"] as? [String: Any])?["name"] as? String }
    #expect(names == ["read", "list", "grep", "patch"])
  }

  @Test func `a request with everything has these bytes`() {
    var features = ChatFeatures(schema: true)
    features.oldLimitName = false
    let call = ChatAnswer.Call(id: "c1", name: "read", arguments: "{\"path\":\"x\"}")
    let request = ChatRequest(
      model: "m\"1",
      messages: [
        ChatMessage(.system, "be\nbrief"), ChatMessage(.assistant, "", calls: [call]),
        ChatMessage(.tool, "1\tx", callID: "c1"),
      ], features: features, maxTokens: 16, temperature: 0.25)
    let text = String(decoding: request.body, as: UTF8.self)
    let schema = "\"response_format\":\(FindingsSchema().responseFormat),"
    #expect(
      text == #"{"model":"m\"1","stream":true,"stream_options":{"include_usage":true},"temperature":0.25,"#
        + #""max_completion_tokens":16,"# + schema + #""messages":[{"role":"system","content":"be\nbrief"},"#
        + #"{"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function","function":{"name":"read","#
        + #""arguments":"{\"path\":\"x\"}"}}]},{"role":"tool","content":"1\tx","tool_call_id":"c1"}]}"#)
    #expect((try? JSONSerialization.jsonObject(with: Data(request.body))) != nil)
  }

  @Test func `all specialists send the same up to their own part`() throws {
    let provider = try LoopbackProvider(Self.good)
    defer { provider.stop() }
    var run = try DirectRun()
    for specialist in [SpecialistID.security, .release] {
      run.specialist = specialist
      _ = try run.run(provider)
    }
    let texts = provider.requests.map(\.text)
    let common = zip(texts[0].utf8, texts[1].utf8).prefix { $0 == $1 }.count
    let rest = String(decoding: Array(texts[0].utf8.dropFirst(common)), as: UTF8.self)
    #expect(rest.hasPrefix("security\\n") && rest.utf8.count < 100, "\(rest)")
  }

  @Test func `tools are used, told, and answered`() throws {
    let provider = try LoopbackProvider(
      Self.call("read", #"{"path":"README.md","start":2}"#), Self.call("grep", #"{"pattern":"secret"}"#),
      Self.call("read", #"{"path":"../secret/key"}"#), Self.call("rm", "{"), Self.good)
    defer { provider.stop() }
    let outcome = try DirectRun().run(provider)
    #expect(outcome.ending == .success)
    #expect(outcome.tools.map(\.name) == ["read", "grep", "read", "rm"])
    #expect(outcome.tools.map(\.isError) == [false, false, true, true])
    #expect(outcome.steps == ["tool-calls", "tool-calls", "tool-calls", "tool-calls", "stop"])
    #expect(outcome.usage.tokens?.total == 4 * 55 + 120)
    let last = try #require(provider.requests.last?.text)
    #expect(last.contains(#"{"role":"tool","content":"2\tAll about refunds\n","tool_call_id":"c1"}"#))
    #expect(last.contains("(no line)") && !last.contains("hidden words"))
  }

  @Test func `the last step has to answer`() throws {
    let provider = try LoopbackProvider(Self.call("list", ""), Self.good)
    defer { provider.stop() }
    var run = try DirectRun()
    run.fields["steps"] = "2"
    #expect(try run.run(provider).ending == .success)
    #expect(provider.requests.map { $0.text.contains(#""tool_choice":"none""#) } == [false, true])
    let stubborn = try LoopbackProvider(Self.call("list", ""))
    defer { stubborn.stop() }
    #expect(try run.run(stubborn).ending == .incomplete(.noTerminalEvent))
    #expect(stubborn.requests.count == 2)
  }

  @Test func `what no longer fits the context is not read`() throws {
    let provider = try LoopbackProvider(Self.call("read", #"{"path":"context/large"}"#), Self.good)
    defer { provider.stop() }
    var run = try DirectRun()
    try run.home.write(
      "context/large", [UInt8](repeating: 0x61, count: 1900) + [0x0A] + [UInt8](repeating: 0x62, count: 1900))
    run.fields["context_tokens"] = "3000"
    run.fields["max_tokens"] = "1700"
    _ = try run.run(provider)
    let last = try #require(provider.requests.last?.text)
    #expect(!last.contains("aaaaaaa") || last.contains("the context is full"), "\(last.suffix(300))")
    #expect(last.contains(#""tool_choice":"none""#) || !last.contains("aaaaaaa"))
  }

  @Test func `patches that do not fit are named`() throws {
    let provider = try LoopbackProvider(Self.good)
    defer { provider.stop() }
    var run = try DirectRun()
    try run.home.write("diff/0002.patch", Array(("+" + String(repeating: "x", count: 9000) + "\n").utf8))
    run.fields["context_tokens"] = "4000"
    _ = try run.run(provider)
    let text = try #require(provider.requests.last?.text)
    #expect(text.contains("+os.system(name)") && !text.contains("xxxxxx"))
    #expect(text.contains("read these with the tool patch: 0002.patch"))
  }

  @Test func `findings in JSON become the contract's, live, and their list is the proof`() throws {
    let json =
      #"{"findings":[{"severity":"warning","file":"src/a.py","line":2,"title":"Command","evidence":"os.system(name)","#
      + #""body":"Bad < worse","suggestion":""}]}"#
    var run = try DirectRun()
    run.fields["schema"] = "on"
    let provider = try LoopbackProvider(LoopbackProvider.stream(json.map(String.init)))
    defer { provider.stop() }
    let outcome = try run.run(provider)
    #expect(outcome.ending == .success)
    #expect(outcome.text.hasPrefix("<finding severity=\"warning\" category=\"security\" file=\"src/a.py\" line=\"2\">"))
    #expect(outcome.text.hasSuffix("<done findings=\"1\"/>\n") && outcome.text.contains("Bad &lt; worse"))
    let thoughts = outcome.events.compactMap { if case .reasoningDelta(_, let text) = $0 { text } else { nil } }
    #expect(thoughts.joined() == json, "what the model truly wrote is shown as it comes")
    let asked = try #require(provider.requests.first?.text)
    #expect(asked.contains("\"response_format\":{\"type\":\"json_schema\"") && !asked.contains("\"tools\""))
    let cut = try LoopbackProvider(LoopbackProvider.stream([String(json.dropLast(2))], finish: "length"))
    defer { cut.stop() }
    let truncated = try run.run(cut)
    #expect(truncated.ending == .truncated && !truncated.text.contains("<done") && truncated.text.contains("<finding"))
  }

  @Test func `MO-01: an answer without a format is asked for once more`() throws {
    var run = try DirectRun()
    let provider = try LoopbackProvider(
      LoopbackProvider.stream(["All looks fine to me."]), LoopbackProvider.stream([#"{"findings":[]}"#]))
    defer { provider.stop() }
    let outcome = try run.run(provider)
    #expect(outcome.ending == .success && outcome.steps == ["stop", "stop"])
    #expect(outcome.text == "All looks fine to me.\n<done findings=\"0\"/>\n")
    #expect(provider.requests.last?.text.contains("json_schema") == true)
    let stubborn = try LoopbackProvider(LoopbackProvider.stream(["All looks fine to me."]))
    defer { stubborn.stop() }
    #expect(try run.run(stubborn).ending == .incomplete(.missingDone))
    #expect(stubborn.requests.count == 2, "and not again")
    run.fields["schema"] = "off"
    #expect(try run.run(stubborn).ending == .incomplete(.missingDone))
    #expect(stubborn.requests.count == 3)
  }

  @Test(arguments: [
    ("'response_format' of type 'json_schema' is not supported", "on", "response_format", "no schema"),
    ("large-2 does not support tools", "off", "\"tools\"", "no tools"),
    ("Unsupported parameter: use 'max_completion_tokens' instead", "off", "\"max_tokens\"", "no max_tokens"),
    ("'temperature' does not support 0", "off", "\"temperature\"", "no temperature"),
    ("unknown field stream_options", "off", "stream_options", "no counts of tokens in streams"),
  ])
  func `what an endpoint refuses is left out`(message: String, schema: String, word: String, words: String) throws {
    let json = schema == "on" ? LoopbackProvider.stream([#"{"findings":[]}"#]) : Self.good
    let provider = try LoopbackProvider(
      LoopbackProvider.answer(400, "{\"error\":{\"message\":\"\(message)\",\"type\":\"invalid_request_error\"}}"), json)
    defer { provider.stop() }
    var run = try DirectRun()
    run.fields["schema"] = schema
    let outcome = try run.run(provider)
    #expect(outcome.ending == .success, "\(outcome.ending)")
    #expect(outcome.retries == ["the endpoint takes \(words): asked again without"])
    #expect(provider.requests.map { $0.text.contains(word) } == [true, false])
  }

  @Test func `an endpoint that does not stream is understood`() throws {
    let body =
      #"{"choices":[{"message":{"content":"<done findings=\"0\"/>"},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":3,"completion_tokens":4}}"#
    let provider = try LoopbackProvider(LoopbackProvider.answer(200, body))
    defer { provider.stop() }
    let outcome = try DirectRun().run(provider)
    #expect(outcome.ending == .success && outcome.usage.tokens?.total == 7)
  }

  @Test func `a sign of life is passed on, and nothing waits for the end of a stream that said it is over`() throws {
    let provider = try LoopbackProvider([
      LoopbackProvider.head(),
      LoopbackProvider.text(
        ": alive\n\n: alive\n\n" + LoopbackProvider.content("<done findings=\"0\"/>")
          + LoopbackProvider.chunk("{}", finish: "stop")
          + "data: [DONE]\n\n"), .stall,
    ])
    defer { provider.stop() }
    let outcome = try DirectRun().run(provider)
    #expect(outcome.ending == .success && outcome.events.count { $0 == .unknown(type: "keep_alive") } == 1)
    #expect(provider.wait(gone: 1))
  }

  @Test func `a prompt that can't be used is said`() throws {
    var bytes: [UInt8] = []
    let agent = DirectAgent(transport: CurlTransport(), credentials: []) { bytes += $0 }
    #expect(agent.run(prompt: Array("hello".utf8)) == 1)
    #expect(String(decoding: bytes, as: UTF8.self).contains("the prompt has no <conclave-task> block"))
    var run = try DirectRun()
    for (key, value) in [("steps", "many"), ("stall_ms", "0"), ("max_tokens", "99999999999999999999")] {
      run.fields[key] = value
      #expect(try run.run("http://127.0.0.1:1").error?.message.contains(key) == true)
      run.fields[key] = nil
    }
  }
}
