import EngineTestKit
import Foundation
import Testing

@Suite("The rehearsal and the example")
struct RehearsalQuotesTests {
  /// A finding of the scenario: `finding … file=PATH line=N`, then `evidence | TEXT`.
  private struct Quote {
    var path: String
    var line: Int
    var evidence = ""
  }

  @Test("What the rehearsal quotes stands in the example, on the line that it names, but for one invention")
  func quotes() throws {
    let root = ProjectFiles.root.appending(path: "Examples")
    let scenario = try String(contentsOf: root.appending(path: "rehearsals/demo.rehearsal"), encoding: .utf8)
    var quotes: [Quote] = []
    for line in scenario.split(separator: "\n") {
      let words = line.split(separator: " ")
      func value(_ key: String) -> String? {
        words.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
      }
      if words.contains("finding"), let path = value("file"), let number = value("line").flatMap(Int.init) {
        quotes.append(Quote(path: path, line: number))
      } else if let mark = line.range(of: "evidence | "), !quotes.isEmpty {
        quotes[quotes.count - 1].evidence = String(line[mark.upperBound...])
      }
    }
    #expect(quotes.count >= 10)
    var invented: [Quote] = []
    for quote in quotes {
      let file = root.appending(path: "refund-service/feature/\(quote.path)")
      let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
      try #require(lines.indices.contains(quote.line - 1), "\(quote.path):\(quote.line)")
      if lines[quote.line - 1].trimmingCharacters(in: .whitespaces) == quote.evidence { continue }
      #expect(!lines.contains { $0.contains(quote.evidence) }, "\(quote.path):\(quote.line)")
      invented.append(quote)
    }
    #expect(invented.map(\.evidence) == ["while not provider_answered:"])
    let twice = Dictionary(grouping: quotes, by: \.evidence).values.count { $0.count > 1 }
    #expect(twice == 2, "one finding is told again after the retry, one by two reviewers")
  }
}
