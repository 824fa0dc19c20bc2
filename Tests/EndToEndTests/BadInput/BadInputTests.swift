import Engine
import EngineTestKit
import Foundation
import Testing

/// Something that goes wrong for a user, what they call, and what they get.
struct BadInput: Sendable, CustomTestStringConvertible {
  var what: String
  /// Makes the situation, in an empty directory.
  var given: String = ""
  /// What is called there, by a shell.
  var call: String
  var status: Int32
  /// Said on standard output by a review, on standard error otherwise.
  var says: [String]

  init(_ what: String, _ given: String, _ call: String, _ status: Int32, _ says: String...) {
    self.what = what
    self.given = given
    self.call = call
    self.status = status
    self.says = says
  }

  var testDescription: String { what }

  /// Checks a result against what is promised for every bad input: a review, or exactly one line that says what to do.
  func check(_ result: Program.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    let context = Comment(rawValue: "\(what)\nstatus \(result.status)\n\(result.errors)\n\(result.output.suffix(1500))")
    #expect(result.status == status, context, sourceLocation: sourceLocation)
    #expect(result.dangers.isEmpty, context, sourceLocation: sourceLocation)
    let isReview = result.output.contains("\nExit status \(status): ") && [0, 1, 3, 6].contains(status)
    for text in says {
      #expect((isReview ? result.output : result.errors).contains(text), context, sourceLocation: sourceLocation)
    }
    guard !isReview else {
      #expect(result.output.contains("\nDecision: "), context, sourceLocation: sourceLocation)
      #expect(result.errors.isEmpty, context, sourceLocation: sourceLocation)
      return
    }
    #expect(result.errorLines.count == 1, context, sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("conclave: "), context, sourceLocation: sourceLocation)
    // What happened; what to do.
    #expect(result.errors.contains("; "), context, sourceLocation: sourceLocation)
  }
}

/// Each gives a review, or one line with what to do, and the right status.
@Suite struct BadInputTests {
  private static let two = """
    repository; echo 1 > a.py; commit one; printf 'def run(x):\\n    return eval(x)\\n' > a.py; commit two

    """

  static let repositories: [BadInput] = [
    .init("no repository", "", "conclave", 2, "not a git repository", "--patch FILE"),
    .init("no commits", "repository", "conclave", 2, "no commits yet", "--staged"),
    .init("no commits, something staged", "repository; echo 1 > a.py; git add a.py", "conclave --staged", 0, "1 file"),
    .init("no upstream and no default branch", two, "conclave", 2, "branch main has no upstream", "--base REF"),
    .init("detached head", two + "git checkout -q --detach", "conclave HEAD~1..HEAD", 0, "Coverage: 1 file reviewed"),
    .init("detached head, no range", two + "git checkout -q --detach", "conclave", 0, "Coverage: 0 files"),
    .init(
      "detached head, no branch at all", two + "git checkout -q --detach; git branch -qD main", "conclave", 2,
      "--base REF"),
    .init(
      "shallow clone, what the next push sends", "(mkdir o; cd o; \(two)); git clone -q --depth 1 file://$PWD/o s",
      "cd s; conclave", 0, "Coverage: 0 files"),
    .init(
      "shallow clone, beyond its depth", "(mkdir o; cd o; \(two)); git clone -q --depth 1 file://$PWD/o s",
      "cd s; conclave HEAD~1..HEAD", 2, "HEAD~1", "shallow", "git fetch --no-tags --deepen="),
    .init(
      "linked worktree", two + "git worktree add -q w -b w HEAD~1; cd w; echo 2 > b.py; commit b",
      "cd w; conclave --base main", 0, "Coverage: 1 file reviewed"),
    .init(
      "submodule added", "(mkdir o; cd o; \(two)); \(two) git submodule --quiet add file://$PWD/o m; commit m",
      "conclave HEAD~1..HEAD", 0, "submodule"),
    .init(
      "submodule moved",
      "(mkdir o; cd o; \(two)); \(two) git submodule --quiet add file://$PWD/o m; commit m; "
        + "(cd m; git checkout -q HEAD~1)", "conclave --working-tree", 0, "submodule"),
    .init(
      "bare repository", "(mkdir o; cd o; \(two)); git clone -q --bare o b", "cd b; conclave main~1..main", 0,
      "Coverage: 1 file reviewed"),
    .init(
      "bare repository, working tree", "git init -q --bare", "conclave --working-tree", 2, "bare repository",
      "A..B"),
    .init("empty change", two, "conclave HEAD..HEAD", 0, "Coverage: 0 files reviewed, 0 not"),
    .init(
      "only filtered files", two + "echo '{}' > package-lock.json; commit lock", "conclave HEAD~1..HEAD", 0,
      "Coverage: 0 files reviewed, 1 not", "package-lock.json: lock file", "Reviewed by: nobody"),
    .init("unknown reference", two, "conclave nosuch..HEAD", 2, "no such reference: nosuch", "git branch -a"),
    .init("reference that is a flag", two, "conclave -- --upload-pack=x", 2, "--upload-pack=x"),
    .init("no common history", two + "git checkout -q --orphan lone; commit lone", "conclave --base main", 2, "main"),
    .init(
      "somebody else's repository", "\(two) chown -R nobody . 2>/dev/null || true",
      "[ $(id -u) = 0 ] || exit 77; conclave HEAD~1..HEAD", 5, "safe.directory"),
  ]

