/// A place where configuration may be, from the weakest to the strongest (system.md, section 12).
package enum ConfigurationLayer: Sendable, Hashable, CaseIterable {
  /// `/etc/conclave/config.toml`
  case system
  /// `$XDG_CONFIG_HOME/conclave/config.toml`
  case user
  /// `conclave.toml` of the repository; of the trusted side where the change is not trusted.
  case repository
}

/// A configuration file as it was read.
package struct ConfigurationFile: Sendable, Hashable {
  /// For messages.
  package var name: String
  package var bytes: [UInt8]
  /// Who owns it and its mode; nil for what comes out of git's objects.
  package var owner: UInt32?
  package var mode: UInt32?

  package init(name: String, bytes: [UInt8], owner: UInt32? = nil, mode: UInt32? = nil) {
    self.name = name
    self.bytes = bytes
    self.owner = owner
    self.mode = mode
  }
}

/// Puts the settings of files, environment and flags together; the later of these wins. Strict: what it does not understand
/// is an error with its place, never ignored (reliability.md, CF-01, CF-02, CF-10).
package struct ConfigurationReader {
  /// A setting of the command line.
  package struct Flag: Sendable, Hashable {
    package var key: ConfigurationKey
    /// As the person wrote it, such as `--fail-on`.
    package var name: String
    package var value: String

    package init(_ key: ConfigurationKey, name: String, value: String) {
      self.key = key
      self.name = name
      self.value = value
    }
  }

  /// Owners whose files are believed: the user and root.
  private let trustedOwners: Set<UInt32>
  /// Variables that begin with `CONCLAVE_` and set nothing here.
  private let otherVariables: Set<String>

  private static let overview = "conclave config show lists every setting"

  package init(trustedOwners: Set<UInt32>, otherVariables: Set<String> = []) {
    self.trustedOwners = trustedOwners
    self.otherVariables = otherVariables
  }

  /// - Parameter file: reads the file of a layer; nil where there is none.
  package func read(
    file: (ConfigurationLayer) throws(ReviewFailure) -> ConfigurationFile?, environment: [String: String] = [:],
    flags: [Flag] = []
  ) throws(ReviewFailure) -> Configuration {
    var configuration = Configuration()
    for layer in ConfigurationLayer.allCases {
      guard let found = try file(layer) else { continue }
      try apply(found, isRepository: layer == .repository, to: &configuration)
    }
    try apply(environment, to: &configuration)
    for flag in flags {
      let value = try ConfigurationReader.value(flag.value, of: flag.key, name: flag.name, code: .usage)
      configuration[flag.key] = .init(value: value, origin: .flag(flag.name))
    }
    return configuration
  }

  private func apply(
    _ file: ConfigurationFile, isRepository: Bool, to configuration: inout Configuration
  ) throws(ReviewFailure) {
    try checkTrust(file)
    do throws(TOMLError) {
      for section in try TOML.parse(file.bytes).entries {
        guard ConfigurationKey.allCases.contains(where: { $0.section == section.key }) else {
          throw ConfigurationReader.unknown(section, "section", among: ConfigurationKey.allCases.map(\.section))
        }
        guard case .table(let table) = section.node.value else {
          throw TOMLError(at: section.node, "\(section.key) is a section, written [\(section.key)]")
        }
        for entry in table.entries {
          let (key, value) = try ConfigurationReader.setting(entry, of: section.key, isRepository: isRepository)
          configuration[key] = .init(value: value, origin: .file(file.name, line: entry.line))
        }
      }
    } catch {
      throw error.failure(in: file.name, hints: [ConfigurationReader.overview])
    }
  }

  private static func setting(
    _ entry: TOMLTable.Entry, of section: String, isRepository: Bool
  ) throws(TOMLError) -> (ConfigurationKey, Configuration.Value) {
    guard let key = ConfigurationKey(rawValue: "\(section).\(entry.key)"), key.section == section else {
      let names = ConfigurationKey.allCases.filter { $0.section == section }.map(\.name)
      throw unknown(entry, "key", among: names, in: " in [\(section)]")
    }
    guard !isRepository || key.isForRepositories else {
      throw TOMLError(
        line: entry.line, column: entry.column,
        message: "\(key.rawValue) can't be set by the repository; set it in your own configuration")
    }
    do throws(ConfigurationValueReader.Problem) {
      let reader = ConfigurationValueReader(key: key, isRepository: isRepository)
      return (key, try reader.read(entry.node.value))
    } catch {
      throw TOMLError(at: entry.node, "\(key.rawValue) \(error.text)" + (error.hint.map { "; \($0)" } ?? ""))
    }
  }

  private static func unknown(
    _ entry: TOMLTable.Entry, _ what: String, among names: [String], in place: String = ""
  ) -> TOMLError {
    let near = NearestName.of(entry.key, among: names)
    var known: [String] = []
    for name in names where !known.contains(name) { known.append(name) }
    let advice = near.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))"
    return TOMLError(
      line: entry.line, column: entry.column, message: "unknown \(what) \(entry.key)\(place); \(advice)")
  }

  private func checkTrust(_ file: ConfigurationFile) throws(ReviewFailure) {
    if let owner = file.owner, !trustedOwners.contains(owner) {
      throw ReviewFailure(
        .refused, "\(file.name) belongs to user \(owner), who could change how reviews run",
        hints: ["make it yours with chown, or remove it"])
    }
    if let mode = file.mode, mode & 0o002 != 0 {
      throw ReviewFailure(
        .refused, "\(file.name) can be written by everybody", hints: ["chmod o-w \(file.name)"])
    }
  }

  private func apply(_ environment: [String: String], to configuration: inout Configuration) throws(ReviewFailure) {
    let keys = ConfigurationKey.allCases
    for (name, text) in environment.sorted(by: { $0.key < $1.key }) {
      guard name.hasPrefix("CONCLAVE_"), !otherVariables.contains(name) else { continue }
      guard let key = keys.first(where: { $0.variable == name }) else {
        let near = NearestName.of(name, among: keys.map(\.variable))
        throw ReviewFailure(
          .configuration, "unknown environment variable \(name)",
          hints: [near.map { "did you mean \($0)?" } ?? "unset it; \(ConfigurationReader.overview)"])
      }
      let value = try ConfigurationReader.value(text, of: key, name: name, code: .configuration)
      configuration[key] = .init(value: value, origin: .environment(name))
    }
  }

  private static func value(
    _ text: String, of key: ConfigurationKey, name: String, code: ReviewFailure.Code
  ) throws(ReviewFailure) -> Configuration.Value {
    do throws(ConfigurationValueReader.Problem) {
      return try ConfigurationValueReader(key: key, isRepository: false).read(text)
    } catch {
      throw ReviewFailure(code, "\(name) \(error.text)", hints: [error.hint ?? ConfigurationReader.overview])
    }
  }
}
