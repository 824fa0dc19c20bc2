/// Takes findings' markup out of an agent's text, whatever pieces it arrives in: findings have lines of their own,
/// and their raw form would flood a pane.
package struct ProseFilter: Sendable, Equatable {
  private enum Place: Equatable { case prose, finding, doneTag }

  private var place = Place.prose
  /// Bytes that may be the beginning of a tag; at most as long as the longest one.
  private var held: [UInt8] = []

  package init() {}

  /// Whether a finding is open: its text is hidden until its closing tag.
  package var isInsideFinding: Bool { place == .finding }

  /// The part of `text` that a person shall read.
  package mutating func prose(of text: String) -> String {
    if place == .prose, held.isEmpty, !text.utf8.contains(0x3C) { return text }
    var out: [UInt8] = []
    for byte in text.utf8 { take(byte, into: &out) }
    return String(decoding: out, as: UTF8.self)
  }

  /// What was held back because it might have become a tag; called when the text ends.
  package mutating func finish() -> String {
    defer {
      held = []
      place = .prose
    }
    return place == .prose ? String(decoding: held, as: UTF8.self) : ""
  }

  private static let finding = Array("<finding".utf8)
  private static let findingEnd = Array("</finding>".utf8)
  private static let done = Array("<done".utf8)

  private mutating func take(_ byte: UInt8, into out: inout [UInt8]) {
    switch place {
    case .doneTag:
      if byte == 0x3E { place = .prose }
    case .finding:
      held = advance(ProseFilter.findingEnd, by: byte)
      if held == ProseFilter.findingEnd { leave(.prose) }
    case .prose:
      guard byte == 0x3C || !held.isEmpty else { return out.append(byte) }
      if byte == 0x3C {
        out += held
        held = [byte]
        return
      }
      held.append(byte)
      if held == ProseFilter.finding {
        leave(.finding)
      } else if held == ProseFilter.done {
        leave(.doneTag)
      } else if !ProseFilter.finding.starts(with: held), !ProseFilter.done.starts(with: held) {
        out += held
        held = []
      }
    }
  }

  private mutating func leave(_ next: Place) {
    place = next
    held = []
  }

  private func advance(_ tag: [UInt8], by byte: UInt8) -> [UInt8] {
    if held.count < tag.count, tag[held.count] == byte { return held + [byte] }
    return byte == tag[0] ? [byte] : []
  }
}
