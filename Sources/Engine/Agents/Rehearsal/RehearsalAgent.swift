internal import Glibc

/// The agent of the `rehearsal` runtime: reads a prompt on standard input, as any agent does, and plays what the
/// scenario named in it says (system.md, section 1).
package enum RehearsalAgent {
  /// Longest recording that is played.
  private static let recordingLimit = 256 << 20

  /// Plays in real time, to standard output unless told otherwise; returns the exit status, or does not return where
  /// the scenario crashes.
  package static func run(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, error errors: Int32 = STDERR_FILENO
  ) -> Int32 {
    do throws(ReviewFailure) {
      let task = try task(prompt: readAll(input, limit: recordingLimit))
      let score = try score(of: task)
      var player = RehearsalPlayer(
        score: score, session: "ses_rehearsal_\(task.specialist)", speed: task.speed, output: output, error: errors)
      player.play()
      return end(score.ending)
    } catch {
      StreamBytes.write(Array("agent-rehearsal: \(error)\n".utf8), to: errors)
      return 2
    }
  }

  struct Assignment: Sendable, Hashable {
    var specialist: String
    var attempt: Int
    var scenario: String
    /// How many times faster than written; 0 waits for nothing.
    var speed: Double
  }

  static func task(prompt: [UInt8]) throws(ReviewFailure) -> Assignment {
    guard let block = TaskBlock(prompt: prompt) else {
      throw ReviewFailure(.agent, "the prompt has no <conclave-task> block")
    }
    guard let specialist = block["specialist"], let scenario = block["scenario"] else {
      throw ReviewFailure(.agent, "the <conclave-task> block names no specialist or no scenario")
    }
    let speed = block["speed"].flatMap(Double.init) ?? 1
    guard speed.isFinite, speed >= 0, let attempt = Int(block["attempt"] ?? "1"), attempt > 0 else {
      throw ReviewFailure(.agent, "attempt or speed in the <conclave-task> block is no number")
    }
    return Assignment(specialist: specialist, attempt: attempt, scenario: scenario, speed: speed)
  }

  /// A file that begins with a brace is a recorded stream, everything else a scenario.
  static func score(of task: Assignment) throws(ReviewFailure) -> Score {
    let number = unsafe open(task.scenario, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw ReviewFailure(.agent, "can't read \(task.scenario): \(SystemError.last)") }
    let file = Descriptor(owning: number)
    let bytes = readAll(file.number, limit: recordingLimit)
    if bytes.first == 0x7B { return Score(recording: bytes) }
    let scenario = try ScenarioParser.parse(bytes, path: task.scenario)
    guard let act = scenario.act(of: task.specialist, attempt: task.attempt) else {
      throw ReviewFailure(.agent, "\(task.scenario) has no [\(task.specialist)] and no [*]")
    }
    return try Score(act, path: task.scenario)
  }

  private static func end(_ ending: Score.Ending) -> Int32 {
    switch ending {
    case .exit(let status): return status
    case .never: while true { pause() }
    case .signal(let number):
      // A crash handler of the runtime's own would end the process with a status instead.
      signal(number, SIG_DFL)
      kill(getpid(), number)
      // A signal that does not end a process must not pass for a success.
      return 128 + number
    }
  }

  private static func readAll(_ number: Int32, limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < limit {
      let count = unsafe read(number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
