/// Whether AGENTS.md still says what is true after the change (system.md, section 3, materiality).
enum AgentsRules {
  static let all: [WholeChangeRule] = [
    toolSwitched, toolChangedMedium, noInstructions, requiredSetting, goneCommand, gonePath, workflowChanged, majorBump,
  ]

  private static let agents = "Run the tests with `python -m unittest`.\nInstall with `npm install`."

  private static let toolSwitched = WholeChangeRule(
    RuleCard(
      "agents-md/tool-switched", .warning, confidence: 0.9,
      title: "AGENTS.md names the tool that this change takes out",
      body: "Coding agents run the old command, fail, and start to repair what is not broken.",
      suggestion: "Write the new command into AGENTS.md in this change.",
      reports:
        "A change of package manager, test framework or build tool while AGENTS.md still names the old one (high materiality).",
      doesNotReport: "Tools that stay in use beside the new one, and an AGENTS.md that no longer names the old one."),
    examples: [
      .hit([.init("Makefile", "-\tpython -m unittest\n+\tpython -m pytest")], documents: ["AGENTS.md": agents]),
      .hit([.init("Dockerfile", "-RUN npm ci\n+RUN pnpm install")], documents: ["AGENTS.md": agents]),
      .miss([.init("Makefile", "-\tpython -m unittest\n+\tpython -m pytest")], documents: ["AGENTS.md": "`pytest -q`"]),
      .miss([.init("Makefile", " \tpython -m unittest\n+\tpython -m pytest")], documents: ["AGENTS.md": agents]),
    ]
  ) { change in switched(in: change, high: true) }

  private static let toolChangedMedium = WholeChangeRule(
    RuleCard(
      "agents-md/linter-switched", .suggestion, confidence: 0.8,
      title: "AGENTS.md names the linter that this change takes out",
      body: "Coding agents check their work with the old tool and push what the new one refuses.",
      suggestion: "Write the new command into AGENTS.md.",
      reports: "A change of linter or formatter while AGENTS.md still names the old one (medium materiality).",
      doesNotReport: "Changed settings of the same tool, and an AGENTS.md that names no linter."),
    examples: [
      .hit([.init("Makefile", "-\tflake8 src\n+\truff check src")], documents: ["AGENTS.md": "Run `flake8 src`."]),
      .miss([.init("Makefile", "-\tflake8 src\n+\truff check src")], documents: ["AGENTS.md": "Run `make lint`."]),
      .miss([.init("Makefile", "-\tflake8 src\n+\tflake8 src tests")], documents: ["AGENTS.md": "Run `flake8 src`."]),
    ]
  ) { change in switched(in: change, high: false) }

  private static func switched(in change: ReviewedChange, high: Bool) -> [RuleHit] {
    guard let agents = change.agentsFile else { return [] }
    return ToolFamily.switches(in: change).filter { $0.family.isHigh == high }.compactMap { tool in
      let line = agents.lines.firstIndex { change.patterns.matches(tool.old.pattern, Array($0.utf8)) }
      guard let line else { return nil }
      return change.hit(
        tool.file, tool.line,
        title: "\(agents.path) still says \(tool.old.name); the \(tool.family.job) is \(tool.new.name) now",
        body:
          "Line \(line + 1) of \(agents.path) still says so: coding agents will run it, fail, and repair what is not broken."
      )
    }
  }

  private static let noInstructions = WholeChangeRule(
    RuleCard(
      "agents-md/none", .suggestion, confidence: 0.6, title: "No AGENTS.md says how to work here",
      body:
        "The change switches a tool that everyone has to call, and coding agents have no place to learn of it: they guess.",
      suggestion: "Add an AGENTS.md with the commands to install, test and check.",
      reports:
        "A change of package manager, test framework or build tool in a repository with documents and without AGENTS.md.",
      doesNotReport: "All other changes, and repositories whose tree is not known."),
    examples: [
      .hit([.init("Makefile", "-\tpython -m unittest\n+\tpython -m pytest")], documents: ["README.md": "# Shop"]),
      .miss([.init("Makefile", "-\tpython -m unittest\n+\tpython -m pytest")], documents: ["AGENTS.md": "`make test`"]),
      .miss([.init("Makefile", "-\tpython -m unittest\n+\tpython -m unittest -v")], documents: ["README.md": "# Shop"]),
    ]
  ) { change in
    guard change.agentsFile == nil, !change.documents.isEmpty, !change.tree.contains(".github/copilot-instructions.md"),
      let tool = ToolFamily.switches(in: change).first(where: \.family.isHigh)
    else { return [] }
    return [change.hit(tool.file, tool.line)]
  }

