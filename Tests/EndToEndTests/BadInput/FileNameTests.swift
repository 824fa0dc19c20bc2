import EngineTestKit
import Foundation
import Testing

/// File names that are no ordinary text, from every source.
@Suite struct FileNameTests {
  private static let names: [(shell: String, shown: String)] = [
    ("$'new\\nline.py'", "new\\nline.py"), ("$'tab\\there.py'", "tab\\there.py"), ("'quo\"te.py'", "quo\"te.py"),
    ("\"apos'trophe.py\"", "apos'trophe.py"), ("$'esc\\033[31m.py'", "esc\\u{1B}[31m.py"),
    ("$'bad\\xff\\xfe.py'", "bad\\xFF\\xFE.py"), ("'back\\slash.py'", "back\\\\slash.py"),
    ("$'bidi\\u202e.py'", "bidi\\u{202E}.py"), ("' space .py'", " space .py"), ("'-flag.py'", "-flag.py"),
    ("':(glob)*.py'", ":(glob)*.py"), ("'ünïcödé.py'", "ünïcödé.py"),
  ]

  @Test(arguments: ["--working-tree --untracked", "--staged", "HEAD~1..HEAD", "--patch ../p"])
  func `are reviewed and shown as text`(source: String) throws {
    let scratch = try Scratch("mkdir r; cd r; repository; commit one")
    for name in Self.names { try scratch.prepare("printf 'eval(x)\\n' > ./\(name.shell)", in: "r") }
    if source == "--staged" { try scratch.prepare("git add --all", in: "r") }
    if source.hasPrefix("HEAD") || source.hasPrefix("--patch") { try scratch.prepare("commit two", in: "r") }
    if source.hasPrefix("--patch") { try scratch.prepare("git diff HEAD~1 HEAD > ../p", in: "r") }
    let result = try scratch.run("cd r; conclave \(source) --only security")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.dangers.isEmpty)
    #expect(result.output.contains("Coverage: \(Self.names.count) files reviewed, 0 not"))
    for name in Self.names {
      #expect(result.output.contains("▲ warning \(name.shown):1 Data is run as code"), "\(name.shown)")
    }
  }
}
