extension GitReader {
  /// The full name of what `reference` means as a commit, or nil.
  func commit(_ reference: String) throws(ReviewFailure) -> String? {
    try object(reference, kind: "commit")
  }

  /// The full name of a commit, else of a tree: trees are accepted wherever commits are (system.md, section 2).
  func resolve(_ reference: String) throws(ReviewFailure) -> String {
    if let commit = try commit(reference) { return commit }
    if let tree = try object(reference, kind: "tree") { return tree }
    throw ReviewFailure(.change, "no such reference: \(reference)", hints: [hint(toFind: reference)])
  }

  private func hint(toFind reference: String) -> String {
    guard isShallow else { return "git branch -a lists what there is" }
    // What is counted from another commit can't be fetched by its name.
    let isRelative = reference.unicodeScalars.contains { ["~", "^", "@", ":"].contains($0) }
    return "this clone is shallow: git fetch --no-tags \(isRelative ? "--deepen=200 origin" : "origin \(reference)")"
  }

  private func object(_ reference: String, kind: String) throws(ReviewFailure) -> String? {
    // A reference never holds control characters, and none is longer than a path.
    guard !reference.isEmpty, reference.utf8.count <= 4096,
      reference.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { throw ReviewFailure(.usage, "not a reference: \(reference.prefix(80))") }
    let result = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(reference)^{\(kind)}"])
    guard result.status == 0, GitReader.isObjectName(result.text) else { return nil }
    return result.text
  }

  /// 40 hexadecimal digits, or 64 with SHA-256.
  static func isObjectName(_ text: String) -> Bool {
    [40, 64].contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The newest commit that both have in common.
  func mergeBase(_ base: String, _ head: String, named name: String) throws(ReviewFailure) -> String {
    let result = try run(["merge-base", "--end-of-options", base, head])
    if result.status == 0, let first = result.text.split(separator: "\n").first.map(String.init),
      GitReader.isObjectName(first)
    {
      return first
    }
    guard isShallow else {
      throw ReviewFailure(
        .change, "\(name) and the head have no common history",
        hints: ["compare the two trees with \(name)..HEAD"])
    }
    throw ReviewFailure(
      .change, "the common history with \(name) is not in this shallow clone",
      hints: ["git fetch --no-tags --unshallow origin, or git fetch --no-tags --deepen=200 origin"])
  }

  /// The tree of nothing.
  func emptyTree() throws(ReviewFailure) -> String {
    let output = try output(["hash-object", "-t", "tree", "--stdin"], task: "the empty tree has no name")
    return String(decoding: output.prefix { $0 != 0x0A }, as: UTF8.self)
  }

  /// The short name of the branch that HEAD stands on; nil while it is detached.
  func currentBranch() throws(ReviewFailure) -> String? {
    let result = try run(["symbolic-ref", "--quiet", "HEAD"])
    guard result.status == 0, result.text.hasPrefix("refs/heads/") else { return nil }
    return String(result.text.dropFirst(11))
  }

  /// What a full reference name stands for.
  struct Reference {
    /// The object, which of a branch is a commit.
    var object: String
    /// The full name of the branch that it follows; nil where it follows none.
    var upstream: String?
  }

  /// Of the full reference names those that exist.
  func existing(_ references: [String]) throws(ReviewFailure) -> [String: Reference] {
    let output = try output(
      ["for-each-ref", "--format=%(refname) %(objectname) %(upstream)", "--end-of-options"] + references,
      task: "references can't be read")
    var found: [String: Reference] = [:]
    for line in output.split(separator: 0x0A) {
      let parts = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard parts.count >= 2 else { continue }
      found[parts[0]] = Reference(object: parts[1], upstream: parts.count > 2 ? parts[2] : nil)
    }
    return found
  }

  /// Whether a commit names a parent, be it here or cut off.
  func hasParent(_ commit: String) throws(ReviewFailure) -> Bool {
    // A shallow clone hides the parents from everything but the raw object.
    let result = try run(["cat-file", "commit", commit], limit: 1 << 20)
    return result.output.split(separator: 0x0A).prefix { !$0.isEmpty }.contains { $0.starts(with: "parent ".utf8) }
  }

  /// The subject of a commit, without running what `git log` can be configured to run.
  func subject(of commit: String) throws(ReviewFailure) -> String? {
    let result = try run(["cat-file", "commit", commit], limit: 1 << 20)
    guard result.status == 0 || result.isCut else { return nil }
    var start = 0
    while start < result.output.count {
      let end = ByteLines.lineEnd(in: result.output, from: start)
      if end == start {
        let subject = result.output[start...].drop { $0 == 0x0A }.prefix { $0 != 0x0A }
        return String(decoding: subject.prefix(500), as: UTF8.self)
      }
      start = end + 1
    }
    return nil
  }
}
