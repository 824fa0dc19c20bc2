internal import Engine
internal import Glibc

/// When a review began, and its name, known before there is a place for it.
struct RunMoment: Sendable {
  let wall = SystemTime().wallMilliseconds()
  private let suffix = UInt16.random(in: 0 ... .max)

  var id: String { RunID.make(wallMilliseconds: wall, suffix: suffix) }

  /// The suffix of `id`, then others, should there be such a run.
  func suffixes() -> () -> UInt16 {
    var next = Optional(suffix)
    return {
      defer { next = nil }
      return next ?? .random(in: 0 ... .max)
    }
  }
}

/// Where a review writes: a run of the store, or a private directory that goes away where nothing is to be or can be recorded.
struct RunPlace: Sendable {
  let id: String
  let files: RunFiles
  /// Nil where nothing is recorded.
  let run: Run?
  let notices: [Notice]
  private let temporary: PrivateDirectory?

  /// Finds the place and writes the change there for the agents.
  /// - Throws: `.recording` where a recording is required and impossible.
  init(
    options: ReviewOptions, _ setup: ReviewSetup, identity: String, _ moment: RunMoment, _ around: Surroundings
  ) throws(ReviewFailure) {
    var notices: [Notice] = []
    var run: Run?
    if options.isRecorded {
      do throws(ReviewFailure) {
        let store = try RunStore(environment: around.environment)
        notices += store.notice.map { [$0] } ?? []
        notices += store.newlyCrashed()
        run = try store.createRun(
          repository: identity, title: setup.intake.change.title, wallMilliseconds: moment.wall,
          random: moment.suffixes())
      } catch {
        if options.requiresRecording || error.code == .refused { throw error }
        notices.append(Notice(.warning, "this review is not recorded: \(error)"))
      }
    }
    self.run = run
    id = run?.id ?? moment.id
    if let run {
      do throws(ReviewFailure) {
        let own = RunFiles(directory: run.path)
        try Self.checkRoom(run.path)
        try Self.prepare(own, setup)
        files = own
        temporary = nil
        self.notices = notices
        return
      } catch {
        notices.append(Notice(.warning, "the agents' files of this run are not kept: \(error)"))
      }
    }
    let directory = try PrivateDirectory(in: around.temporaryDirectory)
    if let notice = around.temporaryNotice { notices.append(notice) }
    temporary = directory
    files = RunFiles(directory: directory.path)
    self.notices = notices
    try Self.prepare(files, setup)
  }

  /// Removes what is not kept, once no agent is left.
  func discard() {
    FolderRemoval.remove(files.treeDirectory)
    temporary?.remove()
  }

  /// Writes the tree for agents that read it; returns what the reader should know of that.
  func exportTree(_ setup: ReviewSetup) throws(ReviewFailure) -> [Notice] {
    guard let tree = setup.intake.tree else {
      return [Notice(.note, "a patch has no tree: agents see the change alone")]
    }
    let export = try tree.export(to: files.treeDirectory)
    return [Notice(export.isCut ? .warning : .note, export.summary)]
  }

  private static func checkRoom(_ path: String) throws(ReviewFailure) {
    guard let reason = TemporaryPlace.shortage(at: path) else { return }
    throw ReviewFailure(.recording, reason, hints: ["free some space, or set XDG_STATE_HOME"])
  }

  /// Writes the change for the agents, and their folders.
  private static func prepare(_ files: RunFiles, _ setup: ReviewSetup) throws(ReviewFailure) {
    _ = try PatchWriter.write(
      setup.intake.change, tier: setup.tier, documents: setup.intake.documents, into: files.directory)
    for directory in [files.agentsDirectory, files.workingDirectory] {
      guard unsafe mkdir(directory, 0o700) == 0, unsafe chmod(directory, 0o700) == 0 else {
        throw ReviewFailure(
          .delivery, "can't make \(directory): \(SystemError.last)", hints: ["free some space, or set XDG_STATE_HOME"])
      }
    }
  }

  /// Writes a prompt; the file must not be there yet.
  static func write(_ prompt: [UInt8], to path: String) throws(ReviewFailure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ReviewFailure(.agent, "can't write the prompt \(path): \(SystemError.last)") }
    defer { close(descriptor) }
    fchmod(descriptor, 0o600)
    do throws(OutputFailure) {
      try OutputSink(descriptor: descriptor, name: path).write(prompt)
    } catch .failed(let failure) {
      throw ReviewFailure(.agent, failure.message, hints: ["free some space"])
    } catch {
      throw ReviewFailure(.agent, "can't write the prompt \(path)")
    }
  }
}
