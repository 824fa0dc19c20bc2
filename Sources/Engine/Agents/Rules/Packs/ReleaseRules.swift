/// What breaks when the change is rolled out, or can't be rolled back.
enum ReleaseRules {
  static let all: [Rule] = [
    dropped, notNull, renamed, typeChanged, emptyDowngrade, latestImage, untaggedImage, actionByBranch, unpinned,
    unpinnedPackage, gitDependency, testIgnored,
  ]

  private static let sqlMigration = RuleCondition.path(#"(?i)migrat|alembic|db/|schema|changelog"#)
  private static let notDown = RuleCondition.not(.path(#"(?i)[._-](?:down|rollback|revert)\b|/down/|/rollback/"#))

  private static let dropped = Rule(
    RuleCard(
      "release/data-dropped", .warning, confidence: 0.85, title: "The migration deletes data for good",
      body: """
        After this runs, rolling back the release brings back the code and not the data; and old instances that still run \
        fail on the missing column or table.
        """,
      suggestion: "Stop using it in one release, and drop it in a later one, after a backup.",
      reports: "DROP TABLE or DROP COLUMN in a forward migration.",
      doesNotReport: "Down migrations, temporary tables, `down` functions, and drops of indexes and constraints."),
    matches: [
      .init([.sql], .code, #"(?i)\bDROP\s+(?:TABLE|COLUMN|DATABASE|SCHEMA)\b|\bTRUNCATE\s+TABLE\b"#),
      .init([.python], .code, #"\bop\.drop_(?:table|column)\(|\bmigrations\.(?:DeleteModel|RemoveField)\("#),
      .init([.ruby], .code, #"^\s*(?:drop_table|remove_column)\b"#),
      .init([.javascript], .code, #"\.(?:dropTable|dropColumn|removeColumn)\("#),
    ],
    when: [
      sqlMigration, notDown, .not(.line(#"(?i)TEMP|tmp_|_old\b|IF EXISTS \w+_new"#)),
      .not(
        .inside(#"\bdef\s+(?:downgrade|down)\b|\bdown\b.*(?:\{|=>)|\basync down\("#, stop: #"\bdef\s+(?:upgrade|up)\b"#)
      ),
      .not(.file(#"(?i)--\s*\+?(?:goose|migrate)?\s*down"#)),
      .not(.file(#"(?i)^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+_new\b"#)),
    ],
    skips: [.test, .documentation, .example],
    examples: [
      .hit("migrations/0009_drop.sql", "ALTER TABLE orders DROP COLUMN legacy_state;"),
      .hit("alembic/versions/9.py", "def upgrade():\n    op.drop_column(\"orders\", \"legacy_state\")"),
      .miss("migrations/0009_refunds.down.sql", "DROP TABLE refunds;"),
      .miss("alembic/versions/9.py", "def downgrade():\n    op.drop_column(\"orders\", \"note\")"),
      .miss("migrations/0009_index.sql", "DROP INDEX orders_state;"),
    ])

  private static let notNull = Rule(
    RuleCard(
      "release/not-null-without-default", .warning, confidence: 0.9,
      title: "The migration fails on a table that has rows",
      body: "Existing rows have no value for the new column: the statement is refused, and the release stops half way.",
      suggestion: "Add it with a default, or as nullable, fill it, then set NOT NULL.",
      reports: "ADD COLUMN … NOT NULL without DEFAULT.",
      doesNotReport: "Columns with a default, generated or identity columns, and CREATE TABLE."),
    matches: [
      .init([.sql], .code, #"(?i)\bADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?["`]?\w+["`]?\s+\w.*\bNOT\s+NULL\b"#),
      .init([.python], .code, #"\bop\.add_column\(.*\bnullable\s*=\s*False"#),
      .init([.ruby], .code, #"^\s*add_column\b.*\bnull:\s*false"#),
    ],
    when: [
      .not(
        .line(#"(?i)\bDEFAULT\b|server_default|default:|GENERATED|SERIAL|IDENTITY|ADD\s+(?:CONSTRAINT|CHECK|PRIMARY)"#)),
      notDown,
    ],
    skips: [.test, .documentation, .example],
    examples: [
      .hit("migrations/0007_refunds.sql", "ALTER TABLE orders ADD COLUMN refunded_cents INTEGER NOT NULL;"),
      .hit("alembic/versions/9.py", "    op.add_column(\"orders\", sa.Column(\"note\", sa.Text(), nullable=False))"),
      .miss("migrations/0007_refunds.sql", "ALTER TABLE orders ADD COLUMN refunded_cents INTEGER NOT NULL DEFAULT 0;"),
      .miss("migrations/0007_refunds.sql", "    order_id INTEGER NOT NULL,"),
    ])

  private static let renamed = Rule(
    RuleCard(
      "release/renamed-in-place", .warning, confidence: 0.75, title: "Renaming breaks the instances that still run",
      body: "While the release rolls out, and after a rollback, old code asks for the old name and fails.",
      suggestion: "Add the new name, write both, move readers, and drop the old one in a later release.",
      reports: "RENAME of a column or table in a migration.",
      doesNotReport: "Renames of indexes and constraints, down migrations, and SQLite's table rebuild."),
    matches: [
      .init([.sql], .code, #"(?i)\bRENAME\s+(?:COLUMN\s+\w+\s+)?TO\b"#),
      .init([.python], .code, #"\bmigrations\.Rename(?:Field|Model)\(|\bop\.rename_table\("#),
      .init([.ruby], .code, #"^\s*rename_(?:column|table)\b"#),
    ],
    when: [sqlMigration, notDown, .not(.line(#"(?i)_new\b|_old\b|\bINDEX\b|CONSTRAINT"#))],
    skips: [.test, .documentation, .example],
    examples: [
      .hit("migrations/0010_rename.sql", "ALTER TABLE orders RENAME COLUMN state TO status;"),
      .miss("migrations/0010_rename.sql", "ALTER INDEX orders_state RENAME TO orders_status;"),
      .miss("migrations/0010_rebuild.sql", "ALTER TABLE orders_new RENAME TO orders;"),
    ])

  private static let typeChanged = Rule(
    RuleCard(
      "release/column-type-changed", .suggestion, confidence: 0.65, title: "Changing the type rewrites the table",
      body:
        "The table is locked while every row is written again; on a big table that is an outage, and values may not fit.",
      suggestion: "Add a column of the new type, fill it in batches, and switch over.",
      reports: "ALTER COLUMN … TYPE and MODIFY COLUMN in a migration.",
      doesNotReport: "Longer VARCHAR and TEXT, which PostgreSQL changes in place, and down migrations."),
    matches: [
      .init(
        [.sql], .code, #"(?i)\bALTER\s+(?:COLUMN\s+)?\w+\s+(?:SET\s+DATA\s+)?TYPE\b|\bMODIFY\s+(?:COLUMN\s+)?\w+\s"#)
    ],
    when: [sqlMigration, notDown, .not(.line(#"(?i)\b(?:TEXT|VARCHAR|CHARACTER\s+VARYING)\b"#))],
    skips: [.test, .documentation, .example],
    examples: [
      .hit("migrations/0011_type.sql", "ALTER TABLE orders ALTER COLUMN total TYPE NUMERIC(12, 2);"),
      .miss("migrations/0011_type.sql", "ALTER TABLE orders ALTER COLUMN note TYPE TEXT;"),
    ])

  private static let emptyDowngrade = Rule(
    RuleCard(
      "release/empty-downgrade", .warning, confidence: 0.85, title: "The migration has no way back",
      body: "A rollback leaves the new schema under the old code, and nobody has tried whether that works.",
      suggestion: "Write the steps back, or raise an error that says why there are none.",
      reports: "A downgrade or down function that does nothing.",
      doesNotReport: "Downgrades that raise, and merges of two branches."),
    matches: [
      .init([.python], .code, #"^def\s+downgrade\(.*\)\s*(?:->\s*None\s*)?:\s*(?:pass\s*)?$"#),
      .init([.ruby], .code, #"^\s*def\s+down\s*$"#),
    ],
    when: [
      .any([.line(#":\s*pass\s*$"#), .next(#"^\s*(?:pass|end)\s*$"#)]), sqlMigration,
      .not(.file(#"^def\s+upgrade\(.*pass"#)),
    ],
    skips: [.test, .documentation, .example],
    examples: [
      .hit("alembic/versions/9.py", "def downgrade():\n    pass"),
      .miss("alembic/versions/9.py", "def downgrade():\n    op.drop_table(\"refunds\")"),
      .miss("alembic/versions/9.py", "def downgrade():\n    raise RuntimeError(\"amounts are lost\")"),
    ])

  private static let latestImage = Rule(
    RuleCard(
      "release/image-latest", .warning, confidence: 0.9, title: "The image is whatever is newest today",
      body:
        "The same commit builds into different programs on different days: a build can break, or change, with no change here.",
      suggestion: "Name a version, or better a digest.",
      reports: "An image with the tag latest in a Dockerfile, a compose file, a manifest or a pipeline.",
      doesNotReport: "Versions, digests, variables and documents."),
    matches: [
      .init([.dockerfile], .code, #"(?i)^\s*FROM\s+(?:--platform=\S+\s+)?[\w./-]+:latest\b"#),
      .init([.yaml, .workflow], .code, #"^\s*(?:-\s*)?(?:image|container):\s*["']?[\w./:-]+:latest\b"#),
    ],
    skips: [.documentation],
    examples: [
      .hit("Dockerfile", "FROM python:latest"),
      .hit("compose.yml", "    image: postgres:latest"),
      .miss("Dockerfile", "FROM python:3.12-slim"),
      .miss("compose.yml", "    image: postgres:16.4"),
    ])

  private static let untaggedImage = Rule(
    RuleCard(
      "release/image-untagged", .warning, confidence: 0.85, title: "The image has no version",
      body: "Without a tag it is `latest`: the same commit builds into different programs on different days.",
      suggestion: "Name a version, or better a digest.",
      reports: "FROM with an image that has neither tag nor digest.",
      doesNotReport: "scratch, variables, digests, and earlier stages of the same file."),
    matches: [
      .init(
        [.dockerfile], .code,
        #"(?i)^\s*FROM\s+(?:--platform=\S+\s+)?[a-z0-9][\w.-]*(?:/[\w.-]+)*\s*(?:\s+AS\s+\w+)?\s*$"#)
    ],
    when: [
      .not(.line(#"(?i)FROM\s+scratch\b"#)),
      .any([.line(#"/"#), .not(.file(#"(?i)^\s*FROM\s+\S+\s+AS\s+\w+"#)), .line(#"(?i)\sAS\s"#)]),
    ],
    skips: [.documentation],
    examples: [
      .hit("Dockerfile", "FROM python"),
      .hit("Dockerfile", "FROM node AS build"),
      .miss("Dockerfile", "FROM scratch"),
      .miss("Dockerfile", "FROM node:22 AS build\nFROM build"),
      .miss("Dockerfile", "FROM ${BASE}"),
    ])

  private static let actionByBranch = Rule(
    RuleCard(
      "release/action-by-branch", .warning, confidence: 0.9,
      title: "The pipeline runs whatever that branch holds today",
      body:
        "Whoever can push there runs code with this repository's credentials, and a build can change with no change here.",
      suggestion: "Use a release tag, or better the full commit.",
      reports: "`uses: owner/action@main`, master, develop, latest or HEAD.",
      doesNotReport: "Tags, commits, local actions and the organisation's own reusable workflows by path."),
    matches: [
      .init(
        [.workflow], .code,
        #"^\s*(?:-\s*)?uses:\s*["']?[\w.-]+/[\w./-]+@(?:main|master|develop|dev|trunk|latest|HEAD)\b"#)
    ],
    skips: [],
    examples: [
      .hit(".github/workflows/ci.yml", "      - uses: acme/deploy@main"),
      .miss(".github/workflows/ci.yml", "      - uses: acme/deploy@v4"),
      .miss(".github/workflows/ci.yml", "      - uses: ./.github/actions/deploy"),
    ])

  private static let unpinned = Rule(
    RuleCard(
      "release/dependency-unpinned", .warning, confidence: 0.85, title: "Dependency without a version",
      body:
        "The next install may bring another major version: a build that worked yesterday breaks, or behaves differently.",
      suggestion: "Give a version or a range.",
      reports: "A requirement without any version, and `*` or `latest` in package.json and Cargo.toml.",
      doesNotReport: "Ranges, constraints files, editable and local packages, options, and lock files."),
    matches: [
      .init([.requirements], .code, #"^[A-Za-z][\w.-]*(?:\[[\w, -]+\])?\s*$"#),
      .init([.packageJSON], .text, #"^\s*"[@a-z][\w@/.-]*"\s*:\s*"(?:\*|latest|x)"\s*,?\s*$"#),
      .init([.toml], .code, #"^[a-z][\w-]*\s*=\s*(?:"\*"|\{\s*version\s*=\s*"\*")"#),
    ],
    when: [.not(.path(#"(?i)constraints|(?:^|/)docs/|\.in$"#))], skips: [.documentation, .example],
    examples: [
      .hit("requirements.txt", "requests"),
      .hit("package.json", "    \"left-pad\": \"*\","),
      .hit("Cargo.toml", "serde = \"*\""),
      .miss("requirements.txt", "requests==2.32.3"),
      .miss("requirements.txt", "-r base.txt"),
      .miss("package.json", "    \"left-pad\": \"^1.3.0\","),
    ])

  private static let unpinnedPackage = Rule(
    RuleCard(
      "release/installed-unpinned", .suggestion, confidence: 0.7, title: "The image installs whatever is newest today",
      body:
        "Two builds of the same commit differ; a new release of the package can break the image with no change here.",
      suggestion: "Name the version, or install from the lock file.",
      reports: "pip, npm -g or gem install of a package without a version in a Dockerfile.",
      doesNotReport: "Requirements files, lock files, local packages, apt packages and upgrades of pip itself."),
    matches: [
      .init(
        [.dockerfile], .code,
        #"\b(?:pip3?\s+install|npm\s+(?:install|i)\s+(?:-g|--global)|gem\s+install)\s+(?:--?[\w-]+\s+)*[a-z][\w-]*\s*(?:$|&&|\\)"#
      )
    ],
    when: [
      .not(
        .line(
          #"-r\s|--requirement|\bpip3?\s+install\s+(?:--?[\w-]+\s+)*(?:pip|setuptools|wheel)\b|\s\.|poetry\.lock|==|@\d"#
        ))
    ], skips: [.documentation],
    examples: [
      .hit("Dockerfile", "RUN pip install gunicorn"),
      .miss("Dockerfile", "RUN pip install gunicorn==23.0.0"),
      .miss("Dockerfile", "RUN pip install --no-cache-dir -r requirements.txt"),
    ])

  private static let gitDependency = Rule(
    RuleCard(
      "release/dependency-by-branch", .warning, confidence: 0.85, title: "Dependency that follows a branch",
      body: "What is installed changes with every push there, and a force push can take it away.",
      suggestion: "Name a released version, or the full commit.",
      reports: "A git dependency without a tag or commit in requirements, package.json and Cargo.toml.",
      doesNotReport: "Git dependencies with a tag, a revision or a commit."),
    matches: [
      .init([.requirements], .code, #"^(?:[\w-]+\s*@\s*)?git\+\S+?(?:\.git)?(?:@(?:main|master|develop))?\s*$"#),
      .init([.packageJSON], .text, ##":\s*"(?:git\+|github:)[^"#]+(?:#(?:main|master|develop))?"\s*,?\s*$"##),
      .init([.toml], .code, #"\{[^}]*\bgit\s*="#),
    ],
    when: [.not(.line(#"\b(?:rev|tag)\s*=|@v?\d|@[0-9a-f]{7,}"#))], skips: [.documentation, .example],
    examples: [
      .hit("requirements.txt", "git+https://git.example.net/acme/ledger.git@main"),
      .hit("Cargo.toml", "ledger = { git = \"https://git.example.net/acme/ledger\" }"),
      .miss("requirements.txt", "git+https://git.example.net/acme/ledger.git@v1.4.0"),
      .miss("Cargo.toml", "ledger = { git = \"https://git.example.net/acme/ledger\", rev = \"0a1b2c3\" }"),
    ])

  private static let testIgnored = Rule(
    RuleCard(
      "release/failing-tests-ignored", .warning, confidence: 0.9, title: "The pipeline stays green when the tests fail",
      body: "From now on a broken build is released like a sound one.",
      suggestion: "Let it fail; mark the one flaky test instead.",
      reports: "`|| true` or an exit of 0 after a test command in a pipeline or Makefile.",
      doesNotReport: "The same after clean-up, linters and coverage uploads."),
    matches: [
      .init(
        [.workflow, .make, .shell, .yaml], .code,
        #"\b(?:pytest|unittest|npm\s+(?:run\s+)?test|yarn\s+test|pnpm\s+test|go\s+test|cargo\s+test|make\s+(?:test|check)|mvn\s+(?:test|verify)|gradlew?\s+test|swift\s+test|rspec)\b[^|;&]*\|\|\s*(?:true|:|exit\s+0|echo)\b?"#
      )
    ],
    skips: [.documentation],
    examples: [
      .hit(".github/workflows/ci.yml", "      - run: pytest -q || true"),
      .miss(".github/workflows/ci.yml", "      - run: pytest -q"),
      .miss(".github/workflows/ci.yml", "      - run: codecov upload || true"),
    ])
}
