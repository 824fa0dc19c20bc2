/// Turns the bytes that a terminal sends into keys. A value: bytes go in as they come, in whatever pieces; when some time has
/// passed without more (`escapeDelay`), `flush` settles what a lone escape was.
///
/// Own decoding, since ncurses lets unknown control sequences through as ordinary characters, where a `9` would choose a
/// pane (tui.md B.4, 9). A sequence that is not known here yields nothing.
package struct KeyDecoder: Sendable {
  /// How long a terminal may take between the bytes of one sequence.
  package static let escapeDelay: Duration = .milliseconds(25)
  /// Longest paste that is kept, in bytes; the rest of it is dropped.
  package static let longestPaste = 1 << 20
  /// Longest control sequence or terminal's answer, in bytes; a longer one is dropped.
  static let longestSequence = 4096

  private enum State: Sendable {
    case ground
    case escape
    /// After `ESC [`; its parameters are in `held`.
    case csi
    case ss3
    /// An answer that ends at BEL or ST (OSC, DCS, APC, PM, SOS), by its introducer; `true` after an escape in it.
    case answer(UInt8, count: Int, escaped: Bool)
    /// So many more bytes belong to an old mouse report.
    case skip(Int)
    /// The linux console's F1 to F5.
    case console
    /// Between the two marks of a bracketed paste; its bytes are in `held`.
    case paste
  }

  private var state = State.ground
  private var utf8: [UInt8] = []
  private var held: [UInt8] = []
  private var keys: [Key] = []

  package init() {}

  /// Whether `flush` is due once `escapeDelay` has passed without further bytes.
  package var isWaiting: Bool {
    switch state {
    case .ground, .paste: false
    case .csi: held.isEmpty
    default: true
    }
  }

  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    for byte in bytes { take(byte) }
    defer { keys = [] }
    return keys
  }

  /// Nothing more came: a lone escape was the key. The rest of a sequence that has begun is still awaited, so that a slow
  /// line doesn't turn it into characters.
  package mutating func flush() -> [Key] {
    switch state {
    case .ground, .paste: return []
    case .csi where !held.isEmpty: return []
    case .escape: keys.append(.escape)
    case .csi: keys.append(.alt("["))
    case .ss3: keys.append(.alt("O"))
    case .answer(let introducer, let count, _) where count == 0: keys.append(.alt(Unicode.Scalar(introducer)))
    default: break
    }
    state = .ground
    defer { keys = [] }
    return keys
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeGround(byte)
    case .escape: takeEscape(byte)
    case .csi: takeSequence(byte)
    case .ss3:
      state = .ground
      if byte == 0x1B { state = .escape } else if let key = KeySequences.ss3(byte) { keys.append(key) }
    case .console:
      state = .ground
      if 0x41...0x45 ~= byte { keys.append(.function(Int(byte) - 0x40)) }
    case .skip(let count): state = count > 1 ? .skip(count - 1) : .ground
    case .answer(let introducer, let count, let escaped): takeAnswer(byte, introducer, count, escaped)
    case .paste: takePaste(byte)
    }
  }

  private mutating func takeGround(_ byte: UInt8) {
    if byte < 0x80 {
      utf8 = []
      if byte == 0x1B { state = .escape } else { keys.append(KeySequences.plain(byte)) }
      return
    }
    if byte >= 0xC0 { utf8 = [] } else if utf8.isEmpty { return }
    utf8.append(byte)
    let length = utf8[0] >= 0xF0 ? 4 : utf8[0] >= 0xE0 ? 3 : 2
    guard utf8.count == length else { return }
    if let text = String(validating: utf8, as: UTF8.self), let scalar = text.unicodeScalars.first, scalar.value >= 0xA0
    {
      keys.append(.char(scalar))
    }
    utf8 = []
  }

  private mutating func takeEscape(_ byte: UInt8) {
    state = .ground
    switch byte {
    case UInt8(ascii: "["): begin(.csi)
    case UInt8(ascii: "O"): state = .ss3
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
      state = .answer(byte, count: 0, escaped: false)
    case 0x1B:
      keys.append(.escape)
      state = .escape
    case 0x20...0x7E: keys.append(.alt(Unicode.Scalar(byte)))
    default:
      keys.append(.escape)
      takeGround(byte)
    }
  }

  private mutating func takeSequence(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "[") where held.isEmpty: state = .console
    case UInt8(ascii: "M") where held.isEmpty: state = .skip(3)
    case 0x40...0x7E:
      state = .ground
      if held.elementsEqual("200".utf8), byte == UInt8(ascii: "~") {
        begin(.paste)
      } else if held.count < Self.longestSequence, let key = KeySequences.csi(held, final: byte) {
        keys.append(key)
      }
    case 0x20...0x3F: if held.count < Self.longestSequence { held.append(byte) }
    case 0x1B: state = .escape
    default:
      state = .ground
      takeGround(byte)
    }
  }

  private mutating func takeAnswer(_ byte: UInt8, _ introducer: UInt8, _ count: Int, _ escaped: Bool) {
    let isEnd = byte == 0x07 || (escaped && byte == UInt8(ascii: "\\")) || count >= Self.longestSequence
    state = isEnd ? .ground : .answer(introducer, count: count + 1, escaped: byte == 0x1B)
  }

  private mutating func takePaste(_ byte: UInt8) {
    held.append(byte)
    if byte == UInt8(ascii: "~"), held.suffix(6).elementsEqual("\u{1B}[201~".utf8) {
      held.removeLast(6)
      keys.append(.paste(String(decoding: held.prefix(Self.longestPaste), as: UTF8.self)))
      held = []
      state = .ground
    } else if held.count > Self.longestPaste + 64 {
      held.removeSubrange(Self.longestPaste..<(held.count - 6))
    }
  }

  private mutating func begin(_ next: State) {
    held = []
    state = next
  }
}
