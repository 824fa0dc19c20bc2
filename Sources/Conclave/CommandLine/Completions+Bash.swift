extension Completions {
  static var bash: String {
    let seconds = CommandTable.firstWords.compactMap { word in
      let words = CommandTable.secondWords(after: word)
      return words.isEmpty ? nil : "    \(word)) words='\(words.joined(separator: " "))' ;;"
    }
    let commands = CommandTable.all.map { spec in
      var lines = ["    '\(spec.id.rawValue)')", "      options='\(spec.options.map(\.flag).joined(separator: " "))'"]
      if let operand = spec.operand { lines.append("      operand='\(action(operand.kind))'") }
      return (lines + ["      ;;"]).joined(separator: "\n")
    }
    let arguments = OptionID.allCases.compactMap { id in
      id.spec.argument.map { "    \(id.flag)) action='\(action($0.kind))' ;;" }
    }
    return """
      # Completions of conclave for bash, written by "conclave completions bash".
      _conclave() {
        local current previous first command options='' operand='' action='' words='' index
        current=${COMP_WORDS[COMP_CWORD]}
        previous=${COMP_WORDS[COMP_CWORD-1]}
        if [[ $current == '=' ]]; then current=''; fi
        if [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
        first=review
        command=review
        if (( COMP_CWORD > 1 )) && [[ ${COMP_WORDS[1]} != -* && ${COMP_WORDS[1]} != *..* ]]; then
          first=${COMP_WORDS[1]}
          command=$first
        fi
        case $first in
      \(seconds.joined(separator: "\n"))
        esac
        if [[ -n $words ]]; then
          if (( COMP_CWORD == 2 )); then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
          command="$first ${COMP_WORDS[2]}"
        fi
        case $command in
      \(commands.joined(separator: "\n"))
        esac
        case $previous in
      \(arguments.joined(separator: "\n"))
        esac
        if [[ -z $action && $current != -* ]]; then
          action=$operand
          if (( COMP_CWORD == 1 )); then action="words:\(CommandTable.firstWords.joined(separator: " "))"; fi
        fi
        case $action in
          words:*) COMPREPLY=($(compgen -P "${current%"${current##*,}"}" -W "${action#words:}" -- "${current##*,}")) ;;
          file) COMPREPLY=($(compgen -f -- "$current")) ;;
          reference)
            words=$(git for-each-ref --format='%(refname:short)' 2>/dev/null)
            COMPREPLY=($(compgen -W "$words" -- "$current"))
            ;;
          '') COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
        esac
      }
      complete -o default -F _conclave conclave

      """
  }

  private static func action(_ kind: ArgumentKind) -> String {
    switch kind {
    case .choice, .list: "words:" + words(of: kind).joined(separator: " ")
    case .file, .run: "file"
    case .reference: "reference"
    case .free: "none"
    }
  }
}
