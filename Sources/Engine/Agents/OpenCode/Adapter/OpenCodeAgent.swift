/// The agent behind `--runtime opencode` for one specialist: gives one session of a server its prompt, and prints what comes of
/// it as a stream like any other agent's.
///
/// One thread: everything that is asked of the server is asked between two of its events.
package struct OpenCodeAgent {
  private let server: OpenCodeServer
  private let transport: any HTTPTransport
  private let calls: OpenCodeCalls
  private let silence: Duration
  private let now: () -> Int64
  private let output: ([UInt8]) -> Void

  /// A server that has sent nothing for `silence`, no beat either, counts as lost. `output` gets whole lines.
  package init(
    server: OpenCodeServer, transport: any HTTPTransport, calls: OpenCodeCalls,
    silence: Duration = OpenCodeServer.patience, now: @escaping () -> Int64 = SystemTime().wallMilliseconds,
    output: @escaping ([UInt8]) -> Void
  ) {
    self.server = server
    self.transport = transport
    self.calls = calls
    self.silence = silence
    self.now = now
    self.output = output
  }

  /// The same for a prompt as it was written; one that can't be used is an error in the stream.
  package func run(prompt: [UInt8], model: OpenCodeModel, agent: String) -> Int32 {
    do throws(ReviewFailure) {
      return run(try OpenCodeTask(prompt: prompt, model: model, agent: agent))
    } catch {
      say(.error(AgentError(name: "AdapterError", message: error.description)), Progress())
      return 1
    }
  }

  /// The status for the process: 0, 1 where the session failed, 143 where it was told to stop.
  package func run(_ task: OpenCodeTask) -> Int32 {
    var run = Progress()
    var reader = SSEReader(lineLimit: LineFramer.cap, totalLimit: Limits().outputBytes)
    var failure: HTTPFailure?
    do throws(HTTPFailure) {
      try calls.with { call throws(HTTPFailure) in
        try transport.send(
          server.events(within: silence), call: call, head: { run.status = $0.status },
          body: { piece in
            var wantsMore = (200..<300).contains(run.status)
            guard wantsMore else { return false }
            do throws(SSEReader.Fault) {
              try reader.read(piece) { event in
                guard wantsMore, case .message(_, let data) = event else { return }
                wantsMore = take(data, task, &run)
              }
            } catch {
              run.fault = "its events are longer than is taken"
              wantsMore = false
            }
            return wantsMore
          })
      }
    } catch {
      failure = error
    }
    return finish(run, failure)
  }

  /// What is known of a session while it runs.
  private struct Progress {
    var status: Int = 0
    var session: String?
    var reader: OpenCodeEventReader?
    var writer = AgentStreamWriter(session: "ses_opencode")
    /// Set once nothing more is to come; the process's status.
    var end: Int32?
    /// Why the server is given up.
    var fault: String?
  }

  /// Takes an event; false where it was the last one that counts.
  private func take(_ data: [UInt8], _ task: OpenCodeTask, _ run: inout Progress) -> Bool {
    guard var reader = run.reader else {
      begin(task, &run)
      return run.end == nil && run.fault == nil
    }
    let steps = reader.read(data, now: now())
    run.reader = reader
    for step in steps {
      switch step {
      case .say(let event): say(event, run)
      case .reject(let permission): ask(server.reject(permission), &run)
      case .end(let failed):
        say(.sessionEnd(reason: failed ? "error" : "idle"), run)
        run.end = failed ? 1 : 0
      case .gone: run.fault = "it ends"
      }
      if run.end != nil || run.fault != nil { return false }
    }
    return true
  }

  /// The first event says that from here on none is missed: only now something is asked.
  private func begin(_ task: OpenCodeTask, _ run: inout Progress) {
    guard let made = ask(server.newSession(title: task.specialist.rawValue, agent: task.agent), &run) else { return }
    var session: String?
    _ = JSONIndex.object(in: made.body.span) { session = $0.text("id", of: nil, limit: 200) }
    guard let session, OpenCodeServer.isName(session) else {
      run.fault = "what it says of a new session can't be read"
      return
    }
    run.session = session
    run.reader = OpenCodeEventReader(session: session)
    run.writer = AgentStreamWriter(session: session)
    // So that whoever reads the stream knows the session from its first moment.
    say(.unknown(type: AgentStreamWriter.keepAlive), run)
    ask(
      server.prompt(session, system: task.common, text: task.own, model: task.model, agent: task.agent), &run)
  }

  /// Asks for something beside the events; what goes wrong is noted.
  @discardableResult
  private func ask(_ request: HTTPRequest, _ run: inout Progress) -> HTTPAnswer? {
    do throws(HTTPFailure) {
      let answer = try calls.with { call throws(HTTPFailure) in try transport.answer(request, call: call) }
      if answer.isGood { return answer }
      say(.error(OpenCodeAgent.error(answer)), run)
      run.end = 1
    } catch {
      run.fault = OpenCodeAgent.words(error)
    }
    return nil
  }

  private func finish(_ run: Progress, _ failure: HTTPFailure?) -> Int32 {
    if calls.isStopped {
      abort(run)
      return 143
    }
    if let end = run.end { return end }
    abort(run)
    if run.fault == nil, run.status != 0, !(200..<300).contains(run.status) {
      say(.error(OpenCodeAgent.error(HTTPAnswer(head: HTTPHead(status: run.status)))), run)
      return 1
    }
    let reason = run.fault ?? failure.map(OpenCodeAgent.words) ?? "it closed its stream of events"
    say(
      .error(AgentError(name: AgentError.hostLost, message: "OpenCode's server is lost: \(reason)", isRetryable: true)),
      run)
    return 1
  }

  private func abort(_ run: Progress) {
    guard let session = run.session else { return }
    _ = try? transport.answer(server.abort(session), call: HTTPCall())
  }

  private func say(_ event: AgentEvent, _ run: Progress) { output(run.writer.line(event, at: now())) }

  private static func words(_ failure: HTTPFailure) -> String {
    switch failure.kind {
    case .refused, .connectTimeout: "it does not take connections"
    case .stalled: "it has fallen silent"
    case .broken: "the connection broke"
    default: failure.message.isEmpty ? failure.kind.rawValue : failure.message
    }
  }

  /// A refused request; its body may say why in the server's own form.
  private static func error(_ answer: HTTPAnswer) -> AgentError {
    var error = AgentError(name: "UnknownError", message: "the server refuses with \(answer.head.status)")
    _ = JSONIndex.object(in: answer.body.span) { index in
      guard let name = index.text("name", of: nil, limit: 100) else { return }
      let data = index.object("data")
      let message = data.flatMap { index.text("message", of: $0, limit: 1000) } ?? name
      error = AgentError(name: name, message: "\(message) (\(answer.head.status))")
    }
    return error
  }
}
