import Engine
import EngineTestKit
import Foundation
import Glibc

/// A place with a tree that may be read, a scratch that may be written and a secret that may neither, and programs that run
/// confined in it below the real shim.
struct ConfinedProbe: Sendable {
  static let tools = SandboxTools.find(shim: Built.shim)
  static let program = Built.program("sandbox-probe")

  let place: TemporaryDirectory
  var sandbox: Sandbox

  /// Whether the machine allows a mode; where it does not, its tests are skipped by name.
  static func works(_ mode: Sandbox.Mode) -> Bool { SandboxProbe.finding(mode, tools).problem == nil }

  init(_ mode: Sandbox.Mode, sockets: [String] = [], ports: [Int] = []) throws {
    place = try TemporaryDirectory()
    for folder in ["repo", "scratch", "empty"] {
      try FileManager.default.createDirectory(atPath: place.file(folder), withIntermediateDirectories: true)
    }
    try place.write("repo/file", Array("text\n".utf8))
    try place.write("secret", Array("secret\n".utf8))
    sandbox = Sandbox(
      mode: mode, tools: Self.tools, programs: [Self.program],
      readable: [.init(place.file("repo")), .init(place.file("empty"))], scratch: .init(place.file("scratch")),
      sockets: sockets.map { .init($0) }, ports: ports)
  }

  /// Runs a program to its end and returns how it ended, as its supervisor sees it.
  func run(
    _ executable: String, _ arguments: [String], limits: ChildLimits = ChildLimits(), grace: Duration = .seconds(20),
    onVitals: @escaping @Sendable (Vitals) -> Void = { _ in }, onText: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> ChildExit {
    let files = ChildFiles(
      input: "/dev/null", output: place.file("out"), error: place.file("err"), directory: place.file("empty"))
    let command = sandbox.command(
      ChildCommand(executable: executable, arguments: arguments, environment: ["PATH": "/usr/bin:/bin"]),
      in: files.directory)
    let exit = try await AgentProcess.run(
      command, files: files, shim: Built.shim, grace: grace, limits: limits, onVitals: onVitals
    ) { bytes in
      onText(unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })
    }
    return sandbox.ending(exit)
  }

  /// What came of each try, in order: `ok` or the name of an error.
  func tries(_ tries: [(what: String, on: String)]) async throws -> [String] {
    let exit = try await run(Self.program, tries.flatMap { [$0.what, $0.on] })
    guard exit.status == .exited(0) else { throw ReviewFailure(.agent, "\(exit)") }
    return String(decoding: place.read("out"), as: UTF8.self).split(separator: "\n")
      .map { String($0.split(separator: "\t").last ?? "") }
  }
}

/// Somebody outside whom a confined program might reach.
final class Outsider: @unchecked Sendable {
  let process = Process()
  let tcp: Int32
  let udp: Int32
  let local: Int32
  let path: String

  init(socketIn folder: String, named name: String = "other.sock") throws {
    process.executableURL = URL(filePath: "/bin/sleep")
    process.arguments = ["600"]
    try process.run()
    tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    udp = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    local = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    path = "\(folder)/\(name)"
    for number in [tcp, udp] {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let status = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard status == 0 else { throw SystemError.last }
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8.prefix(107)) }
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(local, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0, listen(local, 16) == 0, listen(tcp, 16) == 0 else { throw SystemError.last }
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    for number in [tcp, udp, local] { close(number) }
  }

  var pid: String { String(process.processIdentifier) }
  var tcpPort: Int { port(of: tcp) }
  var udpPort: Int { port(of: udp) }

  /// Whether a datagram has arrived.
  var hasHeard: Bool {
    var byte: UInt8 = 0
    return unsafe recv(udp, &byte, 1, Int32(MSG_DONTWAIT)) == 1
  }

  private func port(of number: Int32) -> Int {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(number, $0, &length) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
