import EngineTestKit
import Foundation
import Testing

/// More than anybody means to review.
@Suite struct LargeInputTests {
  private static let isWholeSize = ProcessInfo.processInfo.environment["CONCLAVE_LARGE"] == "1"
  private static let files = isWholeSize ? 50_000 : 21_000
  private static let megabytes = isWholeSize ? 100 : 20

  @Test func `tens of thousands of files are a review of as many as it takes, and says what is left out`() throws {
    let scratch = try Scratch(
      """
      repository; commit one
      { echo 'commit refs/heads/many'; echo 'committer A <a@x> 1700000000 +0000'; echo 'data 4'; echo many
        echo 'from refs/heads/main'
        seq \(Self.files) | awk '{ t = "x = " $1; printf "M 644 inline d%d/f%d.py\\ndata %d\\n%s\\n", $1 % 100, $1, length(t) + 1, t }'
      } | git fast-import --quiet
      """)
    let result = try scratch.run("conclave main..many")
    #expect(result.status == 3, "\(result.errors.prefix(500))\(result.output.suffix(500))")
    #expect(result.dangers.isEmpty)
    #expect(
      result.output.contains("20000 files reviewed, \(Self.files - 20000) not; +\(Self.files) -0"),
      "\(result.output.suffix(900))")
    #expect(result.output.contains("beyond the limit of one review (20000 files, 128 MB)"))
    #expect(result.output.contains("\nDecision: incomplete, "))
  }

  /// One line of many megabytes, then a finding.
  private func line(to file: String) -> String {
    "{ printf 'x = \"'; head -c \(Self.megabytes)000000 /dev/zero | tr '\\0' a; printf '\"\\neval(y)\\n'; } > \(file)"
  }

  @Test(arguments: ["--working-tree", "--staged", "HEAD~1..HEAD"])
  func `one very long line in a file`(source: String) throws {
    let commit = source.hasPrefix("HEAD") ? "commit two" : ":"
    let scratch = try Scratch(
      "repository; echo 1 > a.py; echo 2 > b.py; commit one; echo 'eval(z)' > b.py; \(line(to: "a.py")); git add a.py b.py; \(commit)"
    )
    let result = try scratch.run("conclave \(source) --only security")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\nCoverage: 1 file reviewed, 1 not; "))
    #expect(result.output.contains("\n  not reviewed: a.py: oversized: "))
    #expect(result.dangers.isEmpty)
    #expect(result.output.contains("b.py:1 Data is run as code"))
    #expect(result.output.utf8.count < 100_000)
  }

  @Test func `one very long line in a patch`() throws {
    let scratch = try Scratch(
      """
      printf -- '--- a/a.py\\n+++ b/a.py\\n@@ -0,0 +1,2 @@\\n+x = "' > p
      head -c \(Self.megabytes)000000 /dev/zero | tr '\\0' a >> p; printf '"\\n+eval(y)\\n' >> p
      """)
    let result = try scratch.run("conclave --patch p --only security")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\n  not reviewed: a.py: oversized: "))
    #expect(result.dangers.isEmpty)
    #expect(result.output.utf8.count < 100_000)
  }

  @Test func `one very long line that an agent prints`() throws {
    let scratch = try Scratch(
      """
      repository; echo 1 > a.py; commit one; echo 'eval(z)' > a.py; commit two
      { printf '{"type":"text","timestamp":1,"sessionID":"s","part":{"id":"p","type":"text","text":"'
        head -c \(Self.megabytes)000000 /dev/zero | tr '\\0' a; printf '"}}\\n'
      } > stream.jsonl
      """)
    let result = try scratch.run(
      "CONCLAVE_LIMITS_RETRIES=0 conclave HEAD~1..HEAD --only security --runtime rehearsal:$PWD/stream.jsonl")
    #expect(result.status == 3)
    #expect(result.dangers.isEmpty)
    #expect(result.output.contains("\nINCOMPLETE, not reviewed by:\n  security: "))
    #expect(result.output.utf8.count < 100_000)
  }
}