  static let patches: [BadInput] = [
    .init("no such patch", "", "conclave --patch nosuch", 2, "nosuch", "No such file"),
    .init("a directory as patch", "", "conclave --patch .", 2, "the patch . can't be read"),
    .init("an empty patch", ": > p", "conclave --patch p", 2, "no diff in p", "git diff"),
    .init("nothing on standard input", "", "conclave --patch -", 2, "no diff in standard input"),
    .init("text that is no patch", "echo hello > p", "conclave --patch p", 2, "p, line 1"),
    .init("random bytes", "head -c 100000 /dev/urandom > p", "conclave --patch p", 2, "p"),
    .init(
      "a patch cut in a hunk", "printf -- '--- a/x\\n+++ b/x\\n@@ -1,3 +1,3 @@\\n a\\n-b\\n' > p",
      "conclave --patch p", 3, "incomplete"),
    .init(
      "a hunk longer than it says", "printf -- '--- a/x\\n+++ b/x\\n@@ -1 +1 @@\\n-b\\n+c\\n+d\\n' > p",
      "conclave --patch p", 2, "p, line 6"),
    .init(
      "a patch where git is missing", "printf -- '--- a/x\\n+++ b/x\\n@@ -1 +1 @@\\n-b\\n+c\\n' > p",
      "PATH=/nosuch conclave --patch p", 0, "Coverage: 1 file reviewed"),
  ]

  static let surroundings: [BadInput] = [
    .init("no git", two, "PATH=/nosuch conclave HEAD~1..HEAD", 2, "git is not installed", "--patch FILE"),
    .init("no HOME", two, "env -u HOME -u XDG_STATE_HOME \"$CONCLAVE\" HEAD~1..HEAD", 0, "recordings go to"),
    .init(
      "a HOME that can't be written", two, "HOME=/proc/nosuch XDG_STATE_HOME= conclave HEAD~1..HEAD", 0,
      "recordings go to"),
    .init("a relative HOME", two, "HOME=home XDG_STATE_HOME= conclave HEAD~1..HEAD", 0, "recordings go to"),
    .init("a relative XDG_STATE_HOME", two, "XDG_STATE_HOME=state conclave HEAD~1..HEAD", 0, "Recording: /"),
    .init("a file as XDG_STATE_HOME", two, "XDG_STATE_HOME=$PWD/a.py conclave HEAD~1..HEAD", 0, "recordings go to"),
    .init(
      "no temporary directory", two, "TMPDIR=/proc conclave HEAD~1..HEAD --no-record", 0,
      "this review works in memory: "),
    .init(
      "something in the place of recordings", two,
      "mkdir s; echo > s/conclave; XDG_STATE_HOME=$PWD/s conclave review HEAD",
      5, "s/conclave is not a directory", "remove it"),
    .init(
      "a broken suppressions file",
      two + "mkdir .conclave; printf '[[suppress]]\\nscope = 3\\n' > "
        + ".conclave/suppressions.toml", "conclave --working-tree", 2, ".conclave/suppressions.toml:2:"),
    .init(
      "a broken configuration", two + "printf 'fail_on = \"warning\"\\ntheme = \\n' > conclave.toml",
      "conclave HEAD~1..HEAD", 2, "conclave.toml:2:"),
    .init(
      "a misspelt setting", two + "printf 'fail_onn = \"warning\"\\n' > conclave.toml", "conclave HEAD~1..HEAD", 2,
      "conclave.toml:1:", "fail_on"),
    .init(
      "a limit out of range", two + "printf '[limits]\\ntask = \"0s\"\\n' > conclave.toml",
      "conclave HEAD~1..HEAD", 2, "conclave.toml:2:"),
    .init(
      "a broken setting in the environment", two, "CONCLAVE_FAIL_ON=sometimes conclave HEAD~1..HEAD", 2,
      "CONCLAVE_FAIL_ON"),
  ]

  static let commandLines: [BadInput] = [
    .init("a misspelt flag", two, "conclave --stagd", 2, "did you mean --staged?"),
    .init("a misspelt command", two, "conclave reviw", 2, "did you mean conclave review?"),
    .init("a misspelt tier", two, "conclave --tier fulll", 2, "did you mean full?"),
    .init("a misspelt reviewer", two, "conclave --only securty", 2, "did you mean security?"),
    .init("a misspelt format", two, "conclave --format jsn", 2, "did you mean json?"),
    .init("two sources", two, "conclave --staged --working-tree", 2, "exclude each other"),
    .init("no reviewer left", two, "conclave HEAD~1..HEAD --only security --skip security", 2, "no reviewer is left"),
    .init("no such rehearsal", two, "conclave HEAD~1..HEAD --runtime rehearsal:nosuch", 2, "no rehearsal nosuch"),
    .init("almost a rehearsal", two, "conclave HEAD~1..HEAD --runtime rehearsal:deom", 2, "did you mean demo?"),
    .init(
      "a row's rehearsal", two, "conclave HEAD~1..HEAD --runtime rehearsal:cp-09", 2, "did you mean cp-09-lingers?"),
    .init(
      "a rehearsal without a name", two, "conclave HEAD~1..HEAD --runtime rehearsal:", 2, "conclave rehearsals lists"),
    .init("no such run", two, "conclave triage nosuch", 2, "no run or recording nosuch", "conclave runs"),
    .init("no run of this repository yet", two, "conclave runs show", 2, "conclave"),
    .init("escapes in an argument", two, "conclave $'nosuch\\e[31m\\u202e'", 2, "nosuch\\u{1B}[31m\\u{202E}"),
    .init("bytes that are no text in an argument", two, "conclave $'nosuch\\xff'", 2, "nosuch"),
  ]

  @Test(arguments: repositories + patches + surroundings + commandLines)
  func `a review, or one line with what to do`(input: BadInput) throws {
    let scratch = try Scratch(input.given)
    let result = try scratch.run(input.call)
    guard result.status != 77 else { return }
    input.check(result)
    if let recording = result.recording, result.status < 2 {
      #expect(FileManager.default.fileExists(atPath: recording + "/report.json"))
    }
  }
}
