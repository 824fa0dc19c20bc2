/// What AGENTS.md itself should be: short, and made of commands rather than of advice (system.md, section 3).
enum AgentsDocumentRules {
  /// Longer files are read badly by agents and cost tokens in every session (system.md, section 3).
  private static let longest = 200

  static let all: [WholeChangeRule] = [tooLong, duplicated, toolWithoutCommand]

  static let lines: [Rule] = [
    Rule(
      RuleCard(
        "agents-md/filler", .suggestion, confidence: 0.8, title: "Advice that fits every project",
        body: "It tells an agent nothing about this repository, and costs tokens and attention in every session.",
        suggestion: "Delete it, or say what is special here: a command, a path, a rule that is not the usual one.",
        reports: "Lines of AGENTS.md such as “write clean code” or “follow best practices”.",
        doesNotReport: "Rules with a command, a path or a number in them, and other documents."),
      matches: [
        .init(
          [.markdown], .text,
          #"(?i)\b(?:write|keep|produce)\s+(?:clean|readable|maintainable|high[- ]quality|good|well[- ]documented)(?:,?\s+(?:and\s+)?\w+)?\s+code\b|\bfollow\s+(?:the\s+)?(?:industry\s+)?best\s+practices\b|\buse\s+(?:meaningful|descriptive|clear)\s+(?:variable\s+|function\s+)?names\b|\b(?:always\s+)?be\s+(?:careful|helpful|concise|thorough)\b|\bact\s+as\s+(?:a|an)\s+(?:senior|expert)\b|\byou\s+are\s+(?:a|an)\s+(?:senior|expert|helpful|experienced)\b"#
        )
      ],
      when: [.path(#"(?i)(?:^|/)(?:AGENTS|CLAUDE)\.md$|copilot-instructions\.md$"#), .not(.text("`"))], skips: [],
      examples: [
        .hit("AGENTS.md", "- Write clean, maintainable code."),
        .hit("AGENTS.md", "Follow best practices."),
        .miss("AGENTS.md", "- Be careful with `make deploy`: it asks nothing."),
        .miss("CONTRIBUTING.md", "Write clean code."),
      ])
  ]

  private static let tooLong = WholeChangeRule(
    RuleCard(
      "agents-md/too-long", .suggestion, confidence: 0.9, title: "AGENTS.md has more than 200 lines",
      body: "Every session of every agent reads all of it; the lines that matter drown in the others.",
      suggestion: "Move details to documents that it links to.",
      reports: "A changed AGENTS.md of more than 200 lines to which lines are added.",
      doesNotReport: "Shorter files, files that the change does not touch, and changes that only remove."),
    examples: [
      .hit([.init("AGENTS.md", "+Run `make test`.")], documents: ["AGENTS.md": String(repeating: "a\n", count: 220)]),
      .miss([.init("AGENTS.md", "+Run `make test`.")], documents: ["AGENTS.md": "Run `make test`."]),
      .miss([.init("src/a.py", "+x = 1")], documents: ["AGENTS.md": String(repeating: "a\n", count: 220)]),
    ]
  ) { change in
    changedAgents(change).compactMap { file, document in
      let count = document.lines.last == "" ? document.lines.count - 1 : document.lines.count
      guard count > longest, let line = file.lines.first(where: \.isAdded) else { return nil }
      return change.hit(file.path, line, title: "\(document.path) has \(count) lines; \(longest) are enough")
    }
  }

  private static let duplicated = WholeChangeRule(
    RuleCard(
      "agents-md/said-twice", .suggestion, confidence: 0.85, title: "AGENTS.md says this already",
      body: "The next change will correct one of the two, and agents then read both.",
      suggestion: "Delete one.",
      reports: "An added line of AGENTS.md that stands in it a second time, word for word.",
      doesNotReport: "Headings, short lines, and lines inside code blocks."),
    examples: [
      .hit(
        [.init("AGENTS.md", "+Run `make test` before each commit.")],
        documents: ["AGENTS.md": "Run `make test` before each commit.\n\nRun `make test` before each commit."]),
      .miss(
        [.init("AGENTS.md", "+Run `make test` before each commit.")],
        documents: ["AGENTS.md": "Run `make test` before each commit."]),
    ]
  ) { change in
    changedAgents(change).flatMap { file, document -> [RuleHit] in
      var isFenced = false
      var counts: [String: Int] = [:]
      for line in document.lines.map(\.trimmed) {
        if line.hasPrefix("```") { isFenced.toggle() }
        if !isFenced { counts[line, default: 0] += 1 }
      }
      var reported: Set<String> = []
      return file.lines.filter(\.isAdded).compactMap { line in
        let text = line.text.text.trimmed
        guard text.utf8.count > 20, !text.hasPrefix("#"), counts[text, default: 0] > 1, reported.insert(text).inserted
        else { return nil }
        return change.hit(file.path, line)
      }
    }
  }

  private static let toolWithoutCommand = WholeChangeRule(
    RuleCard(
      "agents-md/tool-without-command", .suggestion, confidence: 0.75, title: "A tool is named, but not how to run it",
      body: "An agent has to guess the command, its options and its folder.",
      suggestion: "Write the command as it is typed, in a code span.",
      reports:
        "An added line of AGENTS.md that names a test, build or check tool of which no command stands in the file.",
      doesNotReport: "Tools whose command stands elsewhere in the file, and mentions inside code."),
    examples: [
      .hit(
        [.init("AGENTS.md", "+We use pytest for the tests.")], documents: ["AGENTS.md": "We use pytest for the tests."]),
      .miss(
        [.init("AGENTS.md", "+We use pytest for the tests.")],
        documents: ["AGENTS.md": "We use pytest for the tests.\n\n```\npytest -q\n```"]),
      .miss([.init("AGENTS.md", "+Test with `pytest -q`.")], documents: ["AGENTS.md": "Test with `pytest -q`."]),
    ]
  ) { change in
    let tools =
      #"(?i)\b(?:pytest|unittest|tox|jest|vitest|mocha|eslint|prettier|ruff|flake8|mypy|black|rubocop|rspec|golangci-lint|clippy|swiftlint|webpack|gradle|maven)\b"#
    return changedAgents(change).flatMap { file, document -> [RuleHit] in
      let commands = code(of: document).joined(separator: "\n").lowercased()
      return file.lines.filter(\.isAdded).compactMap { line in
        guard !line.text.contains(0x60), let tool = change.matches(tools, in: line.text).first,
          !line.text.text.hasPrefix("    "), !Words.contains(tool.lowercased(), in: commands)
        else { return nil }
        return change.hit(file.path, line, title: "\(tool) is named, but not how to run it")
      }
    }
  }

  /// Changed files for agents, with their whole text.
  private static func changedAgents(
    _ change: ReviewedChange
  ) -> [(file: SourceFile, document: ReviewedChange.Document)] {
    change.documents.filter { $0.isAgentsFile && $0.isChanged }.compactMap { document in
      change.files.first { $0.path.description == document.path }.map { ($0, document) }
    }
  }

  /// Lines of code blocks and the contents of code spans.
  private static func code(of document: ReviewedChange.Document) -> [String] {
    var isFenced = false
    return document.lines.flatMap { line -> [String] in
      if line.trimmed.hasPrefix("```") {
        isFenced.toggle()
        return []
      }
      if isFenced || line.hasPrefix("    ") { return [line] }
      return line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
  }
}
