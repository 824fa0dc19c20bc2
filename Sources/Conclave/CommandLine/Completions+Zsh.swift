extension Completions {
  static var zsh: String {
    let groups = CommandTable.firstWords.map { word in
      let seconds = CommandTable.all.filter { $0.words.count > 1 && $0.words[0] == word }
      guard !seconds.isEmpty else { return "    \(word)) \(shift); \(arguments(of: word)) ;;" }
      let names = seconds.map { quoted("\($0.words[1]):\($0.summary)") }
      let cases = seconds.map { "          \($0.words[1])) \(shift); \(arguments(of: $0.id.rawValue)) ;;" }
      return """
            \(word))
              if (( CURRENT == 3 )); then
                names=(\(names.joined(separator: " ")))
                _describe command names
              else
                \(shift)
                case $words[2] in
        \(cases.joined(separator: "\n"))
                esac
              fi
              ;;
        """
    }
    let firsts = CommandTable.firstWords.map { word in
      let summary = CommandTable.standsAlone(word).map { CommandTable.spec($0).summary } ?? "the pre-push hook"
      return quoted("\(word):\(summary)")
    }
    return """
      #compdef conclave
      # Completions of conclave for zsh, written by "conclave completions zsh".
      _conclave_references() {
        local -a references
        references=(${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
        compadd -a references
      }
      _conclave() {
        local -a names
        if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
          names=(\(firsts.joined(separator: " ")))
          _describe command names
          return
        fi
        case $words[2] in
      \(groups.joined(separator: "\n"))
          *) \(arguments(of: "review")) ;;
        esac
      }
      _conclave "$@"

      """
  }

  /// Drops the first word, inline: zsh takes changes of these two back at the end of a function.
  private static let shift = "shift words; (( CURRENT-- ))"

  /// A call of `_arguments` for a command.
  private static func arguments(of name: String) -> String {
    guard let spec = CommandTable.all.first(where: { $0.id.rawValue == name }) else { return ":" }
    var parts = spec.options.map { id in
      let text = id.spec.summary.replacing("[", with: "(").replacing("]", with: ")").replacing(":", with: "\\:")
      let argument = id.spec.argument.map { "=:\($0.placeholder):\(action($0.kind))" } ?? ""
      return quoted(argument.isEmpty ? "\(id.flag)[\(text)]" : "\(id.flag)=[\(text)]\(argument.dropFirst())")
    }
    if let operand = spec.operand {
      let placeholder = operand.placeholder.replacing(":", with: "\\:")
      parts.append(quoted("*:\(placeholder):\(action(operand.kind))"))
    }
    return "_arguments -s " + parts.joined(separator: " ")
  }

  private static func action(_ kind: ArgumentKind) -> String {
    switch kind {
    case .choice(let names): "(\(names.joined(separator: " ").replacing(":", with: "\\:")))"
    case .list(let names): "_values -s , reviewer \(names.joined(separator: " "))"
    case .file, .run: "_files"
    case .reference: "_conclave_references"
    case .free: ""
    }
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
