/// A program to run: nothing is searched, expanded or inherited.
package struct ChildCommand: Sendable, Hashable {
  /// Path of the program, with a slash.
  package var executable: String
  /// Without the program's own name. Short things only: prompts go through standard input.
  package var arguments: [String]
  /// The whole environment; see `ChildEnvironment`.
  package var environment: [String: String]

  package init(executable: String, arguments: [String] = [], environment: [String: String] = [:]) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }
}

/// The files that a child lives on: regular files, since a program that exits cuts what it wrote to a pipe
/// (reliability.md, D1).
package struct ChildFiles: Sendable, Hashable {
  package var input: String
  /// Created where it does not exist, appended to where it does.
  package var output: String
  package var error: String
  package var directory: String

  package init(input: String, output: String, error: String, directory: String) {
    self.input = input
    self.output = output
    self.error = error
    self.directory = directory
  }
}

/// How a child ended, after everything below it is gone.
package struct ChildExit: Sendable, Hashable {
  package enum Status: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  package var status: Status
  /// The last whole lines of standard error, at most 4 KB; unsanitised.
  package var errorTail: String
  package var survivorsKilled: Int
  /// Names of the survivors, as far as the shim had room for them.
  package var survivorNames: [String]
  /// The limit on size that it was killed for.
  package var excess: Excess?
  /// Bytes of standard error that were not kept.
  package var errorBytesDropped: Int

  package init(
    status: Status, errorTail: String = "", survivorsKilled: Int = 0, survivorNames: [String] = [],
    excess: Excess? = nil, errorBytesDropped: Int = 0
  ) {
    self.status = status
    self.errorTail = errorTail
    self.survivorsKilled = survivorsKilled
    self.survivorNames = survivorNames
    self.excess = excess
    self.errorBytesDropped = errorBytesDropped
  }
}
