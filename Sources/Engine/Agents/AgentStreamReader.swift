/// From an agent's bytes to its events: framer and decoder in one, so that every reader of a stream gets the same.
package struct AgentStreamReader: ~Copyable {
  private var framer = LineFramer()
  private var decoder = OpenCodeDecoder()

  package init() {}

  /// The events of the lines that end in the next piece.
  package mutating func read(_ bytes: Span<UInt8>) -> [AgentEvent] {
    var events: [AgentEvent] = []
    framer.feed(
      bytes, line: { line in decoder.decode(line) { events.append($0) } },
      oversize: { events.append(.malformed(reason: "a line of \($0) bytes is too long")) })
    return events
  }

  /// Bytes after the last line feed.
  package var tornBytes: Int { framer.tornBytes }
}
