public import Engine

/// The pre-push hook's file: what is written, and what is done about one that is there.
public enum PrePushHook {
  /// The line by which our own hook is told from somebody else's.
  static let marker = "# Installed by conclave; `conclave hook uninstall` removes it."

  /// What may be done with the file that git would run.
  public enum Action: Sendable, Hashable {
    /// Write these bytes with mode 0755.
    case write(String)
    /// Remove the file.
    case remove
    /// Leave everything as it is; the text says why.
    case nothing(String)
  }

  /// The hook's text; `executable` is an absolute path, quoted for the shell.
  public static func script(executable: String) -> String {
    let quoted =
      "'" + executable.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    return """
      #!/bin/sh
      \(marker)
      exec \(quoted) hook run "$@"

      """
  }

  /// What installing means where `existing` is the present file's content, nil where there is none.
  ///
  /// Throws `refused` for another tool's hook: it is never overwritten.
  public static func install(executable: String, existing: String?) throws(ReviewFailure) -> Action {
    let script = script(executable: executable)
    guard let existing else { return .write(script) }
    if existing == script { return .nothing("the hook is already installed") }
    guard isOurs(existing) else { throw foreign }
    return .write(script)
  }

  /// What uninstalling means where `existing` is the present file's content.
  ///
  /// Throws `refused` for another tool's hook: it is never removed.
  public static func uninstall(existing: String?) throws(ReviewFailure) -> Action {
    guard let existing else { return .nothing("no pre-push hook is installed") }
    guard isOurs(existing) else { throw foreign }
    return .remove
  }

  private static func isOurs(_ text: String) -> Bool { text.split(separator: "\n").contains { $0 == marker } }

  private static var foreign: ReviewFailure {
    ReviewFailure(
      .refused, "a pre-push hook of another tool is in place and was not touched",
      hints: ["add the line `conclave hook run \"$@\" || exit 1` to it; standard input must reach it"])
  }
}
