internal import Engine

/// Turns the arguments of a command line into what they ask for; knows neither files nor environment.
enum CommandLineParser {
  /// - Parameter arguments: without the program's own name.
  static func parse(_ arguments: [String]) throws(ReviewFailure) -> Invocation {
    if let first = arguments.first, let hidden = HiddenCommand(rawValue: first) {
      return .hidden(hidden, Array(arguments.dropFirst()))
    }
    switch arguments.first {
    case "--help", "-h", "help":
      return .help(try help(Array(arguments.dropFirst())))
    case "--version", "-V":
      return .version
    default: break
    }
    let (command, rest) = try self.command(of: arguments)
    let spec = CommandTable.spec(command)
    let parsed = try OptionReader.read(rest, of: spec)
    if parsed.has(.help) { return .help(HelpText.of(spec)) }
    try checkOperands(parsed.operands, of: spec)
    return try InvocationBuilder(command: command, parsed: parsed).build()
  }

  /// The command and what follows its words.
  private static func command(of arguments: [String]) throws(ReviewFailure) -> (CommandID, [String]) {
    guard let first = arguments.first, !first.hasPrefix("-") else { return (.review, arguments) }
    let seconds = CommandTable.secondWords(after: first)
    if !seconds.isEmpty {
      if arguments.count > 1, let command = CommandID(rawValue: "\(first) \(arguments[1])") {
        return (command, Array(arguments.dropFirst(2)))
      }
      let next = arguments.dropFirst().first
      guard next == nil || next?.hasPrefix("-") == true, let command = CommandTable.standsAlone(first) else {
        if next == "--help" || next == "-h" {
          return (CommandTable.all.first { $0.words[0] == first }?.id ?? .review, ["--help"])
        }
        throw UsageError.unknownSecondWord(next, after: first)
      }
      return (command, Array(arguments.dropFirst()))
    }
    if let command = CommandTable.standsAlone(first) { return (command, Array(arguments.dropFirst())) }
    guard first.contains("..") else { throw UsageError.unknownCommand(first) }
    return (.review, arguments)
  }

  private static func help(_ words: [String]) throws(ReviewFailure) -> String {
    guard let first = words.first, !first.hasPrefix("-") else { return HelpText.overview }
    let group = CommandTable.all.filter { Array($0.words.prefix(words.count)) == words }
    guard !group.isEmpty else { throw UsageError.unknownCommand(words.joined(separator: " ")) }
    return group.map(HelpText.of).joined(separator: "\n")
  }

  private static func checkOperands(_ operands: [String], of spec: CommandSpec) throws(ReviewFailure) {
    guard let operand = spec.operand else {
      if let extra = operands.first {
        throw UsageError.of(spec.id, "conclave \(spec.id.rawValue) takes no \"\(extra)\"")
      }
      return
    }
    if operands.count < operand.range.lowerBound {
      throw UsageError.of(spec.id, "conclave \(spec.id.rawValue) needs \(operand.placeholder)")
    }
    if operands.count > operand.range.upperBound {
      let extra = operands[operand.range.upperBound]
      let isCommand = CommandTable.firstWords.contains(operands[0])
      throw UsageError.of(
        spec.id, "conclave \(spec.id.rawValue) takes only one \(operand.placeholder), \"\(extra)\" is too much",
        hint: isCommand ? "a command comes first: conclave \(operands[0]) …" : nil)
    }
    if operands.contains("") { throw UsageError.of(spec.id, "\(operand.placeholder) is empty") }
    if case .choice(let names) = operand.kind, let text = operands.first, !names.contains(text) {
      throw UsageError.unknownChoice(text, of: operand.placeholder, among: names, in: spec.id)
    }
  }
}
