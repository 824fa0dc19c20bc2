import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// The sanitised export of a head tree (reliability.md, D5).
@Suite struct TreeExportTests {
  /// Where an export of a test lies; removed with the test, closed folders included.
  final class Place {
    let directory: TemporaryDirectory
    var path: String { directory.file("tree") }

    init() throws { directory = try TemporaryDirectory() }

    deinit { FolderRemoval.remove(path) }

    func text(_ name: String) -> String? {
      FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }

    /// All paths below, folders left out.
    var files: [String] {
      let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      return all.filter { mode($0) & S_IFMT != S_IFDIR }.sorted()
    }

    func mode(_ name: String) -> mode_t {
      var status = stat()
      guard unsafe lstat("\(path)/\(name)", &status) == 0 else { return 0 }
      return status.st_mode
    }
  }

  private func export(
    _ repository: GitRepository, _ source: ChangeSource, limits: ExportLimits = ExportLimits()
  ) throws -> (TreeExport, Place) {
    let place = try Place()
    let tree = try #require(try Intake.read(source, environment: repository.environment()).tree)
    return (try tree.export(to: place.path, limits: limits), place)
  }

  /// A tree made by hand, as no checkout would make it; the entries are those of `git mktree` without sorting or checks.
  private func tree(_ entries: [(mode: String, name: [UInt8], object: String)], in repository: GitRepository) throws
    -> String
  {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array("\(entry.mode) ".utf8) + entry.name + [0]
      for start in stride(from: 0, to: entry.object.utf8.count, by: 2) {
        bytes.append(UInt8(String(Array(entry.object)[start..<start + 2]), radix: 16) ?? 0)
      }
    }
    return try repository.git(["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], input: bytes)
  }

  private func blob(_ text: String, in repository: GitRepository) throws -> String {
    try repository.git(["hash-object", "-w", "--stdin"], input: Array(text.utf8))
  }

  @Test func commitIndexAndDiskAreEachExportedAsTheyAre() throws {
    let repository = try GitRepository()
    try repository.write("src/a.c", "committed\n")
    try repository.commit()
    try repository.commit("again")
    try repository.write("src/a.c", "staged\n")
    try repository.git(["add", "src/a.c"])
    try repository.write("src/a.c", "on disk\n")
    try repository.write("new.c", "untracked\n")
    for (source, text, files) in [
      (ChangeSource.range("HEAD"), "committed\n", ["src/a.c"]), (.staged, "staged\n", ["src/a.c"]),
      (.workingTree(includeUntracked: false), "on disk\n", ["src/a.c"]),
      (.workingTree(includeUntracked: true), "on disk\n", ["new.c", "src/a.c"]),
    ] {
      let (export, place) = try export(repository, source)
      #expect(place.files == files)
      #expect(place.text("src/a.c") == text)
      #expect(export.files == files.count)
      #expect(!export.isCut && export.leftOutCount == 0 && export.stubCount == 0)
      #expect(place.mode("src/a.c") == S_IFREG | 0o400)
      #expect(place.mode("src") == S_IFDIR | 0o500)
      #expect(place.mode("") == S_IFDIR | 0o500)
    }
  }

  @Test func aPatchHasNoTree() throws {
    let patch = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    let repository = try GitRepository()
    let result = try Intake.read(
      .patch(bytes: Array(patch.utf8), name: "p"), environment: repository.environment())
    #expect(result.tree == nil)
  }

  @Test("UR-01, UR-02, UR-03: what agents and runtimes obey or run is left out, in every spelling and at every depth")
  func whatRunsIsLeftOut() throws {
    let repository = try GitRepository()
    let out = [
      ".opencode/plugin/x.ts", ".opencode/plugins/y.ts", "opencode.json", "opencode.jsonc", "sub/OpenCode.JSON",
      "bunfig.toml", "sub/deep/bunfig.toml", ".env", ".env.local", ".envrc", ".claude/settings.json", ".mcp.json",
      ".cursor/rules", ".vscode/tasks.json", ".npmrc", ".e\u{200C}nv", "open\u{2060}code.json", ".Claude/x",
    ]
    let kept = ["AGENTS.md", "README.md", "package.json", "src/opencode.ts", "environment.env", "tsconfig.json"]
    for name in out + kept { try repository.write(name, "x\n") }
    try repository.commit()
    let (export, place) = try export(repository, .range("HEAD"))
    #expect(place.files == kept.sorted())
    #expect(
      Set(export.leftOut.map { PatchWriter.line(of: $0.path) }) == Set(out.map { PatchWriter.line(of: RepoPath($0)) }))
    #expect(export.leftOut.allSatisfy { !$0.reason.isEmpty })
    FaultNote.say("UR-01", "\(out.count) files that agents obey or run: none in the export, all listed")
    FaultNote.say("UR-02", "bunfig.toml, .env* at every depth: none in the export")
  }

