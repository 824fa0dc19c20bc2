internal import Engine
internal import EngineTestKit
internal import Testing

@Suite struct UnifiedDiffParserTests {
  private static let simple = """
    diff --git a/f b/f
    index 1111111..2222222 100644
    --- a/f
    +++ b/f
    @@ -1,3 +1,3 @@ head
     one
    -two
    +2
     three

    """

  private func parse(_ text: String) throws -> ParsedDiff { try UnifiedDiffParser.parse(Array(text.utf8)) }

  @Test func carriageReturnsThroughoutAreLineEnds() throws {
    let crlf = Self.simple.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(try parse(crlf).files == parse(Self.simple).files)
  }

  @Test func carriageReturnsOfSomeLinesAreText() throws {
    let file = try parse(Self.simple.replacing("+2\n", with: "+2\r\n")).files[0]
    #expect(file.hunks[0].lines[2].text == Array("2\r".utf8))
  }

  @Test func coloursAreTakenOut() throws {
    let coloured = Self.simple.split(separator: "\n").map { "\u{1B}[1;32m\($0)\u{1B}[m\n" }.joined()
    let diff = try parse(coloured)
    #expect(diff.files == (try parse(Self.simple).files))
    #expect(diff.notices == ["terminal colours were taken out of the patch"])
    let content = try parse(Self.simple.replacing("+2", with: "+\u{1B}[31mred\u{1B}[m"))
    #expect(content.files[0].hunks[0].lines[2].text == Array("\u{1B}[31mred\u{1B}[m".utf8))
  }

  /// Old name, new name as the header has them; the path; the old path.
  @Test(
    arguments: [
      ("a/x/f.c", "b/x/f.c", "x/f.c", nil), ("i/f.c", "w/f.c", "f.c", nil), ("c/f.c", "i/f.c", "f.c", nil),
      ("f.c", "f.c", "f.c", nil), ("a/f.c", "a/f.c", "a/f.c", nil), ("old/x/f.c", "new/x/f.c", "x/f.c", nil),
      ("proj-1.0/f.c", "proj-1.1/f.c", "f.c", nil), ("f.c.orig", "f.c", "f.c", nil), ("./f.c", "./f.c", "f.c", nil),
      ("one.c", "two.c", "two.c", "one.c"), ("a/one.c", "b/two.c", "two.c", "one.c"),
      ("src://f", "dst://f", "f", nil),
    ] as [(String, String, String, String?)])
  func prefixes(_ old: String, _ new: String, _ path: String, _ oldPath: String?) throws {
    let file = try parse("--- \(old)\t2026-01-01\n+++ \(new)\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n").files[0]
    #expect(file.path.description == path)
    #expect(file.oldPath?.description == oldPath)
  }

