internal import Engine

extension RawVerdict {
  /// What a coordinator wants, in words for a reader; whether it can be carried out is told when it has finished.
  var words: String {
    let target =
      switch action {
      case .keep: "keep"
      case .merge: "merge into \(into.map(String.init) ?? "?")"
      case .move, .severity:
        [section.isEmpty ? nil : "move to \(section)", severity.isEmpty ? nil : severity].compactMap { $0 }
          .joined(separator: ", ")
      case .drop: "drop"
      case nil: "?"
      }
    return "\(candidate.map(String.init) ?? "?"): \(target)" + (reason.isEmpty ? "" : ": \(reason)")
  }
}
