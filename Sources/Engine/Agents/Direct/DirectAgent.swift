/// The agent behind `--runtime direct`: talks to one endpoint and prints a stream like any other agent.
package struct DirectAgent {
  private let transport: any HTTPTransport
  private let key: String?
  private let headers: [(name: String, value: String)]
  private let files: AgentFiles
  private let now: () -> Int64
  private let output: ([UInt8]) -> Void

  /// `key` is what the endpoint knows the caller by, `headers` are others that it asks for; `now` gives milliseconds since 1970; `output` gets whole lines.
  package init(
    transport: any HTTPTransport, key: String?, headers: [(name: String, value: String)] = [],
    files: AgentFiles = .disk,
    now: @escaping () -> Int64 = SystemTime().wallMilliseconds, output: @escaping ([UInt8]) -> Void
  ) {
    self.transport = transport
    self.key = key
    self.headers = headers
    self.files = files
    self.now = now
    self.output = output
  }

  /// Runs to the end. The status for the process: 0, or 1 where the prompt could not be used or the endpoint failed; then the
  /// stream ends with an error event.
  package func run(prompt: [UInt8]) -> Int32 {
    do throws(ReviewFailure) {
      let task = try DirectTask(prompt: prompt, files: files)
      let (system, user) = try DirectPrompt.messages(for: task, files: files)
      var conversation = DirectConversation(
        task: task, messages: [ChatMessage(.system, system), ChatMessage(.user, user)], transport: transport, key: key,
        headers: headers, now: now, say: sayer("ses_direct_\(task.specialist)"))
      return conversation.run()
    } catch {
      sayer("ses_direct")(.error(AgentError(name: "DirectError", message: error.description)))
      return 1
    }
  }

  private func sayer(_ session: String) -> (AgentEvent) -> Void {
    let writer = AgentStreamWriter(session: session)
    return { [now, output] event in output(writer.line(event, at: now())) }
  }
}
