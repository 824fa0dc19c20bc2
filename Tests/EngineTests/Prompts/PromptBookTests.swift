import Engine
import Testing

/// The files by which a team changes prompts.
@Suite struct PromptBookTests {
  @Test(arguments: [
    ("security.md", "security", PromptBook.Addition.Kind.extends),
    ("code-quality.replace.md", "code-quality", .replaces), ("coordinator.md", "coordinator", .extends),
    ("generalist.replace.md", "generalist", .replaces), ("shared.md", "shared", .extends),
  ])
  func `a file is for whom it is named after`(file: String, name: String, kind: PromptBook.Addition.Kind) throws {
    let addition = try PromptBook.addition(file: file, bytes: Array("Some words.".utf8))
    #expect(addition.name == name && addition.kind == kind && addition.path == ".conclave/prompts/\(file)")
  }

  @Test(arguments: [
    ("securty.md", "did you mean security.md?"), ("Security.md", "did you mean security.md?"),
    ("security.replce.md", "did you mean security.replace.md?"), ("shared.replace.md", "can't be replaced"),
    ("README.md", "files are NAME.md"), ("security.txt", "files are NAME.md"), ("security", "files are NAME.md"),
    (".md", "files are NAME.md"), ("security.md.md", "files are NAME.md"), ("a\u{1B}\n.md", "a\\u{1B}\\n.md"),
  ])
  func `other names are mistakes`(file: String, words: String) {
    let failure = #expect(throws: ReviewFailure.self) { try PromptBook.addition(file: file, bytes: [0x61]) }
    #expect(
      failure?.code == .configuration && failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    #expect(failure?.description.contains("\n") == false)
  }

  @Test(arguments: [
    (Array(repeating: UInt8(0x61), count: (32 << 10) + 1), "more than 32 KiB"), ([0xFF, 0xFE], "not UTF-8"),
    ([], "is empty"), ([0x20, 0x0A], "is empty"),
  ])
  func `what can't be used is said`(bytes: [UInt8], words: String) {
    let failure = #expect(throws: ReviewFailure.self) { try PromptBook.addition(file: "security.md", bytes: bytes) }
    #expect(failure?.code == .configuration && failure?.message.contains(words) == true)
  }

  @Test func `additions are told in the order of the prompts`() throws {
    let book = try PromptBook(files: [("release.replace.md", [0x61]), ("security.md", [0x62]), ("shared.md", [0x63])])
    #expect(
      book.additions.map(\.words) == [
        "the shared rules of all prompts are extended by .conclave/prompts/shared.md",
        "the prompt of security is extended by .conclave/prompts/security.md",
        "the prompt of release is replaced by .conclave/prompts/release.replace.md",
      ])
  }
}
