internal import Glibc

/// Asks the program itself whether it can be used, before anything is asked of a model: its version, and what it made of its
/// configuration (reliability.md, CF-11 and CF-12).
package struct OpenCodePreflight: Sendable {
  /// Longest time that the program may take to answer; it needs a second or two.
  private static let limit: Duration = .seconds(60)

  private let plan: OpenCodePlan
  private let time: any TimeSource

  package init(_ plan: OpenCodePlan, time: any TimeSource = SystemTime()) {
    self.plan = plan
    self.time = time
  }

  /// Returns the version; both questions are asked at once. `look` is shown what a program has left in its home, before that is
  /// removed.
  /// - Throws: `ReviewFailure(.usage)` where the program is too old or broken, `.refused` where its rules are others than were
  ///   meant.
  @discardableResult
  package func check(
    look: @escaping @Sendable (_ home: String) -> Void = { _ in }
  ) async throws(ReviewFailure) -> OpenCodeVersion {
    async let version = result { () async throws(ReviewFailure) in try await self.version() }
    async let rules = result { () async throws(ReviewFailure) in try await self.checkRules(look) }
    let (found, held) = await (version, rules)
    let known = try found.get()
    try held.get()
    return known
  }

  /// What the program says of its version.
  private func version() async throws(ReviewFailure) -> OpenCodeVersion {
    let answer = try await ask("version", ["--version"])
    guard answer.exit.status == .exited(0), let version = OpenCodeVersion(printed: answer.text) else {
      throw ReviewFailure(
        .usage, "\(plan.program) does not say its version" + answer.reason,
        hints: ["install it again: npm install -g opencode-ai@1, or name another with opencode.path"])
    }
    if let problem = version.problem { throw problem }
    return version
  }

  private func checkRules(_ look: @Sendable (String) -> Void) async throws(ReviewFailure) {
    for agent in plan.configuration.agents {
      let answer = try await ask("rules-\(agent)", ["debug", "agent", agent], look: look)
      guard answer.exit.status == .exited(0) else {
        throw ReviewFailure(
          .refused, "OpenCode does not say what its agent \(agent) may do" + answer.reason,
          hints: ["run conclave doctor"])
      }
      try OpenCodeReadBack(printed: answer.output).check(agent, of: plan.configuration)
    }
  }

  /// What became of a question.
  private struct Answer: Sendable {
    var exit: ChildExit
    var output: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }

    /// The program's own last words.
    var reason: String {
      let line = exit.errorTail.split(whereSeparator: \.isNewline).last.map { ": \($0.prefix(200))" } ?? ""
      return exit.status == .exited(0) ? line : " (\(exit.status))\(line)"
    }
  }

  /// Runs the program as a review does, with `arguments`.
  private func ask(
    _ name: String, _ arguments: [String], look: @Sendable (String) -> Void = { _ in }
  ) async throws(ReviewFailure) -> Answer {
    let sandbox = plan.hostSandbox(name, OpenCodePlan.ownPort)
    let scratch = try OpenCodeScratch(sandbox)
    let files = ChildFiles(
      input: "/dev/null", output: "\(plan.directory)/opencode.\(name).out",
      error: "\(plan.directory)/opencode.\(name).err", directory: plan.workingDirectory)
    let command = ChildCommand(executable: plan.program, arguments: arguments, environment: plan.environment)
    let confined = sandbox.command(command, in: plan.workingDirectory)
    let (plan, time) = (plan, time)
    let outcome = await withTaskGroup(of: Result<ChildExit, ReviewFailure>?.self) { group in
      group.addTask {
        do throws(ReviewFailure) {
          return .success(
            try await AgentProcess.run(
              confined, files: files, shim: plan.shim, grace: plan.limits.grace,
              limits: ChildLimits(memory: plan.limits.memory, errorBytes: 1 << 20, outputBytes: 8 << 20), time: time
            ) { _ in })
        } catch { return .failure(error) }
      }
      group.addTask {
        try? await time.sleep(until: time.now() + Self.limit)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    look(sandbox.scratch.outside)
    scratch.remove()
    SecretScrubber(plan.secrets).scrub(file: files.error)
    guard let outcome else {
      throw ReviewFailure(
        .usage,
        "\(plan.program) \(arguments.joined(separator: " ")) has not ended within \(Self.limit.components.seconds) s",
        hints: ["install it again: npm install -g opencode-ai@1"])
    }
    var exit = sandbox.ending(try outcome.get())
    exit.errorTail = SecretScrubber(plan.secrets).scrub(exit.errorTail)
    return Answer(exit: exit, output: try SmallFile.read(files.output, limit: OpenCodeReadBack.limit))
  }

  private func result<Value: Sendable>(
    _ body: @Sendable () async throws(ReviewFailure) -> Value
  ) async -> Result<Value, ReviewFailure> {
    do throws(ReviewFailure) { return .success(try await body()) } catch { return .failure(error) }
  }
}

/// The folder that a sandbox may write to, for one program's life.
struct OpenCodeScratch: Sendable {
  private let path: String

  init(_ sandbox: Sandbox) throws(ReviewFailure) {
    path = sandbox.scratch.outside
    guard unsafe mkdir(path, 0o700) == 0, unsafe chmod(path, 0o700) == 0 else {
      throw ReviewFailure(.agent, "can't make \(path): \(SystemError.last)", hints: ["free some space"])
    }
  }

  func remove() { FolderRemoval.remove(path) }
}

/// A file of which no more than a little is wanted.
enum SmallFile {
  /// At most `limit` bytes from the start.
  static func read(_ path: String, limit: Int) throws(ReviewFailure) -> [UInt8] {
    let file = Descriptor(owning: unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK))
    guard file.number >= 0 else { throw ReviewFailure(.agent, "can't read \(path): \(SystemError.last)") }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let piece = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe Glibc.read(file.number, $0 + count, limit - count) } ?? 0
      }
      if piece < 0, errno == EINTR { continue }
      guard piece > 0 else { break }
      count += piece
    }
    return Array(bytes[..<count])
  }
}
