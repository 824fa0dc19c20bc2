/// Puts the head of an answer together from its lines. A server may send interim heads (status 1xx) before the real one.
struct HTTPHeadReader {
  /// Headers that are kept; an answer with more is none that we know.
  private static let most = 200

  private(set) var head: HTTPHead?
  /// Whether the head is complete.
  private(set) var isWhole = false

  /// Takes the next line, without its line end.
  mutating func read(_ line: [UInt8]) {
    if line.starts(with: Array("HTTP/".utf8)) {
      isWhole = false
      head = HTTPHead(status: HTTPHeadReader.status(line))
    } else if line.isEmpty {
      isWhole = (head?.status ?? 0) >= 200
    } else if let colon = line.firstIndex(of: 0x3A), (head?.headers.count ?? 0) < HTTPHeadReader.most {
      let name = String(decoding: line[..<colon], as: UTF8.self)
      let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
      head?.headers.append(HTTPHead.Header(name, HTTPHeadReader.trim(value)))
    }
  }

  private static func status(_ line: [UInt8]) -> Int {
    let words = line.split(separator: 0x20)
    return words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
  }

  private static func trim(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return String(scalars)
  }
}
