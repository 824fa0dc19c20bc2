/// What a chunk of a chat-completions stream brings.
package enum ChatPiece: Sendable, Hashable {
  case content(String)
  case reasoning(String)
  /// A piece of a call of a tool; identifier and name come once, the arguments in pieces.
  case toolCall(index: Int, id: String?, name: String?, arguments: String)
  /// Why the model stopped, in the endpoint's own word.
  case finish(String)
  case usage(Usage)
  /// An error that was sent inside the stream.
  case error(ProviderError)
  /// `[DONE]`: nothing follows.
  case end
  /// No chunk; why.
  case unusable(String)
}

/// An error as a provider writes it.
package struct ProviderError: Sendable, Hashable {
  package var message: String
  /// Its code and type in one string, for telling errors apart.
  package var kind: String
  package var status: Int?

  package init(message: String, kind: String = "", status: Int? = nil) {
    self.message = message
    self.kind = kind
    self.status = status
  }
}

/// Reads chunks of chat completions, and whole completions of endpoints that do not stream. Total: whatever comes gives
/// pieces and never a trap.
package enum ChatDecoder {
  /// Longest text of an error that is kept, in bytes.
  static let messageLimit = 2000
  /// Calls of tools that are read of one chunk.
  private static let callLimit = 64

  /// The pieces of one event's data.
  package static func pieces(of data: [UInt8]) -> [ChatPiece] {
    if data.elementsEqual("[DONE]".utf8) { return [.end] }
    var pieces: [ChatPiece] = []
    let isObject = JSONIndex.object(in: data.span) { pieces = read($0) }
    return isObject ? pieces : [.unusable("an event that is no JSON object")]
  }

  private static func read(_ index: JSONIndex) -> [ChatPiece] {
    if let error = error(index) { return [.error(error)] }
    var pieces: [ChatPiece] = []
    index.forEachObject("choices", limit: 1) { pieces += choice($0) }
    if let usage = usage(index) { pieces.append(.usage(usage)) }
    return pieces
  }

  private static func choice(_ index: JSONIndex) -> [ChatPiece] {
    var pieces: [ChatPiece] = []
    if let delta = index.object("delta") ?? index.object("message") {
      let thought = index.text("reasoning_content", of: delta) ?? index.text("reasoning", of: delta)
      if let thought, !thought.isEmpty { pieces.append(.reasoning(thought)) }
      if let text = index.text("content", of: delta), !text.isEmpty { pieces.append(.content(text)) }
      // A refusal is what the model said.
      if let text = index.text("refusal", of: delta), !text.isEmpty { pieces.append(.content(text)) }
      var position = 0
      index.forEachObject("tool_calls", of: delta, limit: callLimit) { call in
        pieces.append(toolCall(call, position))
        position += 1
      }
    }
    if let reason = index.text("finish_reason", of: nil, limit: 100), !reason.isEmpty { pieces.append(.finish(reason)) }
    return pieces
  }

  private static func toolCall(_ call: JSONIndex, _ position: Int) -> ChatPiece {
    let function = call.object("function")
    func text(_ key: StaticString, _ parent: Int?) -> String? {
      call.text(key, of: parent, limit: 200).flatMap { $0.isEmpty ? nil : $0 }
    }
    return .toolCall(
      index: call.integer("index", of: nil) ?? position, id: text("id", nil),
      name: function.flatMap { text("name", $0) },
      arguments: function.flatMap { call.text("arguments", of: $0) } ?? "")
  }

  /// The error of a body, or of an event inside a stream.
  package static func error(ofBody body: [UInt8]) -> ProviderError? {
    var found: ProviderError?
    _ = JSONIndex.object(in: body.span) { found = error($0) ?? plainError($0) }
    return found
  }

  private static func error(_ index: JSONIndex) -> ProviderError? {
    if let text = index.text("error", of: nil, limit: messageLimit) { return ProviderError(message: text) }
    guard let error = index.object("error") else { return nil }
    func word(_ key: StaticString) -> String? {
      index.text(key, of: error, limit: 100) ?? index.integer(key, of: error).map(String.init)
    }
    let status = index.integer("code", of: error) ?? index.integer("status", of: error)
    return ProviderError(
      message: index.text("message", of: error, limit: messageLimit) ?? "an error without a description",
      kind: [word("code"), word("type")].compactMap { $0 }.joined(separator: " "),
      status: status.flatMap { (100...599).contains($0) ? $0 : nil })
  }

  /// Some servers put the message at the top; only where the status already says that it is an error.
  private static func plainError(_ index: JSONIndex) -> ProviderError? {
    let text = index.text("message", of: nil, limit: messageLimit) ?? index.text("detail", of: nil, limit: messageLimit)
    return text.map { ProviderError(message: $0, kind: index.text("code", of: nil, limit: 100) ?? "") }
  }

  /// The tokens in disjoint classes; prompt and answer counts of the protocol include the cached and the reasoned ones.
  private static func usage(_ index: JSONIndex) -> Usage? {
    guard let usage = index.object("usage") else { return nil }
    func count(_ key: StaticString, _ parent: Int?) -> Int? {
      parent.flatMap { index.integer(key, of: $0) }.map { max(0, $0) }
    }
    guard let prompt = count("prompt_tokens", usage), let answer = count("completion_tokens", usage) else { return nil }
    let cached =
      count("cached_tokens", index.object("prompt_tokens_details", of: usage))
      ?? count("prompt_cache_hit_tokens", usage) ?? 0
    let reasoning = count("reasoning_tokens", index.object("completion_tokens_details", of: usage)) ?? 0
    let tokens = TokenUsage(
      input: prompt - min(cached, prompt), output: answer - min(reasoning, answer), reasoning: min(reasoning, answer),
      cacheRead: min(cached, prompt))
    let cost = index.number("cost", of: usage).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    return Usage(tokens: tokens, costUSD: cost)
  }
}
