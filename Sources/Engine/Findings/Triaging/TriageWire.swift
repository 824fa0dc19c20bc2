internal import FoundationEssentials

/// The lines of `triage.jsonl`: one act each, in a form of its own that stays when the types change (architecture.md,
/// section 3).
package enum TriageWire {
  /// What a line says.
  package enum Line: Sendable, Hashable {
    case action(TriageAction)
    /// An act of a newer version; readers say so and go on.
    case unknown(String)
    case damaged
  }

  package static let version = 1
  /// Bytes of one line.
  static let longest = 256 * 1024
  /// Nesting of one line.
  static let deepest = 4

  /// One line without its line feed. `wallMilliseconds` is for people who read the file.
  package static func encode(_ action: TriageAction, wallMilliseconds: Int64) -> [UInt8] {
    var record = TriageRecord(action: "", at: wallMilliseconds)
    switch action {
    case .accept(let ids): (record.action, record.findings) = ("accept", ids)
    case .reopen(let ids): (record.action, record.findings) = ("reopen", ids)
    case .suppress(let ids, let scope, let reason, let expires):
      (record.action, record.findings, record.scope) = ("suppress", ids, scope.rawValue)
      (record.reason, record.expires) = (reason, expires)
    case .edit(let id, let edit): (record.action, record.findings, record.edit) = ("edit", [id], edit)
    case .rescue(let id): (record.action, record.findings) = ("rescue", [id])
    case .undo: record.action = "undo"
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and integers only: nothing in it can fail to be written.
    return (try? encoder.encode(record)).map { Array($0) } ?? []
  }

  package static func decode(_ line: some Collection<UInt8>) -> Line {
    let bytes = Array(line)
    guard bytes.count <= longest, isFlat(bytes),
      let record = try? JSONDecoder().decode(TriageRecord.self, from: Data(bytes))
    else { return .damaged }
    guard let action = record.triageAction else { return .unknown(UTF8Cut.text(record.action.utf8, limit: 40)) }
    return .action(action)
  }

  /// Whether no bracket is nested deeper than an act needs; the decoder's own limit is not safe on a small stack.
  private static func isFlat(_ bytes: [UInt8]) -> Bool {
    var (depth, isString, isEscaped) = (0, false, false)
    for byte in bytes {
      if isEscaped {
        isEscaped = false
      } else if isString {
        isEscaped = byte == 0x5C
        isString = byte != 0x22
      } else if byte == 0x22 {
        isString = true
      } else if byte | 0x20 == 0x7B {
        depth += 1
        if depth > deepest { return false }
      } else if byte | 0x20 == 0x7D {
        depth -= 1
      }
    }
    return true
  }
}

private struct TriageRecord: Codable {
  var v = TriageWire.version
  var action: String
  var at: Int64?
  var findings: [FindingID]?
  var scope: String?
  var reason: String?
  var expires: String?
  var edit: FindingEdit?

  init(action: String, at: Int64) { (self.action, self.at) = (action, at) }

  /// Nil where this version does not know the act or one of its words.
  var triageAction: TriageAction? {
    guard v <= TriageWire.version else { return nil }
    let ids = findings ?? []
    switch action {
    case "accept": return .accept(ids)
    case "reopen": return .reopen(ids)
    case "suppress":
      guard let scope = scope.flatMap(SuppressionScope.init) else { return nil }
      return .suppress(ids, scope: scope, reason: reason ?? "", expires: expires)
    case "edit":
      guard let id = ids.first, let edit else { return nil }
      return .edit(id, edit)
    case "rescue": return ids.first.map { .rescue($0) }
    case "undo": return .undo
    default: return nil
    }
  }
}
