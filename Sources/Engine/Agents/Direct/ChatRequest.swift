/// One message of a conversation.
package struct ChatMessage: Sendable, Hashable {
  package enum Role: String, Sendable, Hashable { case system, user, assistant, tool }

  package var role: Role
  package var content: String
  /// What the assistant wanted to call.
  package var calls: [ChatAnswer.Call]
  /// The call that a tool answers.
  package var callID: String?

  package init(_ role: Role, _ content: String, calls: [ChatAnswer.Call] = [], callID: String? = nil) {
    self.role = role
    self.content = content
    self.calls = calls
    self.callID = callID
  }

  /// Bytes that it takes, for estimates.
  var weight: Int { calls.reduce(content.utf8.count) { $0 + $1.arguments.utf8.count + $1.name.utf8.count } }
}

/// What an endpoint can be asked for beside text. Endpoints differ; what one refuses is left out the next time.
package struct ChatFeatures: Sendable, Hashable {
  /// Findings as JSON that the endpoint makes fit `FindingsSchema`.
  package var schema = false
  package var tools = false
  package var temperature = true
  package var usage = true
  /// Newer models take the limit of an answer by another name.
  package var oldLimitName = true

  package init(schema: Bool = false, tools: Bool = false) {
    self.schema = schema
    self.tools = tools
  }

  /// What is to be left out after a refusal, and the same in words; nil where the refusal is about something else.
  package func without(_ refusal: String) -> (features: ChatFeatures, words: String)? {
    let text = refusal.lowercased()
    func mentions(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    var fewer = self
    if schema, mentions("response_format", "json_schema", "grammar", "structured output") {
      fewer.schema = false
      return (fewer, "no schema")
    }
    if tools, mentions("tool", "function call") {
      fewer.tools = false
      return (fewer, "no tools")
    }
    if oldLimitName, mentions("max_completion_tokens") {
      fewer.oldLimitName = false
      return (fewer, "no max_tokens")
    }
    if temperature, mentions("temperature") {
      fewer.temperature = false
      return (fewer, "no temperature")
    }
    if usage, mentions("stream_options", "include_usage") {
      fewer.usage = false
      return (fewer, "no counts of tokens in streams")
    }
    return nil
  }
}

/// The body of a request for the next message of a conversation.
package struct ChatRequest: Sendable, Hashable {
  package var model: String
  package var messages: [ChatMessage]
  package var features: ChatFeatures
  /// Sent where the features say so.
  package var schema: FindingsSchema
  package var maxTokens: Int
  package var temperature: Double
  /// False where the model has to answer now: the tools stay declared, so that the endpoint's cache of the prompt still fits.
  package var mayCallTools = true

  package init(
    model: String, messages: [ChatMessage], features: ChatFeatures, schema: FindingsSchema = FindingsSchema(),
    maxTokens: Int, temperature: Double, mayCallTools: Bool = true
  ) {
    self.model = model
    self.messages = messages
    self.features = features
    self.schema = schema
    self.maxTokens = maxTokens
    self.temperature = temperature
    self.mayCallTools = mayCallTools
  }

  package var body: [UInt8] {
    var json = JSONLineBuilder()
    json.object { request in
      request.member("model", model)
      request.member("stream", true)
      if features.usage { request.member("stream_options", json: #"{"include_usage":true}"#) }
      if features.temperature { request.member("temperature", temperature) }
      request.member(features.oldLimitName ? "max_tokens" : "max_completion_tokens", maxTokens)
      if features.tools {
        request.member("tools", json: ToolDeclarations.json)
        if !mayCallTools { request.member("tool_choice", "none") }
      }
      if features.schema { request.member("response_format", json: schema.responseFormat) }
      request.array("messages") { list in
        for message in messages { list.element { ChatRequest.write(message, to: &$0) } }
      }
    }
    return json.bytes
  }

  private static func write(_ message: ChatMessage, to json: inout JSONLineBuilder) {
    json.member("role", message.role.rawValue)
    json.member("content", message.content)
    if let id = message.callID { json.member("tool_call_id", id) }
    guard !message.calls.isEmpty else { return }
    json.array("tool_calls") { list in
      for call in message.calls {
        list.element { element in
          element.member("id", call.id)
          element.member("type", "function")
          element.key("function")
          element.object {
            $0.member("name", call.name)
            $0.member("arguments", call.arguments)
          }
        }
      }
    }
  }
}
