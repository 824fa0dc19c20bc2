/// What a program sees of a document with instructions for coding agents: its length, filler, tools without a command, and names
/// of files that the change takes away.
struct DocumentCheck: Sendable, Hashable {
  /// Longer files are read badly by agents and cost tokens in every session (system.md, section 3).
  static let longest = 200
  /// Lines that are looked at, and findings of a kind that are named.
  private static let mostLines = 5_000
  private static let most = 10

  /// Lines of the document.
  let lines: Int
  /// Numbers of lines with advice that fits every project.
  let filler: [Int]
  /// Tools of our list that are named in prose and in no command.
  let toolsWithoutCommand: [String]
  /// Numbers of lines that name a file which the change removes or renames.
  let stale: [Int]

  var isLong: Bool { lines > Self.longest }

  init(_ document: AgentsMDFacts.Document, files: [AgentsMDFacts.File]) {
    let all = document.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    lines = all.last?.isEmpty ?? true ? max(0, all.count - 1) : all.count
    let texts = all.prefix(Self.mostLines).map { String(Substring($0)) }
    let gone = Set(files.filter { $0.status == .deleted }.map(\.path) + files.compactMap(\.oldPath)).filter {
      $0.count > 3
    }
    var (filler, stale): ([Int], [Int]) = ([], [])
    var (commands, prose): (Set<String>, Set<String>) = ([], [])
    var isFenced = false
    for (index, line) in texts.enumerated() {
      let isFence = line.drop { $0 == " " }.hasPrefix("```")
      if isFence { isFenced.toggle() }
      let parts = line.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
      let isCode = isFenced || line.hasPrefix("    ")
      for (number, part) in parts.enumerated() {
        let words = DocumentCheck.words(part)
        if isCode || !number.isMultiple(of: 2) { commands.formUnion(words) } else { prose.formUnion(words) }
      }
      if !isCode, parts.count == 1, DocumentCheck.isFiller(line) { filler.append(index + 1) }
      if DocumentCheck.paths(line).contains(where: gone.contains) { stale.append(index + 1) }
    }
    self.filler = Array(filler.prefix(Self.most))
    self.stale = Array(stale.prefix(Self.most))
    toolsWithoutCommand = DocumentCheck.tools.filter { prose.contains($0) && !commands.contains($0) }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
  }

  private static func isFiller(_ line: String) -> Bool {
    let words = words(line)
    let text = words.joined(separator: " ")
    guard !text.contains(where: \.isNumber), words.count <= 14 else { return false }
    return fillers.contains { text.contains($0) }
  }

  /// What in a line may be the path of a file.
  private static func paths(_ line: String) -> [String] {
    line.split { !($0.isLetter || $0.isNumber || "-_./@+".contains($0)) }.map { word in
      var path = word
      while path.hasPrefix("./") { path = path.dropFirst(2) }
      while path.hasSuffix(".") { path = path.dropLast() }
      return String(path)
    }
  }

  private static let fillers = [
    "write clean", "clean code", "best practices", "meaningful names", "descriptive names", "be careful", "be helpful",
    "readable code", "maintainable code", "high-quality code", "you are a senior", "you are an expert",
    "write good code",
  ]

  private static let tools = [
    "pytest", "unittest", "tox", "jest", "vitest", "mocha", "eslint", "prettier", "ruff", "flake8", "mypy", "black",
    "rubocop", "rspec", "golangci-lint", "clippy", "swiftlint", "webpack", "gradle", "maven",
  ]
}
