extension Suppressions {
  /// The file with `entry` behind what is there; nothing of that is touched, comments included. Throws where the file
  /// can't be read, or could not be with the entry.
  package static func appending(_ entry: Suppression, to bytes: [UInt8]) throws(TOMLError) -> [UInt8] {
    _ = try parse(bytes)
    var result = bytes
    if let last = result.last {
      if last != 0x0A { result.append(0x0A) }
      result.append(0x0A)
    }
    result += Array(text(of: entry).utf8)
    _ = try parse(result)
    return result
  }

  private static func text(of entry: Suppression) -> String {
    var lines = ["[[suppress]]", "scope = \"\(entry.scope.rawValue)\""]
    switch entry.target {
    case .here(let fingerprint, let path):
      lines += ["fingerprint = \(quoted(fingerprint))", "path = \(quoted(path.description))"]
    case .everywhere(let fingerprint): lines.append("fingerprint = \(quoted(fingerprint))")
    case .rule(let rule, let glob): lines += ["rule = \(quoted(rule))", "path = \(quoted(glob.text))"]
    case .category(let section, let glob):
      lines += ["category = \(quoted(section.rawValue))", "path = \(quoted(glob.text))"]
    }
    lines += ["reason = \(quoted(entry.reason))", "by = \(quoted(entry.by))", "date = \(entry.date)"]
    if let expires = entry.expires { lines.append("expires = \(expires)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A TOML basic string; what can't be seen is escaped, so that the file reads as it is.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if PlainText.isHidden(scalar) {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          let width = digits.count > 4 ? 8 : 4
          result += (width > 4 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
