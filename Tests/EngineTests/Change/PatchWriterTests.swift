internal import Engine
internal import EngineTestKit
internal import Foundation
internal import Testing

@Suite struct PatchWriterTests {
  /// A run's directory with the written change of a repository.
  private func written(
    _ repository: GitRepository, _ range: String
  ) throws -> (IntakeResult, [WrittenPatch], PrivateDirectory) {
    let result = try Intake.read(.range(range), environment: repository.environment())
    let run = try PrivateDirectory(in: NSTemporaryDirectory())
    let tier = RiskTierRule().tier(of: result.change.files)
    let patches = try PatchWriter.write(result.change, tier: tier, documents: result.documents, into: run.path)
    return (result, patches, run)
  }

  private func text(_ path: String) throws -> String {
    try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  private func repository() throws -> GitRepository {
    let repository = try GitRepository()
    try repository.write("README.md", "# Read me\n")
    try repository.write("docs/guide.md", "guide\n")
    try repository.write("docs/picture.png", "no document\n")
    try repository.write("notes/x.md", "no document\n")
    try repository.write("AGENTS.md", "agents\n")
    try repository.write("src/a.c", "one\ntwo\n")
    try repository.write("go.sum", "1\n")
    try repository.commit()
    try repository.write("src/a.c", "one\n2\n")
    try repository.write("src/new\nline \"q\" \u{202E}.c", "x\n")
    try repository.write("go.sum", "2\n")
    try repository.commit("title\u{1B}[31m red\u{2028}")
    return repository
  }

  @Test func patchesAreNumberedAndParseBackEqual() throws {
    let (result, patches, run) = try written(repository(), "HEAD~1..HEAD")
    #expect(patches.map(\.file) == ["\(run.path)/diff/0001.patch", "\(run.path)/diff/0002.patch"])
    for (patch, file) in zip(patches, result.change.files) {
      let bytes = try Array(Data(contentsOf: URL(filePath: patch.file)))
      #expect(try UnifiedDiffParser.parse(bytes).files == [file])
      #expect(patch.path == file.path)
    }
  }

  @Test func theSharedContextHoldsNothingInvisible() throws {
    let (_, _, run) = try written(repository(), "HEAD~1..HEAD")
    let context = try text("\(run.path)/context/shared-mr-context.txt")
    #expect(
      context == """
        Title: title\\u{1B}[31m red\\u{2028}
        Source: HEAD~1..HEAD
        Repository: repo
        Tier: trivial (3 lines in 2 files, at most 10)
        Total: 3 files, +3 -2

        Files (diff/NUMBER.patch, status, added, removed, path):
        0001 modified +1 -1 src/a.c
        0002 added +1 -0 src/new\\x0Aline "q" \\xE2\\x80\\xAE.c

        Excluded:
        go.sum: lock file

        """)
  }

  @Test func theContextFolderHoldsTheHeadsDocuments() throws {
    let (result, _, run) = try written(repository(), "HEAD~1..HEAD")
    #expect(result.hasAgentsMD)
    #expect(try text("\(run.path)/context/index.tsv") == "0001\tAGENTS.md\n0002\tREADME.md\n0003\tdocs/guide.md\n")
    #expect(try text("\(run.path)/context/0003") == "guide\n")
    let tree = try text("\(run.path)/context/tree.txt").split(separator: "\n").map { RepoPath(escaped: String($0)) }
    #expect(tree == result.documents.paths && tree.count == 8)
  }

  @Test func everythingIsPrivateAndNewlyMade() throws {
    let (result, _, run) = try written(repository(), "HEAD~1..HEAD")
    let modes = try Shell.run("find . -mindepth 1 -printf '%m %y\\n' | sort -u", in: run.path)
    #expect(modes == "600 f\n700 d")
    #expect(throws: ReviewFailure.self) {
      try PatchWriter.write(
        result.change, tier: TierExplanation(tier: .lite, rule: ""), documents: .none, into: run.path)
    }
  }

  @Test(arguments: ["a/b.c", "x\ny", "q\"\\", "\u{202E}x", "\\x41", "tab\t", "\u{85}"]) func linesOfPathsReadBack(
    _ path: String
  ) {
    #expect(RepoPath(escaped: PatchWriter.line(of: RepoPath(path))) == RepoPath(path))
    #expect(!PatchWriter.line(of: RepoPath(path)).utf8.contains { $0 < 0x20 })
  }
}
