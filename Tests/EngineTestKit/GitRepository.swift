package import Engine
internal import Foundation

/// A scratch repository made with real git, away from the user's configuration; removed when nobody holds it any more.
package final class GitRepository: Sendable {
  /// Absolute path of the working tree, or of a bare repository.
  package let path: String
  /// A home directory without any configuration.
  package let home: String
  private let root: PrivateDirectory

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// An empty repository whose branch is `main`.
  package init(bare: Bool = false, options: [String] = []) throws {
    root = try PrivateDirectory(in: NSTemporaryDirectory())
    home = try root.directory("home")
    path = try root.directory("repo")
    try git(["init", "--quiet", "--initial-branch=main"] + (bare ? ["--bare"] : []) + options)
  }

  /// A repository that another command makes, such as `git clone`, whose last argument is the new directory.
  package init(by arguments: [String]) throws {
    root = try PrivateDirectory(in: NSTemporaryDirectory())
    home = try root.directory("home")
    path = "\(root.path)/repo"
    try git(arguments + [path], in: root.path)
  }

  /// Runs git and returns what it printed, without the last line feed; any status but 0 is an error.
  @discardableResult package func git(_ arguments: [String], in directory: String? = nil, input: [UInt8] = []) throws
    -> String
  {
    let result = try run(arguments, in: directory, input: input)
    guard result.status == 0 else {
      throw Failure(description: "git \(arguments.joined(separator: " ")): \(result.error)")
    }
    return result.text
  }

  /// Runs git and returns how it ended.
  package func run(_ arguments: [String], in directory: String? = nil, input: [UInt8] = []) throws -> GitResult {
    let identity = ["AUTHOR", "COMMITTER"].flatMap {
      ["GIT_\($0)_NAME=Test", "GIT_\($0)_EMAIL=test@example.org", "GIT_\($0)_DATE=1700000000 +0000"]
    }
    let environment =
      ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(home)", "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1"] + identity
    return try GitRunner(executable: "/usr/bin/env", environment: environment, directory: directory ?? path)
      .run(["git", "-c", "protocol.file.allow=always"] + arguments, input: input, limit: 1 << 30)
  }

  /// Writes a file of the working tree, making its folders.
  package func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  package func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  /// Commits everything that is there and returns the commit's name.
  @discardableResult package func commit(_ message: String = "change") throws -> String {
    try git(["add", "--all"])
    try git(["commit", "--quiet", "--allow-empty", "--no-verify", "-m", message])
    return try git(["rev-parse", "HEAD"])
  }

  /// What intake gets to know, with the current directory inside of the repository.
  package func environment(_ variables: [String: String] = [:], in folder: String = "") -> IntakeEnvironment {
    let base = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home]
    return IntakeEnvironment(
      variables: base.merging(variables) { $1 }, currentDirectory: folder.isEmpty ? path : "\(path)/\(folder)",
      temporaryDirectory: root.path)
  }
}
