internal import Engine
internal import EngineTestKit
internal import Testing

@Suite struct HostileRepositoryTests {
  /// A repository whose configuration, attributes and hooks each try to touch a file beside it.
  private func hostile() throws -> (repository: GitRepository, canaries: String) {
    let repository = try GitRepository()
    try repository.write("a.c", "one\ntwo\nthree\n")
    try repository.write("b.bin", "text that calls itself binary\n")
    try repository.commit()
    let canaries = repository.path + "-canaries"
    let script = """
      mkdir '\(canaries)'
      touch() { printf 'touch %s/%s; cat' '\(canaries)' "$1"; }
      for name in clean smudge process; do git config "filter.evil.$name" "$(touch filter-$name)"; done
      git config filter.evil.required true
      git config 'filter.a=b.clean' "$(touch filter-equals)"
      git config diff.evil.command "$(touch diff-command)"
      git config diff.evil.textconv "$(touch textconv)"
      git config diff.external "$(touch diff-external)"
      git config core.fsmonitor "$(touch fsmonitor)"
      git config core.pager "$(touch pager)"
      git config core.sshCommand "$(touch ssh)"
      git config core.editor "$(touch editor)"
      git config core.askPass "$(touch askpass)"
      git config credential.helper "!$(touch credential)"
      git config gpg.program "$(touch gpg)"
      git config log.showSignature true
      git config core.alternateRefsCommand "$(touch alternate-refs)"
      git config remote.origin.url "ext::sh -c touch% \(canaries)/ext"
      git config remote.origin.promisor true
      git config remote.origin.partialclonefilter blob:none
      git config remote.origin.uploadpack "$(touch upload-pack)"
      git config protocol.ext.allow always
      git config core.quotepath false
      git config diff.noprefix true
      git config diff.suppressBlankEmpty true
      git config color.ui always
      git config diff.renames false
      git config diff.context 0
      git config core.bigFileThreshold 1
      mkdir -p .git/hooks hooks
      for hook in post-index-change pre-commit post-checkout reference-transaction fsmonitor-watchman; do
        printf '#!/bin/sh\\ntouch %s/hook-%s\\n' '\(canaries)' $hook > .git/hooks/$hook
        cp .git/hooks/$hook hooks/$hook
      done
      chmod +x .git/hooks/* hooks/*
      git config core.hooksPath "$PWD/hooks"
      printf '* diff=evil filter=evil -diff\\n*.c filter=a=b\\n' > .git/info/attributes
      printf '* filter=evil diff=evil -diff\\n' > .gitattributes
      """
    try Shell.run(script, in: repository.path)
    try repository.write("a.c", "one\n2\nthree\n")
    try repository.write("b.bin", "still text\n")
    return (repository, canaries)
  }

  @Test func nothingOfItRunsAndNothingIsHidden() throws {
    let (repository, canaries) = try hostile()
    for source in [
      ChangeSource.workingTree(includeUntracked: true), .workingTree(includeUntracked: false), .staged, .range("HEAD"),
    ] {
      _ = try Intake.read(source, environment: repository.environment())
    }
    _ = try? Intake.read(.nextPush, environment: repository.environment())
    let change = try Intake.read(.workingTree(includeUntracked: false), environment: repository.environment()).change
    #expect(change.files.map { "\($0.path) +\($0.added) -\($0.removed)" } == ["a.c +1 -1", "b.bin +1 -1"])
    #expect(try Shell.run("ls '\(canaries)'", in: repository.path) == "")
  }

  /// The trap is live: plain git springs it.
  @Test func plainGitSpringsTheTrap() throws {
    let (repository, canaries) = try hostile()
    _ = try? Shell.run("git diff; git status", in: repository.path)
    #expect(try Shell.run("ls '\(canaries)'", in: repository.path) != "")
  }

  @Test func theEnvironmentsGitVariablesAreDropped() throws {
    let (repository, canaries) = try hostile()
    let variables = [
      "GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/", "GIT_OBJECT_DIRECTORY": "/nonexistent",
      "GIT_EXTERNAL_DIFF": "touch \(canaries)/env",
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor",
      "GIT_CONFIG_VALUE_0": "touch \(canaries)/env-config",
      "GIT_CONFIG_PARAMETERS": "'core.fsmonitor=touch \(canaries)/env-parameters'",
      "GIT_SSH_COMMAND": "touch \(canaries)/env-ssh",
      "GIT_TRACE": "\(canaries)/trace", "GIT_TRACE2": "\(canaries)/trace2", "GIT_EXEC_PATH": repository.path,
    ]
    let change = try Intake.read(.workingTree(includeUntracked: false), environment: repository.environment(variables))
      .change
    #expect(change.files.count == 2)
    #expect(try Shell.run("ls '\(canaries)'", in: repository.path) == "")
  }

