/// One line of text that a person types.
package struct LineEditor: Sendable, Hashable {
  /// Scalars that fit, whatever is pasted.
  package static let capacity = 500

  package private(set) var scalars: [Unicode.Scalar] = []
  /// Scalars before the cursor.
  package private(set) var cursor = 0

  package init(_ text: String = "") { insert(text) }

  package var text: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// Puts text at the cursor, control characters left out.
  package mutating func insert(_ text: String) {
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
      guard scalars.count < LineEditor.capacity else { return }
      scalars.insert(scalar, at: cursor)
      cursor += 1
    }
  }

  package mutating func backspace() {
    guard cursor > 0 else { return }
    cursor -= 1
    scalars.remove(at: cursor)
  }

  package mutating func delete() {
    if cursor < scalars.count { scalars.remove(at: cursor) }
  }

  package mutating func deleteWord() {
    while cursor > 0, scalars[cursor - 1] == " " { backspace() }
    while cursor > 0, scalars[cursor - 1] != " " { backspace() }
  }

  package mutating func clear() { self = LineEditor() }

  package mutating func move(to position: Int) { cursor = min(max(0, position), scalars.count) }
}
