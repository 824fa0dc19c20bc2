/// A kind of issue that titles name in many ways: tells when two reviewers speak of the same thing, and where it
/// belongs.
struct Topic: Sendable {
  let name: String
  let section: SpecialistID
  /// Runs of words, any of which in a title means the topic. A word that ends in `*` stands for all that begin like it.
  private let phrases: [[String]]

  private init(_ name: String, _ section: SpecialistID, _ phrases: [String]) {
    self.name = name
    self.section = section
    self.phrases = phrases.map { $0.split(separator: " ").map(String.init) }
  }

  /// The place in `all` of the first topic that the words of a title name.
  static func index(of words: [String]) -> Int? {
    var best: Int?
    for start in words.indices {
      for (topic, phrase) in (byFirstWord[words[start]] ?? []) + starred where topic < best ?? Int.max {
        if words[start...].starts(with: phrase, by: matches) { best = topic }
      }
    }
    return best
  }

  private static func matches(_ word: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? word.hasPrefix(pattern.dropLast()) : word == pattern
  }

  private static let entries = all.enumerated().flatMap { index, topic in
    topic.phrases.map { (topic: index, phrase: $0) }
  }
  private static let byFirstWord = Dictionary(grouping: entries) { $0.phrase.first ?? "" }
  private static let starred = entries.filter { $0.phrase.first?.hasSuffix("*") ?? false }

  /// Most specific first. Only what is said plainly moves a finding; the rest is the coordinator's to judge.
  static let all: [Topic] = [
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