  @Test func aForeignRepositoryIsRefusedWithTheCommand() throws {
    let repository = try GitRepository()
    try repository.commit()
    // Only root can give a repository away.
    guard (try? Shell.run("chown -R 12345 .", in: repository.path)) != nil else { return }
    defer { _ = try? Shell.run("chown -R 0 .", in: repository.path) }
    do throws(ReviewFailure) {
      _ = try Intake.read(.range("HEAD"), environment: repository.environment())
      Issue.record("a foreign repository was read")
    } catch {
      #expect(error.code == .refused)
      #expect(error.hints == ["if you trust it: git config --global --add safe.directory '\(repository.path)'"])
    }
    try repository.write("../home/.gitconfig", "[safe]\n\tdirectory = \(repository.path)\n")
    #expect(throws: Never.self) { try Intake.read(.range("HEAD"), environment: repository.environment()) }
  }

  @Test func replaceReferencesShowNothingElse() throws {
    let repository = try GitRepository()
    try repository.write("a.c", "secret\n")
    let real = try repository.commit()
    try repository.write("a.c", "harmless\n")
    let fake = try repository.commit()
    try repository.git(["replace", real, fake])
    let change = try Intake.read(.range(real), environment: repository.environment()).change
    #expect(change.files[0].hunks[0].lines[0].text == Array("secret".utf8))
  }

  @Test func alternatesAreFollowedAndMissed() throws {
    let origin = try GitRepository()
    try origin.write("a.c", "1\n")
    try origin.commit()
    let middle = try GitRepository(by: ["clone", "--quiet", "--shared", origin.path])
    let clone = try GitRepository(by: ["clone", "--quiet", "--shared", middle.path])
    try clone.write("a.c", "2\n")
    let source = ChangeSource.workingTree(includeUntracked: false)
    #expect(try Intake.read(source, environment: clone.environment()).change.files.count == 1)
    try Shell.run("mv .git/objects .git/elsewhere", in: middle.path)
    #expect(throws: ReviewFailure.self) { try Intake.read(source, environment: clone.environment()) }
  }

  @Test func hugeInputsAreListedAndNotLost() throws {
    let repository = try GitRepository()
    try repository.write("a.c", "1\n")
    try repository.commit()
    try Shell.run(
      "head -c 100000000 /dev/zero | tr '\\0' x > line.txt; truncate -s 1T sparse; ln -s /dev/zero zero",
      in: repository.path)
    try repository.write("a.c", "2\n")
    try repository.write("long.c", String(repeating: "y", count: 100_000) + "\n")
    let change = try Intake.read(.workingTree(includeUntracked: true), environment: repository.environment()).change
    #expect(
      Set(change.excluded.map { "\($0.path): \($0.reason)" }) == [
        "line.txt: oversized: larger than 64 MB on disk", "sparse: oversized: larger than 64 MB on disk",
        "zero: symbolic link",
      ])
    #expect(change.files.map(\.path.description) == ["a.c", "long.c"])
    #expect(change.notices == ["long.c has a line of 97 KB; only 64 KB of it are read"])
    try Shell.run("rm sparse; git add line.txt", in: repository.path)
    let staged = try Intake.read(.staged, environment: repository.environment()).change
    #expect(staged.excluded.map { "\($0.path): \($0.reason)" } == ["line.txt: oversized: a patch of 95 MB"])
  }

  @Test func fiftyThousandFiles() throws {
    let repository = try repository(files: 50_000) { "d\($0 % 100)/n\($0).c" }
    let change = try Intake.read(.range("HEAD"), environment: repository.environment()).change
    #expect(change.totalFiles == 50_000 && change.files.count == Intake.fileLimit)
    #expect(change.files.count + change.excluded.count == 50_000 && !change.isWhole)
  }

  @Test func aPathListAboveTheLimitOfArguments() throws {
    let name = String(repeating: "n", count: 230)
    let repository = try repository(files: 10_000) { "\(name)\($0).c" }
    #expect(
      try Shell.run("getconf ARG_MAX", in: "/").split(separator: "\n").first.flatMap { Int($0) } ?? 0 < 10_000 * 235)
    try repository.git(["read-tree", "HEAD"])
    try repository.write("\(name)7.c", "y\n")
    let change = try Intake.read(.workingTree(includeUntracked: false), environment: repository.environment()).change
    #expect(change.totalFiles == 10_000 && change.files.count == 10_000)
  }

  private func repository(files: Int, _ name: (Int) -> String) throws -> GitRepository {
    let repository = try GitRepository()
    var stream = Array("commit refs/heads/main\ncommitter T <t@example.org> 1 +0000\ndata 0\n".utf8)
    for number in 0..<files { stream += "M 100644 inline \(name(number))\ndata 2\nx\n".utf8 }
    try repository.git(["fast-import", "--quiet"], input: stream)
    return repository
  }
}
