/// The head of a request to the relay. It is read in the one way in which it can be read: whatever another server might read
/// differently is refused, so that no request hides in another.
package struct RelayHead: Sendable, Hashable {
  /// Bytes and lines of a whole head.
  package static let limit = 32 << 10
  private static let headerLimit = 100
  private static let pathLimit = 512
  private static let single: Set<String> = [
    "content-length", "host", "authorization", "content-type", "expect", "x-conclave-specialist", "x-session-id",
  ]

  package private(set) var method: String
  package private(set) var path: String
  private var headers: [String: String] = [:]

  /// The first header of that name, given in lower case.
  package subscript(_ name: String) -> String? { headers[name] }

  /// Bytes of the body that follows.
  package private(set) var length = 0

  /// Where a head ends in what has come so far: behind its empty line.
  package static func end(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 3..<bytes.count where bytes[index] == 0x0A {
      if bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D { return index + 1 }
    }
    return nil
  }

  /// Reads a head up to and with its empty line.
  package init(_ bytes: ArraySlice<UInt8>) throws(RelayRefusal) {
    var lines = try Self.lines(bytes)[...]
    let words = (lines.popFirst() ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1", !words[0].isEmpty, words[0].utf8.allSatisfy(ASCII.isUppercase)
    else {
      throw .malformed("the first line is none of HTTP/1.1")
    }
    (method, path) = (String(words[0]), String(words[1]))
    guard path.hasPrefix("/"), path.utf8.count <= Self.pathLimit, method != "CONNECT" else {
      throw RelayRefusal(403, "proxy", "the relay is no proxy")
    }
    guard path.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || "/-._~".utf8.contains($0) }) else {
      throw RelayRefusal(403, "path", "the address holds what no address of the relay has")
    }
    guard lines.count <= Self.headerLimit else { throw .malformed("there are too many headers") }
    for line in lines { try take(line) }
    guard headers["host"] != nil else { throw .malformed("there is no Host") }
    try readLength()
  }

  /// The lines without their ends; a line end that is not CR LF, or a NUL, is refused.
  private static func lines(_ bytes: ArraySlice<UInt8>) throws(RelayRefusal) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var isAfterCR = false
    for byte in bytes {
      switch byte {
      case 0x0D where !isAfterCR: isAfterCR = true
      case 0x0A where isAfterCR:
        lines.append(String(decoding: line, as: UTF8.self))
        line = []
        isAfterCR = false
      case 0x20...0x7E where !isAfterCR, 0x09 where !isAfterCR: line.append(byte)
      default: throw .malformed("the head holds a control character or a byte that is not ASCII")
      }
    }
    guard line.isEmpty, !isAfterCR, lines.last == "" else { throw .malformed("the head does not end") }
    return lines.dropLast()
  }

  private mutating func take(_ line: String) throws(RelayRefusal) {
    // A line that begins with a blank would go on with the one before.
    guard let colon = line.utf8.firstIndex(of: 0x3A) else { throw .malformed("a header has no colon") }
    let name = line[..<colon].lowercased()
    guard !name.isEmpty, name.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || "-_".utf8.contains($0) }) else {
      throw .malformed("the name of a header holds what it may not")
    }
    var value = Substring(line[line.utf8.index(after: colon)...])
    while value.hasPrefix(" ") || value.hasPrefix("\t") { value = value.dropFirst() }
    while value.hasSuffix(" ") || value.hasSuffix("\t") { value = value.dropLast() }
    if ["transfer-encoding", "upgrade", "trailer", "te", "http2-settings"].contains(name) {
      throw RelayRefusal(name == "transfer-encoding" ? 411 : 400, "request", "the relay takes no \(name)")
    }
    if headers[name] != nil {
      guard !Self.single.contains(name) else { throw .malformed("\(name) is there twice") }
      return
    }
    headers[name] = String(value)
  }

  private mutating func readLength() throws(RelayRefusal) {
    guard let text = headers["content-length"] else { return }
    guard !text.isEmpty, text.utf8.count <= 12, text.utf8.allSatisfy(ASCII.isDigit), let length = Int(text) else {
      throw .malformed("content-length is no number")
    }
    self.length = length
  }
}
