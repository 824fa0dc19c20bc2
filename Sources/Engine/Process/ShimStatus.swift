internal import Glibc

/// A line that a shim writes: what its tree uses while it runs, and at last how it ended.
enum ShimStatus: Sendable, Hashable {
  /// The agent's process, which leads a session of its own.
  case agent(Int32)
  case vitals(Vitals)
  case excess(Excess)
  /// Bytes of standard error that were not kept.
  case dropped(Int)
  case end(End)

  enum End: Sendable, Hashable {
    /// Nothing of the agent is left.
    case ended(ChildExit.Status, survivors: Int, names: [String])
    case spawnFailed(error: Int32, step: String)
  }

  /// Takes a line without its line feed; nil for anything that is none of the shim's.
  init?(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    let numbers = words.map { Int($0) }
    switch (words.first, words.count) {
    case ("agent", 2):
      guard let process = Int32(words[1]), process > 1 else { return nil }
      self = .agent(process)
    case ("vitals", 4):
      guard let resident = numbers[1], let processor = numbers[2], let errorBytes = numbers[3] else { return nil }
      self = .vitals(
        Vitals(residentBytes: resident, processorTime: .milliseconds(processor), errorBytes: errorBytes))
    case ("excess", 3...4):
      guard let excess = ShimStatus.excess(words, bytes: numbers[2]) else { return nil }
      self = .excess(excess)
    case ("dropped", 2):
      guard let bytes = numbers[1] else { return nil }
      self = .dropped(bytes)
    case ("spawn-error", 3):
      guard let error = Int32(words[1]) else { return nil }
      self = .end(.spawnFailed(error: error, step: words[2]))
    case ("exit", 4...5), ("signal", 4...5):
      guard let code = Int32(words[1]), words[2] == "survivors", let survivors = numbers[3] else { return nil }
      let names = words.count > 4 ? words[4].split(separator: ",").map(String.init) : []
      let status = words[0] == "exit" ? ChildExit.Status.exited(code) : .signalled(code)
      self = .end(.ended(status, survivors: survivors, names: names))
    default:
      return nil
    }
  }

  private static func excess(_ words: [String], bytes: Int?) -> Excess? {
    guard let bytes else { return nil }
    if words[1] == "output", words.count == 3 { return .output(bytes) }
    guard words[1] == "memory", words.count == 4, let watcher = Excess.Watcher(rawValue: words[3]) else { return nil }
    return .memory(peak: bytes, by: watcher)
  }

  /// What a failed spawn means, in words that say what to do.
  static func failure(error: Int32, step: String, command: ChildCommand, files: ChildFiles) -> ReviewFailure {
    let reason = SystemError(error).description
    switch step {
    case "exec": return execFailure(.agent, error, command.executable)
    case "stdin": return ReviewFailure(.agent, "can't read the prompt \(files.input): \(reason)")
    case "stdout": return ReviewFailure(.agent, "can't write \(files.output): \(reason)", hints: hints(error))
    case "stderr": return ReviewFailure(.agent, "can't write \(files.error): \(reason)", hints: hints(error))
    case "chdir": return ReviewFailure(.agent, "can't enter \(files.directory): \(reason)")
    default: return ReviewFailure(.agent, "can't start \(command.executable): \(reason)")
    }
  }

  static func hints(_ error: Int32) -> [String] {
    error == ENOSPC || error == EDQUOT ? ["free some space, or set TMPDIR to a disk that has some"] : []
  }

  /// Why the program at `path` can't be run.
  static func execFailure(_ code: ReviewFailure.Code, _ error: Int32, _ path: String) -> ReviewFailure {
    switch error {
    case ENOENT:
      ReviewFailure(code, "agent program not found: \(path)", hints: ["install it, or name its path"])
    case EACCES:
      ReviewFailure(code, "agent program is not executable: \(path)", hints: ["chmod +x it"])
    case ENOEXEC:
      ReviewFailure(
        code, "agent program is not one for this machine: \(path)",
        hints: ["install the build for this processor, or give a script its #! line"])
    default:
      ReviewFailure(code, "can't start agent program \(path): \(SystemError(error))")
    }
  }
}
