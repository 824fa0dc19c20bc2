/// Documents that lead nowhere: links, paths and commands.
enum DocumentRules {
  static let all: [WholeChangeRule] = [brokenLink, missingPath, goneCommand]

  static let lines: [Rule] = [
    Rule(
      RuleCard(
        "documentation/placeholder", .suggestion, confidence: 0.8, title: "The document has a hole",
        body: "Readers can't tell whether this is missing, secret or unknown.",
        suggestion: "Write it, or leave the section out.",
        reports: "A line of a document that is only TODO, TBD, Lorem ipsum or the like.",
        doesNotReport: "Sentences about TODO comments, lists of tasks, and templates."),
      matches: [
        .init(
          [.markdown], .text,
          #"(?i)^\W*(?:TBD|TODO|FIXME|to be (?:written|documented|done)|lorem ipsum\b.*|coming soon)\W*$|^\W*(?:TBD|TODO|FIXME):\s+(?:write|document|describe|explain|fill)\b"#
        )
      ],
      when: [.not(.path(#"(?i)template|todo"#))], skips: [],
      examples: [
        .hit("docs/refunds.md", "TODO: describe partial refunds"),
        .hit("docs/refunds.md", "Coming soon."),
        .miss("docs/style.md", "A TODO comment needs a ticket."),
        .miss("TODO.md", "TODO: write the importer"),
      ])
  ]

  private static let brokenLink = WholeChangeRule(
    RuleCard(
      "documentation/broken-link", .warning, confidence: 0.9, title: "The link leads nowhere",
      body: "There is no such file in the repository after this change: readers get a 404.",
      suggestion: "Correct the path.",
      reports: "A relative link in an added line of a Markdown file whose target is not in the tree.",
      doesNotReport: "Addresses, anchors, links from the site's root, templates, and links in code."),
    examples: [
      .hit([.init("docs/refunds.md", "+See [the API](api.md).")], tree: ["docs/orders.md"]),
      .hit([.init("README.md", "+![Screen](pictures/screen.png)")], tree: ["src/app.py"]),
      .miss([.init("docs/refunds.md", "+See [the API](../api/README.md#refunds).")], tree: ["api/README.md"]),
      .miss(
        [.init("docs/refunds.md", "+See [the API](https://api.example.com), [above](#top), [root](/guide).")],
        tree: ["a"]),
      .miss([.init("docs/refunds.md", "+Write `[text](target.md)`.")], tree: ["a"]),
    ]
  ) { change in
    guard !change.tree.isEmpty else { return [] }
    return markdown(change).flatMap { file, line -> [RuleHit] in
      change.matches(#"\]\([^()\s]+(?:\s+"[^"]*")?\)"#, in: withoutCode(line.text)).compactMap { match in
        let target = match.dropFirst(2).prefix { !"# ?)\"".contains($0) }
        guard !target.isEmpty, !target.hasPrefix("/"), !target.contains(":"), !target.contains("{"),
          !target.contains("<"), let path = resolve(String(target), from: file.path), !change.tree.contains(path)
        else { return nil }
        return change.hit(file.path, line, title: "Link to `\(target)`, which does not exist")
      }
    }
  }

  private static let missingPath = WholeChangeRule(
    RuleCard(
      "documentation/path-missing", .warning, confidence: 0.85, title: "The document names a file that does not exist",
      body: "Readers look for it and do not find it.",
      suggestion: "Correct the path.",
      reports: "A path in a code span of an added documentation line whose folder exists while the file does not.",
      doesNotReport:
        "Patterns, placeholders, paths in folders that are not in the repository, ignored and generated files."),
    examples: [
      .hit([.init("docs/refunds.md", "+The limits are in `src/limits.py`.")], tree: ["src/refunds.py"]),
      .miss([.init("docs/refunds.md", "+The limits are in `src/refunds.py`.")], tree: ["src/refunds.py"]),
      .miss([.init("docs/refunds.md", "+Logs are in `var/log/shop.log` and `src/*.py`.")], tree: ["src/refunds.py"]),
    ]
  ) { change in
    markdown(change).flatMap { file, line -> [RuleHit] in
      guard !file.diff.path.description.uppercased().contains("CHANGE") else { return [] }
      return change.matches(#"`[\w][\w./-]*/[\w.-]+\.[a-z]{1,5}`"#, in: line.text).compactMap { match in
        let path = String(match.dropFirst().dropLast())
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        guard change.tree.contains(folder), !change.tree.contains(path), !path.contains("example"), !path.contains("..")
        else { return nil }
        return change.hit(file.path, line, title: "`\(path)` does not exist")
      }
    }
  }

  private static let goneCommand = WholeChangeRule(
    RuleCard(
      "documentation/command-gone", .warning, confidence: 0.9, title: "A documented command is gone",
      body: "The document tells people to run it, and it fails now.",
      suggestion: "Update the document, or keep the name as an alias.",
      reports:
        "A Make target, package script or script file that the change removes while a document still tells to run it.",
      doesNotReport:
        "Commands that no document names, renames that documents follow, changelogs and AGENTS.md (which has its own rule)."
    ),
    examples: [
      .hit(
        [.init("Makefile", "-lint:\n-\truff check\n+check:\n+\truff check")],
        documents: ["README.md": "Run `make lint`."]),
      .hit([.init("package.json", "-    \"lint\": \"eslint .\",")], documents: ["README.md": "npm run lint"]),
      .miss([.init("Makefile", "-lint:\n+lint: build")], documents: ["README.md": "Run `make lint`."]),
      .miss([.init("Makefile", "-lint:\n+check:")], documents: ["README.md": "Run `make check`."]),
    ]
  ) { change in goneCommands(in: change, from: change.documents.filter { !$0.isAgentsFile }) }

  /// Commands that are gone and that one of `documents` still names.
  static func goneCommands(in change: ReviewedChange, from documents: [ReviewedChange.Document]) -> [RuleHit] {
    CommandFacts.gone(in: change).compactMap { gone in
      for spelling in gone.spellings {
        guard let place = change.mention(of: spelling, in: documents) else { continue }
        return change.hit(
          gone.file, removed: gone.line,
          title: "`\(spelling)` is gone, and \(place.document.path) still says to run it",
          body: "Line \(place.line) of \(place.document.path) tells people to run it, and it fails now.")
      }
      return nil
    }
  }

  private static func markdown(_ change: ReviewedChange) -> [(file: SourceFile, line: SourceLine)] {
    change.files.filter { $0.language == .markdown && $0.diff.status != .deleted }.flatMap { file in
      file.lines.filter(\.isAdded).map { (file, $0) }
    }
  }

  /// The line with code spans blanked.
  private static func withoutCode(_ text: [UInt8]) -> [UInt8] {
    var isCode = false
    return text.map { byte in
      if byte == 0x60 { isCode.toggle() }
      return isCode ? 0x20 : byte
    }
  }

  /// A path relative to the folder of `file`, from the repository's root; nil where it leaves the repository.
  private static func resolve(_ target: String, from file: RepoPath) -> String? {
    var parts = file.description.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") {
      if part == "." { continue }
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(String(part))
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/").percentDecodedSpaces
  }
}

extension String {
  /// `%20`, the only escape that people write in relative links.
  fileprivate var percentDecodedSpaces: String { replacing("%20", with: " ") }
}
