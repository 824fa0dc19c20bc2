import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// Real bytes through the bridge of a real sandbox.
@Suite(.enabled(if: ConfinedProbe.works(.bubblewrap), "bubblewrap does not work on this machine"))
struct BridgeTests {
  /// A probe with a way out to an echo outside. Paths of sockets are short, so the folder is one of its own.
  private func probe(_ echo: UnixEcho) throws -> ConfinedProbe {
    var probe = try ConfinedProbe(.bubblewrap, sockets: [echo.path])
    probe.sandbox.bridges = [.out(port: 4100, socket: echo.path)]
    return probe
  }

  @Test("bytes go both ways, an end of one way is no end of the other, and nobody else is reached")
  func out() async throws {
    let echo = try UnixEcho()
    let other = try Outsider(socketIn: echo.folder.path)
    let results = try await probe(echo).tries([
      ("talk", "4100,0,1"), ("talk", "4100,1,1"), ("talk", "4100,3000000,1"), ("talk", "4100,70000,60"),
      ("tcp", "4101"), ("tcp", String(other.tcpPort)), ("unix", other.path),
      ("memory", "bridge"), ("children", "own"), ("descriptors", "all"), ("socket", "10,2,0"),
    ])
    #expect(
      results == [
        "ok", "ok", "ok", "ok", "ECONNREFUSED", "ECONNREFUSED", "ENOENT", "EACCES", "ok", "ok", "EACCES",
      ])
  }

  @Test("more connections than places wait for theirs")
  func crowd() async throws {
    let echo = try UnixEcho()
    #expect(try await probe(echo).tries([("talk", "4100,40000,100"), ("talk", "4100,5,1")]) == ["ok", "ok"])
  }

  @Test("a socket that leads nowhere ends the connection and nothing else")
  func nobody() async throws {
    let echo = try UnixEcho()
    let probe = try probe(echo)
    echo.stop()
    let results = try await probe.tries([("tcp", "4100"), ("talk", "4100,5,1"), ("tcp", "4100")])
    #expect(results[0] == "ok" && results[1] != "ok" && results[2] == "ok")
  }

  @Test("a server inside is reached through a socket in the scratch")
  func into() async throws {
    var probe = try ConfinedProbe(.bubblewrap)
    let socket = probe.place.file("scratch/s")
    probe.sandbox.scratch.inside = "/home/agent"
    probe.sandbox.bridges = [.into(socket: socket, port: 4200)]
    let sent = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let answer = Locked<[UInt8]?>(nil)
    let exit = try await probe.run(ConfinedProbe.program, ["echo", "4200"]) { _ in
    } onText: { text in
      guard text.contains("listening") else { return }
      Thread.detachNewThread {
        answer.withLock { $0 = UnixEcho.ask(socket, sent) }
        _ = UnixEcho.ask(socket, [])
      }
    }
    #expect(exit.status == .exited(0))
    let isSame = answer.withLock { $0 == sent }
    #expect(isSame)
  }

  @Test("the status is the program's own, and nothing is left of the bridge")
  func ends() async throws {
    let echo = try UnixEcho()
    for (script, status) in [
      ("exit 0", ChildExit.Status.exited(0)), ("exit 7", .exited(7)), ("kill -KILL $$", .signalled(9)),
    ] {
      let exit = try await probe(echo).run("/bin/sh", ["-c", script])
      #expect(exit.status == status && exit.survivorsKilled == 0, "\(script): \(exit)")
    }
    let missing = try await probe(echo).run("/nowhere/program", [])
    #expect(missing.status == .exited(126))
  }

  @Test("where the bridge can't stand the program does not run")
  func refused() async throws {
    let echo = try UnixEcho()
    let long = String(repeating: "x", count: 120)
    for bridges: [Sandbox.Bridge] in [
      [.out(port: 4100, socket: echo.path), .out(port: 4100, socket: echo.path)],
      [.out(port: 0, socket: echo.path)], [.out(port: 65536, socket: echo.path)],
      [.into(socket: "/nowhere/socket", port: 4100)],
      Array(repeating: .out(port: 4100, socket: echo.path), count: 9),
    ] {
      var probe = try ConfinedProbe(.bubblewrap, sockets: [echo.path])
      probe.sandbox.bridges = bridges
      let exit = try await probe.run("/bin/echo", ["ran"])
      #expect(exit.status == .exited(126) && probe.place.read("out").isEmpty, "\(bridges)")
      #expect(exit.errorTail.contains("agent-shim: "), "\(exit.errorTail)")
    }
    var probe = try ConfinedProbe(.bubblewrap)
    probe.sandbox.bridges = [.into(socket: probe.place.file("scratch/\(long)"), port: 4100)]
    #expect(try await probe.run("/bin/echo", ["ran"]).errorTail.contains("File name too long"))
  }
}

/// A socket outside that gives back what it was told, once that was all; each connection on a thread of its own.
final class UnixEcho: @unchecked Sendable {
  let folder: TemporaryDirectory
  let path: String
  private let listener: Int32
  private let isOver = Locked(false)

  init() throws {
    folder = try TemporaryDirectory()
    path = folder.file("e")
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard unsafe Self.named(path, { unsafe bind(listener, $0, $1) }) == 0, listen(listener, 128) == 0 else {
      throw SystemError.last
    }
    Thread.detachNewThread { [listener] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { break }
        Thread.detachNewThread {
          Self.say(connection, Self.hear(connection))
          close(connection)
        }
      }
      close(listener)
    }
  }

  deinit { stop() }

  /// Once, since the number is soon somebody else's.
  func stop() {
    let wasOver = isOver.withLock { isOver in
      defer { isOver = true }
      return isOver
    }
    if !wasOver { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  /// Says something at a socket and returns what comes back; nil where nobody is there.
  static func ask(_ path: String, _ bytes: [UInt8]) -> [UInt8]? {
    let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    guard unsafe named(path, { unsafe connect(connection, $0, $1) }) == 0 else { return nil }
    say(connection, bytes)
    return hear(connection)
  }

  private static func named(
    _ path: String, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8.prefix(107)) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe use($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func hear(_ connection: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func say(_ connection: Int32, _ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe send(connection, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    shutdown(connection, Int32(SHUT_WR))
  }
}
