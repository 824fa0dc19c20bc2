internal import Engine
internal import TUI

/// Carries out what the screen asks for.
@MainActor final class EffectDesk {
  private let inbox: Inbox
  private let triage: TriageDesk?
  private let control: ReviewControl?
  private let player: Mailbox<ReplayCommand>?
  private let around: Surroundings
  private let worktree: String?
  /// Acts of a review that is not recorded: they count as long as the screen is open.
  private(set) var unsaved: [TriageAction] = []

  /// `triage` is nil where nothing is recorded, `control` where no review runs, `player` where nothing is replayed.
  init(
    inbox: Inbox, triage: TriageDesk?, control: ReviewControl? = nil, player: Mailbox<ReplayCommand>? = nil,
    around: Surroundings, worktree: String?
  ) {
    self.inbox = inbox
    self.triage = triage
    self.control = control
    self.player = player
    self.around = around
    self.worktree = worktree
  }

  var runner: EffectRunner {
    EffectRunner(begin: { self.begin($0, $1) }, takeTerminal: { await self.takeTerminal($0, $1) })
  }

  private func begin(_ effect: Effect, _ state: TUIState) {
    switch effect {
    case .persistTriage(let action): inbox.post(.effectFinished(persist(action)))
    case .post(let target): inbox.post(.effectFinished(post(state.comment, to: target)))
    case .skip(let specialist): control?.send(.skip(specialist))
    case .retry(let specialist): control?.send(.retry(specialist))
    case .judgeNow: control?.send(.judgeNow)
    case .abort: control?.send(.abort)
    case .replay(let command): player?.send(command)
    case .openEditor, .openFile, .copy, .quit: break
    }
  }

  private func persist(_ action: TriageAction) -> EffectResult {
    guard player == nil else {
      return .persistFailed(action, "a replay is not changed; `conclave triage` decides about a run")
    }
    guard let triage else {
      unsaved.append(action)
      return .persisted(action)
    }
    do throws(ReviewFailure) {
      try triage.keep(action)
      return .persisted(action)
    } catch {
      return .persistFailed(action, error.description)
    }
  }

  private func post(_ comment: String, to target: String) -> EffectResult {
    guard player == nil else { return .postFailed("a replay can't be posted") }
    do throws(ReviewFailure) {
      return .posted(try Posting.post(comment, to: target, around))
    } catch {
      return .postFailed(error.description)
    }
  }

  private func takeTerminal(_ effect: Effect, _ state: TUIState) async -> EffectResult {
    let editor = Editor(around)
    switch effect {
    case .openFile(let path, let line):
      guard let worktree else { return .failed("there is no working tree to open files of") }
      return await editor.open(path, line: line, below: worktree)
    case .openEditor(let id):
      guard let finding = state.findings.first(where: { $0.id == id }) else { return .failed("that finding is gone") }
      return await editor.edit(finding, in: around.temporaryDirectory)
    default: return .done("")
    }
  }
}
