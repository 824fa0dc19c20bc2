import Engine
import EngineTestKit
import Foundation

/// Everything that a run of OpenCode needs and may see: a private home, an empty working directory, a tree to read, a provider
/// that misbehaves, and a configuration that names both.
final class Workplace: Sendable {
  /// A reviewer that may only read, as opencode.md, 3.1, writes it.
  static let readOnly = """
    {"*":"deny","read":"allow","grep":"allow","glob":"allow","list":"allow","task":"allow",
     "external_directory":{"*":"deny","TREE/*":"allow"},"doom_loop":"deny"}
    """

  /// Scenarios that only have a log: `run` prints nothing, for ever.
  static let logs = ["http-429-quota", "http-429-retry-after-3600", "http-503-forever"]

  let folder: TemporaryDirectory
  let provider: MisbehavingProvider
  private let path: String
  private let settings: [String: String]

  var tree: String { folder.file("tree") }
  var empty: String { folder.file("empty") }

  /// `permission` is JSON, `TREE` in it the tree. `path` is where programs are found; `settings` are the stand-in's.
  init(permission: String = readOnly, path: String? = nil, settings: [String: String] = [:]) throws {
    folder = try TemporaryDirectory()
    let tree = folder.file("tree")
    provider = try MisbehavingProvider(tree: tree)
    self.path = path ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    self.settings = settings
    for name in ["tree/src", "empty", "home", "config", "data", "state", "cache", "tmp"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
    }
    try folder.write("tree/src/db.py", Workplace.source.utf8)
    let line = { (number: Int) in "line \(number) of a long file with some words in it to make it long enough\n" }
    try folder.write("tree/big-1.txt", (1...3000).map(line).joined().utf8)
    for number in 2...30 {
      try FileManager.default.linkItem(
        atPath: folder.file("tree/big-1.txt"), toPath: folder.file("tree/big-\(number).txt"))
    }
    try folder.write("opencode.json", configuration(permission).utf8)
    try folder.write("prompt", "Review the change.\n".utf8)
  }

  deinit { provider.stop() }

  private static let source = """
    import sqlite3

    def find(cur, uid):
        cur.execute("SELECT * FROM u WHERE id=%s" % uid)
        return cur.fetchone()

    """

  /// The models are the scenarios. A model that it does not name can't be found.
  private func configuration(_ permission: String) -> String {
    let models = (RunRow.all.map(\.name) + ServeRow.all.map(\.name) + Workplace.logs + ["answer"]).filter {
      $0 != "unknown-model"
    }
    let price = #""cost":{"input":3,"output":15,"cache_read":0.3},"limit":{"context":1000000,"output":8000}"#
    let entries = Set(models).sorted().map {
      "\"\($0)\":{\"name\":\"\($0)\",\"tool_call\":true,\"reasoning\":\($0.hasPrefix("reasoning")),\(price)}"
    }
    return """
      {"$schema":"https://opencode.ai/config.json","model":"local/success","small_model":"local/success",
       "enabled_providers":["local"],"share":"disabled","autoupdate":false,"snapshot":false,"formatter":false,"lsp":false,
       "compaction":{"auto":false,"prune":false},
       "provider":{"local":{"npm":"@ai-sdk/openai-compatible","name":"Local",
         "options":{"baseURL":"\(provider.baseURL)","apiKey":"none","timeout":600000,"chunkTimeout":8000},
         "models":{\(entries.joined(separator: ","))}}},
       "permission":\(permission.replacing("TREE", with: tree)),
       "agent":{"reviewer":{"mode":"primary","prompt":"You review changes."},
         "security":{"mode":"subagent","description":"Security reviewer","prompt":"You look for holes."},
         "performance":{"mode":"subagent","description":"Speed reviewer","prompt":"You look for slow code."},
         "title":{"disable":true}}}
      """
  }

  /// Every switch of opencode.md, 3.4.
  var environment: [String: String] {
    var result = [
      "PATH": path, "HOME": folder.file("home"), "LANG": "C.UTF-8", "TMPDIR": folder.file("tmp"),
      "XDG_CONFIG_HOME": folder.file("config"), "XDG_DATA_HOME": folder.file("data"),
      "XDG_STATE_HOME": folder.file("state"), "XDG_CACHE_HOME": folder.file("cache"),
      "OPENCODE_CONFIG": folder.file("opencode.json"), "OPENCODE_AUTH_CONTENT": "{}", "OPENCODE_DB": ":memory:",
    ]
    for name in [
      "PURE", "DISABLE_PROJECT_CONFIG", "DISABLE_AUTOUPDATE", "DISABLE_MODELS_FETCH", "DISABLE_LSP_DOWNLOAD",
      "DISABLE_CLAUDE_CODE", "DISABLE_EXTERNAL_SKILLS", "DISABLE_DEFAULT_PLUGINS", "DISABLE_AUTOCOMPACT",
    ] { result["OPENCODE_\(name)"] = "1" }
    if !Subject.isReal {
      result["STAND_IN_SPEED"] = "50"
      for (name, value) in settings { result["STAND_IN_\(name)"] = value }
    }
    return result
  }

  func command(_ arguments: [String], adding extra: [String: String] = [:]) -> ChildCommand {
    ChildCommand(
      executable: Subject.executable, arguments: arguments, environment: environment.merging(extra) { $1 })
  }

  /// Runs it to its end, without supervision: for what has nothing to do with it.
  func run(
    _ arguments: [String], input: String = "", in directory: String? = nil, adding extra: [String: String] = [:]
  ) async throws -> (status: Int32, output: String, errors: String) {
    let id = UUID().uuidString
    let files = ChildFiles(
      input: try folder.write("in-\(id)", input.utf8), output: folder.file("out-\(id)"),
      error: folder.file("err-\(id)"),
      directory: directory ?? empty)
    let end = try await AgentProcess.run(
      command(arguments, adding: extra), files: files, shim: Built.shim, grace: .seconds(60)
    ) { _ in }
    let status: Int32 =
      switch end.status {
      case .exited(let status): status
      case .signalled(let signal): -signal
      }
    return (
      status, String(decoding: folder.read("out-\(id)"), as: UTF8.self),
      String(decoding: folder.read("err-\(id)"), as: UTF8.self)
    )
  }
}
