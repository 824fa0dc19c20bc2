/// Finds keys such as `a.b.c.…` that have too many parts. toml++ 3.3 bounds nested values but not dotted keys, and frees
/// what it built recursively: half a million dots would end on the stack.
enum TOMLDepthGuard {
  /// The position of the first key with more than `limit` parts; columns count code points.
  static func firstTooDeepKey(in bytes: [UInt8], limit: Int) -> (line: Int, column: Int)? {
    var scanner = Scanner(bytes: bytes)
    var dots = 0
    while let byte = scanner.current {
      switch byte {
      case 0x22, 0x27:
        scanner.skipString(quote: byte)
        continue
      case 0x23:
        scanner.skipComment()
        continue
      case 0x2E:
        dots += 1
        if dots >= limit { return (scanner.line, scanner.column) }
      case 0x0A, 0x2C, 0x3D, 0x5B, 0x5D, 0x7B, 0x7D:
        dots = 0
      default: break
      }
      scanner.advance()
    }
    return nil
  }

  private struct Scanner {
    let bytes: [UInt8]
    var index = 0
    var line = 1
    var column = 1

    init(bytes: [UInt8]) { self.bytes = bytes }

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func advance() {
      if bytes[index] == 0x0A {
        line += 1
        column = 1
      } else if bytes[index] & 0xC0 != 0x80 {
        column += 1
      }
      index += 1
    }

    func starts(with byte: UInt8, times: Int) -> Bool {
      index + times <= bytes.count && bytes[index..<index + times].allSatisfy { $0 == byte }
    }

    mutating func skipComment() {
      while let byte = current, byte != 0x0A { advance() }
    }

    /// Skips a basic or literal string, of one or several lines; an open one ends with its line or with the file.
    mutating func skipString(quote: UInt8) {
      let closing = starts(with: quote, times: 3) ? 3 : 1
      for _ in 0..<closing { advance() }
      while let byte = current {
        if byte == 0x5C, quote == 0x22 {
          advance()
          if current != nil { advance() }
        } else if starts(with: quote, times: closing) {
          // A string of several lines may end in up to two quotes of its own.
          var quotes = 0
          while current == quote, quotes < (closing == 3 ? 5 : 1) {
            advance()
            quotes += 1
          }
          return
        } else if byte == 0x0A, closing == 1 {
          return
        } else {
          advance()
        }
      }
    }
  }
}
