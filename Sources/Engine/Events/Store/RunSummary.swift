internal import Glibc

/// What a list of runs shows of one.
package struct RunSummary: Sendable, Hashable {
  package enum State: String, Sendable, Hashable {
    /// Its lock is held.
    case running
    /// Its recording has an end.
    case finished
    /// Its recording has no end, and nobody holds its lock.
    case crashed
    /// It has no recording that can be read.
    case unreadable
  }

  package var id: String
  package var path: String
  package var state: State
  /// As given when the run was created; untrusted, as is the title.
  package var repository: String?
  package var title: String?
  package var startedMilliseconds: Int64?
  /// By the recording: its end, or its last record where it has none.
  package var endedMilliseconds: Int64?
  package var decision: Decision?
  package var complete: Bool?
  /// US dollars; nil where unknown.
  package var costUSD: Double?
}

extension RunStore {
  /// Most runs that are listed.
  private static let runLimit = 10_000
  /// Bytes of a journal's start and of its end that are looked at.
  private static let tailLength = 1 << 18

  /// All runs, newest first.
  package func runs() throws(ReviewFailure) -> [RunSummary] {
    do throws(SystemError) {
      let runs = try Directory(path: root)
      return try ids(in: runs).map { id in summary(id, in: runs) }
    } catch {
      throw ReviewFailure(.recording, "can't list the runs in \(root): \(error)")
    }
  }

  /// Names of the runs, newest first.
  func ids(in runs: borrowing Directory) throws(SystemError) -> [String] {
    try runs.names(limit: Self.runLimit).filter(RunID.isValid).reversed()
  }

  func summary(_ id: String, in runs: borrowing Directory) -> RunSummary {
    var summary = RunSummary(id: id, path: root + "/" + id, state: .unreadable)
    guard let directory = try? Directory(id, in: runs) else { return summary }
    if let about = (try? directory.contents(RunFile.about, limit: 1 << 16)).flatMap(RunAbout.init) {
      summary.repository = about.repository
      summary.title = about.title
      summary.startedMilliseconds = about.createdMilliseconds
    }
    summary.costUSD = cost(in: directory)
    readJournal(in: directory, into: &summary)
    if RunLock.isHeld(in: directory) { summary.state = .running }
    return summary
  }

  private func readJournal(in directory: borrowing Directory, into summary: inout RunSummary) {
    guard let file = try? directory.openFile(RunFile.journal, O_RDONLY | O_NONBLOCK),
      let head = try? file.read(at: 0, count: Self.tailLength)
    else { return }
    if case .event(let event)? = Self.records(head.prefix { $0 != 0x0A }).first, case .started(let start) = event.kind {
      summary.startedMilliseconds = start.wallMilliseconds
    }
    guard let last = Self.lastRecord(in: directory) else { return }
    summary.state = .crashed
    summary.endedMilliseconds = summary.startedMilliseconds.map { start in
      let (end, overflow) = start.addingReportingOverflow(last.at.wholeMilliseconds)
      return overflow ? .max : end
    }
    guard case .event(let event) = last, case .finished(let end) = event.kind else { return }
    summary.state = .finished
    summary.decision = end.decision
    summary.complete = end.complete
  }

  /// The last record that can be read, of the last segment that has one.
  private static func lastRecord(in directory: borrowing Directory) -> WireRecord? {
    let names = (try? directory.names(limit: runLimit)) ?? []
    let segments = names.compactMap { JournalSegment.number(of: $0, in: RunFile.journal) }.sorted().reversed()
    for segment in segments {
      let name = JournalSegment.path(RunFile.journal, segment)
      guard let file = try? directory.openFile(name, O_RDONLY | O_NONBLOCK), let size = try? file.size(),
        let tail = try? file.read(at: max(0, size - tailLength), count: tailLength)
      else { continue }
      let lines = tail.split(separator: 0x0A).reversed()
      if let record = lines.lazy.compactMap({ records($0).first }).first { return record }
    }
    return nil
  }

  private static func records(_ line: ArraySlice<UInt8>) -> [WireRecord] {
    if case .record(let record, isAltered: false) = Wire.decode(line) { [record] } else { [] }
  }

  private func cost(in directory: borrowing Directory) -> Double? {
    guard let bytes = try? directory.contents(RunFile.report, limit: 16 << 20),
      case .object(let report)? = JSONParser.parse(bytes[...])
    else { return nil }
    return report.object("totals")?.double("cost_usd")
  }
}

extension Directory {
  /// A regular file's bytes, at most `limit`.
  func contents(_ name: String, limit: Int) throws(SystemError) -> [UInt8] {
    try openFile(name, O_RDONLY | O_NONBLOCK).read(at: 0, count: limit)
  }
}

/// The lock of a run that is not running, held while something is done to it.
struct RunLock: ~Copyable {
  private let file: OpenFile

  /// Nil where the run is alive, that is, somebody else holds the lock.
  static func take(in directory: borrowing Directory) throws(SystemError) -> RunLock? {
    let file = try directory.openFile(RunFile.lock, O_RDWR)
    return try FileLock.take(file.descriptor) ? RunLock(file: file) : nil
  }

  /// Whether the run is alive; a run without a lock is not.
  static func isHeld(in directory: borrowing Directory) -> Bool {
    do throws(SystemError) {
      switch try take(in: directory) {
      case .some: return false
      case .none: return true
      }
    } catch {
      return false
    }
  }

  private init(file: consuming OpenFile) { self.file = file }
}
