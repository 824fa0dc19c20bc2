internal import Foundation

/// The merged configuration, from the sources that the real program reads, in its order (opencode.md, 3.2).
struct Configuration: Sendable {
  /// A file that can't be used, in the real program's words: what is not JSON is printed whole, secrets filled in.
  struct Failure: Error {
    var text: String
  }

  private(set) var merged: JSON = .object([])

  init(environment: [String: String], directory: String) throws(Failure) {
    let home = environment["HOME"] ?? "/"
    let global = (environment["XDG_CONFIG_HOME"] ?? "\(home)/.config") + "/opencode"
    for name in ["config.json", "opencode.json", "opencode.jsonc"] { try add(file: "\(global)/\(name)") }
    if let path = environment["OPENCODE_CONFIG"] { try add(file: path) }
    if !Project.isDisabled(environment) {
      for folder in Project.folders(of: directory).reversed() { try add(folder: folder) }
      for folder in Project.folders(of: directory).reversed() { try add(folder: "\(folder)/.opencode") }
    }
    try add(folder: "\(home)/.opencode")
    if let folder = environment["OPENCODE_CONFIG_DIR"] { try add(folder: folder) }
    if let text = environment["OPENCODE_CONFIG_CONTENT"] {
      try add(text, source: "OPENCODE_CONFIG_CONTENT", folder: directory, environment: environment)
    }
    try add(folder: "/etc/opencode")
    if let text = environment["OPENCODE_PERMISSION"] {
      let rules = try Configuration.parse(text, source: "OPENCODE_PERMISSION")
      merged["permission"] = (merged["permission"] ?? .object([])).merged(with: rules)
    }
  }

  private mutating func add(folder: String) throws(Failure) {
    for name in ["opencode.json", "opencode.jsonc"] { try add(file: "\(folder)/\(name)") }
  }

  private mutating func add(file path: String) throws(Failure) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try add(text, source: path, folder: folder, environment: ProcessInfo.processInfo.environment)
  }

  private mutating func add(
    _ text: String, source: String, folder: String, environment: [String: String]
  ) throws(Failure) {
    let filled = try Substitution(environment: environment, folder: folder, source: source).fill(text)
    var value = try Configuration.parse(filled, source: source)
    // What it does not know at the top is dropped without a word: a misspelt `permission` allows everything.
    for member in value.members where !ConfigurationShape.keys.contains(member.key) { value[member.key] = nil }
    let faults = ConfigurationShape.faults(of: value)
    guard faults.isEmpty else {
      let lines = faults.map { "↳ \($0.message) \($0.path)" }
      throw Failure(text: (["Configuration is invalid at \(source)"] + lines).joined(separator: "\n"))
    }
    merged = merged.merged(with: value)
  }

  private static func parse(_ text: String, source: String) throws(Failure) -> JSON {
    do {
      return try JSONReader.read(text)
    } catch {
      let before = String(decoding: Array(text.utf8).prefix(error.offset), as: UTF8.self)
      let lines = before.components(separatedBy: "\n")
      throw Failure(
        text: "Config file at \(source) is not valid JSON(C): \n--- JSONC Input ---\n\(text)\n--- Errors ---\n"
          + "ValueExpected at line \(lines.count), column \((lines.last ?? "").count + 1)\n--- End ---")
    }
  }

  /// The model that an agent asks: `provider/model`.
  func model(of agent: String?) -> String? {
    agent.flatMap { merged["agent"]?[$0]?.text("model") } ?? merged.text("model")
  }
}

/// The folders of the project that the working directory is in.
enum Project {
  /// From the working directory up to the root of its repository, or to the root of the system where there is none.
  static func folders(of directory: String) -> [String] {
    var folders: [String] = []
    var url = URL(filePath: directory).standardizedFileURL
    while true {
      folders.append(url.path)
      let isTop = FileManager.default.fileExists(atPath: url.appending(path: ".git").path) || url.path == "/"
      if isTop { return folders }
      url.deleteLastPathComponent()
    }
  }

  static func isDisabled(_ environment: [String: String]) -> Bool {
    ["1", "true"].contains(environment["OPENCODE_DISABLE_PROJECT_CONFIG"]?.lowercased())
  }
}

/// Fills `{env:NAME}` and `{file:PATH}` into the text before it is parsed.
struct Substitution {
  var environment: [String: String]
  var folder: String
  var source: String

  func fill(_ text: String) throws(Configuration.Failure) -> String {
    var out = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "{") {
      out += rest[..<open.lowerBound]
      rest = rest[open.lowerBound...]
      guard let close = rest.firstIndex(of: "}"),
        let value = try value(rest[rest.index(after: rest.startIndex)..<close])
      else {
        out += "{"
        rest = rest.dropFirst()
        continue
      }
      out += value
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// Nil where the braces hold something else.
  private func value(_ inner: Substring) throws(Configuration.Failure) -> String? {
    if inner.hasPrefix("env:") { return environment[String(inner.dropFirst(4))] ?? "" }
    guard inner.hasPrefix("file:") else { return nil }
    var path = String(inner.dropFirst(5))
    if path.hasPrefix("~/") { path = (environment["HOME"] ?? "") + path.dropFirst() }
    if !path.hasPrefix("/") { path = "\(folder)/\(path)" }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Configuration.Failure(text: "Configuration is invalid at \(source): bad file reference: \"{\(inner)}\"")
    }
    return String(JSON.string(text.trimmingCharacters(in: .whitespacesAndNewlines)).rendered().dropFirst().dropLast())
  }
}
