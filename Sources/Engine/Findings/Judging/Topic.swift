/// A kind of issue that titles name in many ways: tells when two reviewers speak of the same thing, and where it
/// belongs.
struct Topic: Sendable {
  let name: String
  let section: SpecialistID
  /// Runs of words, any of which in a title means the topic.
  private let phrases: [[Pattern]]

  /// A word, or with `*` behind it all words that begin like it.
  private struct Pattern: Sendable {
    var word: TitleWords.Word
    var isPrefix: Bool

    init(_ text: Substring) {
      isPrefix = text.hasSuffix("*")
      word = TitleWords.Word(Array((isPrefix ? text.dropLast() : text).utf8)[...])
    }

    func matches(_ other: TitleWords.Word) -> Bool {
      isPrefix ? other.bytes.starts(with: word.bytes) : other.hash == word.hash
    }
  }

  private init(_ name: String, _ section: SpecialistID, _ phrases: [String]) {
    self.name = name
    self.section = section
    self.phrases = phrases.map { $0.split(separator: " ").map(Pattern.init) }
  }

  /// The place in `all` of the first topic that a title names.
  static func index(of title: TitleWords) -> Int? {
    let words = title.words
    var best = Int.max
    for start in words.indices {
      for entry in byFirstWord[words[start].hash] ?? [] where entry.topic < best && entry.matches(words, at: start) {
        best = entry.topic
      }
      for entry in byPrefix where entry.topic < best && entry.matches(words, at: start) { best = entry.topic }
    }
    return best == Int.max ? nil : best
  }

  private struct Entry: Sendable {
    var topic: Int
    var phrase: [Pattern]

    func matches(_ words: [TitleWords.Word], at start: Int) -> Bool {
      guard start + phrase.count <= words.count else { return false }
      return phrase.indices.allSatisfy { phrase[$0].matches(words[start + $0]) }
    }
  }

  private static let entries = all.enumerated().flatMap { index, topic in
    topic.phrases.filter { !$0.isEmpty }.map { Entry(topic: index, phrase: $0) }
  }
  private static let byFirstWord = Dictionary(grouping: entries.filter { !$0.phrase[0].isPrefix }) {
    $0.phrase[0].word.hash
  }
  private static let byPrefix = entries.filter { $0.phrase[0].isPrefix }

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
