internal import Glibc

/// A run's directory, and the lock that says the run is alive as long as this value is.
package final class Run: Sendable {
  package let id: String
  /// Absolute path.
  package let path: String
  private let lock: Int32

  init(id: String, path: String, lock: Int32) {
    self.id = id
    self.path = path
    self.lock = lock
  }

  deinit { close(lock) }

  package var journal: String { path + "/" + RunFile.journal }
  package var index: String { path + "/" + RunFile.index }
}

/// Names of the files in a run's directory.
package enum RunFile {
  package static let journal = "journal.jsonl"
  package static let index = "journal.index"
  package static let report = "report.json"
  package static let triage = "triage.jsonl"
  static let about = "run.json"
  static let lock = "lock"
  /// Empty; there once the reader knows that the run crashed.
  static let crashTold = "crash-told"
}

extension RunStore {
  /// Creates the directory of a new run and locks it. `repository` is the reviewed repository's absolute path (or the
  /// patch's name), by which the newest run is found again.
  package func createRun(
    repository: String, title: String, wallMilliseconds: Int64,
    random: () -> UInt16 = { UInt16.random(in: 0 ... .max) }
  ) throws(ReviewFailure) -> Run {
    do throws(SystemError) {
      let runs = try Directory(path: root)
      let id = try newID(in: runs, wallMilliseconds, random)
      let directory = try Directory(id, in: runs)
      let lock = try directory.openFile(RunFile.lock, O_RDWR | O_CREAT)
      while flock(lock.descriptor, LOCK_EX) != 0, errno == EINTR {}
      let about = RunAbout(repository: repository, title: title, createdMilliseconds: wallMilliseconds)
      try directory.replace(RunFile.about, with: about.bytes)
      return Run(id: id, path: directory.path, lock: lock.release())
    } catch {
      throw ReviewFailure(
        .recording, "can't create a directory for this run in \(root): \(error)",
        hints: ["free some space or set XDG_STATE_HOME", "use --no-record"])
    }
  }

  /// Two runs of the same second get different suffixes (reliability.md, DK-10).
  private func newID(
    in runs: borrowing Directory, _ wallMilliseconds: Int64, _ random: () -> UInt16
  ) throws(SystemError) -> String {
    for _ in 0..<64 {
      let id = RunID.make(wallMilliseconds: wallMilliseconds, suffix: random())
      if try runs.create(id) { return id }
    }
    throw SystemError(EEXIST)
  }

  /// Writes a file of a run, such as its report, whole or not at all.
  package static func write(_ bytes: [UInt8], to name: String, inRun path: String) throws(ReviewFailure) {
    do throws(SystemError) {
      try Directory(path: path).replace(name, with: bytes)
    } catch {
      throw ReviewFailure(.recording, "can't write \(path)/\(name): \(error)")
    }
  }

  /// Writes `folder/name` below the top of the reviewed repository, readable for everybody as its other files, whole or not at
  /// all; makes the folder, and refuses one that is a link.
  package static func writeShared(
    _ bytes: [UInt8], to name: String, in folder: String, of top: String
  ) throws(ReviewFailure) {
    do throws(SystemError) {
      let root = try Directory(path: top)
      if unsafe mkdirat(root.descriptor, folder, 0o777) != 0, errno != EEXIST { throw .last }
      try Directory(folder, in: root).replace(name, with: bytes, mode: 0o644)
    } catch {
      throw ReviewFailure(
        .delivery, "can't write \(folder)/\(name): \(error)", hints: ["your decisions are kept in the run"])
    }
  }
}

/// What `run.json` says: enough to list a run and to find the newest one of a repository.
struct RunAbout: Sendable, Hashable {
  var repository: String
  var title: String
  var createdMilliseconds: Int64

  init(repository: String, title: String, createdMilliseconds: Int64) {
    self.repository = repository
    self.title = title
    self.createdMilliseconds = createdMilliseconds
  }

  init?(_ bytes: [UInt8]) {
    guard case .object(let object)? = JSONParser.parse(bytes[...]), let repository = object.string("repository"),
      let title = object.string("title"), let created = object.integer("created_ms")
    else { return nil }
    self.init(repository: repository, title: title, createdMilliseconds: Int64(created))
  }

  var bytes: [UInt8] {
    var writer = JSONWriter(textLimit: 4096)
    writer.object { writer in
      writer.member("v", 1)
      writer.member("repository", repository)
      writer.member("title", title)
      writer.member("created_ms", Int(createdMilliseconds))
    }
    return writer.bytes + [0x0A]
  }
}
