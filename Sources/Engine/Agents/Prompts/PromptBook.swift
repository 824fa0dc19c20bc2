/// The prompts of a review: the program's own, with what a team adds to them or puts in their place.
package struct PromptBook: Sendable, Hashable {
  /// A team's file, in Markdown.
  package struct Addition: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case extends, replaces }

    /// `shared` or an agent's name.
    package var name: String
    package var kind: Kind
    package var text: String

    package init(name: String, kind: Kind, text: String) {
      self.name = name
      self.kind = kind
      self.text = text
    }
  }

  /// The name of the rules that all prompts begin with.
  package static let sharedName = "shared"
  /// Everything that has a prompt.
  package static let names = [sharedName] + BuiltInPrompts.agents.map(\.rawValue)

  /// In the order of `names`.
  package let additions: [Addition]

  /// The program's own prompts.
  package init() { additions = [] }

  package init(_ additions: [Addition]) {
    let places = Dictionary(uniqueKeysWithValues: PromptBook.names.enumerated().map { ($1, $0) })
    self.additions = additions.sorted { (places[$0.name] ?? .max) < (places[$1.name] ?? .max) }
  }

  /// The rules that hold for everyone, with what the team adds.
  package var shared: String { extended(BuiltInPrompts.shared, PromptBook.sharedName) }

  /// The part of one agent.
  package func part(of agent: SpecialistID) -> String {
    let name = agent.rawValue
    let replacement = additions.first { $0.name == name && $0.kind == .replaces }?.text
    let builtIn = BuiltInPrompts.part(of: agent) ?? "# Your subject: \(PromptFence.line(name))"
    return extended(replacement.map(PromptBook.tidied) ?? builtIn, name)
  }

  private func extended(_ text: String, _ name: String) -> String {
    let extensions = additions.filter { $0.name == name && $0.kind == .extends }.map(\.text)
    return ([text] + extensions.map { "## What this team adds\n\n" + PromptBook.tidied($0) }).joined(separator: "\n\n")
  }

  /// The team's words are trusted; characters that nobody sees and marks that steer a program are still none of them.
  private static func tidied(_ text: String) -> String {
    var text = PromptFence.clean(text)[...]
    while let last = text.utf8.last, ASCII.isSpace(last) { text.unicodeScalars.removeLast() }
    return String(text)
  }
}
