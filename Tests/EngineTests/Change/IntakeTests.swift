internal import Engine
internal import EngineTestKit
internal import Testing

@Suite struct IntakeTests {
  private func read(_ source: ChangeSource, _ repository: GitRepository, _ variables: [String: String] = [:]) throws
    -> Change
  {
    try Intake.read(source, environment: repository.environment(variables)).change
  }

  /// The failure's code and its line, for cases that must fail.
  private func failure(_ source: ChangeSource, _ repository: GitRepository, _ variables: [String: String] = [:])
    -> String
  {
    do throws(ReviewFailure) {
      let result = try Intake.read(source, environment: repository.environment(variables))
      return "no failure: \(result.change.source), \(result.change.totalFiles) files"
    } catch {
      return "\(error.code): \(error)"
    }
  }

  private func branched() throws -> GitRepository {
    let repository = try GitRepository()
    try repository.write("a.txt", "one\ntwo\nthree\n")
    try repository.commit("first")
    try repository.git(["switch", "--quiet", "-c", "feature/x"])
    try repository.write("a.txt", "one\n2\nthree\n")
    try repository.write("b.txt", "new\n")
    try repository.commit("second: the feature\n\nbody")
    return repository
  }

  @Test func `what is edited in the second in which the index was written is seen`() throws {
    let repository = try GitRepository()
    try Shell.run(
      "git config core.trustctime false; printf '1\\n' >a.c; touch -d '2026-01-02 03:04:05' a.c", in: repository.path)
    try repository.commit()
    try Shell.run(
      "printf '2\\n' >a.c; touch -d '2026-01-02 03:04:05' a.c .git/index", in: repository.path)
    let change = try Intake.read(.workingTree(includeUntracked: false), environment: repository.environment()).change
    #expect(change.files.map(\.path.description) == ["a.c"])
  }

  @Test func nextPushGoesByTheDefaultBranch() throws {
    let repository = try branched()
    let change = try read(.nextPush, repository)
    #expect(change.source == "feature/x against main (the default branch)")
    #expect(change.title == "second: the feature")
    #expect(change.files.map { "\($0.path) +\($0.added) -\($0.removed)" } == ["a.txt +1 -1", "b.txt +1 -0"])
    #expect(change.totalFiles == 2 && change.totalAdded == 2 && change.totalRemoved == 1)
    #expect(change.isWhole && change.notices.isEmpty && change.excluded.isEmpty)
    #expect(change.head == (try repository.git(["rev-parse", "HEAD"])))
    #expect(change.base == (try repository.git(["rev-parse", "main"])))
  }

  @Test func nextPushPrefersTheUpstream() throws {
    let repository = try branched()
    try repository.git(["branch", "--quiet", "sent", "HEAD"])
    try repository.git(["branch", "--quiet", "--set-upstream-to=sent"])
    try repository.write("c.txt", "more\n")
    try repository.commit("third")
    let change = try read(.nextPush, repository)
    #expect(change.source == "feature/x against sent (its upstream)")
    #expect(change.files.map(\.path.description) == ["c.txt"])
  }

  @Test func nextPushUsesTheRemotesHead() throws {
    let origin = try branched()
    try origin.git(["switch", "--quiet", "main"])
    let clone = try GitRepository(by: ["clone", "--quiet", origin.path])
    try clone.git(["switch", "--quiet", "--no-track", "-c", "work"])
    try clone.write("d.txt", "d\n")
    try clone.commit("fourth")
    let change = try read(.nextPush, clone)
    #expect(change.source == "work against origin/HEAD (the remote's default branch)")
    #expect(change.files.map(\.path.description) == ["d.txt"])
  }

