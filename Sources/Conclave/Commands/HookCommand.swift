internal import Engine
internal import Glibc
internal import LocalPlugin

/// `conclave hook`: the pre-push hook. It draws on the controlling terminal, since git keeps standard input for itself.
@MainActor enum HookCommand {
  private static let inputLimit = 1 << 20

  static func install(_ around: Surroundings) throws -> ExitStatus {
    let path = try path(around)
    try carryOut(try PrePushHook.install(executable: around.executable, existing: try existing(path)), at: path)
    return .clean
  }

  static func uninstall(_ around: Surroundings) throws -> ExitStatus {
    let path = try path(around)
    try carryOut(try PrePushHook.uninstall(existing: try existing(path)), at: path)
    return .clean
  }

  /// Reviews each branch that is to be pushed. The first status other than 0 stops the push.
  static func run(_ around: Surroundings) async throws -> ExitStatus {
    guard let input = StandardStreams.readAll(0, limit: inputLimit) else {
      throw ReviewFailure(.usage, "git's list of references can't be read from standard input")
    }
    var around = around
    around.isTerminal = StandardStreams.takeControllingTerminal() && around.canDraw
    for ref in try PushedRef.parse(input) where ref.isBranch {
      let source: ChangeSource
      switch ref.update {
      case .delete: continue
      case .create(let new): source = .push(new, replacing: nil)
      case .move(let old, let new): source = .push(new, replacing: old)
      }
      Messages.say("reviewing \(ref.local) before it is pushed; git push --no-verify skips this")
      let setup = try ReviewSetup(source: source, tier: nil, settings: [], around)
      let status = try await ReviewCommand.run(setup, ReviewOptions(), around)
      guard status == .clean else {
        Messages.say("the push is stopped: \(status); git push --no-verify pushes all the same")
        return status
      }
    }
    return .clean
  }

  private static func path(_ around: Surroundings) throws(ReviewFailure) -> String {
    guard let repository = try RepositoryFace.around(around.intakeEnvironment) else {
      throw ReviewFailure(
        .change, "not a git repository: \(around.directory)", hints: ["change to the one that should get the hook"])
    }
    return repository.hooks + "/pre-push"
  }

  private static func existing(_ path: String) throws(ReviewFailure) -> String? {
    try ConfigurationFile.read(path, name: path).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private static func carryOut(_ action: PrePushHook.Action, at path: String) throws {
    let output = OutputSink(descriptor: 1)
    switch action {
    case .nothing(let reason): try output.write(lines: [PlainText.escape("\(reason): \(path)")])
    case .write(let script):
      let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
      _ = unsafe mkdir(folder, 0o777)
      try OutputSink(path: path).write(Array(script.utf8))
      guard unsafe chmod(path, 0o755) == 0 else {
        throw ReviewFailure(.delivery, "\(path) can't be made executable: \(SystemError.last)")
      }
      try output.write(lines: [PlainText.escape("installed \(path)")])
    case .remove:
      guard unsafe unlink(path) == 0 else {
        throw ReviewFailure(.delivery, "\(path) can't be removed: \(SystemError.last)")
      }
      try output.write(lines: [PlainText.escape("removed \(path)")])
    }
  }
}