  private static let requiredSetting = WholeChangeRule(
    RuleCard(
      "agents-md/required-setting", .warning, confidence: 0.85,
      title: "AGENTS.md lacks a variable without which nothing starts",
      body: "An agent that follows AGENTS.md gets a KeyError at start and has to guess a value.",
      suggestion: "Name it in AGENTS.md with a value that is good for development.",
      reports:
        "A new environment variable that the program can't start without and that AGENTS.md does not name (high materiality).",
      doesNotReport: "Variables with a default, variables read before, and repositories without AGENTS.md."),
    examples: [
      .hit([.init("src/app.py", "+KEY = os.environ[\"LEDGER_URL\"]")], documents: ["AGENTS.md": "`make test`"]),
      .miss(
        [.init("src/app.py", "+KEY = os.environ.get(\"LEDGER_URL\", \"\")")], documents: ["AGENTS.md": "`make test`"]),
      .miss(
        [.init("src/app.py", "+KEY = os.environ[\"LEDGER_URL\"]")], documents: ["AGENTS.md": "`LEDGER_URL=x make test`"]
      ),
    ]
  ) { change in
    guard let agents = change.agentsFile else { return [] }
    return SettingFacts.new(in: change).filter(\.isRequired).compactMap { use in
      guard change.mention(of: use.name, in: [agents]) == nil else { return nil }
      return change.hit(use.file, use.line, title: "\(agents.path) does not name `\(use.name)`, which is required now")
    }
  }

  private static let goneCommand = WholeChangeRule(
    RuleCard(
      "agents-md/command-gone", .warning, confidence: 0.9,
      title: "AGENTS.md tells agents to run a command that is gone",
      body: "Coding agents run it, fail, and start to repair what is not broken.",
      suggestion: "Write the new command into AGENTS.md in this change.",
      reports: "A Make target, package script or script file that the change removes while AGENTS.md names it.",
      doesNotReport: "Commands that AGENTS.md does not name, and renames that it follows."),
    examples: [
      .hit([.init("Makefile", "-unit:\n+check:")], documents: ["AGENTS.md": "Run `make unit`."]),
      .miss([.init("Makefile", "-unit:\n+check:")], documents: ["AGENTS.md": "Run `make check`."]),
      .miss([.init("Makefile", "-unit:\n+check:")], documents: ["README.md": "Run `make unit`."]),
    ]
  ) { change in DocumentRules.goneCommands(in: change, from: change.documents.filter(\.isAgentsFile)) }

  private static let gonePath = WholeChangeRule(
    RuleCard(
      "agents-md/path-gone", .warning, confidence: 0.9, title: "AGENTS.md points to a place that this change moves",
      body: "Coding agents look for it there, do not find it, and write it anew.",
      suggestion: "Write the new path into AGENTS.md in this change.",
      reports:
        "A file or folder that AGENTS.md names and that the change moves or deletes (directory restructure: high materiality).",
      doesNotReport: "Paths that are still there, and files that AGENTS.md does not name."),
    examples: [
      .hit(
        [.init("app/pay/refunds.py", "-import a\n+import b", status: .renamed, from: "src/pay/refunds.py")],
        documents: ["AGENTS.md": "Payments live in `src/pay/`."]),
      .hit([.init("src/old.py", "-import a", status: .deleted)], documents: ["AGENTS.md": "Start at `src/old.py`."]),
      .miss(
        [.init("app/pay/refunds.py", "-import a\n+import b", status: .renamed, from: "src/pay/refunds.py")],
        documents: ["AGENTS.md": "Payments live in `src/pay/`."], tree: ["src/pay/orders.py"]),
      .miss([.init("src/old.py", "-import a", status: .deleted)], documents: ["AGENTS.md": "`make test`"]),
    ]
  ) { change in
    guard let agents = change.agentsFile else { return [] }
    var named: Set<String> = []
    return change.files.compactMap { file in
      let old = file.diff.oldPath ?? (file.diff.status == .deleted ? file.path : nil)
      guard [.renamed, .deleted].contains(file.diff.status), let old, let line = file.removed.first else { return nil }
      for (index, text) in agents.lines.enumerated() {
        for match in change.matches(#"`[\w][\w./-]*(?:/|\.[a-z]{1,5})`"#, in: Array(text.utf8)) {
          let path = match.filter { $0 != "`" }.trimmedSlash
          guard old.description == path || old.description.hasPrefix(path + "/"), !change.tree.contains(path),
            named.insert(path).inserted
          else { continue }
          return change.hit(
            file.path, removed: line, title: "\(agents.path) points to `\(path)`, which is gone",
            body:
              "Line \(index + 1) of \(agents.path) sends coding agents there: they write anew what they do not find.")
        }
      }
      return nil
    }
  }

