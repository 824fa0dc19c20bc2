internal import Foundation

/// A model provider on the loopback that plays the scenario of the asked model's name: what it did when the streams of
/// `Tests/Fixtures/opencode` were recorded. A real OpenCode that asks it does what was recorded.
package final class MisbehavingProvider: Sendable {
  /// A request, and where in its conversation it is.
  struct Ask: Sendable {
    /// The folder that tools work on.
    var tree: String
    /// Results of tools that it carries.
    var results: [String]
    /// Requests of this session so far, from 1.
    var number: Int
    /// A sub-agent asks.
    var isChild: Bool
    /// Between two words of a slow answer.
    var pace: Duration
  }

  private final class Counts: @unchecked Sendable {
    private let lock = NSLock()
    private var counts: [String: Int] = [:]

    func next(_ key: String) -> Int {
      lock.withLock {
        counts[key, default: 0] += 1
        return counts[key, default: 1]
      }
    }
  }

  private let server: LoopbackProvider

  /// `answers` are what models of other names say; `answer` is always there, and closes as our prompts ask.
  package init(tree: String, answers: [String: String] = [:], pace: Duration = .zero) throws {
    let counts = Counts()
    server = try LoopbackProvider { request in
      let body = (try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]) ?? [:]
      let model = body["model"] as? String ?? ""
      let session = request.header("x-session-id") ?? ""
      let messages = body["messages"] as? [[String: Any]] ?? []
      let ask = Ask(
        tree: tree,
        results: messages.filter { $0["role"] as? String == "tool" }.map { MisbehavingProvider.text($0["content"]) },
        number: counts.next("\(model) \(session)"), isChild: request.header("x-parent-session-id") != nil, pace: pace)
      if let scenario = ProviderScenario.all[model] { return scenario(ask) }
      guard let answer = answers[model] ?? (model == "answer" ? MisbehavingProvider.answer : nil) else {
        return ProviderReply.refuse(404, #"{"error":{"message":"no such model"}}"#)
      }
      return ProviderReply.say(answer)
    }
  }

  /// What the model `answer` says, here and in the stand-in.
  package static let answer = "I read the change and found nothing to report.\n<done findings=\"0\"/>\n"

  package var baseURL: String { server.baseURL }
  package var requests: [LoopbackProvider.Request] { server.requests }
  package func stop() { server.stop() }

  private static func text(_ content: Any?) -> String {
    if let text = content as? String { return text }
    return (content as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }.joined()
  }
}

/// Answers of a chat-completions endpoint, good and bad.
enum ProviderReply {
  struct Call {
    var name: String
    /// JSON.
    var arguments: String
  }

  static func usage(_ prompt: Int = 1000, _ answer: Int = 50, cached: Int = 0, reasoning: Int = 0) -> String {
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":\(prompt),\"completion_tokens\":\(answer),"
      + "\"total_tokens\":\(prompt + answer),\"prompt_tokens_details\":{\"cached_tokens\":\(cached)},"
      + "\"completion_tokens_details\":{\"reasoning_tokens\":\(reasoning)}}}\n\n"
  }

  static let begin: [LoopbackProvider.Step] = [
    LoopbackProvider.head(), LoopbackProvider.text(LoopbackProvider.chunk(#"{"role":"assistant","content":""}"#)),
  ]

  /// The last chunks of a whole stream.
  static func end(_ finish: String, _ usage: String?) -> [LoopbackProvider.Step] {
    [LoopbackProvider.text(LoopbackProvider.chunk("{}", finish: finish) + (usage ?? "") + "data: [DONE]\n\n")]
  }

  static func words(_ pieces: [String], pace: Duration = .zero) -> [LoopbackProvider.Step] {
    pieces.flatMap { piece -> [LoopbackProvider.Step] in
      let step = LoopbackProvider.text(LoopbackProvider.content(piece))
      return pace == .zero ? [step] : [step, .pause(pace)]
    }
  }

  static func say(
    _ text: String, finish: String = "stop", usage: String? = usage(), length: Int = 20, pace: Duration = .zero
  ) -> [LoopbackProvider.Step] {
    let letters = Array(text)
    let pieces = stride(from: 0, to: letters.count, by: length).map { String(letters[$0...].prefix(length)) }
    return begin + words(pieces, pace: pace) + end(finish, usage)
  }

  static func call(
    _ calls: [Call], text: String = "", finish: String = "tool_calls", usage: String? = usage()
  ) -> [LoopbackProvider.Step] {
    var steps = begin + (text.isEmpty ? [] : words([text]))
    for (index, call) in calls.enumerated() {
      steps.append(
        piece(
          index, "\"id\":\"call_\(UInt32.random(in: .min ... .max))_\(index)\",\"type\":\"function\",", call.name, ""))
      let letters = Array(call.arguments)
      for start in stride(from: 0, to: letters.count, by: 16) {
        steps.append(piece(index, "", nil, String(letters[start...].prefix(16))))
      }
    }
    return steps + end(finish, usage)
  }

  private static func piece(_ index: Int, _ head: String, _ name: String?, _ arguments: String) -> LoopbackProvider.Step
  {
    let text = (try? JSONEncoder().encode(arguments)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    let function = (name.map { "\"name\":\"\($0)\"," } ?? "") + "\"arguments\":\(text)"
    return LoopbackProvider.text(
      LoopbackProvider.chunk("{\"tool_calls\":[{\"index\":\(index),\(head)\"function\":{\(function)}}]}"))
  }

  /// A status and an error.
  static func refuse(_ status: Int, _ body: String, _ headers: String...) -> [LoopbackProvider.Step] {
    let lines =
      ["HTTP/1.1 \(status) Word", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
      + headers + ["Connection: close", "", ""]
    return [LoopbackProvider.text(lines.joined(separator: "\r\n") + body)]
  }
}
