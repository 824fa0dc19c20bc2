import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

@Suite struct ToolDeskTests {
  private static func desk(_ run: DirectRun) -> ToolDesk {
    let shared = String(decoding: run.home.read("shared-mr-context.txt"), as: UTF8.self)
    return ToolDesk(
      files: ConfinedFiles(diff: run.home.file("diff"), context: run.home.file("context")), sharedContext: shared)
  }

  private static func run(_ desk: ToolDesk, _ name: String, _ arguments: String) -> ToolDesk.Result {
    desk.run(ChatAnswer.Call(id: "c", name: name, arguments: arguments))
  }

  @Test(arguments: [
    (
      "read", #"{"path":"diff/0001.patch","start":4,"end":5}"#,
      "4\t@@ -1,1 +1,2 @@\n5\t import os\n(lines 6 to 6 follow)\n"
    ),
    ("read", #"{"path":"README.md"}"#, "1\t# Till\n2\tAll about refunds\n"),
    ("read", #"{"path":"README.md","start":2}"#, "2\tAll about refunds\n"),
    ("read", #"{"path":"README.md","start":-5,"end":1}"#, "1\t# Till\n(lines 2 to 2 follow)\n"),
    ("read", #"{"path":"README.md","start":2,"end":1}"#, "2\tAll about refunds\n"),
    ("read", #"{"path":"README.md","start":9}"#, "Error: README.md has 2 lines"),
    ("read", #"{"path":"README.md","start":9007199254740991,"end":-9007199254740991}"#, "Error: README.md has 2 lines"),
    ("list", "{}", "context/0001  README.md\ncontext/index.tsv\ncontext/tree.txt\ndiff/0001.patch  src/a.py\n"),
    ("list", #"{"path":"diff/"}"#, "diff/0001.patch  src/a.py\n"),
    ("list", #"{"path":"secret"}"#, "Error: there is no such folder; there are context, diff"),
    ("grep", #"{"pattern":"os."}"#, "diff/0001.patch:6: +os.system(name)\n"),
    ("grep", #"{"pattern":"o.\\.s\\w+","regex":true,"path":"diff"}"#, "diff/0001.patch:6: +os.system(name)\n"),
    ("grep", #"{"pattern":"refunds","path":"README.md"}"#, "context/0001:2: All about refunds\n"),
    ("grep", #"{"pattern":"hidden words"}"#, "(no line)"), ("grep", "{}", "Error: grep needs a pattern"),
    ("grep", #"{"pattern":"(","regex":true}"#, "Error: the expression can't be used: missing ): ("),
    ("patch", #"{"path":"src/a.py"}"#, DirectRun.patch), ("patch", #"{"path":"0001"}"#, DirectRun.patch),
    ("patch", #"{"path":"diff/0001.patch"}"#, DirectRun.patch),
    ("bash", #"{"command":"id"}"#, "Error: there is no tool bash"), ("write", "{}", "Error: there is no tool write"),
    ("read", "{", "Error: the arguments are no JSON object"), ("read", "[]", "Error: the arguments are no JSON object"),
  ])
  func `a tool gives what it says`(name: String, arguments: String, text: String) throws {
    let run = try DirectRun()
    let result = withExtendedLifetime(run) { Self.run(Self.desk(run), name, arguments) }
    #expect(result.text == text)
    #expect(result.call.name == name && result.call.isError == text.hasPrefix("Error: "))
  }

  /// Ways out, each tried by every tool that takes a path.
  private static let escapes = [
    "secret/key", "diff/../secret/key", "diff/../../etc/passwd", "../secret/key", "/etc/passwd", "diff//0001.patch",
    "diff/./0001.patch",
    "diff/link", "diff/folder/key", "diff/dangling", "context/loop", "diff", "diff/", "", ".", "..", "~/.ssh/id_rsa",
    "diff/0001.patch\\u0000",
    "diff/fifo", "diff/directory", "diff/sparse", "diff/socket", "diff/device", "diff/none", "diff/0001.patch/x",
    "context/unreadable/../0001",
    "%64iff/0001.patch", "diff\\\\0001.patch", "/proc/self/environ", "context/environ", "file:///etc/passwd",
  ]

  @Test(arguments: escapes) func `UR-08: no path leads out, blocks, or fills the memory`(path: String) throws {
    let run = try DirectRun()
    try Shell.run(
      """
      ln -s ../secret/key diff/link
      ln -s ../secret diff/folder
      ln -s nowhere diff/dangling
      ln -s loop context/loop
      ln -s /proc/self/environ context/environ
      ln -s /dev/zero diff/device
      mkfifo diff/fifo
      mkdir diff/directory
      truncate -s 1T diff/sparse
      """, in: run.home.path)
    let desk = Self.desk(run)
    for (name, arguments) in [
      ("read", #"{"path":"\#(path)"}"#), ("patch", #"{"path":"\#(path)"}"#),
      ("grep", #"{"pattern":"e","path":"\#(path)"}"#),
    ] {
      let result = Self.run(desk, name, arguments)
      // An empty path of grep, and a folder's name, stand for all that may be read.
      if name == "grep", ["", "diff", "diff/", "diff/directory"].contains(path) {
        #expect(!result.text.contains("hidden"))
        continue
      }
      #expect(result.call.isError, "\(name) \(path): \(result.text)")
      #expect(!result.text.contains("hidden") && !result.text.contains("root:"))
    }
    // What can't be read keeps nobody from searching the rest.
    #expect(Self.run(desk, "grep", #"{"pattern":"refunds"}"#).text == "context/0001:2: All about refunds\n")
  }

  private static func treeDesk(_ run: DirectRun) throws -> ToolDesk {
    try Shell.run(
      """
      mkdir -p tree/src/deep tree/diff
      printf 'import os\nos.system(name)\n' > tree/src/a.py
      printf 'deep = 1\n' > tree/src/deep/b.py
      printf 'own\n' > tree/diff/c
      ln -s ../secret/key tree/link; ln -s ../../secret tree/src/folder
      """, in: run.home.path)
    return ToolDesk(
      files: ConfinedFiles(
        diff: run.home.file("diff"), context: run.home.file("context"), tree: run.home.file("tree")),
      sharedContext: String(decoding: run.home.read("shared-mr-context.txt"), as: UTF8.self))
  }

  @Test func `the tree is read by the repository's own paths, and no further`() throws {
    let run = try DirectRun()
    let desk = try Self.treeDesk(run)
    for (name, arguments, text) in [
      ("read", #"{"path":"src/a.py","start":2}"#, "2\tos.system(name)\n"),
      ("read", #"{"path":"tree/src/deep/b.py"}"#, "1\tdeep = 1\n"),
      ("read", #"{"path":"tree/diff/c"}"#, "1\town\n"),
      ("read", #"{"path":"README.md"}"#, "1\t# Till\n2\tAll about refunds\n"),
      ("list", #"{"path":"tree"}"#, "tree/diff/\ntree/link\ntree/src/\n"),
      ("list", #"{"path":"src/"}"#, "tree/src/a.py\ntree/src/deep/\ntree/src/folder\n"),
      ("grep", #"{"pattern":"deep"}"#, "tree/src/deep/b.py:1: deep = 1\n"),
      ("grep", #"{"pattern":"os.sys"}"#, "diff/0001.patch:6: +os.system(name)\ntree/src/a.py:2: os.system(name)\n"),
      ("grep", #"{"pattern":"=","path":"src/deep"}"#, "tree/src/deep/b.py:1: deep = 1\n"),
      ("grep", #"{"pattern":"import","path":"src/a.py"}"#, "tree/src/a.py:1: import os\n"),
      ("grep", #"{"pattern":"hidden"}"#, "(no line)"),
    ] {
      #expect(Self.run(desk, name, arguments).text == text, "\(name) \(arguments)")
    }
    for path in [
      "link", "tree/link", "src/folder/key", "tree/src/folder", "tree/../secret/key", "src/../../secret/key",
      "/etc/passwd",
      "secret/key", "tree/src/../link", "src//a.py", "tree/none", "../secret",
    ] {
      for (name, arguments) in [
        ("read", #"{"path":"\#(path)"}"#), ("grep", #"{"pattern":"e","path":"\#(path)"}"#),
        ("list", #"{"path":"\#(path)"}"#),
      ] {
        let result = Self.run(desk, name, arguments)
        #expect(result.call.isError && !result.text.contains("hidden"), "\(name) \(path): \(result.text)")
      }
    }
  }

  @Test func `every answer is bounded`() throws {
    let run = try DirectRun()
    try run.home.write("context/long", [UInt8](repeating: 0x61, count: 1 << 20))
    try run.home.write("context/many", Array(String(repeating: "line\n", count: 100_000).utf8))
    try run.home.write(
      "context/wide", Array(String(repeating: String(repeating: "é", count: 3000) + "\n", count: 300).utf8))
    let desk = Self.desk(run)
    for (name, arguments) in [
      ("read", #"{"path":"context/long"}"#), ("read", #"{"path":"context/many"}"#),
      ("read", #"{"path":"context/wide"}"#),
      ("grep", #"{"pattern":"line"}"#), ("grep", #"{"pattern":"é"}"#), ("grep", #"{"pattern":"(a*)*b","regex":true}"#),
      ("patch", #"{"path":"diff/0001.patch"}"#),
    ] {
      let result = Self.run(desk, name, arguments)
      #expect(result.text.utf8.count <= 33 << 10 && !result.text.contains("\u{FFFD}"), "\(name) \(arguments)")
    }
    #expect(
      Self.run(desk, "read", #"{"path":"context/many"}"#).text.hasSuffix("400\tline\n(lines 401 to 100000 follow)\n"))
    #expect(Self.run(desk, "grep", #"{"pattern":"line"}"#).text.hasSuffix("(there are more)\n"))
    let long = Self.run(desk, "read", "{\"path\":\"\(String(repeating: "a", count: 100_000))\"}")
    #expect(long.call.isError && long.call.subject.utf8.count <= 200)
  }
}
