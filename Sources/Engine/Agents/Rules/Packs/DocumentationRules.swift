/// Documents and code that say different things, as far as a change shows both.
enum DocumentationRules {
  static let all: [WholeChangeRule] = [
    undocumentedSetting, undocumentedOption, differingDefault, goneName, changedSignature, undocumentedRoute,
  ]

  private static let undocumentedSetting = WholeChangeRule(
    RuleCard(
      "documentation/setting-undocumented", .warning, confidence: 0.85, title: "New setting that no document names",
      body: "Whoever deploys this can't know that the variable exists; they learn of it from an error, or never.",
      suggestion: "Name it where the others are listed, with its default and what it is for.",
      reports: "An environment variable that the change starts to read and that no document of the repository names.",
      doesNotReport:
        "Variables of the system and of common tools, variables that were read before, tests, and repositories without documents."
    ),
    examples: [
      .hit(
        [.init("src/refunds.py", "+LIMIT = int(os.environ.get(\"REFUND_LIMIT\", \"100\"))")],
        documents: ["README.md": "# Shop\nSet `SHOP_PORT`."]),
      .hit(
        [.init("src/refunds.js", "+const limit = process.env.REFUND_LIMIT;")], documents: ["docs/setup.md": "# Setup"]),
      .miss(
        [.init("src/refunds.py", "+LIMIT = int(os.environ.get(\"REFUND_LIMIT\", \"100\"))")],
        documents: ["README.md": "Set `REFUND_LIMIT` (cents)."]),
      .miss(
        [.init("src/refunds.py", "-LIMIT = os.environ[\"REFUND_LIMIT\"]\n+LIMIT = int(os.environ[\"REFUND_LIMIT\"])")],
        documents: ["README.md": "# Shop"]),
      .miss([.init("src/refunds.py", "+HOME = os.environ[\"HOME\"]")], documents: ["README.md": "# Shop"]),
      .miss([.init("src/refunds.py", "+LIMIT = os.environ[\"REFUND_LIMIT\"]")]),
    ]
  ) { change in
    guard !change.documents.isEmpty else { return [] }
    let samples = change.files.filter { $0.path.name.hasPrefix(".env") || $0.role == .documentation }
    return SettingFacts.new(in: change).compactMap { use in
      let isInSample = samples.contains { $0.lines.contains { Words.contains(use.name, in: $0.text.text) } }
      guard change.mention(of: use.name, in: change.documents) == nil, !isInSample else { return nil }
      return change.hit(use.file, use.line, title: "`\(use.name)` is in no document")
    }
  }

