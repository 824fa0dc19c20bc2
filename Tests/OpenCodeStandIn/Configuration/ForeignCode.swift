internal import Foundation

/// What the real program was seen to execute when it was started in, or below, a repository (opencode.md, section 0). It is
/// not executed here but told, a line each, in the file that `STAND_IN_EXECUTED` names.
enum ForeignCode {
  static func note(_ settings: Settings, _ configuration: Configuration, directory: String) {
    for line in found(settings.environment, configuration, directory: directory) { settings.note(line, in: "EXECUTED") }
  }

  private static func found(
    _ environment: [String: String], _ configuration: Configuration, directory: String
  ) -> [String] {
    var lines: [String] = []
    let isDisabled = Project.isDisabled(environment)
    for folder in Project.folders(of: directory) {
      // With every switch and with --pure, too.
      for name in ["plugin", "plugins"] { lines += scripts("\(folder)/.opencode/\(name)").map { "plugin \($0)" } }
      if let project = project(folder) {
        lines += (project["plugin"]?.elements ?? []).map { "plugin \($0.text ?? $0.rendered())" }
      }
      guard !isDisabled else { continue }
      for name in ["tool", "tools"] { lines += scripts("\(folder)/.opencode/\(name)").map { "tool \($0)" } }
      for name in ["AGENTS.md", "CLAUDE.md"] where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
        lines.append("instructions \(folder)/\(name)")
      }
    }
    if !isDisabled {
      lines += (configuration.merged["instructions"]?.elements ?? []).map { "instructions \($0.text ?? "")" }
    }
    for server in configuration.merged["mcp"]?.members ?? [] {
      if case .bool(false)? = server.value["enabled"] { continue }
      guard server.value.text("type") == "local" else { continue }
      lines.append("mcp \(server.key) \((server.value["command"] ?? .null).rendered())")
    }
    return lines
  }

  private static func project(_ folder: String) -> JSON? {
    for name in ["opencode.json", "opencode.jsonc"] {
      guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else { continue }
      if let value = try? JSONReader.read(text) { return value }
    }
    return nil
  }

  private static func scripts(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(".ts") || $0.hasSuffix(".js") }.map { "\(folder)/\($0)" }
  }
}
