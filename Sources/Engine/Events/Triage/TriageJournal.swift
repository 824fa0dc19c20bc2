internal import Glibc

/// Keeps every act of a person at the findings list: each is on the disk before the screen shows it (reliability.md,
/// guarantee 1).
package final class TriageJournal: Sendable {
  private let path: String
  private let layer: any FileLayer
  /// For locking and for cutting off what a failed write left.
  private let file: Int32
  private let appended: Int32
  private let recording: Locked<TriageRecording>
  /// Said where the file was not whole when it was opened.
  package let notice: Notice?

  /// Opens or creates the file `path` and locks it, so that two programs can't triage one run. Lines behind the longest
  /// valid prefix are moved to a file beside it; those of a later version are refused.
  package init(path: String, layer: any FileLayer = SystemFiles()) throws(ReviewFailure) {
    do throws(SystemError) {
      let opened = try Self.open(path)
      let found = TriageRecording(try opened.read(at: 0, count: TriageRecording.sizeLimit))
      if case .newer = found.remainder { throw SystemError(EPROTO) }
      notice = try Self.repair(opened, found, path)
      appended = try layer.openForAppending(path)
      file = opened.release()
      recording = Locked(found)
      self.path = path
      self.layer = layer
    } catch {
      throw Self.failure(error, path)
    }
  }

  deinit {
    layer.close(appended)
    close(file)
  }

  /// The acts so far, oldest first.
  package var entries: [TriageRecording.Entry] { recording.withLock { $0.entries } }

  /// Keeps `action`, one JSON object. When it returns, the act would survive a power cut; when it throws, the file is
  /// as before.
  package func append(_ action: [UInt8], wallMilliseconds: Int64) throws(ReviewFailure) {
    try recording.withLock { (recording) throws(ReviewFailure) in
      var extended = recording
      guard let line = extended.add(action, wallMilliseconds: wallMilliseconds) else {
        throw ReviewFailure(.recording, "an act that is not a JSON object can't be kept in \(path)")
      }
      do throws(SystemError) {
        var written = 0
        try layer.writeAll(appended, line[...], written: &written)
        try layer.synchronise(appended)
      } catch {
        ftruncate(file, off_t(recording.length))
        throw ReviewFailure(
          .recording, "this decision could not be saved in \(path): \(error)", hints: ["free some space and try again"])
      }
      recording = extended
    }
  }

  /// The acts kept in `path`, without locking it; none where there is no such file.
  package static func read(_ path: String) throws(ReviewFailure) -> TriageRecording {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let error = SystemError.last
      if error.number == ENOENT { return TriageRecording([]) }
      throw failure(error, path)
    }
    let file = OpenFile(descriptor)
    do throws(SystemError) {
      return TriageRecording(try file.read(at: 0, count: TriageRecording.sizeLimit))
    } catch {
      throw failure(error, path)
    }
  }

  private static func open(_ path: String) throws(SystemError) -> OpenFile {
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0o600)
    guard descriptor >= 0 else { throw .last }
    fchmod(descriptor, 0o600)
    let file = OpenFile(descriptor)
    guard try FileLock.take(descriptor) else { throw SystemError(EWOULDBLOCK) }
    return file
  }

  /// Cuts off what is behind the valid prefix, since a line appended to it would be lost for readers.
  private static func repair(
    _ file: borrowing OpenFile, _ found: TriageRecording, _ path: String
  ) throws(SystemError) -> Notice? {
    guard found.remainder != .nothing else { return nil }
    var notice = Notice(.note, "the last decision in \(path) was not completely written and does not count")
    if found.remainder == .damaged {
      let rest = try file.read(at: found.length, count: TriageRecording.sizeLimit)
      let aside = try setAside(rest, path)
      notice = Notice(
        .warning, "\(path) is damaged behind decision \(found.entries.count); what follows was moved to \(aside)")
    }
    guard ftruncate(file.descriptor, off_t(found.length)) == 0 else { throw .last }
    return notice
  }

  private static func setAside(_ rest: [UInt8], _ path: String) throws(SystemError) -> String {
    for number in 1...1000 {
      let name = "\(path).damaged-\(number)"
      let descriptor = unsafe Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw .last }
      try OpenFile(descriptor).write(rest[...])
      return name
    }
    throw SystemError(EEXIST)
  }

  private static func failure(_ error: SystemError, _ path: String) -> ReviewFailure {
    switch error.number {
    case EWOULDBLOCK:
      ReviewFailure(.recording, "another conclave has \(path) open", hints: ["close it, then try again"])
    case EPROTO:
      ReviewFailure(.usage, "\(path) was written by a later version of conclave", hints: ["use that version"])
    case ELOOP:
      ReviewFailure(.refused, "\(path) is a symbolic link", hints: ["remove it"])
    default:
      ReviewFailure(.recording, "can't use \(path): \(error)")
    }
  }
}
