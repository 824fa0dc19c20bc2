/// Something that shows canvases: the terminal, or a recorder in tests.
@MainActor package protocol Screen: ~Copyable {
  /// The size that the next canvas should have.
  var size: Size { get }
  /// Shows `canvas`; writes nothing where it equals the one before.
  mutating func present(_ canvas: Canvas)
  /// Asks for the size again, after the window may have changed.
  mutating func readSize()
  /// Gives the terminal to something else, such as an editor.
  mutating func leave()
  /// Takes it back; the next canvas is drawn as a whole.
  mutating func enter()
  /// Stops this process as Ctrl-Z does; returns when it continues.
  mutating func stop()
  /// Puts text on the clipboard; false where it is too long for that.
  func copy(_ text: String) -> Bool
  /// Names the window.
  func setTitle(_ title: ScreenText)
}
