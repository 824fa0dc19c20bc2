/// Reads a repository that may be hostile with plumbing commands only: nothing in it runs, nothing is fetched, nothing
/// is written to it (forges.md, 5.1; reliability.md, 2.9).
package struct GitReader: Sendable {
  /// Absolute, without symbolic links; a linked worktree has its own.
  let gitDirectory: String
  let commonDirectory: String
  /// Top of the working tree; nil in a bare repository or inside of the git directory.
  let worktree: String?
  let isBare: Bool
  let isShallow: Bool
  let configuration: GitConfiguration
  let scratch: PrivateDirectory
  private let executable: String
  private let variables: [String: String]
  /// Object directory of ours, with the repository's own behind it; nil while only its own objects are read.
  private(set) var objectDirectory: String?
  private var alternates: [String] = []
  /// Longest run of one command.
  var patience: Duration = .seconds(120)

  /// Finds the repository around the current directory, as git itself would, ownership check included.
  package init(_ environment: IntakeEnvironment) throws(ReviewFailure) {
    executable = try GitLocator.find(environment.variables)
    variables = environment.variables
    scratch = try PrivateDirectory(in: environment.temporaryDirectory)
    let runner = GitReader.discovery(executable, variables, in: environment.currentDirectory)
    let settings = SideWork { () throws(ReviewFailure) in
      try runner.run(["config", "--list", "-z", "--includes", "--show-scope"])
    }
    let facts = try runner.run([
      "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir", "--is-bare-repository",
      "--is-inside-work-tree", "--is-shallow-repository", "--show-toplevel",
    ])
    let lines = facts.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // Without a working tree its last question is an error, after the other answers.
    let hasNoTree = lines.count == 5 && lines[3] == "false"
    guard facts.status == 0 || hasNoTree else {
      throw GitReader.discoveryFailure(facts, environment.currentDirectory)
    }
    guard lines.count == 6 || hasNoTree else {
      throw ReviewFailure(.change, "the path of the repository holds a line feed: \(environment.currentDirectory)")
    }
    gitDirectory = lines[0]
    commonDirectory = lines[1]
    isBare = lines[2] == "true"
    isShallow = lines[4] == "true"
    worktree = lines.count == 6 ? lines[5] : nil
    let listing = try settings.wait()
    guard listing.status == 0 else {
      throw ReviewFailure(.change, "git's configuration can't be read: \(listing.complaint)")
    }
    configuration = GitConfiguration(listing: listing.output)
    _ = try scratch.directory("empty")
  }

  /// Name of the repository for headings: the folder that holds it.
  package var name: String {
    let folder =
      worktree ?? (commonDirectory.hasSuffix("/.git") ? String(commonDirectory.dropLast(5)) : commonDirectory)
    return folder.split(separator: "/").last.map(String.init) ?? folder
  }

  /// Runs git hardened, in an empty directory and without an index, so that no attribute of the checkout counts.
  func run(
    _ arguments: [String], input: [UInt8] = [], limit: Int = 64 << 20
  ) throws(ReviewFailure) -> GitResult {
    let empty = "\(scratch.path)/empty"
    return try runner(in: empty, worktree: empty, index: "\(scratch.path)/no-index").run(
      arguments, input: input, limit: limit)
  }

  /// Like `run`, but any status other than 0 is the failure `task`.
  func output(
    _ arguments: [String], input: [UInt8] = [], limit: Int = 64 << 20, task: String
  ) throws(ReviewFailure) -> [UInt8] {
    let result = try run(arguments, input: input, limit: limit)
    return try GitReader.checked(result, task: task)
  }

  static func checked(_ result: GitResult, task: String) throws(ReviewFailure) -> [UInt8] {
    if result.isCut { throw ReviewFailure(.change, "\(task): git prints more than can be read") }
    guard result.status == 0 else {
      let isPartial = result.error.contains("promisor") || result.error.contains("unable to read")
      throw ReviewFailure(
        .change, "\(task): \(result.complaint)",
        hints: isPartial ? ["objects are missing here; fetch them first with git fetch --refetch, or git fsck"] : [])
    }
    return result.output
  }

  /// A runner with the hardened environment; `index` and `worktree` say what git takes for its own.
  func runner(in directory: String, worktree: String, index: String) -> GitRunner {
    var environment =
      GitReader.base(variables) + [
        "GIT_DIR=\(gitDirectory)", "GIT_WORK_TREE=\(worktree)", "GIT_INDEX_FILE=\(index)", "GIT_CONFIG_NOSYSTEM=1",
        "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none",
      ]
    if let objectDirectory {
      environment.append("GIT_OBJECT_DIRECTORY=\(objectDirectory)")
      environment.append(
        "GIT_ALTERNATE_OBJECT_DIRECTORIES=\(alternates.map(GitReader.quotedAlternate).joined(separator: ":"))")
    }
    return GitRunner(
      executable: executable, environment: environment + GitReader.settings(configuration.overrides),
      directory: directory, deadline: patience)
  }

  /// The same repository with an object directory of our own in front, for trees of the index or the working tree.
  func withPrivateObjects() throws(ReviewFailure) -> GitReader {
    var reader = self
    reader.objectDirectory = try scratch.directory("objects")
    reader.alternates = try GitAlternates.all(of: "\(commonDirectory)/objects")
    return reader
  }

  private static func base(_ variables: [String: String]) -> [String] {
    // Where the user's list of ignored files lies, even while his configuration is cut off.
    (variables["XDG_CONFIG_HOME"].map { ["XDG_CONFIG_HOME=\($0)"] } ?? []) + [
      "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "HOME=\(variables["HOME"] ?? "/nonexistent")",
      "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_LITERAL_PATHSPECS=1",
    ]
  }

  private static func settings(_ overrides: [(key: String, value: String)]) -> [String] {
    ["GIT_CONFIG_COUNT=\(overrides.count)"]
      + overrides.enumerated().flatMap { index, item in
        ["GIT_CONFIG_KEY_\(index)=\(item.key)", "GIT_CONFIG_VALUE_\(index)=\(item.value)"]
      }
  }

  /// Reads the user's and the system's configuration too, since `safe.directory` counts only from there.
  private static func discovery(_ executable: String, _ variables: [String: String], in directory: String) -> GitRunner
  {
    // Root by way of sudo may use what the caller owns.
    let passed = variables["SUDO_UID"].map { ["SUDO_UID=\($0)"] } ?? []
    return GitRunner(
      executable: executable, environment: base(variables) + passed + settings(GitConfiguration.hardening),
      directory: directory)
  }

  private static func discoveryFailure(_ result: GitResult, _ directory: String) -> ReviewFailure {
    if result.error.contains("dubious ownership") {
      let path = result.error.split(separator: "'").dropFirst().first.map(String.init) ?? directory
      return ReviewFailure(
        .refused, "the repository belongs to someone else: \(path)",
        hints: ["if you trust it: git config --global --add safe.directory '\(path)'"])
    }
    if result.error.contains("not a git repository") {
      return ReviewFailure(
        .change, "not a git repository: \(directory)",
        hints: ["change to one, or review a patch with --patch FILE"])
    }
    return ReviewFailure(.change, "the repository can't be opened: \(result.complaint)")
  }

  /// A colon would end the entry, a quote begin a quoted one.
  private static func quotedAlternate(_ path: String) -> String {
    guard path.contains(":") || path.hasPrefix("\"") || path.contains("\n") else { return path }
    let body = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return "\"\(body)\""
  }
}
