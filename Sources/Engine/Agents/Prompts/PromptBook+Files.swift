extension PromptBook {
  /// Where a team keeps its files, from the top of the repository.
  package static let folder = ".conclave/prompts"
  /// Bytes of one file.
  package static let longestFile = 32 << 10
  /// Names in the folder that are looked at.
  package static let mostFiles = 64

  /// What the file of this name is for; a failure says what it may be called.
  package static func purpose(of file: String) throws(ReviewFailure) -> (name: String, kind: Addition.Kind) {
    for (suffix, kind) in [(".replace.md", Addition.Kind.replaces), (".md", .extends)] where file.hasSuffix(suffix) {
      let name = String(file.dropLast(suffix.count))
      guard names.contains(name) else { break }
      if name == sharedName, kind == .replaces {
        throw ReviewFailure(
          .configuration, "\(folder)/\(file): the shared rules can't be replaced",
          hints: ["extend them with shared.md, or replace the part of one reviewer"])
      }
      return (name, kind)
    }
    let possible = names.map { "\($0).md" } + names.dropFirst().map { "\($0).replace.md" }
    let near = NearestName.of(file, among: possible).map { ["did you mean \($0)?"] } ?? []
    throw ReviewFailure(
      .configuration, "\(folder)/\(PlainText.escape(file)) is no prompt of a reviewer",
      hints: near + ["files are NAME.md and NAME.replace.md, with NAME of \(names.joined(separator: ", "))"])
  }

  /// A team's file as an addition.
  package static func addition(file: String, bytes: [UInt8]) throws(ReviewFailure) -> Addition {
    let (name, kind) = try purpose(of: file)
    guard bytes.count <= longestFile else {
      throw ReviewFailure(
        .configuration, "\(folder)/\(file) has more than \(longestFile >> 10) KiB",
        hints: ["shorten it: every reviewer reads all of it in every review"])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ReviewFailure(.configuration, "\(folder)/\(file) is not UTF-8", hints: ["save it as UTF-8"])
    }
    guard text.utf8.contains(where: { !ASCII.isSpace($0) }) else {
      throw ReviewFailure(.configuration, "\(folder)/\(file) is empty", hints: ["write something, or remove it"])
    }
    return Addition(name: name, kind: kind, text: text)
  }

  /// The prompts with a team's files, given by name.
  package init(files: [(name: String, bytes: [UInt8])]) throws(ReviewFailure) {
    var additions: [Addition] = []
    for file in files { additions.append(try PromptBook.addition(file: file.name, bytes: file.bytes)) }
    self.init(additions)
  }
}

extension PromptBook.Addition {
  /// The file it comes from.
  package var path: String { "\(PromptBook.folder)/\(name)\(kind == .replaces ? ".replace" : "").md" }

  /// In words for a reader, such as `the prompt of security is extended by .conclave/prompts/security.md`.
  package var words: String {
    let what = name == PromptBook.sharedName ? "the shared rules of all prompts are" : "the prompt of \(name) is"
    return "\(what) \(kind == .replaces ? "replaced" : "extended") by \(path)"
  }
}
