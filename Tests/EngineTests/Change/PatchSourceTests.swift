internal import Engine
internal import Testing

@Suite struct PatchSourceTests {
  /// No repository, no git: a patch needs neither.
  private let nowhere = IntakeEnvironment(
    variables: ["PATH": ""], currentDirectory: "/nonexistent", temporaryDirectory: "/nonexistent")

  private func read(_ text: String) throws(ReviewFailure) -> IntakeResult {
    try Intake.read(.patch(bytes: Array(text.utf8), name: "x.patch"), environment: nowhere)
  }

  @Test func aPatchIsReadWithoutGit() throws {
    let result = try read(
      """
      --- a/AGENTS.md
      +++ b/AGENTS.md
      @@ -1 +1 @@
      -a
      +b
      --- a/go.sum
      +++ b/go.sum
      @@ -1 +1,2 @@
       a
      +b
      --- a/gen.go
      +++ b/gen.go
      @@ -1,2 +1,2 @@
       // @generated
      -a
      +b
      --- a/far.go
      +++ b/far.go
      @@ -90 +90 @@
      -// @generated
      +b

      """)
    let change = result.change
    #expect(change.base == nil && change.head == nil && change.source == "patch x.patch" && change.isWhole)
    #expect(change.files.map(\.path.description) == ["AGENTS.md", "far.go"])
    #expect(
      change.excluded.map { "\($0.path): \($0.reason)" } == [
        "go.sum: lock file", "gen.go: generated: \"@generated\" in line 1",
      ])
    #expect(change.totalFiles == 4 && change.totalAdded == 4 && change.totalRemoved == 3)
    #expect(result.hasAgentsMD && result.documents.paths.isEmpty)
  }

  @Test func aCutPatchIsIncomplete() throws {
    let change = try read("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n@@ -9,3 +9,3 @@\n-c\n").change
    #expect(!change.isWhole && change.files[0].hunks.count == 1 && change.notices == ["the patch is cut off at line 7"])
  }

  @Test(arguments: [
    ("", "no diff in x.patch"), (" \n\n", "no diff in x.patch"), ("hello\n", "x.patch, line 1: no unified diff"),
    ("diff --git a/f b/f\nindex 1", "no diff in x.patch: it is cut off"),
    ("diff --cc f\n", "x.patch, line 1: a combined diff"),
  ]) func whatIsNoPatchSaysSo(_ text: String, _ message: String) {
    #expect {
      try read(text)
    } throws: { error in
      (error as? ReviewFailure).map { $0.code == .change && $0.message.hasPrefix(message) && !$0.hints.isEmpty }
        ?? false
    }
  }
}
