internal import Glibc

/// Decodes a recorded stream as fast as it can, for `make bench` (performance.md, P1).
package struct StreamBench: Sendable, Hashable {
  package private(set) var bytes = 0
  package private(set) var lines = 0
  package private(set) var events = 0
  /// Summed over every finished step.
  package private(set) var tokens = TokenUsage()

  /// Reads `path` in pieces through the framer and the decoder, as a review does.
  package static func run(path: String) throws(ReviewFailure) -> StreamBench {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw ReviewFailure(.usage, "can't read \(path): \(SystemError.last)") }
    let file = Descriptor(owning: number)
    var bench = StreamBench()
    var framer = LineFramer()
    var decoder = OpenCodeDecoder()
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = unsafe read(file.number, &buffer, buffer.count)
      guard count > 0 else { return bench }
      bench.bytes += count
      framer.feed(buffer.span.extracting(0..<count)) { line in
        bench.lines += 1
        decoder.decode(line) { bench.take($0) }
      }
    }
  }

  private mutating func take(_ event: AgentEvent) {
    events += 1
    if case .stepFinished(_, let usage) = event, let counts = usage.tokens { tokens += counts }
  }
}
