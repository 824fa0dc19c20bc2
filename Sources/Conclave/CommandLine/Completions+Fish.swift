extension Completions {
  static var fish: String {
    var lines = [
      "# Completions of conclave for fish, written by \"conclave completions fish\".",
      "complete -c conclave -f",
    ]
    for word in CommandTable.firstWords {
      let summary = CommandTable.standsAlone(word).map { CommandTable.spec($0).summary } ?? "the pre-push hook"
      lines.append("complete -c conclave -n __fish_use_subcommand -a \(word) -d \(quoted(summary))")
    }
    for spec in CommandTable.all {
      let condition = condition(of: spec)
      if spec.words.count > 1 {
        let others = CommandTable.secondWords(after: spec.words[0]).joined(separator: " ")
        let here = "__fish_seen_subcommand_from \(spec.words[0]); and not __fish_seen_subcommand_from \(others)"
        lines.append("complete -c conclave -n \(quoted(here)) -a \(spec.words[1]) -d \(quoted(spec.summary))")
      }
      for id in spec.options {
        var line = "complete -c conclave -n \(quoted(condition)) -l \(id.rawValue)"
        if let letter = id.letter { line += " -s \(letter)" }
        if let argument = id.spec.argument { line += " -r" + action(argument.kind) }
        lines.append(line + " -d \(quoted(id.spec.summary))")
      }
      if let operand = spec.operand {
        lines.append("complete -c conclave -n \(quoted(condition))" + action(operand.kind))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func condition(of spec: CommandSpec) -> String {
    let seen = spec.words.map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
    return spec.id == .review ? "__fish_use_subcommand; or \(seen)" : seen
  }

  private static func action(_ kind: ArgumentKind) -> String {
    switch kind {
    case .choice(let names): " -f -a \(quoted(names.joined(separator: " ")))"
    case .list(let names): " -f -a \(quoted(names.joined(separator: " ")))"
    case .file, .run: " -F"
    case .reference: " -f -a \"(git for-each-ref --format='%(refname:short)' 2>/dev/null)\""
    case .free: " -f"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
