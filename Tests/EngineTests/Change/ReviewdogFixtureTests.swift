internal import Engine
internal import EngineTestKit
internal import Foundation
internal import Testing

/// A file of reviewdog's expected JSON.
private struct ExpectedFile: Decodable {
  struct Line: Decodable {
    var `Type`: Int
    var Content: String
    var LnumDiff: Int
    var LnumOld: Int
    var LnumNew: Int
  }
  struct Hunk: Decodable {
    var StartLineOld: Int
    var LineLengthOld: Int
    var StartLineNew: Int
    var LineLengthNew: Int
    var Section: String
    var Lines: [Line]
  }
  var PathOld: String
  var PathNew: String
  var Hunks: [Hunk]?
  var Extended: [String]?
}

@Suite struct ReviewdogFixtureTests {
  static let names = (try? Fixtures.names(in: "diffs/reviewdog").filter { $0.hasSuffix(".diff") }) ?? []

  @Test func thereAreFifteen() { #expect(Self.names.count == 15) }

  @Test(arguments: names) func equalsExpectedJSON(_ name: String) throws {
    let diff = try UnifiedDiffParser.parse(Fixtures.bytes("diffs/reviewdog/\(name)"))
    let json = try Data(Fixtures.bytes("diffs/reviewdog/\(name).json"))
    let expected = try JSONDecoder().decode([ExpectedFile]?.self, from: json) ?? []
    try #require(diff.files.count == expected.count)
    for (file, expected) in zip(diff.files, expected) {
      checkPaths(file, expected)
      let hunks = expected.Hunks ?? []
      try #require(file.hunks.count == hunks.count)
      for (hunk, expected) in zip(file.hunks, hunks) { checkHunk(hunk, expected) }
      // reviewdog numbers the lines of a file's hunks in one go, each header counting but the first.
      let positions = hunks.flatMap { $0.Lines.map(\.LnumDiff) }
      let ours = file.hunks.enumerated().reduce(into: (next: 0, all: [Int]())) { result, item in
        if item.offset > 0 { result.next += 1 }
        for _ in item.element.lines {
          result.next += 1
          result.all.append(result.next)
        }
      }
      #expect(ours.all == positions)
    }
    #expect(!diff.isTruncated)
  }

  private func checkPaths(_ file: FileDiff, _ expected: ExpectedFile) {
    func path(_ written: String, _ prefix: String) -> String {
      written.hasPrefix(prefix) ? String(written.dropFirst(2)) : written
    }
    // A file without hunks has its paths only in what reviewdog calls its extended header.
    guard !expected.PathNew.isEmpty else {
      let header = expected.Extended ?? []
      #expect(header.first == "diff --git a/\(file.path) b/\(file.path)")
      #expect((file.status == .added) == header.contains { $0.hasPrefix("new file mode") })
      #expect((file.status == .deleted) == header.contains { $0.hasPrefix("deleted file mode") })
      return
    }
    let old = path(expected.PathOld, "a/")
    let new = path(expected.PathNew, "b/")
    #expect(file.path.description == (new == "/dev/null" ? old : new))
    if new != "/dev/null", old != "/dev/null" {
      // A copy beside the file is the same file to us, another to reviewdog.
      #expect((file.oldPath ?? file.path).description == (old == "gofmt.go.orig" ? "gofmt.go" : old))
    }
  }

  private func checkHunk(_ hunk: Hunk, _ expected: ExpectedFile.Hunk) {
    #expect(hunk.oldStart == expected.StartLineOld)
    #expect(hunk.oldCount == expected.LineLengthOld)
    #expect(hunk.newStart == expected.StartLineNew)
    #expect(hunk.newCount == expected.LineLengthNew)
    #expect(String(decoding: hunk.section, as: UTF8.self) == expected.Section)
    let kinds: [DiffLine.Kind] = [.context, .added, .removed]
    #expect(hunk.lines.map(\.kind) == expected.Lines.map { kinds[$0.Type] })
    #expect(hunk.lines.map { String(decoding: $0.text, as: UTF8.self) } == expected.Lines.map(\.Content))
    #expect(hunk.lines.map { $0.oldNumber ?? 0 } == expected.Lines.map(\.LnumOld))
    #expect(hunk.lines.map { $0.newNumber ?? 0 } == expected.Lines.map(\.LnumNew))
  }
}
