/// What a colour means; a theme says how it looks. Colour never carries a meaning alone.
package enum Ink: UInt8, Sendable, Hashable, CaseIterable {
  /// Ordinary text.
  case text
  /// Secondary text.
  case dim
  /// Borders and rules.
  case line
  /// The one accent: product name, keys, focus.
  case accent
  case critical
  case warning
  case suggestion
  /// Finished well, accepted, added lines.
  case good
  /// Waiting, thinking.
  case waiting
  /// Retry, incomplete.
  case trouble
  /// Failed, removed lines.
  case bad
}

/// How a cell looks.
package struct Style: Sendable, Hashable {
  package var ink: Ink
  package var bold: Bool
  /// The selected row.
  package var selected: Bool
  package var underline: Bool

  package init(_ ink: Ink = .text, bold: Bool = false, selected: Bool = false, underline: Bool = false) {
    self.ink = ink
    self.bold = bold
    self.selected = selected
    self.underline = underline
  }
}
