/// The conversation of the direct agent with its model: asks, reads what the model wants to read, and asks again until the model
/// has answered.
///
/// It tries nothing again that may have cost something: that is the supervisor's. Only a request that the endpoint refused
/// because of a feature is sent again without it, at once, since a refusal costs nothing.
struct DirectConversation {
  /// Room below which nothing more is read.
  private static let leastRoom = 4 << 10

  private let task: DirectTask
  private let transport: any HTTPTransport
  private let key: String?
  private let now: () -> Int64
  private let say: (AgentEvent) -> Void
  private let tools: ToolDesk
  private let schema: FindingsSchema
  private var messages: [ChatMessage]
  private var features: ChatFeatures
  /// Whether the answer is read as JSON; so also where the endpoint does not take the schema.
  private var asksForJSON: Bool
  private var step = 0
  /// Reads the answer as the engine does, so that it is known whether it proves something.
  private var parser = FindingStreamParser()
  /// Tokens of the prompt and the answer of the last step, as the endpoint counted them.
  private var knownTokens = 0

  init(
    task: DirectTask, messages: [ChatMessage], transport: any HTTPTransport, key: String?, now: @escaping () -> Int64,
    say: @escaping (AgentEvent) -> Void
  ) {
    self.task = task
    self.messages = messages
    self.transport = transport
    self.key = key
    self.now = now
    self.say = say
    tools = ToolDesk(
      files: ConfinedFiles(diff: task.diffDirectory, context: task.contextDirectory, tree: task.treeDirectory),
      sharedContext: task.sharedContext)
    schema = FindingsSchema(files: tools.changedPaths, maxTokens: task.settings.maxTokens)
    asksForJSON = task.asksForJSON
    features = ChatFeatures(schema: asksForJSON, tools: !asksForJSON)
  }

  /// Runs to the end; the process's exit status.
  mutating func run() -> Int32 {
    while true {
      step += 1
      let mayCallTools = step < task.settings.steps && room > DirectConversation.leastRoom
      let receiver: ChatReceiver
      do throws(AgentError) {
        receiver = try ask(mayCallTools: mayCallTools)
      } catch {
        say(.error(scrubbed(error)))
        return 1
      }
      let answer = receiver.answer
      _ = parser.consume(receiver.text)
      if let total = answer.usage.tokens?.total { knownTokens = total }
      if answer.reason == "tool-calls", mayCallTools {
        messages.append(ChatMessage(.assistant, answer.text, calls: answer.calls))
        for call in answer.calls { use(call) }
        say(.stepFinished(reason: answer.reason, usage: answer.usage))
      } else {
        say(.stepFinished(reason: answer.reason, usage: answer.usage))
        guard wantsRepair(answer) else {
          say(.sessionEnd(reason: answer.reason == "stop" ? "done" : answer.reason))
          return 0
        }
        messages.append(ChatMessage(.assistant, answer.text))
        messages.append(ChatMessage(.user, DirectPrompt.repair))
        asksForJSON = true
        features.schema = true
        features.tools = false
      }
    }
  }

  /// Bytes that the next messages may still take, by the endpoint's own count of those before.
  private var room: Int {
    let taken = knownTokens > 0 ? knownTokens : TokenEstimate.tokens(of: messages.reduce(0) { $0 + $1.weight })
    return max(0, TokenEstimate.bytes(of: max(0, task.settings.contextTokens - task.settings.maxTokens - taken)))
  }

  /// An answer in prose, without findings and without its end, would be lost: one more question costs less than an attempt.
  private func wantsRepair(_ answer: ChatAnswer) -> Bool {
    let proof = parser.answerProof
    return task.mayAskForJSON && !asksForJSON && answer.reason == "stop" && step < task.settings.steps
      && proof.claimed == nil && proof.written == 0
  }

  private mutating func use(_ call: ChatAnswer.Call) {
    let start = now()
    var result = tools.run(call)
    result.call.milliseconds = Int(clamping: max(0, now() - start))
    say(.tool(result.call))
    let pending = messages.suffix(where: { $0.role == .tool })
    let left = room - pending.reduce(0) { $0 + $1.weight }
    let text =
      result.text.utf8.count <= left ? result.text : "(left out: the context is full; answer with what you know)"
    messages.append(ChatMessage(.tool, text, callID: call.id))
  }

