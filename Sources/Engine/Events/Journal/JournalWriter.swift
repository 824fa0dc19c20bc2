/// Writes events to `journal.jsonl` in batches of 100 lines or 50 ms, whichever comes first (system.md, section 5).
///
/// It has no clock: whoever drives it says what time it is, and calls `tick` at `deadline`. A disk that is full or
/// fails never stops the review (reliability.md, DK-04, DK-05, DK-08): lines are kept up to a limit and tried again
/// each second; what can't be kept is named by a `gap` record when the disk takes lines again. A batch that was written
/// in part goes on at the very byte, so the file has no torn line in its middle.
package struct JournalWriter: ~Copyable {
  static let batchLines = 100
  static let batchDelay = Duration.milliseconds(50)
  /// A batch is written earlier where it has so many bytes, so that memory does not depend on the length of lines.
  static let batchBytes = 1 << 20
  /// Group commit; fdatasync takes about 4 ms (reliability.md, section 2.6).
  static let syncInterval = Duration.milliseconds(500)
  static let retryInterval = Duration.seconds(1)
  /// Bytes kept while the disk takes none.
  static let pendingLimit = 4 << 20
  /// An entry of the seek index each so many events (performance.md, section 3).
  static let indexInterval = 1000

  private let files: any FileLayer
  private let path: String
  private let segmentLimit: Int
  private let onChange: (JournalChange) -> Void
  private var segment = 0
  /// Bytes in the segments before this one.
  private var closedBytes = 0
  /// Length at which this segment is closed.
  private var rotationAt: Int
  private var journal: AppendedFile
  private var index: AppendedFile?
  /// The lines not yet written whole, oldest first.
  private var lines: [(sequence: Int, end: Int)] = []
  private var missing: ClosedRange<Int>?
  /// Events that gap records account for and `onChange` has not told yet.
  private var lost = 0
  private var nextSequence = 0
  private var lastTime = Duration.zero
  private var flushAt: Duration?
  private var syncAt: Duration?
  private var retryAt: Duration?

  /// `onChange` is called on the driver's thread.
  package init(_ opened: JournalFiles, onChange: @escaping (JournalChange) -> Void) {
    files = opened.layer
    path = opened.path
    segmentLimit = opened.segmentLimit
    rotationAt = segmentLimit
    journal = AppendedFile(descriptor: opened.journal)
    index = opened.index.map(AppendedFile.init)
    self.onChange = onChange
    index?.append(JournalIndex.header)
  }

  /// When `tick` is due; nil while there is nothing to do.
  package var deadline: Duration? {
    if let retryAt { return retryAt }
    return [flushAt, syncAt].compactMap(\.self).min()
  }

  /// How many more events fill the batch.
  package var room: Int { max(1, Self.batchLines - lines.count) }

  /// The number of the first event that is neither handed to the system nor named by a gap record. Whatever is before it
  /// outlives this process.
  package var firstUnwritten: Int { lines.first?.sequence ?? missing?.lowerBound ?? nextSequence }

  /// Takes an event, and writes where the batch is full.
  package mutating func append(_ event: ReviewEvent, now: Duration) {
    if journal.end >= rotationAt, retryAt == nil { rotate(now: now) }
    nextSequence = event.sequence + 1
    lastTime = event.at
    guard retryAt == nil || (missing == nil && journal.pending.count < Self.pendingLimit) else {
      missing = (missing?.lowerBound ?? event.sequence)...max(event.sequence, missing?.upperBound ?? event.sequence)
      return
    }
    if event.sequence % Self.indexInterval == 0 {
      index?.append(JournalIndex.Entry(sequence: event.sequence, offset: closedBytes + journal.end, at: event.at).line)
    }
    append(.event(event))
    if flushAt == nil { flushAt = now + Self.batchDelay }
    let isFull = lines.count >= Self.batchLines || journal.pending.count >= Self.batchBytes
    if isFull, retryAt == nil { flush(now: now) }
  }

  /// Does what is due: writes, commits, tries again.
  package mutating func tick(now: Duration) {
    if let retryAt {
      if now >= retryAt { flush(now: now) }
      return
    }
    if let flushAt, now >= flushAt { flush(now: now) }
    if let syncAt, now >= syncAt { commit(now: now) }
  }

  /// Writes and commits what is left, with one more try after a failure. Returns the number of the first event that is
  /// not in the file, nil where all are.
  package consuming func finish(now: Duration) -> Int? {
    flush(now: now)
    if retryAt != nil { flush(now: now) }
    if retryAt == nil { commit(now: now) }
    files.close(journal.descriptor)
    if let index { files.close(index.descriptor) }
    return retryAt == nil ? nil : lines.first?.sequence ?? missing?.lowerBound
  }

  private mutating func append(_ record: WireRecord) {
    Wire.append(record, to: &journal.pending)
    lines.append((record.sequence, journal.end))
  }

  private mutating func flush(now: Duration) {
    do {
      try write()
      if retryAt != nil { try resume() }
      if syncAt == nil { syncAt = now + Self.syncInterval }
    } catch {
      stop(error, now: now)
    }
  }

  private mutating func write() throws(SystemError) {
    defer {
      let taken = journal.written
      lines.removeAll { $0.end <= taken }
    }
    try journal.write(with: files)
    flushAt = nil
    // The index is only a shortcut: what it lacks is found by scanning.
    try? index?.write(with: files)
  }

  /// Closes this segment, whole, and begins the next one. Where that can't be opened, this one grows by as much again.
  private mutating func rotate(now: Duration) {
    flush(now: now)
    if retryAt == nil { commit(now: now) }
    guard retryAt == nil else { return }
    do {
      let next = try files.openForAppending(JournalSegment.path(path, segment + 1))
      files.close(journal.descriptor)
      closedBytes += journal.end
      journal = AppendedFile(descriptor: next)
      segment += 1
      rotationAt = segmentLimit
    } catch {
      rotationAt = journal.end + segmentLimit
    }
  }

  private mutating func resume() throws(SystemError) {
    if let gap = missing {
      append(.gap(from: gap.lowerBound, to: gap.upperBound, at: lastTime))
      missing = nil
      lost += gap.count
      try write()
    }
    try files.synchronise(journal.descriptor)
    retryAt = nil
    onChange(.resumed(lost: lost))
    lost = 0
  }

  private mutating func commit(now: Duration) {
    syncAt = nil
    do {
      try files.synchronise(journal.descriptor)
    } catch {
      stop(error, now: now)
    }
  }

  private mutating func stop(_ error: SystemError, now: Duration) {
    let isNew = retryAt == nil
    retryAt = now + Self.retryInterval
    guard isNew else { return }
    onChange(.stopped(from: firstUnwritten, reason: error.description))
  }
}
