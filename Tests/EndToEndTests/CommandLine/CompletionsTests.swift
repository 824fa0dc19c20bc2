import Engine
import Foundation
import Testing

@testable import conclave

@Suite struct CompletionsTests {
  @Test func `every shell's script names every command and option`() throws {
    for shell in Shell.allCases {
      guard case .completions(let script) = try CommandLineParser.parse(["completions", shell.rawValue]) else {
        Issue.record("no script"); continue
      }
      for word in CommandTable.all.flatMap(\.words) { #expect(script.contains(word), "\(shell) \(word)") }
      for option in OptionID.allCases where option != .version {
        #expect(script.contains(shell == .fish ? "-l \(option.rawValue)" : option.flag), "\(shell) \(option)")
      }
      for hidden in HiddenCommand.allCases { #expect(!script.contains(hidden.rawValue)) }
    }
  }

  /// What bash offers at the end of a line.
  private static func bash(_ words: [String]) throws -> [String] {
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      \(Completions.script(for: .bash))
      COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); COMPREPLY=()
      _conclave; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let process = Foundation.Process()
    let output = Foundation.Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["--norc", "-euo", "pipefail", "-c", script]
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    (["conclave", "re"], ["review", "replay", "rehearsals"]), (["conclave", "runs", "p"], ["prune"]),
    (["conclave", "--st"], ["--staged"]), (["conclave", "review", "--format", "j"], ["json", "jsonl"]),
    (["conclave", "review", "--format", "=", "j"], ["json", "jsonl"]),
    (["conclave", "review", "--only", "security,doc"], ["security,documentation"]),
    (["conclave", "runs", "prune", "--o"], ["--older-than"]), (["conclave", "completions", "z"], ["zsh"]),
    (["conclave", "hook", ""], ["install", "uninstall", "run"]), (["conclave", "replay", "--vi"], ["--view"]),
  ])
  func `bash offers what fits`(words: [String], expected: [String]) throws {
    #expect(try Self.bash(words) == expected)
  }
}
