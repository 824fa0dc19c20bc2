/// The language of a file, by its name alone: a diff rarely shows enough to tell otherwise.
package enum Language: String, Sendable, Hashable, CaseIterable {
  case python, javascript, go, java, kotlin, csharp, ruby, php, rust, swift, c, scala, elixir, shell, sql
  case html, template, yaml, workflow, dockerfile, requirements, packageJSON, toml, json, markdown, make, settings
  case terraform, other

  package static func of(_ path: RepoPath) -> Language {
    let name = path.name.lowercased()
    if let known = names[name] { return known }
    if name.hasPrefix("dockerfile.") || name.hasSuffix(".dockerfile") { return .dockerfile }
    if name.hasPrefix("requirements") && name.hasSuffix(".txt") { return .requirements }
    if name.hasPrefix(".env") { return .settings }
    guard let dot = name.lastIndex(of: ".") else { return .other }
    let known = suffixes[String(name[name.index(after: dot)...])] ?? .other
    return known == .yaml && isWorkflow(path) ? .workflow : known
  }

  /// Continuous-integration definitions, which run commands with credentials.
  private static func isWorkflow(_ path: RepoPath) -> Bool {
    let text = path.description
    return text.hasPrefix(".github/workflows/") || text.hasPrefix(".github/actions/")
      || path.name.lowercased().hasPrefix(".gitlab-ci.")
  }

  private static let names: [String: Language] = [
    "dockerfile": .dockerfile, "containerfile": .dockerfile, "package.json": .packageJSON, "gemfile": .ruby,
    "rakefile": .ruby, "makefile": .make, "gnumakefile": .make, "justfile": .make, "jenkinsfile": .java,
  ]

  private static let suffixes: [String: Language] = [
    "py": .python, "pyi": .python, "js": .javascript, "mjs": .javascript, "cjs": .javascript, "jsx": .javascript,
    "ts": .javascript, "mts": .javascript, "cts": .javascript, "tsx": .javascript, "vue": .javascript,
    "svelte": .javascript, "go": .go, "java": .java, "groovy": .java, "gradle": .java, "kt": .kotlin,
    "kts": .kotlin, "cs": .csharp, "rb": .ruby, "rake": .ruby, "php": .php, "rs": .rust, "swift": .swift,
    "c": .c, "h": .c, "cc": .c, "cpp": .c, "cxx": .c, "hpp": .c, "hh": .c, "m": .c, "mm": .c, "scala": .scala,
    "ex": .elixir, "exs": .elixir, "sh": .shell, "bash": .shell, "zsh": .shell, "sql": .sql, "html": .html,
    "htm": .html, "jinja": .template, "jinja2": .template, "j2": .template, "erb": .template, "hbs": .template,
    "twig": .template, "ejs": .template, "yml": .yaml, "yaml": .yaml, "toml": .toml, "json": .json,
    "md": .markdown, "markdown": .markdown, "mdx": .markdown, "rst": .markdown, "adoc": .markdown, "mk": .make,
    "ini": .settings, "cfg": .settings, "conf": .settings, "properties": .settings, "tf": .terraform,
  ]
}

extension Set<Language> {
  /// Languages that programs are written in.
  static let programs: Set<Language> = [
    .python, .javascript, .go, .java, .kotlin, .csharp, .ruby, .php, .rust, .swift, .c, .scala, .elixir, .shell,
  ]
  static let everything = Set(Language.allCases)
}