  @Test("UR-08: links, submodules and FIFOs become a line of text, and nothing is followed")
  func whatIsNoFileBecomesText() throws {
    let repository = try GitRepository()
    try Shell.run(
      """
      ln -s /proc/self/environ environ; ln -s ~/.ssh ssh; ln -s /dev/zero zero; ln -s loop loop; ln -s .. up
      mkfifo pipe; echo text > plain; truncate -s 1T sparse
      """, in: repository.path)
    try repository.git(["add", "environ", "ssh", "zero", "loop", "up", "plain"])
    let commit = String(repeating: "1", count: 40)
    try repository.git(["update-index", "--add", "--cacheinfo", "160000,\(commit),module"])
    try FileManager.default.createDirectory(atPath: repository.path + "/module", withIntermediateDirectories: false)
    let (export, place) = try export(repository, .workingTree(includeUntracked: true))
    #expect(place.files == ["environ", "loop", "module", "plain", "ssh", "up", "zero"])
    for name in place.files { #expect(place.mode(name) & S_IFMT == S_IFREG, "\(name)") }
    #expect(place.text("environ") == "[not shown by Conclave: symbolic link to /proc/self/environ]\n")
    #expect(place.text("loop") == "[not shown by Conclave: symbolic link to loop]\n")
    #expect(place.text("module") == "[not shown by Conclave: submodule, at commit \(commit)]\n")
    #expect(place.text("plain") == "text\n")
    #expect(export.stubCount == 6)
    FaultNote.say("UR-08", "5 links and a submodule are lines of text; a FIFO and a file of 1 TB are not read")
  }

  @Test("UR-07: hostile names are written in the form that reports read back, or left out")
  func hostileNames() throws {
    let repository = try GitRepository()
    let long = String(repeating: "n", count: 255)
    let names: [[UInt8]] = [
      Array("new\nline".utf8), Array("\"quote\"".utf8), Array("esc\u{1B}[2J".utf8), [0x62, 0xFF, 0xFE],
      Array("-rf".utf8),
      Array(long.utf8), Array("case".utf8), Array("Case".utf8), Array("CASE/x".utf8), Array("back\\slash".utf8),
      Array("bidi\u{202E}x".utf8), Array("tag\u{E0041}".utf8), Array("$(touch x)".utf8), Array(" space ".utf8),
    ]
    let object = try blob("text\n", in: repository)
    var input: [UInt8] = []
    for name in names { input += Array("100644 \(object)\t".utf8) + name + [0] }
    try repository.git(["update-index", "-z", "--index-info"], input: input)
    try repository.git(["commit", "--quiet", "-m", "x"])
    let (export, place) = try export(repository, .range("HEAD"))
    #expect(export.files == names.count)
    #expect(Set(place.files.map { RepoPath(escaped: $0) }) == Set(names.map { RepoPath(bytes: $0) }))
    for file in place.files { #expect(file.unicodeScalars.allSatisfy { !PlainText.isHidden($0) }) }

    // What git would never check out: a tree that another tool made.
    let inner = try tree([("100644", Array("x".utf8), object)], in: repository)
    // Compared with itself: only the export has to do with it.
    let bad: [(mode: String, name: [UInt8], object: String)] = [
      ("40000", Array(".git\u{200C}".utf8), inner), ("40000", Array(".GIT".utf8), inner),
      ("40000", Array("git~1".utf8), inner), ("40000", Array(".git ".utf8), inner),
      ("100644", Array(".git::$INDEX_ALLOCATION".utf8), object), ("40000", Array("..".utf8), inner),
      ("40000", Array(".".utf8), inner), ("40000", [0x2E, 0x67, 0xFF, 0x69, 0x74], inner),
      ("100644", Array(String(repeating: "\u{1}", count: 100).utf8), object),
      ("100644", Array("twice".utf8), object), ("100644", Array("twice".utf8), object),
      ("40000", Array("twice".utf8), inner), ("40000", Array("good".utf8), inner),
    ]
    let root = try tree(bad, in: repository)
    let (second, other) = try self.export(repository, .range("\(root)..\(root)"))
    #expect(other.files == ["good/x", "twice"])
    #expect(second.leftOutCount == bad.count - 2)
    #expect(try Shell.run("find '\(place.directory.path)' '\(other.directory.path)' -name x | wc -l", in: "/") == "2")
    FaultNote.say("UR-07", "\(names.count) names written so that they read back, \(bad.count - 2) refused")
  }

  @Test("UR-11: a bomb of trees, files, bytes or depth ends at a limit") func bombs() throws {
    let repository = try GitRepository()
    let object = try blob(String(repeating: "x", count: 1000), in: repository)
    var level = try tree((0..<10).map { ("100644", Array("f\($0)".utf8), object) }, in: repository)
    // Ten to the power of twelve files in a few objects.
    for _ in 0..<11 { level = try tree((0..<10).map { ("40000", Array("d\($0)".utf8), level) }, in: repository) }
    let start = SuspendingClock.now
    var limits = ExportLimits()
    limits.files = 500
    let (bomb, place) = try export(repository, .range("\(level)..\(level)"), limits: limits)
    FaultNote.say("UR-11", "10^12 files: \(bomb.files) written in \(SuspendingClock.now - start)")
    #expect(bomb.isCut)
    #expect(bomb.files == 500)
    #expect(bomb.files == place.files.count)

    var deep = try tree([("100644", Array("f".utf8), object)], in: repository)
    for _ in 0..<60 { deep = try tree([("40000", Array("d".utf8), deep)], in: repository) }
    let wide = try tree(
      [("40000", Array("deep".utf8), deep), ("100644", Array("near".utf8), object)], in: repository)
    let (nested, near) = try export(repository, .range("\(emptyTree)..\(wide)"))
    #expect(near.files == ["near"])
    #expect(nested.leftOut.map(\.reason) == ["it lies too deep"])

    limits = ExportLimits()
    limits.fileBytes = 999
    let (small, stub) = try export(repository, .range("\(emptyTree)..\(wide)"), limits: limits)
    #expect(small.files == 0 && small.stubCount == 1)
    #expect(stub.text("near") == "[not shown by Conclave: a file of 1000 bytes, too large to be shown]\n")
    limits = ExportLimits()
    limits.bytes = 3_500
    let ten = try tree((0..<10).map { ("100644", Array("f\($0)".utf8), object) }, in: repository)
    let (few, three) = try export(repository, .range("\(emptyTree)..\(ten)"), limits: limits)
    #expect(few.isCut && three.files.count == 3)
    limits = ExportLimits()
    limits.time = .zero
    #expect(throws: ReviewFailure.self) { try export(repository, .range("\(emptyTree)..\(ten)"), limits: limits) }
  }

  private let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

  @Test func changedFilesComeFirst() throws {
    let repository = try GitRepository()
    for name in ["a", "b", "c", "z"] { try repository.write(name, "one\n") }
    try repository.commit()
    try repository.write("z", "two\n")
    try repository.commit()
    var limits = ExportLimits()
    limits.files = 2
    let (export, place) = try export(repository, .range("HEAD"), limits: limits)
    #expect(place.files == ["a", "z"])
    #expect(export.isCut)
  }

  @Test("UR-04, UR-05: filters, hooks and drivers of the repository do not run") func nothingRuns() throws {
    let repository = try GitRepository()
    let canary = repository.path + "-canary"
    try repository.write(".gitattributes", "* filter=evil diff=evil\n")
    try repository.write("a", "text\n")
    try repository.commit()
    try Shell.run(
      """
      git config filter.evil.smudge "touch \(canary); cat"; git config filter.evil.clean "touch \(canary); cat"
      git config diff.evil.textconv "touch \(canary); cat"; git config core.fsmonitor "touch \(canary)"
      """, in: repository.path)
    let (_, place) = try export(repository, .range("HEAD"))
    #expect(place.files == [".gitattributes", "a"])
    #expect(!FileManager.default.fileExists(atPath: canary))
  }
}
