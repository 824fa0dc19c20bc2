/// A kind of issue that titles name in many ways: tells when two reviewers speak of the same thing, and where it
/// belongs.
struct Topic: Sendable {
  var name: String
  var section: SpecialistID
  /// Runs of words, any of which in a title means the topic.
  private var phrases: [[String]]

  private init(_ name: String, _ section: SpecialistID, _ phrases: [String]) {
    self.name = name
    self.section = section
    self.phrases = phrases.map { $0.split(separator: " ").map(String.init) }
  }

  /// The first topic of the table that the words of a title name.
  static func of(_ words: [String]) -> Topic? {
    all.first { topic in
      topic.phrases.contains { phrase in
        words.indices.contains { words[$0...].starts(with: phrase, by: matches) }
      }
    }
  }

  /// A phrase's word that ends in `*` matches what begins like it.
  private static func matches(_ word: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? word.hasPrefix(pattern.dropLast()) : word == pattern
  }

  /// Most specific first. Only what is said plainly moves a finding; the rest is the coordinator's to judge.
  private static let all: [Topic] = [
    Topic(
      "injection", .security,
      [
        "sql injection", "injection", "sql built", "sql concat*", "sql string", "query built", "shell built",
        "string concat* in sql", "string format* in sql", "command built", "shell true", "unparameteri*",
      ]),
    Topic("cross-site scripting", .security, ["xss", "cross site", "unsafe html", "unescaped html", "innerhtml"]),
    Topic(
      "hard-coded secret", .security,
      [
        "hard coded secret", "hard coded password", "hard coded credential*", "hard coded token", "hard coded api",
        "hard coded key", "hardcoded secret", "hardcoded password", "hardcoded credential*", "hardcoded token",
        "hardcoded api", "hardcoded key", "private key in", "api key in", "secret in", "credential* in",
        "secret committed",
      ]),
    Topic(
      "certificate check", .security,
      [
        "tls verification", "certificate verification", "certificate check", "ssl verification", "verification off",
        "verification disabled", "insecureskipverify",
      ]),
    Topic("path traversal", .security, ["path traversal", "directory traversal", "path from request"]),
    Topic("deserialisation", .security, ["unsafe deseriali*", "deseriali*", "pickle"]),
    Topic(
      "access", .security, ["authorization", "authorisation", "auth bypass", "authentication bypass", "csrf", "ssrf"]),
    Topic("timing", .security, ["variable time", "constant time", "timing attack"]),
    Topic(
      "query in a loop", .performance,
      [
        "n 1", "query in a loop", "query in loop", "queries in a loop", "queries in loop", "query per", "queries per",
        "query for each", "query inside loop", "query inside a loop",
      ]),
    Topic("complexity", .performance, ["quadratic", "o n", "o n2", "exponential time"]),
    Topic(
      "blocking", .performance,
      ["blocking call", "blocks the event", "blocking i", "sleep in async", "blocking sleep"]),
    Topic("memory", .performance, ["memory leak", "unbounded cache", "unbounded memory", "grows without"]),
    Topic("speed", .performance, ["performance regression", "slow query", "missing index", "needless allocation"]),
    Topic("agents file", .agentsMD, ["agents md", "claude md"]),
    Topic("changelog", .release, ["changelog", "version bump", "semver"]),
    Topic("migration", .release, ["irreversible migration", "destructive migration", "migration without"]),
    Topic("pinning", .release, ["unpinned", "not pinned", "floating tag", "latest tag"]),
    Topic(
      "documentation", .documentation,
      [
        "undocumented", "docstring", "missing documentation", "readme", "stale comment", "outdated comment",
        "documentation out", "no document*",
      ]),
  ]
}

/// The words of a title, for comparison.
enum TitleWords {
  private static let filler: Set<String> = [
    "a", "an", "the", "is", "are", "in", "of", "to", "for", "and", "or", "by", "with", "on", "from", "not", "be",
    "this", "that", "it", "as", "at", "may", "can", "could", "should", "will", "has", "have", "no", "when", "via",
    "into",
  ]

  /// All of them, lower case, in order.
  static func all(_ title: String) -> [String] {
    title.utf8.prefix(FindingPart.title.limit).map(ASCII.lowercased)
      .split { !ASCII.isAlphanumeric($0) && $0 < 0x80 }.prefix(40).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Those that carry meaning, without a plural's end.
  static func telling(_ words: [String]) -> Set<String> {
    Set(
      words.filter { !filler.contains($0) && $0.utf8.count > 1 }.map {
        $0.count > 3 && $0.hasSuffix("s") ? String($0.dropLast()) : $0
      })
  }
}