  @Test(arguments: [
    (#""a/q\"\\\t\n\303\244\377" "b/q\"\\\t\n\303\244\377""#, Array("q\"\\\t\nä".utf8) + [0xFF]),
    ("a/with space b/with space", Array("with space".utf8)), ("a/x b/x b/x b/x", Array("x b/x".utf8)),
    ("a/-rf b/-rf", Array("-rf".utf8)), ("a/:(top)* b/:(top)*", Array(":(top)*".utf8)),
    ("a/x(revision 3) b/x(revision 3)", Array("x(revision 3)".utf8)),
  ]) func namesOfFilesWithoutHunks(_ names: String, _ path: [UInt8]) throws {
    let file = try parse("diff --git \(names)\nold mode 100644\nnew mode 100755\n").files[0]
    #expect(file.path.bytes == path)
    #expect(file.oldMode == 0o100644 && file.newMode == 0o100755 && file.hunks.isEmpty)
  }

  @Test func contentThatLooksLikeHeadersIsCounted() throws {
    let text = """
      --- a/f
      +++ b/f
      @@ -1,5 +1,4 @@
      --- a/secret
      +++ b/secret
      -diff --git a/x b/x
      -@@ -1 +1 @@
      +GIT binary patch
      +Binary files a and b differ
       \\ No newline at end of file
      -last
      \\ No newline at end of file

      """
    let hunk = try parse(text).files[0].hunks[0]
    #expect(hunk.lines.map(\.kind) == [.removed, .added, .removed, .removed, .added, .added, .context, .removed])
    #expect(hunk.lines.last?.lacksNewline == true)
    #expect(String(decoding: hunk.lines[0].text, as: UTF8.self) == "-- a/secret")
  }

  /// Each is refused, at a line, with a reason.
  @Test(arguments: [
    ("diff --cc f\nindex 1,2..3\n", "line 1: a combined diff of a merge"),
    ("--- a/f\n+++ b/f\n@@@ -1 -1 +1 @@@\n", "line 3: a combined diff of a merge"),
    ("--- a/../f\n+++ b/../f\n@@ -1 +1 @@\n-a\n+b\n", "line 1: the path leaves the tree"),
    ("--- /etc/f\n+++ /etc/f\n@@ -1 +1 @@\n-a\n+b\n", "line 1: the path is absolute"),
    ("diff --git a/x b//etc/x\nrename from x\nrename to /etc/x\n", "line 1: the path is absolute"),
    ("x\n\n--- a/f\n+++ b/f\n@@ -1,99999999999999999999 +1 @@\n", "line 5: a number of the hunk header does not fit"),
    ("--- a/f\n+++ b/f\n@@ -9223372036854775807,1 +1 @@\n", "line 3: a number of the hunk header does not fit"),
    ("--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\ndiff\n", "line 5: the hunk is shorter"),
    ("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n+c\n", "line 6: the hunk is longer"),
    ("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n-b\n", "line 5: the hunk is longer"),
    ("--- a/f\n+++ b/f\n@@ -x +1 @@\n", "line 3: the hunk header is malformed"),
    ("@@ -1 +1 @@\n-a\n+b\n", "line 1: a hunk without the names"),
    ("--- a/f\n+++ b/f\n@@ -5 +5 @@\n-a\n+b\n@@ -5 +5 @@\n-a\n+b\n", "line 6: the hunk overlaps"),
    ("*** a\n--- b\n***************\n*** 1 ****\n", "line 3: this is a context diff"),
    ("just words\n", "line 1: no unified diff"),
  ]) func errorsNameTheLine(_ text: String, _ message: String) {
    #expect {
      try UnifiedDiffParser.parse(Array(text.utf8))
    } throws: { "\($0)".hasPrefix(message) }
  }

  @Test func everyCutKeepsWhatIsWhole() throws {
    let text = Array((Self.simple + Self.simple.replacing("/f", with: "/g")).utf8)
    let whole = try UnifiedDiffParser.parse(text)
    let lengths = text.indices.filter { text[$0] == 0x0A }
    for end in 1..<text.count {
      guard let diff = try? UnifiedDiffParser.parse(Array(text[..<end])) else {
        // Before the first file there is nothing to keep.
        #expect(end < lengths[0], "\(end)")
        continue
      }
      for file in diff.files {
        let original = try #require(whole.files.first { $0.path == file.path }, "\(end)")
        let isLastLineCut = file.hunks.last.map { !original.hunks.contains($0) } ?? false
        // Only a last line without its line feed can't be told from a whole one; that is said.
        #expect(!isLastLineCut || diff.notices.contains { $0.contains("may be cut off") }, "\(end)")
      }
      // A cut between files, or in the word that would begin the next, can't be seen; any other is said.
      let isBetweenFiles = end > lengths[8] && end < lengths[8] + 12
      #expect(
        diff.isTruncated || isBetweenFiles || !diff.notices.isEmpty, "\(end) of \(text.count), \(diff.files.count)")
    }
  }

  @Test func longLinesAreCutAndLargeFilesCounted() throws {
    var limits = DiffLimits()
    limits.lineBytes = 4
    limits.fileBytes = 40
    let text =
      "--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n+123456\n+x\n--- a/g\n+++ b/g\n@@ -1 +1,3 @@\n-0\n"
      + "+\(String(repeating: "y", count: 60))\n+b\n+c\n"
    let diff = try UnifiedDiffParser.parse(Array(text.utf8), limits: limits)
    #expect(diff.entries[0].diff.hunks[0].lines[0].text == Array("1234".utf8) && diff.entries[0].longestLine == 6)
    #expect(diff.entries[1].isOversized && diff.entries[1].diff.hunks.isEmpty)
    #expect(diff.entries[1].added == 3 && diff.entries[1].removed == 1)
  }
}
