/// What the author of a change and its repository say beside the code; read only where models are to read it.
package struct AuthorWords: Sendable {
  let reader: GitReader
  let base: String
  /// Nil where the head is no commit and so has no messages.
  let head: String?

  /// Commits whose messages are read, the newest first, and bytes of one message and of all.
  private static let limits = (commits: 30, message: 2 << 10, all: 16 << 10)

  /// The messages of the change's commits, each below its short name; nil without any. Untrusted.
  package func commitMessages() throws(ReviewFailure) -> String? {
    guard let head else { return nil }
    let most = Self.limits.commits
    let listing = try reader.run(["rev-list", "--max-count=\(most + 1)", head, "^\(base)"], limit: 64 << 10)
    // A base that is a tree has no history to be cut off.
    guard listing.status == 0 else { return nil }
    let names = listing.text.split(separator: "\n").map(String.init).filter(GitReader.isObjectName)
    guard !names.isEmpty else { return nil }
    var text = ""
    for (name, commit) in zip(names, try reader.contents(of: Array(names.prefix(most)), limit: 1 << 20)) {
      let words = commit.map(Self.message) ?? "(a message that can't be read)"
      guard text.utf8.count + words.utf8.count <= Self.limits.all else { return text + "[more are left out]\n" }
      text += "\(name.prefix(12))\n\(words)\n\n"
    }
    return names.count > most ? text + "[more are left out]\n" : text
  }

  /// A commit's text behind its head, without blank lines around.
  private static func message(of commit: [UInt8]) -> String {
    let lines = commit.split(separator: 0x0A, omittingEmptySubsequences: false)
    let body = lines.drop { !$0.isEmpty }.drop(while: \.isEmpty).joined(separator: [0x0A])
    return UTF8Cut.text(Array(body.prefix(limits.message + 4)), limit: limits.message)
  }
}