  @Test func uncommittedChangesAreNamed() throws {
    let repository = try branched()
    try repository.write("a.txt", "one\nII\nthree\n")
    try repository.write("b.txt", "new\n")
    #expect(
      try read(.nextPush, repository).notices == [
        "uncommitted changes in 1 file are left out; --working-tree reviews them"
      ])
  }

  @Test(arguments: [
    ("main..HEAD", "a.txt b.txt"), ("main...HEAD", "a.txt b.txt"), ("HEAD..main", "a.txt b.txt"),
    ("main..", "a.txt b.txt"),
    ("HEAD", "a.txt b.txt"), ("main", "a.txt"), ("main^{tree}..feature/x^{tree}", "a.txt b.txt"), ("HEAD..HEAD", ""),
  ]) func ranges(_ range: String, _ files: String) throws {
    let change = try read(.range(range), branched())
    #expect(change.files.map(\.path.description).joined(separator: " ") == files)
  }

  @Test func baseMeansTheMergeBase() throws {
    let repository = try branched()
    try repository.git(["switch", "--quiet", "main"])
    try repository.write("only-on-main.txt", "x\n")
    try repository.commit("elsewhere")
    try repository.git(["switch", "--quiet", "feature/x"])
    #expect(try read(.base("main"), repository).files.map(\.path.description) == ["a.txt", "b.txt"])
    #expect(
      try read(.range("main..HEAD"), repository).files.map(\.path.description) == [
        "a.txt", "b.txt", "only-on-main.txt",
      ])
  }

  @Test func stagedIsTheIndexAndNothingElse() throws {
    let repository = try branched()
    try repository.write("a.txt", "one\nstaged\nthree\n")
    try repository.git(["add", "a.txt"])
    try repository.write("a.txt", "one\non disk\nthree\n")
    let before = try repository.git(["ls-files", "--stage"])
    let change = try read(.staged, repository)
    #expect(
      change.files.flatMap(\.hunks).flatMap(\.lines).filter { $0.kind == .added }.map(\.text) == [Array("staged".utf8)])
    #expect(change.head == nil && change.source == "the index against HEAD")
    #expect(try repository.git(["ls-files", "--stage"]) == before)
  }

  @Test func workingTreeIsWhatIsOnDisk() throws {
    let repository = try branched()
    try repository.write("a.txt", "one\non disk\nthree\n")
    try repository.git(["rm", "--quiet", "--cached", "b.txt"])
    try repository.git(["add", "--intent-to-add", "b.txt"])
    try repository.write("new.txt", "untracked\n")
    try repository.write(".gitignore", "ignored\n")
    try repository.write("ignored", "x")
    let objects = try repository.git(["count-objects"])
    let tracked = try read(.workingTree(includeUntracked: false), repository)
    #expect(tracked.files.map(\.path.description) == ["a.txt"])
    #expect(tracked.notices == ["2 untracked files are left out; --untracked takes them in"])
    let all = try read(.workingTree(includeUntracked: true), repository)
    #expect(all.files.map(\.path.description) == [".gitignore", "a.txt", "new.txt"])
    #expect(try repository.git(["count-objects"]) == objects)
  }

  @Test func deletedReplacedAndOddFilesOnDisk() throws {
    let repository = try branched()
    for name in ["gone", "dir", "pipe", "link"] { try repository.write(name, "\(name)\n") }
    try repository.commit("third")
    for name in ["gone", "dir", "pipe", "link"] { _ = try? repository.git(["rm", "--quiet", "--", name]) }
    try repository.git(["reset", "--quiet"])
    try repository.write("dir/inner", "inner\n")
    try Shell.run("mkfifo pipe; ln -s a.txt link; rm a.txt", in: repository.path)
    let change = try read(.workingTree(includeUntracked: true), repository)
    #expect(
      Set(change.files.map { "\($0.status) \($0.path)" }) == [
        "deleted a.txt", "deleted dir", "deleted gone", "added dir/inner",
      ])
    #expect(
      Set(change.excluded.map { "\($0.path): \($0.reason)" }) == ["pipe: not a regular file", "link: symbolic link"])
  }

  @Test func unmergedPathsAreListed() throws {
    let repository = try branched()
    try repository.git(["switch", "--quiet", "main"])
    try repository.write("a.txt", "one\nzwei\nthree\n")
    try repository.commit("conflict")
    #expect(try repository.run(["merge", "feature/x"]).status != 0)
    for source in [ChangeSource.staged, .workingTree(includeUntracked: false)] {
      let change = try read(source, repository)
      #expect(change.excluded.map { "\($0.path): \($0.reason)" } == ["a.txt: unmerged: resolve the conflict first"])
      #expect(change.files.map(\.path.description) == ["b.txt"])
    }
  }

  @Test func lineEndsFollowTheUsersConfiguration() throws {
    let repository = try GitRepository()
    try repository.write("a.txt", String(repeating: "line\n", count: 200))
    try repository.commit()
    try repository.write("../home/.gitconfig", "[core]\n\tautocrlf = true\n\tsafecrlf = true\n")
    try repository.write("a.txt", String(repeating: "line\r\n", count: 200) + "more\r\n")
    let change = try read(.workingTree(includeUntracked: false), repository)
    #expect(change.totalAdded == 1 && change.totalRemoved == 0)
  }

  @Test func indexOfACommitHookIsAccepted() throws {
    let repository = try branched()
    try repository.write("a.txt", "one\nin hook\nthree\n")
    try repository.git(["-c", "core.hooksPath=/dev/null", "stash", "--quiet"])
    try repository.git(["stash", "pop", "--quiet"])
    try Shell.run(
      "cp .git/index .git/next-index-1.lock; GIT_INDEX_FILE=.git/next-index-1.lock git add a.txt", in: repository.path)
    let change = try read(.staged, repository, ["GIT_INDEX_FILE": ".git/next-index-1.lock", "GIT_DIR": "/nonexistent"])
    #expect(change.files.map(\.path.description) == ["a.txt"])
    #expect(try read(.staged, repository).files.isEmpty)
    #expect(
      failure(.staged, repository, ["GIT_INDEX_FILE": "/tmp/elsewhere"]).hasPrefix(
        "refused: GIT_INDEX_FILE lies outside"))
  }

  @Test func worktreesBareOnesAndDetachedHeads() throws {
    let repository = try branched()
    let linked = repository.path + "-linked"
    try repository.git(["worktree", "add", "--quiet", "-b", "side", linked])
    var environment = repository.environment()
    environment.currentDirectory = linked
    #expect(try Intake.read(.nextPush, environment: environment).change.files.count == 2)
    try repository.git(["switch", "--quiet", "--detach"])
    #expect(try read(.nextPush, repository).source == "detached HEAD against main (the default branch)")
    let bare = try GitRepository(by: ["clone", "--quiet", "--bare", repository.path])
    #expect(try read(.range("main..feature/x"), bare).files.count == 2)
    #expect(failure(.staged, bare) == "usage: a bare repository has no index and no working tree; review a range A..B")
  }

  @Test func submodulesLinksAndModesAreListed() throws {
    let inner = try branched()
    let repository = try branched()
    let base = try repository.git(["rev-parse", "HEAD"])
    try repository.git(["submodule", "--quiet", "add", inner.path, "sub"])
    try Shell.run(
      "ln -s a.txt l; chmod +x a.txt; mv b.txt moved.txt; printf 'a\\0b' > data; printf '\\377\\376a\\0' > wide; : > empty",
      in: repository.path)
    try repository.commit()
    let change = try read(.range("\(base)..HEAD"), repository)
    #expect(
      Set(change.excluded.map { "\($0.path): \($0.reason)" }) == [
        "sub: submodule", "l: symbolic link", "a.txt: mode changed from 100644 to 100755",
        "moved.txt: renamed without a change",
        "data: binary", "wide: UTF-16 text", "empty: empty file",
      ])
    #expect(change.files.map(\.path.description) == [".gitmodules"])
  }

  @Test func eachFailureSaysWhatToDo() throws {
    let empty = try GitRepository()
    #expect(
      failure(.nextPush, empty)
        == "change: the repository has no commits yet; commit something, or review the index with --staged")
    #expect(failure(.staged, empty) == "no failure: the index against nothing, 0 files")
    let lonely = try GitRepository()
    try lonely.commit()
    #expect(failure(.nextPush, lonely).hasPrefix("change: branch main has no upstream, and there is no default branch"))
    let repository = try branched()
    #expect(
      failure(.base("nowhere"), repository) == "change: no such reference: nowhere; git branch -a lists what there is")
    #expect(failure(.nextPush, repository, ["PATH": "relative:/nonexistent"]).hasPrefix("change: git is not installed"))
    var outside = repository.environment()
    outside.currentDirectory = repository.home
    #expect(throws: ReviewFailure.self) { try Intake.read(.nextPush, environment: outside) }
    try repository.git(["switch", "--quiet", "--orphan", "fresh"])
    try repository.commit("unrelated")
    #expect(
      failure(.base("main"), repository)
        == "change: main and the head have no common history; compare the two trees with main..HEAD")
  }

  @Test func aShallowCloneNamesTheFetch() throws {
    let origin = try branched()
    let clone = try GitRepository(by: ["clone", "--quiet", "--depth=1", "--no-single-branch", "file://\(origin.path)"])
    #expect(failure(.base("origin/main"), clone).contains("shallow clone; git fetch --no-tags --unshallow origin"))
    #expect(failure(.range("HEAD"), clone).contains("git fetch --no-tags --deepen=1 origin"))
    #expect(try read(.range("origin/main..HEAD"), clone).files.count == 2)
  }

  @Test(arguments: [
    "--upload-pack=touch canary", "-o", "--output=canary", "$(touch canary)", "`touch canary`", "a\nb",
    ":/nothing", "",
    String(repeating: "x", count: 5000), "--end-of-options", "-h", "HEAD..--output=canary", "--output=canary..HEAD",
    "a...--all",
  ]) func referencesAreNeverOptions(_ reference: String) throws {
    let repository = try branched()
    for source in [ChangeSource.base(reference), .range(reference)] {
      let line = failure(source, repository)
      #expect(line.hasPrefix("change: ") || line.hasPrefix("usage: "), "\(line)")
    }
    #expect(try repository.git(["ls-files", "--others"]) == "")
  }
}
