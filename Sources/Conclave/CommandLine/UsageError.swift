internal import Engine

/// Mistakes of a command line, each with what to do.
enum UsageError {
  static func of(_ command: CommandID, _ message: String, hint: String? = nil) -> ReviewFailure {
    ReviewFailure(.usage, message, hints: [hint ?? "conclave \(command.rawValue) --help shows what there is"])
  }

  /// - Parameter name: without its two hyphens.
  static func unknownOption(_ name: String, of spec: CommandSpec) -> ReviewFailure {
    let names = spec.options.map(\.rawValue)
    let begun = names.filter { !name.isEmpty && $0.hasPrefix(name) }
    if begun.count > 1 {
      return of(
        spec.id, "--\(name) could be \(begun.map { "--\($0)" }.joined(separator: " or "))", hint: "write more of it")
    }
    if let near = NearestName.of(name, among: names) {
      return of(spec.id, "unknown option --\(name)", hint: "did you mean --\(near)?")
    }
    let elsewhere = CommandTable.all.filter { command in command.options.contains { $0.rawValue == name } }
    if !elsewhere.isEmpty {
      let commands = elsewhere.map { "conclave \($0.id.rawValue)" }.joined(separator: ", ")
      return of(spec.id, "conclave \(spec.id.rawValue) has no option --\(name)", hint: "\(commands) has it")
    }
    return of(
      spec.id, "unknown option --\(name)",
      hint: "conclave \(spec.id.rawValue) has \(spec.options.map(\.flag).joined(separator: ", "))")
  }

  static func unknownCommand(_ word: String) -> ReviewFailure {
    let near = NearestName.of(word, among: CommandTable.firstWords).map { "did you mean conclave \($0)?" }
    return ReviewFailure(
      .usage, "unknown command \(word)",
      hints: [near ?? "there are \(CommandTable.firstWords.joined(separator: ", ")); a range to review is written A..B"]
    )
  }

  static func unknownSecondWord(_ word: String?, after first: String) -> ReviewFailure {
    let words = CommandTable.secondWords(after: first)
    guard let word else {
      return ReviewFailure(.usage, "conclave \(first) needs one more word", hints: ["\(words.joined(separator: ", "))"])
    }
    let near = NearestName.of(word, among: words).map { "did you mean conclave \(first) \($0)?" }
    return ReviewFailure(
      .usage, "unknown command \(first) \(word)", hints: [near ?? "there are \(words.joined(separator: ", "))"])
  }

  /// A value that is none of the choices.
  static func unknownChoice(
    _ text: String, of name: String, among choices: [String], in command: CommandID
  ) -> ReviewFailure {
    let near = NearestName.of(text, among: choices).map { "did you mean \($0)?" }
    return of(command, "\(name) takes \(choices.joined(separator: ", ")), not \"\(text)\"", hint: near)
  }
}
