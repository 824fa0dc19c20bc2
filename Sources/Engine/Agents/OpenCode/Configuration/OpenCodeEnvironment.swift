/// The environment of OpenCode's programs: every switch that keeps them from loading what they find, from fetching and from
/// keeping (opencode.md, 3.4). What is not named does not pass.
package enum OpenCodeEnvironment {
  /// Where programs are looked for: the system's folders, never the user's, in which a reviewed tree could lie.
  package static let path = "/usr/local/bin:/usr/bin:/bin"
  /// Holds the password of a server.
  package static let password = "OPENCODE_SERVER_PASSWORD"

  private static let switches = [
    "OPENCODE_DISABLE_PROJECT_CONFIG", "OPENCODE_PURE", "OPENCODE_DISABLE_AUTOUPDATE", "OPENCODE_DISABLE_MODELS_FETCH",
    "OPENCODE_DISABLE_LSP_DOWNLOAD", "OPENCODE_DISABLE_CLAUDE_CODE", "OPENCODE_DISABLE_EXTERNAL_SKILLS",
    "OPENCODE_DISABLE_DEFAULT_PLUGINS", "OPENCODE_DISABLE_AUTOCOMPACT", "OPENCODE_DISABLE_SHARE",
  ]

  /// The variables of every program. HOME and the folders of XDG come from the sandbox, whatever its mode. `extras` are what
  /// plugins and providers need.
  package static func variables(
    configuration: String, from environment: [String: String] = [:], extras: [String: String] = [:]
  ) -> [String: String] {
    var variables = extras
    for (name, value) in environment where ["LANG", "LANGUAGE", "TZ"].contains(name) || name.hasPrefix("LC_") {
      variables[name] = value
    }
    for name in switches { variables[name] = "1" }
    variables["PATH"] = path
    variables["OPENCODE_CONFIG"] = configuration
    variables["OPENCODE_AUTH_CONTENT"] = "{}"
    variables["OPENCODE_DB"] = ":memory:"
    return variables
  }

  /// The nearest that there is to a limit on a Bun program's heap (opencode.md, 4).
  package static func heap(_ bytes: Int) -> [String: String] { ["BUN_JSC_forceRAMSize": String(bytes)] }
}
