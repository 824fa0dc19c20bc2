/// The command line, read as strictly as the real program reads it (opencode.md, 1.1).
struct Arguments {
  private(set) var command: [String] = []
  private(set) var words: [String] = []
  private var values: [String: [String]] = [:]
  private var flags: Set<String> = []
  /// Why it can't be used.
  private(set) var fault: String?

  private static let global = (flags: ["print-logs", "pure", "help", "version"], values: ["log-level"])
  private static let commands: [String: (flags: [String], values: [String])] = [
    "run": (
      [
        "continue", "fork", "share", "thinking", "interactive", "auto", "yolo", "dangerously-skip-permissions", "mini",
        "replay", "demo",
      ],
      [
        "command", "session", "model", "agent", "format", "file", "title", "attach", "password", "username", "dir",
        "port", "variant", "replay-limit",
      ]
    ),
    "serve": (["mdns"], ["port", "hostname", "mdns-domain", "cors"]),
    "debug": ([], ["tool", "params"]),
  ]
  private static let short = [
    "c": "continue", "s": "session", "m": "model", "f": "file", "p": "password", "u": "username", "i": "interactive",
    "h": "help", "v": "version",
  ]

  init(_ arguments: [String]) {
    var rest = arguments[...]
    var allowed = Arguments.global
    while let word = rest.popFirst() {
      if word == "--" {
        words += rest
        break
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        guard command.isEmpty, let known = Arguments.commands[word] else {
          words.append(word)
          continue
        }
        command = [word]
        allowed.flags += known.flags
        allowed.values += known.values
        continue
      }
      let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1).map(String.init)
      let name = word.hasPrefix("--") ? parts[0] : Arguments.short[parts[0]] ?? parts[0]
      if allowed.flags.contains(name) {
        if parts.count == 1 || parts[1] == "true" { flags.insert(name) }
      } else if allowed.values.contains(name) {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
          fault = "Not enough arguments following: \(name)"
          return
        }
        values[name, default: []].append(value)
      } else {
        fault = "Unknown argument: \(name)"
        return
      }
    }
    if let format = self["format"], !["default", "json"].contains(format) {
      fault = "Invalid values:\n  Argument: format, Given: \"\(format)\", Choices: \"default\", \"json\""
    }
  }

  subscript(name: String) -> String? { values[name]?.last }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  static let help = """
    opencode run [message..]

    run opencode with a message

    Options:
          --print-logs  print logs to stderr                             [boolean]
          --log-level   log level [string] [choices: "DEBUG", "INFO", "WARN", "ERROR"]
          --format      format: default (formatted) or json (raw JSON events)
      -m, --model       model to use in the format of provider/model      [string]
          --agent       agent to use                                      [string]

    """
}
