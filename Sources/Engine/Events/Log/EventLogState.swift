/// What an `EventLog` keeps behind its lock. Events lie in blocks, so that growing copies nothing and a full block is
/// handed to readers as it is.
struct EventLogState {
  struct Waiter {
    let target: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  static let blockSize = 1024

  private let forgets: Bool
  /// Dropped blocks are empty, so that an index says where its block is.
  private var blocks: [[ReviewEvent]] = []
  private var droppedBlocks = 0
  private var positions: [Int: Int] = [:]
  private var lastTime = Duration.zero
  private var nextTicket = 0
  private var nextReader = 0
  private(set) var count = 0
  var isClosed = false
  var waiters: [Int: Waiter] = [:]

  init(forgets: Bool) { self.forgets = forgets }

  mutating func append(_ kind: ReviewEvent.Kind, at: Duration) -> Int {
    guard !isClosed else { return count }
    // Whole milliseconds, as the journal has them: a replay then equals the live run.
    lastTime = max(lastTime, .milliseconds(at.wholeMilliseconds))
    if count % Self.blockSize == 0 {
      blocks.append([])
      blocks[blocks.count - 1].reserveCapacity(Self.blockSize)
    }
    blocks[blocks.count - 1].append(ReviewEvent(sequence: count, at: lastTime, kind: kind))
    count += 1
    return count - 1
  }

  func isReady(for target: Int) -> Bool { isClosed || count >= target }

  mutating func ticket(for target: Int) -> Int? {
    guard !isReady(for: target) else { return nil }
    nextTicket += 1
    return nextTicket
  }

  /// Takes out those whose wait is over.
  mutating func takeReady() -> [CheckedContinuation<Void, Never>] {
    guard !waiters.isEmpty else { return [] }
    let ready = waiters.filter { isReady(for: $0.value.target) }
    for ticket in ready.keys { waiters[ticket] = nil }
    return ready.values.map(\.continuation)
  }

  /// The events from `index` to the end of its block.
  func batch(from index: Int) -> ArraySlice<ReviewEvent> {
    let first = max(index, droppedBlocks * Self.blockSize)
    guard first < count else { return [] }
    let block = blocks[first / Self.blockSize]
    let rest = block[(first % Self.blockSize)...]
    // A copy of an unfinished block's part, since sharing would make the next append copy the whole block.
    return block.count == Self.blockSize ? rest : ArraySlice(Array(rest))
  }

  func events(from index: Int, limit: Int) -> ArraySlice<ReviewEvent> {
    var found = batch(from: index).prefix(max(limit, 0))
    while let last = found.last?.sequence, found.count < limit, last + 1 < count {
      found += batch(from: last + 1).prefix(limit - found.count)
    }
    return found
  }
}

// MARK: - Readers

extension EventLogState {
  mutating func addReader() -> Int {
    nextReader += 1
    positions[nextReader] = droppedBlocks * Self.blockSize
    return nextReader
  }

  mutating func removeReader(_ reader: Int) {
    positions[reader] = nil
    forget()
  }

  func position(of reader: Int) -> Int { positions[reader] ?? count }

  mutating func take(_ limit: Int, for reader: Int) -> ArraySlice<ReviewEvent> {
    let events = events(from: position(of: reader), limit: limit)
    advance(reader, past: events)
    return events
  }

  mutating func takeBatch(for reader: Int) -> ArraySlice<ReviewEvent> {
    let events = batch(from: position(of: reader))
    advance(reader, past: events)
    return events
  }

  private mutating func advance(_ reader: Int, past events: ArraySlice<ReviewEvent>) {
    guard let last = events.last else { return }
    positions[reader] = last.sequence + 1
    forget()
  }

  /// Drops the blocks that every reader has passed.
  private mutating func forget() {
    guard forgets, let slowest = positions.values.min() else { return }
    while droppedBlocks < slowest / Self.blockSize {
      blocks[droppedBlocks] = []
      droppedBlocks += 1
    }
  }
}
