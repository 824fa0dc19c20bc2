import Testing

@testable import Engine

@Suite struct AnchorTests {
  static let file = """
     import db
     
    -def find(uid):
    -    return cur.execute("old %s" % uid)
    +def find(uid, limit):
    +\tquery = "SELECT * FROM u WHERE id=%s" % uid
    +    if  a < b   and c:
    +        close()
     
     def other():
         close()
    +    last = List<Int>()\r
    +    repeat_me()
    +    repeat_me()
    """

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var evidence: String
    var hint: Int? = nil
    var file = "src/db.py"
    /// `new 4`, `old 3-4`, or `nowhere`.
    var place: String

    var testDescription: String { name }
  }

  static func place(of finding: Finding) -> String {
    guard let line = finding.line else { return "nowhere" }
    return "\(finding.side) \(line)" + (finding.endLine.map { "-\($0)" } ?? "")
  }

  @Test(arguments: [
    Case(name: "exact", evidence: "def find(uid, limit):", place: "new 3"),
    Case(name: "with its indentation", evidence: "\tquery = \"SELECT * FROM u WHERE id=%s\" % uid", place: "new 4"),
    Case(name: "other indentation", evidence: "    query = \"SELECT * FROM u WHERE id=%s\" % uid", place: "new 4"),
    Case(name: "inner space", evidence: "if a < b and c:", place: "new 5"),
    Case(name: "still escaped", evidence: "if a &lt; b and c:", place: "new 5"),
    Case(name: "carriage return", evidence: "last = List<Int>()", place: "new 10"),
    Case(name: "two lines", evidence: "if a < b and c:\n  close()", place: "new 5-6"),
    Case(name: "a blank line left out", evidence: "        close()\ndef other():", place: "new 6-8"),
    Case(name: "wrong line number", evidence: "def find(uid, limit):", hint: 4000, place: "new 3"),
    Case(name: "added before context", evidence: "close()", place: "new 6"),
    Case(name: "exact before added", evidence: "    close()", place: "new 9"),
    Case(name: "the number breaks the tie", evidence: "repeat_me()", hint: 12, place: "new 12"),
    Case(name: "no number: the first", evidence: "repeat_me()", place: "new 11"),
    Case(name: "removed code", evidence: "def find(uid):", place: "old 3"),
    Case(name: "removed lines", evidence: "def find(uid):\n    return cur.execute(\"old %s\" % uid)", place: "old 3-4"),
    Case(name: "a part of a line", evidence: "SELECT * FROM u WHERE", place: "new 4"),
    Case(name: "a part of a removed line", evidence: "cur.execute(\"old", place: "old 4"),
    Case(name: "one line of an invented block", evidence: "x = 1\ndef find(uid, limit):\ny", place: "new 3"),
    Case(name: "an ellipsis", evidence: "def find(uid, limit):\n    ...\n    repeat_me()", place: "new 3"),
    Case(
      name: "copied from the diff",
      evidence: "+def find(uid, limit):\n+\tquery = \"SELECT * FROM u WHERE id=%s\" % uid", place: "new 3-4"),
    Case(
      name: "copied with numbers",
      evidence: "3: def find(uid, limit):\n4:\tquery = \"SELECT * FROM u WHERE id=%s\" % uid", place: "new 3-4"),
    Case(name: "not there", evidence: "launch_missiles(now)", hint: 3, place: "nowhere"),
    Case(name: "too short to be a part", evidence: "uid", place: "nowhere"),
    Case(name: "empty", evidence: "", hint: 3, place: "nowhere"),
    Case(name: "blank", evidence: " \n\t\n", hint: 3, place: "nowhere"),
    Case(name: "git's prefix", evidence: "import db", file: "b/src/db.py", place: "new 1"),
    Case(name: "a shell's prefix", evidence: "import db", file: "./src/db.py", place: "new 1"),
    Case(name: "only the end of the path", evidence: "import db", file: "db.py", place: "new 1"),
    Case(name: "the path before a rename", evidence: "import db", file: "lib/database.py", place: "new 1"),
    Case(name: "an ambiguous end", evidence: "import db", file: "twin.py", place: "nowhere"),
    Case(name: "half a name", evidence: "import db", file: "b.py", place: "nowhere"),
    Case(name: "another file", evidence: "import db", file: "src/none.py", place: "nowhere"),
    Case(name: "absolute", evidence: "import db", file: "/src/db.py", place: "nowhere"),
    Case(name: "out of the repository", evidence: "import db", file: "../src/db.py", place: "nowhere"),
    Case(name: "a system file", evidence: "root:x:0", file: "../../etc/passwd", place: "nowhere"),
  ])
  func looksUp(_ example: Case) {
    var index = AnchorIndex([
      smallDiff("src/db.py", Self.file, oldPath: "lib/database.py"), smallDiff("x/twin.py", "+import db"),
      smallDiff("y/twin.py", "+import db"),
    ])
    let raw = RawFinding(
      severity: .warning, category: "security", file: example.file, line: example.hint, title: "T",
      evidence: example.evidence)
    let found = index.anchor(raw, id: FindingID(1), reportedBy: .security)
    #expect(Self.place(of: found) == example.place)
    #expect(found.isAnchored == (example.place != "nowhere"))
    if found.isAnchored { #expect(found.file == RepoPath("src/db.py")) }
  }

  private func anchored(
    _ diff: FileDiff, _ evidence: String, line: Int? = nil, category: String = "security", rule: String? = nil
  ) -> Finding {
    var index = AnchorIndex([diff])
    let raw = RawFinding(
      severity: .warning, category: category, rule: rule, file: diff.path.description, line: line, title: "T",
      evidence: evidence)
    return index.anchor(raw, id: FindingID(1), reportedBy: .security)
  }

  @Test func showsThreeLinesAround() {
    let diff = smallDiff("a", (1...9).map { " line \($0)" }.joined(separator: "\n") + "\n+added\n" + " tail")
    let finding = anchored(diff, "added")
    #expect(finding.context.map(\.number) == [7, 8, 9, 10, 11])
    #expect(finding.context.map(\.kind) == [.context, .context, .context, .added, .context])
    #expect(finding.context.last?.text == "tail")
  }

  @Test func quotationsDoNotCrossHunks() {
    let finding = anchored(smallDiff("a", "+the first line\n@@\n+second line"), "the first line\nsecond line")
    #expect(finding.line == 1)
    #expect(finding.endLine == nil)
  }

  @Test func fingerprintsStayWhenCodeMoves() {
    let code = "    cur.execute(q % uid)"
    let before = anchored(smallDiff("a.py", "+x\n+\(code)"), code)
    #expect(Fingerprint.isValid(before.fingerprint))
    #expect(before.fingerprint.hasSuffix("000"))
    for moved in [
      anchored(smallDiff("a.py", "+x\n+y\n+z\n+\(code)", start: 400), code),
      anchored(smallDiff("a.py", "+x\n+\t\tcur.execute(q  % uid)"), code),
      anchored(smallDiff("a.py", "+x\n+\(code)"), "cur.execute(q % uid)", line: 99),
      anchored(smallDiff("a.py", "+x\n+\(code)"), "execute(q % uid)"),
      anchored(smallDiff("other/b.py", "+\(code)"), code),
    ] {
      #expect(moved.fingerprint == before.fingerprint)
    }
    for other in [
      anchored(smallDiff("a.py", "+x\n+\(code)"), code, category: "performance"),
      anchored(smallDiff("a.py", "+x\n+\(code)"), code, rule: "sql-format"),
      anchored(smallDiff("a.py", "+cur.execute(q % gid)"), "cur.execute(q % gid)"),
    ] {
      #expect(Fingerprint.content(other.fingerprint) != Fingerprint.content(before.fingerprint))
    }
  }

  @Test func equalLinesDifferByTheirOrdinalOnly() {
    let diff = smallDiff("a", "+same()\n+one\n+  same()\n+two\n+same()")
    let prints = [("same()", 1), ("  same()", 3), ("same()", 5)].map { anchored(diff, $0, line: $1).fingerprint }
    #expect(Set(prints.map(Fingerprint.content)).count == 1)
    #expect(prints.map { String($0.suffix(3)) } == ["000", "001", "002"])
  }

  @Test func aFindingWithoutASectionGoesToItsReportersOwn() {
    #expect(anchored(smallDiff("a", "+x()"), "x()", category: "whatever").category == .security)
    #expect(anchored(smallDiff("a", "+x()"), "x()", category: "Code_Quality").category == .codeQuality)
  }

  @Test func amongManyEqualLinesTheNearestIsFound() {
    let diff = smallDiff("a", (1...5000).map { _ in "+same()" }.joined(separator: "\n"))
    #expect(anchored(diff, "same()", line: 3210).line == 3210)
    #expect(anchored(diff, "same()").line == 1)
  }

  @Test func fingerprintsAreTakenBeforeMasking() {
    let first = anchored(smallDiff("a", "+k = \"AKIAIOSFODNN7EXAMPL1\""), "k = \"AKIAIOSFODNN7EXAMPL1\"")
    let second = anchored(smallDiff("a", "+k = \"AKIAIOSFODNN7EXAMPL2\""), "k = \"AKIAIOSFODNN7EXAMPL2\"")
    #expect(first.evidence == "k = \"AKIA…[20 characters]\"")
    #expect(first.evidence == second.evidence)
    #expect(first.context.first?.text == first.evidence)
    #expect(first.fingerprint != second.fingerprint)
  }
}
