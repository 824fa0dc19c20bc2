/// Help, written from the table.
enum HelpText {
  /// Lines are no longer than this.
  static let width = 100

  /// What `conclave --help` prints.
  static var overview: String {
    let commands = CommandTable.all.map { ($0.id.rawValue, $0.summary) }
    let statuses = ExitStatus.documented.map { ("\($0.code)", $0.description) } + [("128+N", "stopped by signal N")]
    return """
      conclave: AI code review in the terminal

      usage: conclave [COMMAND] [OPTION…]

      Without a command it reviews what the next push would send. On a terminal it draws; elsewhere,
      or with --print, it prints lines.

      commands:
      \(rows(commands))

      conclave COMMAND --help shows a command's options and an example.

      exit status:
      \(rows(statuses))

      """
  }

  /// What `conclave COMMAND --help` prints.
  static func of(_ spec: CommandSpec) -> String {
    var usage = "usage: conclave \(spec.id.rawValue)"
    if spec.options.count > 1 { usage += " [OPTION…]" }
    if let operand = spec.operand { usage += " \(operand.usage)" }
    let options = spec.options.map { id in
      let argument = id.spec.argument.map { " \($0.placeholder)" } ?? ""
      let letter = id.letter.map { "-\($0), " } ?? "    "
      return ("\(letter)\(id.flag)\(argument)", summary(of: id))
    }
    let examples = spec.examples.map { "  \($0.line)\n      \($0.effect)" }.joined(separator: "\n")
    return """
      conclave \(spec.id.rawValue): \(spec.summary)

      \(usage)

      options:
      \(rows(options))

      \(spec.examples.count == 1 ? "example" : "examples"):
      \(examples)

      """
  }

  private static func summary(of id: OptionID) -> String {
    switch id.spec.argument?.kind {
    case .choice(let names) where names.allSatisfy { !$0.hasSuffix(":") }:
      "\(id.spec.summary): \(names.joined(separator: ", "))"
    case .list(let names): "\(id.spec.summary): \(names.joined(separator: ", "))"
    default: id.spec.summary
    }
  }

  /// Two columns, the second one wrapped on words.
  private static func rows(_ rows: [(String, String)]) -> String {
    let indent = 2 + (rows.map(\.0.count).max() ?? 0) + 2
    return rows.map { name, text in
      let padding = String(repeating: " ", count: indent - 2 - name.count)
      let lines = wrap(text, to: max(20, width - indent))
      return "  \(name)\(padding)" + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }.joined(separator: "\n")
  }

  private static func wrap(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
