internal import Engine

/// Runs small shell scripts of tests.
package enum Shell {
  /// Runs `script` with `sh -e` and returns its output; any status but 0 is an error.
  @discardableResult package static func run(_ script: String, in directory: String) throws -> String {
    let runner = GitRunner(
      executable: "/bin/sh", environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "HOME=\(directory)"],
      directory: directory)
    let result = try runner.run(["-ec", script])
    guard result.status == 0 else {
      throw GitRepository.Failure(description: "\(script): \(result.error)")
    }
    return result.text
  }
}
