/// What a prompt asks of the rules agent, read in.
package struct RulesTask {
  package var specialist: SpecialistID
  package var change: ReviewedChange
  /// The organisation's own rules; only for compliance (and the generalist).
  package var compliance: [Rule]

  /// A tree of that many paths may have been cut (the intake stops there): then nothing can be said to be missing.
  private static let largestTree = 50_000

  package init(specialist: SpecialistID, change: ReviewedChange, compliance: [Rule] = []) {
    self.specialist = specialist
    self.change = change
    self.compliance = compliance
  }

  /// - Throws: `.agent` where the prompt or a file that it names can't be used, `.configuration` for a wrong rule file.
  package init(prompt: [UInt8], files: AgentFiles) throws(ReviewFailure) {
    guard let block = TaskBlock(prompt: prompt) else {
      throw ReviewFailure(.agent, "the prompt has no <conclave-task> block")
    }
    guard let name = block["specialist"], let directory = block["diff_directory"] else {
      throw ReviewFailure(.agent, "the <conclave-task> block names no specialist or no diff_directory")
    }
    specialist = SpecialistID(rawValue: name)
    let patterns = PatternCache()
    var diffs: [FileDiff] = []
    for name in try files.names(directory) where name.hasSuffix(".patch") {
      diffs += try Self.parse(try files.read("\(directory)/\(name)"), name)
    }
    let context = try Self.context(block["context_directory"], files)
    change = ReviewedChange(files: diffs, documents: context.documents, tree: context.tree, patterns: patterns)
    compliance = []
    guard specialist == .compliance || specialist == .generalist else { return }
    for path in block.all("compliance_rules") {
      compliance += try ComplianceRules.parse(try files.read(path), file: path)
    }
  }

  private static func parse(_ bytes: [UInt8], _ name: String) throws(ReviewFailure) -> [FileDiff] {
    do {
      return try UnifiedDiffParser.parse(bytes).files
    } catch {
      throw ReviewFailure(.agent, "\(name) is not a patch: \(error)")
    }
  }

  private typealias Context = (documents: [(path: RepoPath, bytes: [UInt8])], tree: [RepoPath])

  /// A patch has no context: then the rules that need documents or the tree keep silent.
  private static func context(_ directory: String?, _ files: AgentFiles) throws(ReviewFailure) -> Context {
    guard let directory else { return ([], []) }
    var documents: [(path: RepoPath, bytes: [UInt8])] = []
    let present = Set(try files.names(directory))
    for line in lines(present.contains("index.tsv") ? try files.read("\(directory)/index.tsv") : []) {
      let fields = line.split(separator: "\t", maxSplits: 1)
      guard fields.count == 2, present.contains(String(fields[0])) else { continue }
      documents.append((RepoPath(escaped: String(fields[1])), try files.read("\(directory)/\(fields[0])")))
    }
    let tree = lines(present.contains("tree.txt") ? try files.read("\(directory)/tree.txt") : [])
    return (documents, tree.count < largestTree ? tree.map { RepoPath(escaped: $0) } : [])
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }
}
