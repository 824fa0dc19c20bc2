/// Which sequence is which key, for the terminals that people use: xterm and its kin, tmux, screen, rxvt, the linux console.
enum KeySequences {
  /// A byte of ASCII other than escape.
  static func plain(_ byte: UInt8) -> Key {
    switch byte {
    case 0x0A, 0x0D: .enter
    case 0x09: .tab
    case 0x08, 0x7F: .backspace
    case 0x00: .ctrl("@")
    case 0x01...0x1A: .ctrl(Unicode.Scalar(byte + 0x60))
    case 0x1B...0x1F: .ctrl(Unicode.Scalar(byte + 0x40))
    default: .char(Unicode.Scalar(byte))
    }
  }

  /// `ESC O` and a byte.
  static func ss3(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "j")...UInt8(ascii: "y"): .char(Unicode.Scalar(byte - 0x40))
    default: letter(byte)
    }
  }

  /// `ESC [`, parameters, and a final byte. Modifiers of cursor keys are ignored; keys that come as numbers of characters
  /// (`CSI u`, `CSI 27 ; … ~`) are taken as far as they have a plain form.
  static func csi(_ bytes: [UInt8], final: UInt8) -> Key? {
    if let first = bytes.first, !(0x30...0x39 ~= first), first != UInt8(ascii: ";") { return nil }
    let parameters = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
      // A sub-parameter after a colon says more than is needed here.
      part.prefix { $0 != UInt8(ascii: ":") }.reduce(0) { min($0 * 10 + Int($1) - 0x30, 0x110000) }
    }
    guard bytes.allSatisfy({ 0x30...0x3B ~= $0 }) else { return nil }
    let first = parameters.first ?? 0
    let modifiers = parameters.count > 1 ? max(0, parameters[1] - 1) : 0
    switch final {
    case UInt8(ascii: "Z"): return .backtab
    case UInt8(ascii: "u"): return coded(first, modifiers)
    case UInt8(ascii: "~"):
      return first == 27 && parameters.count == 3 ? coded(parameters[2], modifiers) : numbered(first)
    case UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "H"): return letter(final)
    case UInt8(ascii: "P")...UInt8(ascii: "S") where parameters.count == 2: return letter(final)
    default: return nil
    }
  }

  private static func letter(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4F)
    default: nil
    }
  }

  private static func numbered(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  private static func coded(_ number: Int, _ modifiers: Int) -> Key? {
    let isAlt = modifiers & 2 != 0
    let isControl = modifiers & 4 != 0
    guard modifiers < 8, let scalar = Unicode.Scalar(UInt32(number)) else { return nil }
    switch scalar.value {
    case 27: return .escape
    case 9 where modifiers & 1 != 0: return .backtab
    case 0..<0x20, 0x7F: return plain(UInt8(number))
    case 0x80..<0xA0, 0xE000...0xF8FF: return nil
    default: return isControl ? (scalar.isASCII ? .ctrl(scalar) : nil) : isAlt ? .alt(scalar) : .char(scalar)
    }
  }
}
