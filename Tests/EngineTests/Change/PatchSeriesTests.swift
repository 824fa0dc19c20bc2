internal import Engine
internal import EngineTestKit
internal import Testing

@Suite struct PatchSeriesTests {
  /// A repository with several commits over the same files, and the series of mails that git makes of them.
  private func series(_ steps: [(GitRepository) throws -> Void]) throws -> (GitRepository, [UInt8], String) {
    let repository = try GitRepository()
    try repository.write("a.txt", (1...40).map { "line \($0)\n" }.joined())
    try repository.write("b.txt", "b\n")
    let base = try repository.commit("base")
    for step in steps {
      try step(repository)
      try repository.commit("step")
    }
    let mails = try repository.run(["format-patch", "--stdout", "\(base)..HEAD"]).output
    return (repository, mails, base)
  }

  @Test func repeatedFilesAreAppliedOneAfterTheOther() throws {
    let edit: (Int, String) -> (GitRepository) throws -> Void = { number, text in
      { repository in
        var lines = try Shell.run("cat a.txt", in: repository.path).split(separator: "\n").map(String.init)
        lines[number - 1] = text
        try repository.write("a.txt", lines.map { $0 + "\n" }.joined())
      }
    }
    let (repository, mails, base) = try series([
      edit(3, "three"), edit(30, "thirty\nand a half"), edit(3, "III"), edit(31, "half"),
      { try $0.write("new.txt", "n\n") }, { try $0.write("new.txt", "n\nm\n") },
      { try $0.git(["rm", "--quiet", "b.txt"]) },
    ])
    let diff = try UnifiedDiffParser.parse(mails)
    let direct = try UnifiedDiffParser.parse(repository.run(["diff", base, "HEAD"]).output)
    #expect(
      Set(diff.files.map { "\($0.status) \($0.path) \($0.added) \($0.removed)" })
        == Set(direct.files.map { "\($0.status) \($0.path) \($0.added) \($0.removed)" }))
    let old = try repository.run(["show", "\(base):a.txt"]).output
    let new = try repository.run(["show", "HEAD:a.txt"]).output
    let file = try #require(diff.files.first { $0.path.description == "a.txt" })
    #expect(TextPatch.apply(file.hunks, to: old) == new)
  }

  @Test func aRevertedChangeLeavesNothing() throws {
    let (_, mails, _) = try series([
      { try $0.write("b.txt", "changed\n") }, { try $0.write("b.txt", "b\n") },
      { try $0.write("t.txt", "t\n") }, { try $0.git(["rm", "--quiet", "t.txt"]) },
    ])
    #expect(try UnifiedDiffParser.parse(mails).files == [])
  }

  @Test func renamesAreFollowed() throws {
    let (_, mails, _) = try series([
      { try $0.git(["mv", "a.txt", "c.txt"]) }, { try Shell.run("sed -i 's/^line 9$/nine/' c.txt", in: $0.path) },
      { try $0.git(["mv", "c.txt", "d.txt"]) },
    ])
    let files = try UnifiedDiffParser.parse(mails).files
    #expect(
      files.map { "\($0.status) \($0.oldPath?.description ?? "") \($0.path) \($0.added) \($0.removed)" } == [
        "renamed a.txt d.txt 1 1"
      ])
  }

  @Test func aSeriesThatDoesNotFitIsRefused() {
    let patch = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n"
    #expect {
      try UnifiedDiffParser.parse(Array((patch + patch).utf8))
    } throws: {
      "\($0)".hasPrefix("line 6: f is changed a second time, and this change does not fit the one at line 1")
    }
  }

  @Test func aLogIsRefusedWhereAFileRepeats() throws {
    let (repository, _, base) = try series([{ try $0.write("b.txt", "1\n") }, { try $0.write("b.txt", "2\n") }])
    let log = try repository.run(["log", "-p", "\(base)..HEAD"]).output
    #expect { try UnifiedDiffParser.parse(log) } throws: { "\($0)".contains("newest first") }
  }

  @Test func aChangeOfTypeIsOneFile() throws {
    let repository = try GitRepository()
    try repository.write("f", "target")
    try repository.commit()
    try Shell.run("rm f; ln -s target f", in: repository.path)
    try repository.commit()
    let diff = try UnifiedDiffParser.parse(repository.run(["diff", "HEAD~1", "HEAD"]).output)
    #expect(diff.files.map { "\($0.status) \($0.added) \($0.removed)" } == ["typeChanged 0 0"])
  }
}
