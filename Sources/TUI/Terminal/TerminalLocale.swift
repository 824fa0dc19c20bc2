internal import CNcurses

/// Which characters a terminal can show.
package enum Charset: Sendable, Hashable {
  /// As the locale says (`LC_ALL`, `LC_CTYPE`, `LANG`).
  case automatic
  case unicode
  case ascii
}

/// The process's character set, which ncurses draws by. Adopted before a terminal is opened.
package enum TerminalLocale {
  /// True where Unicode can be drawn.
  @MainActor package static func adopt(_ charset: Charset) -> Bool {
    let isUTF8 = conclave_locale_adopt(charset == .unicode)
    return isUTF8 && charset != .ascii
  }

  /// What libc says; nil for a character that it does not know.
  static func width(of scalar: Unicode.Scalar) -> Int? {
    let answer = Int(conclave_width(scalar.value))
    return answer < 0 ? nil : answer
  }

  /// Whether libc, and so ncurses, gives `scalar` the width that the canvas counted with.
  static func agrees(on scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII || width(of: scalar) == CharacterWidth.of(scalar)
  }
}
