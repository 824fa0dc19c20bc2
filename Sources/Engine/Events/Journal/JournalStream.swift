internal import Glibc

/// Reads a recording from a descriptor, waiting for more where it still grows.
package enum JournalStream {
  /// Bytes read at a time.
  private static let chunk = 256 << 10
  /// How often a growing file or a quiet pipe is looked at; a player's eye can't tell.
  private static let pause = Duration.milliseconds(20)

  /// Reads `source` to its end, segment after segment, and hands out events as they become whole; with `follow`, the end
  /// is that of the review: a file may still grow until the event `finished` has come. Returns the reader, which knows
  /// the damages. Cancelling the task ends it as if the file ended there.
  package static func read(
    _ source: JournalSource, follow: Bool = false, time: any TimeSource, deliver: ([ReviewEvent]) -> Void
  ) async throws(ReviewFailure) -> JournalReader {
    var reader = JournalReader(name: source.name)
    var cursor = JournalCursor(source)
    while !Task.isCancelled {
      switch try next(cursor.descriptor, name: source.name) {
      case .bytes(let bytes):
        let events = try reader.read(bytes[...])
        if !events.isEmpty { deliver(events) }
        continue
      case .end:
        if reader.isFinished { return try end(&reader, deliver) }
        switch cursor.advance() {
        case .again: continue
        case .began(let segment):
          let events = try reader.begin(segment: segment)
          if !events.isEmpty { deliver(events) }
          continue
        case .last: if !follow { return try end(&reader, deliver) }
        }
      case .nothingYet: break
      }
      do { try await time.sleep(until: time.now() + pause) } catch { break }
    }
    return try end(&reader, deliver)
  }

  private static func end(
    _ reader: inout JournalReader, _ deliver: ([ReviewEvent]) -> Void
  ) throws(ReviewFailure) -> JournalReader {
    let events = try reader.finish()
    if !events.isEmpty { deliver(events) }
    return reader
  }

  private enum Chunk {
    case bytes([UInt8])
    case nothingYet
    case end
  }

  /// Never blocks, so that no thread of the pool waits for a pipe.
  private static func next(_ descriptor: Int32, name: String) throws(ReviewFailure) -> Chunk {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&entry, 1, 0) != 0 else { return .nothingYet }
    var failure: SystemError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
      let read = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if read < 0 { failure = .last }
      count = max(read, 0)
    }
    switch failure?.number {
    case nil: return bytes.isEmpty ? .end : .bytes(bytes)
    case EINTR?, EAGAIN?: return .nothingYet
    default: throw ReviewFailure(.usage, "can't read \(name): \(failure?.description ?? "")")
    }
  }
}
