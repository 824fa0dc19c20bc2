internal import Glibc

/// The one way from agents to their providers: a small HTTP server of the engine's that knows the keys, which no agent does
/// (reliability.md, D3). It leads to the configured providers, paths and models and to nothing else, and sees and counts all that
/// passes.
///
/// One request a connection, each on a thread of its own, since it blocks for as long as a model thinks.
@safe package final class Relay: Sendable {
  /// Connections at once; more are turned away.
  private static let most = 64

  /// What agents show to be let in; worth nothing elsewhere or after the review.
  package let token: String
  /// The socket that agents connect to.
  package let socketPath: String
  /// The port of the loopback, where one was asked for.
  package let port: Int?

  private let desk: RelayDesk
  private let listeners: [Int32]
  /// Wakes who waits for new connections; then, who waits for the last to end.
  private let alarm: ChildPipe
  private let ended: ChildPipe
  private let state = Locked(State())

  private struct State {
    var isOver = false
    var threads = 0
    var calls: [Int32: HTTPCall] = [:]
  }

  /// Listens from now on.
  /// - Parameters:
  ///   - folder: a private folder for its socket, with a short path.
  ///   - opensPort: whether the socket is not enough, as where a sandbox can't tell one socket from another.
  package init(
    in folder: String, providers: [RelayProvider], budget: Budget, opensPort: Bool, transport: any HTTPTransport
  ) throws(ReviewFailure) {
    token = (0..<4).map { _ in
      let word = String(UInt64.random(in: 0 ... .max), radix: 16)
      return String(repeating: "0", count: 16 - word.utf8.count) + word
    }.joined()
    socketPath = folder + "/relay"
    desk = RelayDesk(token: token, providers: providers, budget: budget, transport: transport)
    do throws(SystemError) {
      alarm = try ChildPipe()
      ended = try ChildPipe()
      var listeners = [try RelayListener.open(path: socketPath)]
      var port: Int?
      if opensPort {
        let (number, given) = try RelayListener.openPort()
        listeners.append(number)
        port = given
      }
      (self.listeners, self.port) = (listeners, port)
    } catch {
      throw ReviewFailure(.agent, "the relay between agents and providers can't be started in \(folder): \(error)")
    }
    for listener in listeners {
      state.withLock { $0.threads += 1 }
      do throws(SystemError) {
        try PlainThread.start { [self] in accept(listener) }
      } catch {
        _ = Glibc.close(listener)
        end()
        stop()
        throw ReviewFailure(.agent, "no thread for the relay between agents and providers: \(error)")
      }
    }
  }

  /// Calls `listener` from now on, from any thread, with what is seen.
  package func report(to listener: @escaping @Sendable (RelayEvent) -> Void) { desk.report(to: listener) }

  /// Ends every exchange and takes no more; returns when nothing of the relay is left.
  package func stop() {
    state.withLock { state in
      state.isOver = true
      // Under the lock, so that no number is somebody else's by then.
      for (descriptor, call) in state.calls {
        call.cancel()
        shutdown(descriptor, Int32(SHUT_RDWR))
      }
    }
    wake(alarm)
    while state.withLock({ $0.threads > 0 }) {
      var byte: UInt8 = 0
      _ = unsafe read(ended.read.number, &byte, 1)
    }
    // Somebody else may wait for the same.
    wake(ended)
    _ = unsafe unlink(socketPath)
  }

  private func wake(_ pipe: borrowing ChildPipe) {
    var byte: UInt8 = 1
    _ = unsafe write(pipe.write.number, &byte, 1)
  }

  private func accept(_ listener: Int32) {
    defer {
      _ = Glibc.close(listener)
      end()
    }
    while true {
      var events = [
        pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
        pollfd(fd: alarm.read.number, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&events, 2, -1) >= 0 || errno == EINTR, events[1].revents == 0 else { return }
      guard events[0].revents != 0 else { continue }
      let connection = Glibc.accept(listener, nil, nil)
      guard connection >= 0 else {
        // Without descriptors it would be asked again at once, and for ever.
        usleep(10_000)
        continue
      }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      begin(connection)
    }
  }

  private func begin(_ connection: Int32) {
    let call = HTTPCall()
    let isTaken = state.withLock { state in
      guard !state.isOver, state.calls.count < Self.most else { return false }
      state.calls[connection] = call
      state.threads += 1
      return true
    }
    guard isTaken else {
      _ = Glibc.close(connection)
      return
    }
    do throws(SystemError) {
      try PlainThread.start { [self] in
        RelayExchange(peer: RelayPeer(descriptor: connection), desk: desk, call: call).run()
        leave(connection)
      }
    } catch {
      leave(connection)
    }
  }

  private func leave(_ connection: Int32) {
    // Closed while nobody can find its number any more.
    state.withLock { state in
      state.calls[connection] = nil
      _ = Glibc.close(connection)
    }
    end()
  }

  private func end() {
    let isAwaited = state.withLock { state in
      state.threads -= 1
      return state.isOver
    }
    if isAwaited { wake(ended) }
  }
}
