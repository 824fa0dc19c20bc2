/// Doors left open around the program: files, images, pipelines, networks, and text that is not what it looks like.
enum ExposureRules {
  static let all: [Rule] = [
    debugMode, bidi, invisible, permissions, pipeToShell, pullRequestTarget, temporaryName, privileged, openIngress,
  ]

  private static let debugMode = Rule(
    RuleCard(
      "security/debug-mode", .warning, confidence: 0.8, title: "Debug mode is switched on",
      body: "Error pages then show source, settings and variables to visitors; Flask's even runs code they type in.",
      suggestion: "Read it from the environment, with off as default.",
      reports: "Flask's `debug=True` and Django's `DEBUG = True` in settings.",
      doesNotReport: "Settings for development and tests, blocks under `__main__`, and values from the environment."),
    matches: [
      .init([.python], .code, #"\bapp\.run\(.*\bdebug\s*=\s*True"#),
      .init([.python], .code, #"^DEBUG\s*=\s*True\b"#),
    ],
    when: [
      .not(.path(#"(?i)(?:^|[/_.-])(?:dev|develop|development|local|debug)"#)),
      .not(.inside(#"__name__\s*==\s*["']__main__["']"#, stop: #"^def "#)),
    ],
    examples: [
      .hit("py", "app.run(host=\"0.0.0.0\", debug=True)"),
      .hit("shop/settings.py", "DEBUG = True"),
      .miss("shop/settings/local.py", "DEBUG = True"),
      .miss("py", "DEBUG = os.environ.get(\"DEBUG\") == \"1\""),
      .miss("py", "if __name__ == \"__main__\":\n    app.run(debug=True)"),
    ])

  private static let bidi = Rule(
    RuleCard(
      "security/bidi-control", .critical, confidence: 0.95, title: "Invisible character reorders this line",
      body: """
        A bidirectional control makes the line look different from what runs (Trojan Source, CVE-2021-42574): a reviewer \
        reads one program, the machine another.
        """,
      suggestion: "Delete the character, or write it as an escape inside a string.",
      reports: "The embedding, override and isolate controls U+202A–U+202E and U+2066–U+2069 in code.",
      doesNotReport: "Right-to-left text itself, the same characters written as escapes, translations and prose."),
    matches: [
      .init(
        .programs.union([.sql, .dockerfile, .workflow, .make, .html, .template]), .text,
        #"\xE2\x80[\xAA-\xAE]|\xE2\x81[\xA6-\xA9]"#)
    ],
    when: [.not(.path(#"(?i)locale|i18n|translations|l10n"#))], skips: [],
    examples: [
      .hit("py", "if access != \"user\u{202E} \u{2066}# only admins\u{2069} \u{2066}\":"),
      .hit("tests/a.test.js", "check('\u{202D}');"),
      .miss("py", "BIDI = \"\\u202e\""),
      .miss("py", "greeting = \"שלום\""),
    ])

  private static let invisible = Rule(
    RuleCard(
      "security/invisible-character", .warning, confidence: 0.9, title: "Invisible character in this line",
      body: "It makes two names that look alike differ, or hides text from people that tools and agents do read.",
      suggestion: "Delete it, or write it as an escape inside a string.",
      reports: "Zero-width spaces, word joiners and Unicode tag characters in code and in instructions for agents.",
      doesNotReport:
        "Joiners inside emoji and scripts that need them, a byte-order mark at the start, flags, and translations."),
    matches: [
      .init(
        .programs.union([.sql, .dockerfile, .workflow, .make, .markdown]), .text,
        #"\xE2\x80\x8B|\xE2\x81\xA0|.\xEF\xBB\xBF|\xF3\xA0[\x80\x81]"#)
    ],
    when: [
      .not(.text(#"\xF0\x9F\x8F\xB4\xF3\xA0"#)), .not(.path(#"(?i)locale|i18n|translations|l10n"#)),
      .any([.not(.path(#"(?i)\.(?:md|mdx|rst|adoc|markdown)$"#)), .path(#"(?i)(?:AGENTS|CLAUDE|COPILOT[\w-]*)\.md$"#)]),
    ], skips: [],
    examples: [
      .hit("py", "is_ad\u{200B}min = True"),
      .hit("AGENTS.md", "Run the tests.\u{E0069}\u{E0067}"),
      .miss("py", "label = \"👩\u{200D}💻\""),
      .miss("py", "\u{FEFF}import os"),
      .miss("docs/guide.md", "A long\u{200B}word."),
    ])

  private static let permissions = Rule(
    RuleCard(
      "security/world-writable", .warning, confidence: 0.8, title: "Everyone on the machine may write here",
      body: "Any process of any user can replace these files, and this one will use what it finds.",
      suggestion: "Give the owner (or one group) what it needs: 0600, 0640, 0750.",
      reports: "chmod with 777, 666 or a+w.",
      doesNotReport: "Narrower modes, sticky directories, and tests."),
    matches: [
      .init(
        [.shell, .dockerfile, .workflow, .make, .yaml], .code, #"\bchmod\s+(?:-R\s+)?(?:0?777|0?666|a\+r?wx?|o\+w)\b"#),
      .init([.python], .code, #"\bos\.chmod\(.*(?:0o?777|0o?666)\b"#),
      .init(
        [.javascript, .go, .php, .ruby], .code,
        #"(?i)\bchmod(?:Sync)?\(.*\b0o?777\b|\bos\.(?:MkdirAll|Mkdir|WriteFile)\(.*,\s*0o?777\)"#),
    ],
    examples: [
      .hit("Dockerfile", "RUN chmod -R 777 /app/data"),
      .hit("py", "os.chmod(path, 0o777)"),
      .miss("Dockerfile", "RUN chmod 755 /app/run.sh"),
      .miss("py", "os.chmod(path, 0o600)"),
    ])

  private static let pipeToShell = Rule(
    RuleCard(
      "security/download-into-shell", .warning, confidence: 0.8, title: "A download is run unseen",
      body: "Whatever the server sends on the day of the build runs here; a cut connection runs half of it.",
      suggestion: "Fetch a fixed version, check its SHA-256, then run it.",
      reports: "curl or wget piped into a shell or interpreter in images, pipelines and scripts.",
      doesNotReport: "Documentation, downloads into files, and pipes into programs that only read."),
    matches: [
      .init(
        [.dockerfile, .workflow, .shell, .make, .yaml], .code,
        #"\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:ba|z|da)?sh\b|\b(?:ba)?sh\s+-c\s+"\$\((?:curl|wget)\b"#
      )
    ],
    examples: [
      .hit("Dockerfile", "RUN curl -sSf https://tool.example.net/install.sh | sh"),
      .miss("Dockerfile", "RUN curl -sSf https://tool.example.net/key.asc | gpg --import"),
      .miss("README.md", "curl -sSf https://tool.example.net/install.sh | sh"),
    ])

  private static let pullRequestTarget = Rule(
    RuleCard(
      "security/pull-request-target-checkout", .critical, confidence: 0.9,
      title: "A stranger's code runs with the repository's secrets",
      body:
        "`pull_request_target` runs with write access and secrets; checking out the pull request's head hands both to its author.",
      suggestion: "Use `pull_request`, or do not run anything of the checked-out tree.",
      reports: "A workflow on `pull_request_target` that checks out the head of the pull request.",
      doesNotReport: "The same checkout under `pull_request`, and target workflows that only label or comment."),
    matches: [
      .init([.workflow], .code, #"\bref:\s*\$\{\{\s*github\.(?:event\.pull_request\.head\.(?:sha|ref)|head_ref)"#)
    ],
    when: [.file(#"\bpull_request_target\b"#)], skips: [],
    examples: [
      .hit(
        ".github/workflows/pr.yml",
        "on: pull_request_target\njobs:\n  t:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}"
      ),
      .miss(
        ".github/workflows/pr.yml",
        "on: pull_request\njobs:\n  t:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}"
      ),
    ])

  private static let temporaryName = Rule(
    RuleCard(
      "security/temporary-name", .warning, confidence: 0.85, title: "Temporary file by a name that others can take",
      body:
        "Between choosing the name and opening the file, another user can put a link there, and this process follows it.",
      suggestion: "Use `tempfile.NamedTemporaryFile` or `mkstemp`, which open the file themselves.",
      reports: "mktemp and tmpnam, which only return a name.",
      doesNotReport: "Functions that create and open the file, and the shell's mktemp."),
    matches: [
      .init([.python], .bare, #"\btempfile\.mktemp\("#), .init([.c], .bare, #"(?:^|[^\w])(?:tmpnam|mktemp)\(\s*\w"#),
    ],
    examples: [
      .hit("py", "path = tempfile.mktemp(suffix=\".csv\")"),
      .miss("py", "handle, path = tempfile.mkstemp(suffix=\".csv\")"),
    ])

  private static let privileged = Rule(
    RuleCard(
      "security/privileged-container", .warning, confidence: 0.85, title: "Container runs with the host's rights",
      body: "Whoever gets into this container owns the machine and all other containers on it.",
      suggestion: "Add the one capability that is needed, and leave the socket out.",
      reports: "`privileged: true`, and the Docker socket mounted into a container.",
      doesNotReport: "Single capabilities and read-only mounts of other paths."),
    matches: [
      .init([.yaml], .code, #"^\s*privileged:\s*true\b|/var/run/docker\.sock:"#),
      .init([.shell, .workflow, .make], .code, #"\bdocker\s+run\s.*--privileged\b"#),
    ],
    examples: [
      .hit("compose.yml", "    privileged: true"),
      .miss("compose.yml", "    privileged: false"),
      .miss("compose.yml", "    cap_add: [NET_BIND_SERVICE]"),
    ])

  private static let openIngress = Rule(
    RuleCard(
      "security/open-to-the-internet", .warning, confidence: 0.8, title: "Open to the whole internet",
      body: "Everyone can reach this; scanners find it within minutes.",
      suggestion: "Name the networks that need it.",
      reports: "An ingress rule from 0.0.0.0/0 and a bucket that the public may read or write, in Terraform.",
      doesNotReport: "Egress, and ports 80 and 443, which are meant for everyone."),
    matches: [
      .init([.terraform], .code, #"cidr_blocks\s*=\s*\[\s*"0\.0\.0\.0/0"|\bacl\s*=\s*"public-read(?:-write)?""#)
    ],
    when: [
      .any([.line(#"\bacl\b"#), .inside(#"\bingress\b"#, stop: #"\begress\b|^resource"#)]),
      .not(.near(#"_port\s*=\s*(?:80|443)\b"#, lines: 4)),
    ],
    examples: [
      .hit("main.tf", "  ingress {\n    from_port = 22\n    to_port = 22\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }"),
      .hit("main.tf", "  acl = \"public-read\""),
      .miss("main.tf", "  ingress {\n    from_port = 443\n    to_port = 443\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }"),
      .miss("main.tf", "  egress {\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }"),
    ])
}
