/// Exports a repository in which everything is that coding agents and runtimes obey or run, and looks whether any of it came
/// through: the self-test of `conclave doctor` (reliability.md, section 3).
package enum ExportCanary {
  /// What each file would do, were it ever obeyed.
  private static let mark = "canary"
  private static let files = [
    ".opencode/plugin/canary.ts", ".opencode/plugins/canary.ts", "opencode.json", "bunfig.toml", ".env", ".mcp.json",
    ".claude/settings.json", ".npmrc", "deep/inside/.opencode/plugin/canary.ts", "deep/inside/.env",
  ]
  private static let link = "environment.txt"
  private static let plain = "readme.txt"

  /// Nil where nothing came through, else what did or why it could not be tried.
  package static func problem(_ environment: IntakeEnvironment) -> String? {
    do throws(ReviewFailure) {
      let place = try PrivateDirectory(in: environment.temporaryDirectory)
      let tree = try tree(in: try place.directory("repository"), environment)
      let folder = place.path + "/tree"
      defer { FolderRemoval.remove(folder) }
      return problem(try tree.export(to: folder), in: folder)
    } catch {
      return error.description
    }
  }

  /// What of the canary's export, in `folder`, should not be as it is; nil where all is well.
  package static func problem(_ export: TreeExport, in folder: String) -> String? {
    if let file = files.first(where: { FileKind.of("\(folder)/\($0)") != .none }) {
      return "\(file) reached the agents"
    }
    if FileKind.of("\(folder)/\(link)") != .file { return "a symbolic link reached the agents" }
    if FileKind.of("\(folder)/\(plain)") != .file { return "a plain file did not reach the agents" }
    return export.leftOutCount == files.count ? nil : "\(export.leftOutCount) of \(files.count) files were left out"
  }

  private static func tree(
    in directory: String, _ environment: IntakeEnvironment
  ) throws(ReviewFailure) -> HeadTree {
    let git = GitRunner(
      executable: try GitLocator.find(environment.variables),
      environment: [
        "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(directory)", "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1",
        "GIT_CONFIG_GLOBAL=/dev/null",
      ], directory: directory)
    func run(_ words: [String], _ input: [UInt8] = []) throws(ReviewFailure) -> String {
      let output = try GitReader.checked(try git.run(words, input: input), task: "a canary repository can't be made")
      return String(decoding: output.prefix { $0 != 0x0A }, as: UTF8.self)
    }
    _ = try run(["init", "--quiet", "--template="])
    let text = try run(["hash-object", "-w", "--stdin"], Array("\(mark)\n".utf8))
    let target = try run(["hash-object", "-w", "--stdin"], Array("/proc/self/environ".utf8))
    let entries = (files + [plain]).map { "100755 \(text)\t\($0)\n" } + ["120000 \(target)\t\(link)\n"]
    _ = try run(["update-index", "--add", "--index-info"], Array(entries.joined().utf8))
    let head = try run(["write-tree"])
    let own = IntakeEnvironment(
      variables: environment.variables, currentDirectory: directory, temporaryDirectory: environment.temporaryDirectory)
    return HeadTree(reader: try GitReader(own), head: head, changed: [])
  }
}
