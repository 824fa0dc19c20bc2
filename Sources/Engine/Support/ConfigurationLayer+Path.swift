extension ConfigurationLayer {
  /// Where the layer's file is; nil where the environment does not say or there is no repository.
  /// - Parameter repository: the top directory of the work tree.
  package func path(environment: [String: String], repository: String?) -> String? {
    switch self {
    case .system: return "/etc/conclave/config.toml"
    case .user:
      // A relative directory is to be ignored, says the XDG base directory specification.
      if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") {
        return "\(directory)/conclave/config.toml"
      }
      guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
      return "\(home)/.config/conclave/config.toml"
    case .repository: return repository.map { "\($0)/conclave.toml" }
    }
  }
}
