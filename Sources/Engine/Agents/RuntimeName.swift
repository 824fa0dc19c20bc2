/// A runtime's name in words for readers, everywhere the same: nobody shall take the output of rules or of a script for a
/// model's (system.md, section 1).
package enum RuntimeName {
  package static func words(_ name: String) -> String {
    switch short(name) {
    case "": "unknown runtime"
    case "rules": "rules: offline, no model"
    case "rehearsal": "rehearsal: scripted, not a review"
    case "direct", "opencode": [short(name), place(name)].filter { !$0.isEmpty }.joined(separator: ": ")
    default: name
    }
  }

  /// What follows the first colon: the host that a model is asked at.
  private static func place(_ name: String) -> String {
    String(name.unicodeScalars.drop { $0 != ":" }.dropFirst())
  }

  /// What confines the agents, in words; nil where nobody said.
  package static func isolation(_ name: String?) -> String? {
    switch name {
    case nil: nil
    case "none": "no sandbox"
    case let name?: "sandbox: \(name)"
    }
  }

  /// Without what follows a colon, where there is little room.
  package static func short(_ name: String) -> String { String(name.unicodeScalars.prefix { $0 != ":" }) }
}
