/// One act at the keyboard, as the reducer sees it.
package enum Key: Sendable, Hashable {
  /// A printable character; a space is one too.
  case char(Unicode.Scalar)
  /// Control and a lower-case letter or one of `[\]^_@`, as far as terminals can tell it from another key.
  case ctrl(Unicode.Scalar)
  /// Alt and a printable character.
  case alt(Unicode.Scalar)
  /// F1 to F12.
  case function(Int)
  case up, down, left, right
  case home, end, pageUp, pageDown
  case enter, escape, tab, backtab, backspace, delete, insert
  /// Text from the clipboard, unsanitised: data for an input field and never a command (tui.md D.5).
  case paste(String)
}
