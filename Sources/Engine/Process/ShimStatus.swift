internal import Glibc

/// The one line that a shim writes when nothing of its agent is left.
enum ShimStatus: Sendable, Hashable {
  case ended(ChildExit.Status, survivors: Int, names: [String])
  case spawnFailed(error: Int32, step: String)

  /// Nil for anything that is not a whole status line: the shim died.
  init?(_ line: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
    guard line.hasSuffix("\n"), words.count >= 3, let code = Int32(words[1]) else { return nil }
    let last = words.last.map { $0.last == "\n" ? $0.dropLast() : $0 } ?? ""
    switch words[0] {
    case "spawn-error":
      self = .spawnFailed(error: code, step: String(last))
    case "exit", "signal":
      guard words.count >= 4, words[2] == "survivors", let survivors = Int(words[3].filter { $0 != "\n" }) else {
        return nil
      }
      let names = words.count > 4 ? last.split(separator: ",").map(String.init) : []
      self = .ended(words[0] == "exit" ? .exited(code) : .signalled(code), survivors: survivors, names: names)
    default:
      return nil
    }
  }

  /// What a failed spawn means, in words that say what to do.
  static func failure(error: Int32, step: String, command: ChildCommand, files: ChildFiles) -> ReviewFailure {
    let reason = SystemError(error).description
    switch step {
    case "exec": return execFailure(error, reason, command.executable)
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

  private static func execFailure(_ error: Int32, _ reason: String, _ path: String) -> ReviewFailure {
    switch error {
    case ENOENT:
      ReviewFailure(.agent, "agent program not found: \(path)", hints: ["install it, or name its path"])
    case EACCES:
      ReviewFailure(.agent, "agent program is not executable: \(path)", hints: ["chmod +x it"])
    case ENOEXEC:
      ReviewFailure(
        .agent, "agent program is not one for this machine: \(path)",
        hints: ["install the build for this processor, or give a script its #! line"])
    default:
      ReviewFailure(.agent, "can't start agent program \(path): \(reason)")
    }
  }
}
