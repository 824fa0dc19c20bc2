internal import Glibc

/// One process of `opencode serve`: its start, what it prints, and its end.
final class OpenCodeServerRun: Sendable {
  /// How long an answer may take that proves that a server lives; a request that comes too early is never answered
  /// (opencode.md, section 0).
  private static let healthLimit: Duration = .milliseconds(500)
  private static let pause: Duration = .milliseconds(50)
  private static let announcement = "opencode server listening on http://"

  private let plan: OpenCodePlan
  private let life: Int
  private let transport: any HTTPTransport
  private let time: any TimeSource
  private let password: String
  private let port: Int
  private let framer = Locked(LineFramer(cap: 64 << 10))
  /// The port that it says it listens on.
  private let listening = Mailbox<Int>()

  init(_ plan: OpenCodePlan, life: Int, transport: any HTTPTransport, time: any TimeSource) {
    self.plan = plan
    self.life = life
    self.transport = transport
    self.time = time
    password = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    port = plan.reach == .loopback ? Self.freePort() : OpenCodePlan.ownPort
  }

  /// Runs it to its end; returns what that was. Cancelling stops it: TERM, grace, KILL.
  func follow() async -> ReviewFailure {
    let sandbox = plan.hostSandbox(OpenCodePlan.serverName, port)
    let scratch: OpenCodeScratch
    do throws(ReviewFailure) { scratch = try OpenCodeScratch(sandbox) } catch { return error }
    defer { scratch.remove() }
    let files = ChildFiles(
      input: "/dev/null", output: "\(plan.directory)/opencode.\(life).out",
      error: "\(plan.directory)/opencode.\(life).err",
      directory: plan.workingDirectory)
    do throws(ReviewFailure) {
      let end = try await AgentProcess.run(
        sandbox.command(plan.serve(port: port, password: password), in: plan.workingDirectory), files: files,
        shim: plan.shim, grace: plan.limits.grace,
        limits: ChildLimits(
          memory: plan.limits.memory, errorBytes: plan.limits.errorBytes, outputBytes: plan.limits.outputBytes),
        time: time
      ) { bytes in self.read(bytes) }
      let scrubber = SecretScrubber([password] + plan.secrets)
      scrubber.scrub(file: files.error)
      return failure(of: sandbox.ending(end), scrubber)
    } catch {
      SecretScrubber([password] + plan.secrets).scrub(file: files.error)
      return error
    }
  }

  /// The server once it answers; nil where it does not in time, or the task is cancelled.
  func ready(within limit: Duration) async -> OpenCodeServer? {
    let end = time.now() + limit
    guard let port = await announced(until: end) else { return nil }
    let socket: String? = if case .socket(let path) = plan.reach { path } else { nil }
    let server = OpenCodeServer(url: "http://127.0.0.1:\(port)", socket: socket, password: password)
    while !Task.isCancelled, time.now() < end {
      if await isHealthy(server, within: Self.healthLimit) { return server }
      do { try await time.sleep(until: time.now() + Self.pause) } catch { return nil }
    }
    return nil
  }

  /// Whether it answers at last, given more time than an idle one needs.
  func answers(_ server: OpenCodeServer) async -> Bool {
    for _ in 0..<3 where await isHealthy(server, within: .seconds(2)) { return true }
    return false
  }

  private func announced(until end: Duration) async -> Int? {
    let (time, listening) = (time, listening)
    return await withTaskGroup(of: Int?.self) { group in
      group.addTask { await listening.next() }
      group.addTask {
        try? await time.sleep(until: end)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  private func isHealthy(_ server: OpenCodeServer, within time: Duration) async -> Bool {
    let (transport, call) = (transport, HTTPCall())
    return await withTaskCancellationHandler {
      await BlockingWork.run { ((try? transport.answer(server.health(within: time), call: call))?.isGood) == true }
    } onCancel: {
      call.cancel()
    }
  }

  private func read(_ bytes: Span<UInt8>) {
    framer.withLock { framer in
      framer.feed(
        bytes,
        line: { line in
          let text = unsafe line.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
          guard text.hasPrefix(Self.announcement), let digits = text.split(separator: ":").last,
            let port = Int(digits.prefix { $0.isNumber }), (1...65535).contains(port)
          else { return }
          listening.send(port)
        })
    }
  }

  private func failure(of end: ChildExit, _ scrubber: SecretScrubber) -> ReviewFailure {
    let how =
      switch end.status {
      case .exited(let status): "ended with status \(status)"
      case .signalled(let signal): "was ended by signal \(signal)"
      }
    if case .memory(let peak, _) = end.excess {
      return ReviewFailure(
        .agent, "OpenCode's server was killed: it held \(peak >> 20) MB of memory, more than its cap")
    }
    let last = scrubber.scrub(end.errorTail).split(whereSeparator: \.isNewline).last.map { ": \($0.prefix(200))" } ?? ""
    return ReviewFailure(.agent, "OpenCode's server \(how)\(last)")
  }

  /// A port that nobody listens on at this moment; 0, for any, where none can be had.
  private static func freePort() -> Int {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let socket = Descriptor(owning: number)
    guard socket.number >= 0 else { return 0 }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        let bound = unsafe bind(socket.number, generic, size)
        return unsafe bound == 0 ? getsockname(socket.number, generic, &size) : bound
      }
    }
    return status == 0 ? Int(UInt16(bigEndian: address.sin_port)) : 0
  }
}
