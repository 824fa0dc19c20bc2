internal import Glibc

/// Keeps one server of OpenCode's for all specialists of a review: starts it when the first one wants it, once more when it is
/// lost, and leaves nothing of it (reliability.md, CP-21 and CP-22).
final class OpenCodeHost: Sendable {
  /// A server and which one it is, from 1.
  struct Place: Sendable {
    var server: OpenCodeServer
    var life: Int
  }

  private enum State: Sendable {
    case idle
    case starting
    case up(Place)
    case over(ReviewFailure)
  }

  private typealias Waiter = Mailbox<Result<Place, ReviewFailure>>

  /// A server that is lost twice will be lost again.
  private static let lives = 2
  /// The real one listens after a second; a busy machine may take its time, but two lives have to fit into the time that an agent
  /// has for its first sign.
  private static let startLimit: Duration = .seconds(25)

  private let plan: OpenCodePlan
  private let transport: any HTTPTransport
  private let time: any TimeSource
  private let state = Locked((state: State.idle, waiters: [Waiter]()))
  private let wanted = Mailbox<Bool>()
  private let closing = Mailbox<Bool>()
  /// Lives that somebody takes for lost.
  private let suspicions = Mailbox<Int>()

  init(_ plan: OpenCodePlan, transport: any HTTPTransport, time: any TimeSource) {
    self.plan = plan
    self.transport = transport
    self.time = time
  }

  /// The server, as soon as there is one.
  func place() async throws(ReviewFailure) -> Place {
    let waiter = Waiter()
    let known = state.withLock { both -> Result<Place, ReviewFailure>? in
      switch both.state {
      case .up(let place): return .success(place)
      case .over(let failure): return .failure(failure)
      case .idle:
        both.state = .starting
        wanted.send(true)
      case .starting: break
      }
      both.waiters.append(waiter)
      return nil
    }
    if let known { return try known.get() }
    guard let answer = await waiter.next() else {
      throw ReviewFailure(.cancelled, "stopped before OpenCode had started")
    }
    return try answer.get()
  }

  /// Somebody has lost the server of that life; whether that is so is looked into, and until then nobody is sent there.
  func suspect(_ life: Int) {
    state.withLock { both in
      if case .up(let place) = both.state, place.life == life { both.state = .starting }
    }
    suspicions.send(life)
  }

  /// Ends an agent's session, whoever drove it.
  func abort(_ session: String, at place: Place) async {
    let transport = transport
    await BlockingWork.run { _ = try? transport.answer(place.server.abort(session), call: HTTPCall()) }
  }

  /// Ends `keep`.
  func close() { closing.send(true) }

  /// Keeps the server until `close`; nothing of it is left then.
  func keep() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for life in 1...Self.lives {
          guard await self.wanted.next() != nil else { return }
          let failure = await self.live(life)
          self.bury(failure, isLast: life == Self.lives)
        }
      }
      group.addTask { _ = await self.closing.next() }
      await group.next()
      group.cancelAll()
    }
    bury(ReviewFailure(.cancelled, "the review is over"), isLast: true)
  }

  /// Who waits is served by the next life where there is one.
  private func bury(_ failure: ReviewFailure, isLast: Bool) {
    let waiters = state.withLock { both -> [Waiter] in
      guard isLast else {
        both.state = both.waiters.isEmpty ? .idle : .starting
        if !both.waiters.isEmpty { wanted.send(true) }
        return []
      }
      if case .over = both.state {} else { both.state = .over(failure) }
      defer { both.waiters = [] }
      return both.waiters
    }
    for waiter in waiters { waiter.send(.failure(failure)) }
  }

  private func open(_ place: Place) {
    let waiters = state.withLock { both -> [Waiter] in
      both.state = .up(place)
      defer { both.waiters = [] }
      return both.waiters
    }
    for waiter in waiters { waiter.send(.success(place)) }
  }

  /// Nobody shall be sent to a server that is being stopped.
  private func shut() {
    state.withLock { both in if case .up = both.state { both.state = .starting } }
  }

  private enum Happening: Sendable {
    case ended(ReviewFailure)
    /// Nil where it does not start.
    case ready(OpenCodeServer?)
    case suspected(Int?)
  }

  /// One server from its start to the last of its processes; returns why it ended.
  private func live(_ life: Int) async -> ReviewFailure {
    let run = OpenCodeServerRun(plan, life: life, transport: transport, time: time)
    return await withTaskGroup(of: Happening.self) { group in
      group.addTask { .ended(await run.follow()) }
      group.addTask { .ready(await run.ready(within: Self.startLimit)) }
      group.addTask { .suspected(await self.suspicions.next()) }
      var server: OpenCodeServer?
      var reason: ReviewFailure?
      while let happening = await group.next() {
        switch happening {
        case .ended(let failure):
          group.cancelAll()
          shut()
          return reason ?? failure
        case .ready(let ready):
          server = ready
          if let ready {
            open(Place(server: ready, life: life))
          } else if !Task.isCancelled {
            reason = ReviewFailure(
              .agent, "OpenCode's server did not start within \(Self.startLimit.components.seconds) s")
            group.cancelAll()
          }
        case .suspected(let which):
          guard let which else { break }
          if which == life, let server {
            guard await run.answers(server) else {
              shut()
              reason = ReviewFailure(.agent, "OpenCode's server does not answer any more")
              group.cancelAll()
              break
            }
            open(Place(server: server, life: life))
          }
          group.addTask { .suspected(await self.suspicions.next()) }
        }
      }
      return ReviewFailure(.agent, "OpenCode's server is gone")
    }
  }
}
