internal import Engine
internal import Glibc
internal import TUI

/// The user's editor: `$VISUAL`, else `$EDITOR`, else `vi`, as git takes it.
struct Editor: Sendable {
  private let command: String
  private let environment: [String: String]

  init(_ around: Surroundings) {
    command =
      [around.environment["VISUAL"], around.environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
    environment = around.environment
  }

  /// Opens a file of the repository; a path that leads out of it is refused.
  func open(_ path: RepoPath, line: Int?, below worktree: String) async -> EffectResult {
    do throws(ReviewFailure) {
      let file = try ContainedPath.resolve(String(decoding: path.bytes, as: UTF8.self), inside: worktree)
      let status = run((line.map { ["+\($0)"] } ?? []) + [file])
      return status == 0 ? .done("") : .failed("the editor ended with status \(status): \(command)")
    } catch {
      return .failed(error.description)
    }
  }

  /// Edits a finding's words in a private file.
  func edit(_ finding: Finding, in directory: String) async -> EffectResult {
    do throws(ReviewFailure) {
      let folder = try PrivateDirectory(in: directory)
      let path = folder.path + "/finding.md"
      try RunPlace.write(Array(EditSheet.text(of: finding).utf8), to: path)
      let status = run([path])
      guard status == 0 else { return .failed("the editor ended with status \(status): \(command)") }
      guard let file = try ConfigurationFile.read(path, name: path) else { return .failed("the edited file is gone") }
      return .edited(finding.id, try EditSheet.edit(finding, from: String(decoding: file.bytes, as: UTF8.self)))
    } catch {
      return .failed(error.description)
    }
  }

  /// Runs the user's own command line by the shell, the arguments apart from it, and waits.
  private func run(_ arguments: [String]) -> Int32 {
    let words = ["sh", "-c", "exec \(command) \"$@\"", "sh"] + arguments
    var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer { unsafe (pointers + variables).forEach { unsafe free($0) } }
    var process: pid_t = 0
    guard unsafe posix_spawn(&process, "/bin/sh", nil, nil, &pointers, &variables) == 0 else { return 127 }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
