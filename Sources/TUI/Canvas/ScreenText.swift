/// Text that is safe to draw: the only kind that `Canvas` accepts. Made by the sanitiser from untrusted text.
package struct ScreenText: Sendable, Hashable {
  /// One entry a column pair: the character with its marks, and its width (1 or 2).
  package struct Glyph: Sendable, Hashable {
    package var text: String
    package var width: Int
  }

  package var glyphs: [Glyph]
  /// Characters that were left out because they are invisible: zero-width, tags, variation selectors.
  package var hidden: Int

  package var width: Int { glyphs.reduce(0) { $0 + $1.width } }
}
