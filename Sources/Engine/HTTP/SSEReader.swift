/// Cuts a stream of server-sent events into events, wherever its pieces begin and end. Lines end with CR, LF or both; what is
/// too long ends the stream instead of filling the memory (reliability.md, NV-02 and NV-03).
package struct SSEReader: Sendable, Hashable {
  package enum Event: Sendable, Hashable {
    /// The data of one event, its lines joined by line feeds; `name` is empty where the server gave none.
    case message(name: String, data: [UInt8])
    /// A line that only shows that the server lives.
    case comment
  }

  package enum Fault: Error, Sendable, Hashable {
    case line
    case total
  }

  /// Longest line, and longest data of one event.
  private let lineLimit: Int
  private let totalLimit: Int
  private var total = 0
  private var line: [UInt8] = []
  private var data: [UInt8]?
  private var name = ""
  /// The last byte was a CR; a LF right behind it belongs to the same line end.
  private var isAfterCR = false
  private var isFirstLine = true

  package init(lineLimit: Int = 1 << 20, totalLimit: Int = 32 << 20) {
    self.lineLimit = lineLimit
    self.totalLimit = totalLimit
  }

  /// Takes the next piece and reports the events that are complete with it.
  package mutating func read(_ bytes: Span<UInt8>, _ report: (Event) -> Void) throws(Fault) {
    for index in bytes.indices {
      total += 1
      guard total <= totalLimit else { throw .total }
      let byte = bytes[index]
      switch byte {
      case 0x0A where isAfterCR: isAfterCR = false
      case 0x0A, 0x0D:
        isAfterCR = byte == 0x0D
        try endLine(report)
      default:
        isAfterCR = false
        guard line.count < lineLimit else { throw .line }
        line.append(byte)
      }
    }
  }

  /// The stream is over: an event that lacks only its blank line counts, since some servers leave that out. Returns whether
  /// something was cut off inside a line.
  package mutating func finish(_ report: (Event) -> Void) -> Bool {
    let isTorn = !line.isEmpty
    line = []
    dispatch(report)
    return isTorn
  }

  private mutating func endLine(_ report: (Event) -> Void) throws(Fault) {
    defer {
      line.removeAll(keepingCapacity: true)
      isFirstLine = false
    }
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    guard let first = line.first else { return dispatch(report) }
    guard first != 0x3A else { return report(.comment) }
    let colon = line.firstIndex(of: 0x3A) ?? line.count
    var value = line.dropFirst(colon + 1)
    if value.first == 0x20 { value = value.dropFirst() }
    switch String(decoding: line[..<colon], as: UTF8.self) {
    case "data":
      guard (data?.count ?? 0) + value.count < lineLimit else { throw .line }
      data = data.map { $0 + [0x0A] + value } ?? Array(value)
    case "event": name = String(decoding: value.prefix(100), as: UTF8.self)
    default: break
    }
  }

  private mutating func dispatch(_ report: (Event) -> Void) {
    if let data { report(.message(name: name, data: data)) }
    data = nil
    name = ""
  }
}
