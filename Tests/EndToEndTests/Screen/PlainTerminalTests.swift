import EngineTestKit
import Foundation
import Testing

/// Terminals that can't do everything, and none at all.
@Suite struct PlainTerminalTests {
  @Test func `without colours no colour is sent`() throws {
    for (variables, isColored) in [(["NO_COLOR": "1"], false), ([:], true)] {
      let shell = try ExampleShell(environment: variables)
      try shell.run("conclave")
      try shell.terminal.wait(for: "decision now", "SQL built from strings")
      let sequences = try shell.terminal.styledScreen().split(separator: "\u{1B}[").dropFirst()
        .map { $0.prefix { $0 != "m" } }
      let colors = sequences.filter { sequence in
        sequence.split(separator: ";").contains {
          ["3", "4"].contains($0.prefix(1)) && $0.count >= 2 && $0 != "39" && $0 != "49"
        }
      }
      #expect(colors.isEmpty != isColored, "\(colors)")
      try shell.terminal.press("q")
      try shell.expectUsable()
    }
  }

  @Test(arguments: ["dumb", "", "no-such-terminal"])
  func `a terminal that can't be drawn on gets lines`(type: String) throws {
    let shell = try ExampleShell(width: 160, height: 50)
    let picture = try shell.output(of: "TERM='\(type)' conclave | cat -v >lines; TERM='\(type)' conclave")
    #expect(picture.contains("Exit status 1: reviewed, findings at or above --fail-on"))
    #expect(shell.terminal.flag("alternate_on") == "0")
    #expect(try String(contentsOf: shell.repository.appending(path: "lines"), encoding: .utf8).contains("^[") == false)
  }

  @Test func `without UTF-8 everything is drawn in ASCII`() throws {
    let shell = try ExampleShell(environment: ["LANG": "C", "LC_ALL": "C"])
    try shell.run("conclave")
    let picture = try shell.terminal.wait(for: "decision now", "SQL built from strings")
    #expect(picture.utf8.allSatisfy { $0 < 0x80 })
    #expect(picture.contains("> * critical"))
    try shell.terminal.press("q")
    try shell.expectUsable()
  }
}
