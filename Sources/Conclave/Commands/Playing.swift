internal import Engine
internal import TUI

/// A recording on the screen: one task reads it, one plays it, one draws.
@MainActor struct Playing {
  /// How often the place on the bar is shown anew while nothing else happens.
  private nonisolated static let step: Duration = .milliseconds(250)

  private enum News: Sendable {
    case read([ReviewEvent])
    case ended(String?)
    case asked(ReplayCommand)
    case passed
  }

  private let options: ReplayOptions
  private let configuration: Configuration
  private let around: Surroundings
  private let inbox = Inbox()
  private let news = Mailbox<News>()
  private let commands = Mailbox<ReplayCommand>()
  private let damages = Locked(0)

  init(_ options: ReplayOptions, _ configuration: Configuration, _ around: Surroundings) {
    self.options = options
    self.configuration = configuration
    self.around = around
  }

  /// Reads a recording whole before it opens the screen, so that what is none is said plainly; one that still grows is read
  /// while it plays.
  func run(_ source: JournalSource) async throws -> ExitStatus {
    let desk = EffectDesk(inbox: inbox, triage: nil, player: commands, around: around, worktree: nil)
    inbox.post(.recording(.off))
    if !options.follows { try await read(source) }
    // What goes wrong later than the start of a growing recording is seen as its end.
    async let _ = options.follows ? read(source) : ()
    async let _ = play()
    async let _ = listen()
    let end = await ScreenRunner(configuration: configuration, around: around).run(
      ScreenSetup(), inbox: inbox, effects: desk.runner, reviewTime: nil)
    guard end != nil else { throw ReviewFailure(.usage, "this terminal can't be drawn on", hints: ["use --print"]) }
    return damages.withLock { $0 } == 0 ? .clean : .incomplete
  }

  private nonisolated func read(_ source: JournalSource) async throws {
    let news = news
    let options = options
    let reader = try await JournalStream.read(source, follow: options.follows, time: SystemTime()) { events in
      news.send(.read(options.shown(events)))
    }
    damages.withLock { $0 = reader.damages.count }
    news.send(.ended(reader.damages.first?.description))
  }

  private nonisolated func listen() async {
    while let command = await commands.next() { news.send(.asked(command)) }
  }

  private nonisolated func play() async {
    let time = SystemTime()
    var player = Player(speed: options.speed)
    var last = time.now()
    var start = options.start
    while !Task.isCancelled {
      let wait = player.isMoving ? min(player.delay ?? Self.step, Self.step) : nil
      let next = await self.next(within: wait, time)
      let now = time.now()
      inbox.post(player.pass(now - last))
      last = now
      switch next {
      case .read(let events):
        player.add(events)
        if let place = start, player.length >= place {
          start = nil
          inbox.post(player.seek(to: place))
        }
      case .ended(let damage):
        player.damage = damage
        inbox.post(start.map { player.seek(to: $0) } ?? [.replay(player.status)])
        start = nil
      case .asked(let command): inbox.post(player.obey(command))
      case .passed: break
      case nil: return
      }
    }
  }

  /// The next piece of news, `passed` after a while, nil when the task is cancelled.
  private nonisolated func next(within wait: Duration?, _ time: SystemTime) async -> News? {
    guard let wait else { return await news.next() }
    let end = time.now() + wait
    return await withTaskGroup(of: News?.self) { group in
      group.addTask { await news.next() }
      group.addTask { (try? await time.sleep(until: end)).map { .passed } }
      let first = await group.next() ?? nil
      group.cancelAll()
      // News that came at the same moment must not be lost.
      let second = await group.next() ?? nil
      if case .passed? = first, let second { return second }
      return first
    }
  }
}