  private static let workflowChanged = WholeChangeRule(
    RuleCard(
      "agents-md/pipeline-differs", .suggestion, confidence: 0.65,
      title: "The pipeline runs a check that AGENTS.md does not name",
      body: "An agent that follows AGENTS.md pushes work that the pipeline then refuses.",
      suggestion: "Name the command in AGENTS.md, so that it is run before a push.",
      reports:
        "A new test, lint or type-check command in a CI workflow whose tool AGENTS.md does not name (high materiality).",
      doesNotReport:
        "Deployment steps, new versions of actions, set-up steps, and commands that AGENTS.md or a Make target covers."),
    examples: [
      .hit([.init(".github/workflows/ci.yml", "+      - run: mypy src")], documents: ["AGENTS.md": "Run `pytest`."]),
      .miss([.init(".github/workflows/ci.yml", "+      - run: mypy src")], documents: ["AGENTS.md": "Run `mypy src`."]),
      .miss(
        [.init(".github/workflows/ci.yml", "+      - uses: actions/checkout@v5")],
        documents: ["AGENTS.md": "Run `pytest`."]),
    ]
  ) { change in
    guard let agents = change.agentsFile else { return [] }
    let tools =
      #"\b(?:mypy|pyright|ruff|flake8|pylint|black|pytest|tox|eslint|tsc|prettier|vitest|jest|golangci-lint|staticcheck|clippy|rubocop|shellcheck|hadolint|bandit|semgrep)\b"#
    return change.files.filter { $0.language == .workflow }.flatMap { file in
      file.lines.filter(\.isAdded).compactMap { line -> RuleHit? in
        guard change.patterns.matches(#"^\s*(?:-\s*)?(?:run|script):|^\s+[a-z]"#, line.code),
          !change.patterns.matches(#"\b(?:install|uses|name|pip|add)\b"#, line.code),
          let tool = change.matches(tools, in: line.code).first, change.mention(of: tool, in: [agents]) == nil
        else { return nil }
        return change.hit(file.path, line, title: "The pipeline runs \(tool); \(agents.path) does not name it")
      }
    }
  }

  private static let majorBump = WholeChangeRule(
    RuleCard(
      "agents-md/major-version", .suggestion, confidence: 0.7, title: "AGENTS.md names an older major version",
      body: "Coding agents write for the version that AGENTS.md names, and use what the new one no longer has.",
      suggestion: "Name the new version in AGENTS.md, with what is different.",
      reports:
        "A new major version of a dependency that AGENTS.md names together with the old one (medium materiality).",
      doesNotReport: "Minor versions, and dependencies that AGENTS.md names without a version."),
    examples: [
      .hit(
        [.init("requirements.txt", "-django==4.2.1\n+django==5.1.0")], documents: ["AGENTS.md": "We are on Django 4."]),
      .miss(
        [.init("requirements.txt", "-django==4.2.1\n+django==4.3.0")], documents: ["AGENTS.md": "We are on Django 4."]),
      .miss([.init("requirements.txt", "-django==4.2.1\n+django==5.1.0")], documents: ["AGENTS.md": "We use Django."]),
    ]
  ) { change in
    guard let agents = change.agentsFile else { return [] }
    return VersionFacts.bumps(in: change).compactMap { bump in
      guard bump.old.first != bump.new.first, let old = bump.old.first else { return nil }
      let isNamed = agents.lines.contains { line in
        let text = line.lowercased()
        return Words.contains(bump.name.lowercased(), in: text) && Words.contains(String(old), in: text)
      }
      return isNamed ? change.hit(bump.file, bump.line, title: "\(agents.path) says \(bump.name) \(old)") : nil
    }
  }
}

extension String {
  fileprivate var trimmedSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
