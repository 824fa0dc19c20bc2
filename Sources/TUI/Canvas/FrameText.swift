/// A canvas as lines of text.
package enum FrameText {
  /// The rows, without blanks at their ends, each ended by a line feed; empty rows at the end are kept.
  package static func render(_ canvas: Canvas) -> String {
    var text = ""
    for row in 0..<canvas.size.height {
      var line = ""
      var blanks = 0
      for column in 0..<canvas.size.width {
        let cell = canvas[column, row].text
        if cell == " " {
          blanks += 1
        } else {
          line += String(repeating: " ", count: blanks) + cell
          blanks = 0
        }
      }
      text += line + "\n"
    }
    return text
  }
}
