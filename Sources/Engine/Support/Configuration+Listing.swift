extension Configuration {
  /// Every setting as a file would have it, with where it was said: `limits.task = "5m"    default`.
  package var listing: [String] {
    let settings = ConfigurationKey.allCases.map { "\($0.rawValue) = \(self[$0].value.toml)" }
    let width = min(60, settings.map(\.count).max() ?? 0)
    return zip(ConfigurationKey.allCases, settings).map { key, setting in
      let padding = String(repeating: " ", count: max(0, width - setting.count) + 2)
      return "\(setting)\(padding)\(self[key].origin)"
    }
  }
}

extension Configuration.Value {
  /// In TOML's notation.
  package var toml: String {
    switch self {
    case .text(let text): Self.quote(text)
    case .list(let items): "[" + items.map(Self.quote).joined(separator: ", ") + "]"
    case .duration(let duration): Self.quote(DurationText.format(duration))
    case .count(let number): "\(number)"
    case .number(let number): "\(number)"
    case .flag(let value): "\(value)"
    }
  }

  private static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
