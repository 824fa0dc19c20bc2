internal import Engine
internal import EngineTestKit
internal import Foundation
internal import Testing

/// A file of reviewdog's expected JSON.
private struct ExpectedFile: Decodable {
  struct Line: Decodable {
    var type: Int
    var content: String
    var lnumDiff: Int
    var lnumOld: Int
    var lnumNew: Int
  }
  struct Hunk: Decodable {
    var startLineOld: Int
    var lineLengthOld: Int
    var startLineNew: Int
    var lineLengthNew: Int
    var section: String
    var lines: [Line]
  }
  var pathOld: String
  var pathNew: String
  var hunks: [Hunk]?
  var extended: [String]?
}

/// Go writes its keys in upper case.
private struct Key: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

@Suite struct ReviewdogFixtureTests {
  static let names = (try? Fixtures.names(in: "diffs/reviewdog").filter { $0.hasSuffix(".diff") }) ?? []

  @Test func thereAreFifteen() { #expect(Self.names.count == 15) }

  @Test(arguments: names) func equalsExpectedJSON(_ name: String) throws {
    let diff = try UnifiedDiffParser.parse(Fixtures.bytes("diffs/reviewdog/\(name)"))
    let json = try Data(Fixtures.bytes("diffs/reviewdog/\(name).json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      let key = path.last?.stringValue ?? ""
      return Key(stringValue: key.prefix(1).lowercased() + key.dropFirst())
    }
    let expected = try decoder.decode([ExpectedFile]?.self, from: json) ?? []
    try #require(diff.files.count == expected.count)
    for (file, expected) in zip(diff.files, expected) {
      checkPaths(file, expected)
      let hunks = expected.hunks ?? []
      try #require(file.hunks.count == hunks.count)
      for (hunk, expected) in zip(file.hunks, hunks) { checkHunk(hunk, expected) }
      // reviewdog numbers the lines of a file's hunks in one go, each header counting but the first.
      let positions = hunks.flatMap { $0.lines.map(\.lnumDiff) }
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
    guard !expected.pathNew.isEmpty else {
      let header = expected.extended ?? []
      #expect(header.first == "diff --git a/\(file.path) b/\(file.path)")
      #expect((file.status == .added) == header.contains { $0.hasPrefix("new file mode") })
      #expect((file.status == .deleted) == header.contains { $0.hasPrefix("deleted file mode") })
      return
    }
    let old = path(expected.pathOld, "a/")
    let new = path(expected.pathNew, "b/")
    #expect(file.path.description == (new == "/dev/null" ? old : new))
    if new != "/dev/null", old != "/dev/null" {
      // A copy beside the file is the same file to us, another to reviewdog.
      #expect((file.oldPath ?? file.path).description == (old == "gofmt.go.orig" ? "gofmt.go" : old))
    }
  }

  private func checkHunk(_ hunk: Hunk, _ expected: ExpectedFile.Hunk) {
    #expect(hunk.oldStart == expected.startLineOld)
    #expect(hunk.oldCount == expected.lineLengthOld)
    #expect(hunk.newStart == expected.startLineNew)
    #expect(hunk.newCount == expected.lineLengthNew)
    #expect(String(decoding: hunk.section, as: UTF8.self) == expected.section)
    let kinds: [DiffLine.Kind] = [.context, .added, .removed]
    #expect(hunk.lines.map(\.kind) == expected.lines.map { kinds[$0.type] })
    #expect(hunk.lines.map { String(decoding: $0.text, as: UTF8.self) } == expected.lines.map(\.content))
    #expect(hunk.lines.map { $0.oldNumber ?? 0 } == expected.lines.map(\.lnumOld))
    #expect(hunk.lines.map { $0.newNumber ?? 0 } == expected.lines.map(\.lnumNew))
  }
}