  private static let undocumentedOption = WholeChangeRule(
    RuleCard(
      "documentation/option-undocumented", .suggestion, confidence: 0.75, title: "New option that no document names",
      body: "The documents list the other options of this program; who reads them will not find this one.",
      suggestion: "Add it to that list.",
      reports: "A new command-line option of a program whose other options are documented.",
      doesNotReport: "Programs whose options are in no document (their help is the document), and hidden options."),
    examples: [
      .hit(
        [.init("src/cli.py", " parser.add_argument(\"--since\")\n+parser.add_argument(\"--dry-run\")")],
        documents: ["README.md": "Use `--since DATE`."]),
      .miss(
        [.init("src/cli.py", " parser.add_argument(\"--since\")\n+parser.add_argument(\"--dry-run\")")],
        documents: ["README.md": "Use `--since DATE` and `--dry-run`."]),
      .miss(
        [.init("src/cli.py", " parser.add_argument(\"--since\")\n+parser.add_argument(\"--dry-run\")")],
        documents: ["README.md": "# Shop"]),
    ]
  ) { change in
    let pattern =
      #"(?:add_argument|\.option|add_option)\(\s*(?:["']-\w["'],\s*)?["'](?:-\w,\s*)?--[a-z][\w-]+|["']--[a-z][\w-]+["'].*\bhelp\s*="#
    func options(_ line: SourceLine) -> [String] {
      change.matches(pattern, in: line.code).flatMap { change.matches(#"--[a-z][\w-]+"#, in: Array($0.utf8)).prefix(1) }
    }
    func isDocumented(_ option: String) -> Bool { change.mention(of: option, in: change.documents) != nil }
    return change.files.filter { [.product, .script].contains($0.role) }.flatMap { file -> [RuleHit] in
      let others = file.lines.filter { !$0.isAdded }.flatMap(options)
      guard others.contains(where: isDocumented) else { return [] }
      return file.lines.filter(\.isAdded).compactMap { line in
        guard let new = options(line).first, !isDocumented(new), !line.text.text.contains("SUPPRESS") else {
          return nil
        }
        return change.hit(file.path, line, title: "Option `\(new)` is in no document")
      }
    }
  }

  private static let differingDefault = WholeChangeRule(
    RuleCard(
      "documentation/default-differs", .warning, confidence: 0.85, title: "Document and code give different defaults",
      body: "Whoever relies on the document gets another behaviour than it promises, and finds out in production.",
      suggestion: "Change the one that is wrong.",
      reports:
        "A setting whose default in a changed line of code differs from the one that a document states on a line with its name.",
      doesNotReport:
        "Lines that state no default, defaults that are computed, and settings that the change does not touch."),
    examples: [
      .hit(
        [.init("src/refunds.py", "+DAYS = int(os.environ.get(\"REFUND_DAYS\", \"14\"))")],
        documents: ["docs/refunds.md": "`REFUND_DAYS`: how long a refund is possible (default: 30)."]),
      .miss(
        [.init("src/refunds.py", "+DAYS = int(os.environ.get(\"REFUND_DAYS\", \"14\"))")],
        documents: ["docs/refunds.md": "`REFUND_DAYS`: how long a refund is possible (default: `14`)."]),
      .miss(
        [.init("src/refunds.py", "+DAYS = int(os.environ.get(\"REFUND_DAYS\", \"14\"))")],
        documents: ["docs/refunds.md": "`REFUND_DAYS` must be set."]),
    ]
  ) { change in
    SettingFacts.visible(in: change).filter(\.line.isAdded).compactMap { use in
      guard let value = use.defaultValue, !value.isEmpty else { return nil }
      for document in change.documents where !document.isChangelog {
        for (index, line) in document.lines.enumerated() where Words.contains(use.name, in: line) {
          guard let stated = statedDefault(in: line), stated != value, !Words.contains(value, in: line) else {
            continue
          }
          return change.hit(
            use.file, use.line, title: "`\(use.name)` defaults to \(value) here and to \(stated) in \(document.path)",
            body: "Line \(index + 1) of \(document.path) promises another default. Whoever relies on it is wrong.")
        }
      }
      return nil
    }
  }

  /// The value behind the word "default": the next run of letters, digits and marks that values are made of.
  private static func statedDefault(in line: String) -> String? {
    let lower = line.lowercased()
    guard let word = lower.firstRange(of: "default") else { return nil }
    var rest = lower[word.upperBound...].drop { $0.isLetter }
    for filler in [" value", " is", " of", " to", ":", " =", "="] where rest.hasPrefix(filler) {
      rest = rest.dropFirst(filler.count)
    }
    rest = rest.drop { " `\"'*:(".contains($0) }
    let value = rest.prefix { $0.isLetter || $0.isNumber || "._-/".contains($0) }
    let isValue = value.first.map { $0.isNumber } ?? false || ["true", "false", "on", "off"].contains(String(value))
    let end = value.reversed().drop { $0 == "." }
    return isValue ? String(end.reversed()) : nil
  }

  private static let goneName = WholeChangeRule(
    RuleCard(
      "documentation/gone-but-documented", .warning, confidence: 0.85, title: "Documents describe what is gone",
      body: "A reader follows the document and gets an error; nothing says what replaced it.",
      suggestion: "Update the document in this change.",
      reports: "A function or type that the change removes or renames, while a document still names it as code.",
      doesNotReport: "Names that are defined again in the change, short or private names, and mentions in changelogs."),
    examples: [
      .hit(
        [.init("src/refunds.py", "-def create_refund(order):\n+def open_refund(order):")],
        documents: ["docs/api.md": "Call `create_refund(order)`."]),
      .miss(
        [.init("src/refunds.py", "-def create_refund(order):\n+def create_refund(order, reason):")],
        documents: ["docs/api.md": "Call `create_refund`."]),
      .miss(
        [.init("src/refunds.py", "-def create_refund(order):\n+def open_refund(order):")],
        documents: ["docs/api.md": "You may create_refund."]),
    ]
  ) { change in
    let left = Set(DefinitionFacts.added(in: change).map(\.name))
    return DefinitionFacts.removed(in: change).compactMap { gone in
      guard !left.contains(gone.name), let removed = gone.removed,
        let place = mentionAsCode(gone.name, change)
      else { return nil }
      return change.hit(
        gone.file, removed: removed, title: "`\(gone.name)` is gone, and \(place.path) still describes it",
        body: "Line \(place.line) of \(place.path) names it. A reader follows the document and gets an error.")
    }
  }

  /// A mention in a code span or as a call: a word of prose is no name.
  private static func mentionAsCode(_ name: String, _ change: ReviewedChange) -> (path: String, line: Int)? {
    for document in change.documents where !document.isChangelog {
      for (index, line) in document.lines.enumerated() where Words.contains(name, in: line) {
        if ["`\(name)", "\(name)(", ".\(name)`"].contains(where: { line.contains($0) }) {
          return (document.path, index + 1)
        }
      }
    }
    return nil
  }

  private static let changedSignature = WholeChangeRule(
    RuleCard(
      "documentation/signature-differs", .suggestion, confidence: 0.75, title: "Documented call lacks a new parameter",
      body: "Who copies the call from the document gets an error or the wrong behaviour.",
      suggestion: "Show the new parameter in the document.",
      reports: "A function whose parameters the change extends, while a document shows the call with the old ones.",
      doesNotReport: "Documents that name the parameter anywhere, parameters with a default, and names without a call."),
    examples: [
      .hit(
        [.init("src/refunds.py", "-def create_refund(order):\n+def create_refund(order, reason):")],
        documents: ["docs/api.md": "Call `create_refund(order)`."]),
      .miss(
        [.init("src/refunds.py", "-def create_refund(order):\n+def create_refund(order, reason):")],
        documents: ["docs/api.md": "Call `create_refund(order, reason)`."]),
      .miss(
        [.init("src/refunds.py", "-def create_refund(order):\n+def create_refund(order, reason=None):")],
        documents: ["docs/api.md": "Call `create_refund(order)`."]),
    ]
  ) { change in
    let before = DefinitionFacts.removed(in: change)
    return DefinitionFacts.added(in: change).compactMap { new in
      guard let line = new.added, let old = before.first(where: { $0.name == new.name && $0.file == new.file }),
        let now = DefinitionFacts.parameters(of: new.name, in: new.text),
        let then = DefinitionFacts.parameters(of: old.name, in: old.text), !new.text.contains("=")
      else { return nil }
      let added = now.filter { !then.contains($0) }
      for document in change.documents where !document.isChangelog && !added.isEmpty {
        let isNamed = document.lines.contains { text in added.contains { Words.contains($0, in: text) } }
        let call = document.lines.firstIndex { DefinitionFacts.parameters(of: new.name, in: $0) != nil }
        guard let call, !isNamed else { continue }
        return change.hit(
          new.file, line, title: "\(document.path) shows `\(new.name)` without `\(added[0])`",
          body: "Line \(call + 1) of \(document.path) shows the old call. Who copies it gets an error.")
      }
      return nil
    }
  }

  private static let undocumentedRoute = WholeChangeRule(
    RuleCard(
      "documentation/route-undocumented", .suggestion, confidence: 0.7, title: "New route that no document names",
      body: "The other routes are listed in a document; who builds a client from it will not find this one.",
      suggestion: "Add method, path and answer to that list.",
      reports: "A new HTTP route in a repository whose documents list at least two others.",
      doesNotReport: "Repositories without a list of routes, health checks, and internal routes."),
    examples: [
      .hit(
        [.init("src/app.py", "+@app.post(\"/orders/<order>/refunds\")")],
        documents: ["docs/api.md": "`GET /orders`\n`POST /orders`"]),
      .miss(
        [.init("src/app.py", "+@app.post(\"/orders/<order>/refunds\")")],
        documents: ["docs/api.md": "`GET /orders`\n`POST /orders/{order}/refunds`"]),
      .miss([.init("src/app.py", "+@app.post(\"/refunds\")")], documents: ["README.md": "# Shop"]),
    ]
  ) { change in
    let listed = #"\b(?:GET|POST|PUT|PATCH|DELETE)\s+/[\w/{}<>:.-]*"#
    let routes = change.documents.flatMap { document in
      document.lines.flatMap { change.matches(listed, in: Array($0.utf8)) }
    }
    guard routes.count >= 2 else { return [] }
    let known = Set(routes.map { shape(String($0.drop { $0 != "/" })) })
    let pattern =
      #"(?:@\w+\.(?:route|get|post|put|patch|delete)|\b(?:app|router|api)\.(?:get|post|put|patch|delete))\(\s*["']/[\w/{}<>:.-]*["']|\broute\(\s*["'](?:GET|POST|PUT|PATCH|DELETE)["'],\s*["']/[\w/{}<>:.-]*["']"#
    return change.files.filter { $0.role == .product }.flatMap { file in
      file.lines.filter(\.isAdded).compactMap { line -> RuleHit? in
        guard let match = change.matches(pattern, in: line.code).first,
          let path = change.matches(#"/[\w/{}<>:.-]*"#, in: Array(match.utf8)).first, !known.contains(shape(path)),
          !["health", "metrics", "internal", "ready", "static"].contains(where: { path.contains($0) })
        else { return nil }
        return change.hit(file.path, line, title: "Route `\(path)` is in no document")
      }
    }
  }

  /// A route with its parameters made alike, since documents and frameworks write them in many ways.
  private static func shape(_ route: String) -> String {
    route.split(separator: "/").map { part in
      part.contains { "{}<>:".contains($0) } ? "*" : String(part)
    }.joined(separator: "/")
  }
}
