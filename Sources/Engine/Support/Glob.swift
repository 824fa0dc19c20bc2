/// A pattern for paths: `*` and `?` stay inside a component, `**` crosses them, everything else is itself. A pattern
/// that fits a folder fits all that is in it. Matching takes at most pattern × path steps.
package struct Glob: Sendable, Hashable {
  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    /// `?`
    case one
    /// `*`
    case some
    /// `**`
    case any
    /// `**/`: nothing, or folders with the slash behind them.
    case folders
  }

  /// Longest pattern in bytes.
  package static let longest = 512

  /// The pattern as written.
  package let text: String
  private let tokens: [Token]

  /// Nil for an empty or overlong pattern.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while bytes.starts(with: [0x2E, 0x2F]) { bytes.removeFirst(2) }
    while bytes.last == 0x2F { bytes.removeLast() }
    guard !bytes.isEmpty, bytes.count <= Self.longest else { return nil }
    var tokens: [Token] = []
    while let byte = bytes.popFirst() {
      switch byte {
      case 0x3F: tokens.append(.one)
      case 0x2A where bytes.first == 0x2A:
        while bytes.first == 0x2A { bytes.removeFirst() }
        let isComponent = tokens.isEmpty || tokens.last == .byte(0x2F)
        if isComponent, bytes.first == 0x2F {
          bytes.removeFirst()
          tokens.append(.folders)
        } else {
          tokens.append(.any)
        }
      case 0x2A: tokens.append(.some)
      default: tokens.append(.byte(byte))
      }
    }
    self.text = text
    self.tokens = tokens
  }

  package func matches(_ path: RepoPath) -> Bool {
    var states = [Bool](repeating: false, count: tokens.count + 1)
    states[0] = true
    close(&states, atComponentStart: true)
    for byte in path.bytes {
      if byte == 0x2F, states[tokens.count] { return true }
      var next = [Bool](repeating: false, count: tokens.count + 1)
      for (index, token) in tokens.enumerated() where states[index] {
        switch token {
        case .byte(let wanted): if byte == wanted { next[index + 1] = true }
        case .one: if byte != 0x2F { next[index + 1] = true }
        case .some: if byte != 0x2F { next[index] = true }
        case .any, .folders: next[index] = true
        }
      }
      states = next
      close(&states, atComponentStart: byte == 0x2F)
    }
    return states[tokens.count]
  }

  /// Adds the states that are reached without reading anything.
  private func close(_ states: inout [Bool], atComponentStart: Bool) {
    for (index, token) in tokens.enumerated() where states[index] {
      switch token {
      case .some, .any: states[index + 1] = true
      case .folders: if atComponentStart { states[index + 1] = true }
      case .byte, .one: break
      }
    }
  }
}
