import Engine
import Foundation
import Testing

@testable import conclave

/// The README says only what the program understands.
@Suite struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardized

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }

  /// Code blocks of a language.
  private static func blocks(_ language: String, in text: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
  }

  /// Calls of the program in shell blocks and in inline code.
  private static func calls(in text: String) -> [String] {
    let shell = blocks("sh", in: text).flatMap { $0.components(separatedBy: "\n") }
      .map { $0.components(separatedBy: " #")[0] }
    let prose = text.components(separatedBy: "```").enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    let inline = prose.flatMap { part in
      part.components(separatedBy: "`").enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
    }
    return (shell + inline).compactMap { line in
      let call = line.components(separatedBy: "| ").last ?? line
      let words = call.split(separator: " ")
      return words.first == "conclave" && (words.count > 1 || shell.contains(line)) ? call : nil
    }
  }

  @Test(arguments: ["README.md", "CONTRIBUTING.md"])
  func `every command line is understood`(name: String) throws {
    let calls = try Self.calls(in: Self.text(name))
    #expect(calls.count >= (name == "README.md" ? 12 : 2))
    for call in calls {
      let words = call.split(separator: " ").map(String.init)
      #expect(throws: Never.self, "\(call)") { try CommandLineParser.parse(Array(words.dropFirst())) }
    }
  }

  @Test func `the example of a configuration is one`() throws {
    let blocks = Self.blocks("toml", in: try Self.text("README.md"))
    #expect(blocks.count == 1)
    for block in blocks {
      let configuration = try ConfigurationReader(trustedOwners: []).read(file: { layer in
        layer == .repository ? ConfigurationFile(name: "README.md", bytes: Array(block.utf8)) : nil
      })
      #expect(configuration.failOn == .warning && configuration.limits.overall == .seconds(600))
    }
  }

  @Test func `each guarantee names rows of the fault plan that have tests`() throws {
    let section = try Self.text("README.md").components(separatedBy: "## Guarantees\n").last?
      .components(separatedBy: "\n## ").first
    let rows = try #require(section).components(separatedBy: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(rows.count == 14)
    let tests = FileManager.default.enumerator(at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
    let sources = try (tests?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    for row in rows {
      let ids = (row.components(separatedBy: " | ").last ?? "").components(separatedBy: ", ")
      #expect(!ids.isEmpty)
      for id in ids.map({ $0.replacingOccurrences(of: " |", with: "") }) {
        let names = sources.components(separatedBy: "\n").filter {
          ($0.contains("func `") || $0.contains("@Test(")) && $0.contains(id)
        }
        #expect(!names.isEmpty, "no test is named after \(id)")
      }
    }
  }

  @Test func `the exit statuses are those of the table`() throws {
    let rows = try Self.text("README.md").components(separatedBy: "\n").filter { $0.hasPrefix("| ") }
    for status in ExitStatus.documented { #expect(rows.contains { $0.hasPrefix("| \(status.code) | ") }) }
  }

  @Test func `what the README links to is there`() throws {
    let links = try Self.text("README.md").components(separatedBy: "](").dropFirst()
      .compactMap { $0.components(separatedBy: ")").first }
    for link in links where !link.hasPrefix("https://") && !link.hasPrefix("Screenshots/") {
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: link).path), "\(link)")
    }
    let pictures = try Self.text("Screenshots/frames").components(separatedBy: "\n").compactMap {
      $0.split(separator: " ").first
    }
    for link in links where link.hasPrefix("Screenshots/") {
      #expect(pictures.contains { link == "Screenshots/\($0).png" }, "\(link)")
    }
  }

  @Test func `targets of the Makefile that are named exist`() throws {
    let makefile = try Self.text("Makefile")
    for name in ["README.md", "CONTRIBUTING.md"] {
      for part in try Self.text(name).components(separatedBy: "make ").dropFirst() {
        let target = String(part.prefix { $0.isLowercase })
        guard ["run", "test", "demo", "install", "format", "screenshots"].contains(target) else { continue }
        #expect(makefile.contains("\n\(target):"))
      }
    }
  }

  @Test func `frames are asked for in words that replay understands`() throws {
    let lines = try Self.text("Screenshots/frames").components(separatedBy: "\n").filter {
      !$0.isEmpty && !$0.hasPrefix("#")
    }
    #expect(lines.count >= 6)
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      #expect(words.count >= 5)
      _ = try CommandLineParser.parse(
        ["replay", "x", "--view", words[2], "--frame", words[3], "--at", words[4]] + words.dropFirst(5))
    }
  }
}