  /// Asks for the next message; what the endpoint refuses is left out and asked for without.
  private mutating func ask(mayCallTools: Bool) throws(AgentError) -> ChatReceiver {
    while true {
      let request = ChatRequest(
        model: task.model, messages: messages, features: features, schema: schema, maxTokens: task.settings.maxTokens,
        temperature: task.settings.temperature, mayCallTools: mayCallTools)
      let receiver = try exchange(request)
      guard let head = receiver.head else { throw broken(HTTPFailure(.broken), receiver) }
      if (200..<300).contains(head.status) {
        try check(receiver, head)
        return receiver
      }
      if let failure = relayed(receiver) { throw broken(failure, receiver, isRelayed: true) }
      let error = ProviderFault.error(head, body: receiver.body, model: task.model, now: now())
      let refused = ChatDecoder.error(ofBody: receiver.body)?.message ?? ""
      guard [400, 404, 422, 500, 501].contains(head.status), error.name == "APIError",
        let (fewer, words) = features.without(refused)
      else { throw error }
      features = fewer
      say(.retry(attempt: step, message: "the endpoint takes \(words): asked again without", delayMilliseconds: 0))
    }
  }

  private func exchange(_ request: ChatRequest) throws(AgentError) -> ChatReceiver {
    var receiver = ChatReceiver(
      step: step, findings: asksForJSON ? FindingsJSONReader(category: task.specialist.rawValue) : nil, now: now,
      say: say)
    var limits = HTTPLimits()
    limits.stall = task.settings.stall
    var headers = [(name: "Content-Type", value: "application/json"), (name: "Accept", value: "text/event-stream")]
    if let key { headers.append((name: "Authorization", value: "Bearer \(key)")) }
    let relay = task.settings.relay
    if relay != nil { headers.append((name: "X-Conclave-Specialist", value: task.specialist.rawValue)) }
    let post = HTTPRequest(
      method: "POST", url: (relay?.url ?? task.settings.baseURL) + "/chat/completions", unixSocket: relay?.socket,
      headers: headers, body: request.body, limits: limits)
    var failure: HTTPFailure?
    do throws(HTTPFailure) {
      try transport.send(post, call: HTTPCall(), head: { receiver.take($0) }, body: { receiver.take($0) })
    } catch {
      failure = error
    }
    receiver.finish()
    if let failure, !isEnough(failure, receiver) {
      tellUsage(of: receiver)
      throw broken(failure, receiver)
    }
    return receiver
  }

  /// Nobody waits for the rest of a stream that said that it is over, or that an error came in.
  private func isEnough(_ failure: HTTPFailure, _ receiver: ChatReceiver) -> Bool {
    failure.kind == .unwanted && receiver.fault == nil
  }

  /// What the relay met in our place.
  private func relayed(_ receiver: ChatReceiver) -> HTTPFailure? {
    guard task.settings.relay != nil else { return nil }
    return ChatDecoder.error(ofBody: receiver.body).flatMap(RelayWords.failure)
  }

  private func broken(_ failure: HTTPFailure, _ receiver: ChatReceiver, isRelayed: Bool = false) -> AgentError {
    let kind = receiver.fault == nil ? failure : HTTPFailure(.tooLarge)
    if task.settings.relay != nil, !isRelayed, [.refused, .connectTimeout, .unresolved].contains(failure.kind) {
      return ProviderFault.noRelay(failure)
    }
    return ProviderFault.error(
      kind, host: task.settings.host, stall: task.settings.stall, hasBegun: receiver.hasBegun)
  }

  /// Whether an answer with a good status is one.
  private func check(_ receiver: ChatReceiver, _ head: HTTPHead) throws(AgentError) {
    let answer = receiver.answer
    if let error = answer.error {
      tellUsage(of: receiver)
      throw ProviderFault.error(error, model: task.model)
    }
    guard receiver.hasBegun else { throw ProviderFault.noStream(head) }
    guard answer.finish != nil || answer.hasEnded, !answer.isCut else {
      tellUsage(of: receiver)
      let what = answer.unusable > 0 ? "\(answer.unusable) events of it are no chunks" : "its stream stops too early"
      throw AgentError(
        name: answer.isCut ? "APIError" : "ECONNRESET",
        message: "\(task.settings.host) did not finish its answer: "
          + (answer.isCut ? "it is longer than is taken" : what), isRetryable: !answer.isCut)
    }
  }

  /// What a failed step has cost is not lost.
  private func tellUsage(of receiver: ChatReceiver) {
    guard receiver.answer.usage != Usage() else { return }
    say(.stepFinished(reason: "error", usage: receiver.answer.usage))
  }

  /// Some endpoints repeat the key in their errors.
  private func scrubbed(_ error: AgentError) -> AgentError {
    guard let key, !key.isEmpty else { return error }
    var error = error
    error.message = error.message.replacing(key, with: "[key]")
    return error
  }
}

extension AgentError: Error {}

extension Array {
  /// The longest end of which all elements are wanted.
  fileprivate func suffix(where isWanted: (Element) -> Bool) -> ArraySlice<Element> {
    let count = reversed().prefix(while: isWanted).count
    return suffix(count)
  }
}
