/// Checks what is put into `opencode.json`: nothing that the program would replace, look up or match as a pattern.
enum OpenCodeValues {
  private static let longest = 256
  private static let headerMarks = "-_".utf8
  private static let modelMarks = "-_.:/@+".utf8

  static func check(_ provider: OpenCodeProvider) throws(ReviewFailure) {
    try check(provider.id, "the provider")
    guard EndpointAddress.isOne(provider.baseURL), !provider.baseURL.utf8.contains(0x24) else {
      throw failure("the address of \(provider.id)", provider.baseURL)
    }
    if let variable = provider.keyVariable { try check(variable: variable) }
    for header in provider.headers {
      guard isOf(header.name, headerMarks) else { throw failure("a header of \(provider.id)", header.name) }
      guard header.prefix.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 0x20 || $0 == 0x2D }) else {
        throw failure("the value of \(header.name)", header.prefix)
      }
      try check(variable: header.variable)
    }
    guard !provider.models.isEmpty, Set(provider.models.map(\.id)).count == provider.models.count else {
      throw ReviewFailure(.configuration, "the provider \(provider.id) has no model, or one of them twice")
    }
    for model in provider.models {
      guard isOf(model.id, modelMarks) else { throw failure("a model of \(provider.id)", model.id) }
      let prices = model.prices.map { [$0.input, $0.output, $0.cacheRead ?? 0, $0.cacheWrite ?? 0] } ?? []
      let isPlausible = prices.allSatisfy { $0.isFinite && $0 >= 0 }
      guard model.contextTokens > 0, model.outputTokens > 0, isPlausible else {
        throw ReviewFailure(.configuration, "a limit or price of \(provider.id)/\(model.id) is no amount")
      }
    }
  }

  /// A name: letters, digits and hyphens.
  static func check(_ name: String, _ what: String) throws(ReviewFailure) {
    guard isOf(name, headerMarks) else { throw failure(what, name) }
  }

  static func check(variable name: String) throws(ReviewFailure) {
    guard isOf(name, "_".utf8), name.utf8.first.map({ !(0x30...0x39).contains($0) }) ?? false else {
      throw failure("an environment variable", name)
    }
  }

  /// A folder stands in a rule, where `*` and `?` match, and `~` and `$` at the start are the home.
  static func check(folder: String) throws(ReviewFailure) {
    let isPlain =
      folder.hasPrefix("/")
      && folder.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && !"*?{}\\\"$".unicodeScalars.contains($0)
      }
    guard isPlain else {
      throw ReviewFailure(
        .configuration, "the name of the folder \(folder) would mean something else in OpenCode's rules",
        hints: ["set XDG_STATE_HOME to a folder with a plain name"])
    }
  }

  private static func isOf(_ text: String, _ marks: some Collection<UInt8>) -> Bool {
    !text.isEmpty && text.utf8.count <= longest
      && text.utf8.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func failure(_ what: String, _ text: String) -> ReviewFailure {
    ReviewFailure(
      .configuration, "\(what) can't be put into OpenCode's configuration: \(String(text.unicodeScalars.prefix(80)))",
      hints: ["OpenCode replaces {env:…} and {file:…} there; use letters, digits and hyphens"])
  }
}
