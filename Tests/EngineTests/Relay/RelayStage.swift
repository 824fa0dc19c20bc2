import EngineTestKit
import Foundation
import Glibc

@testable import Engine

/// A relay between a provider of the test's own and whoever the test lets ask.
final class RelayStage: Sendable {
  static let key = "sk-live-5ecr3t-0123456789abcdef"
  static let extra = "tenant-5ecr3t-fedcba9876543210"

  let provider: LoopbackProvider
  let relay: Relay
  let folder: TemporaryDirectory
  private let seen = Locked<[RelayEvent]>([])

  init(
    budget: Budget = Budget(tokens: nil, costUSD: nil), key: String? = key, opensPort: Bool = true,
    cost: @escaping @Sendable (String, TokenUsage) -> Double? = { _, _ in nil },
    baseURL: String? = nil, reply: @escaping LoopbackProvider.Reply
  ) throws {
    folder = try TemporaryDirectory()
    provider = try LoopbackProvider(reply: reply)
    let own = RelayProvider(
      id: "own", baseURL: baseURL ?? provider.baseURL, key: key,
      headers: [("X-Tenant-Token", Self.extra), ("X-Title", "harmless words")],
      models: ["large-2", "org/small:1"], cost: cost)
    relay = try Relay(
      in: folder.path, providers: [own], budget: budget, opensPort: opensPort, transport: CurlTransport())
    relay.report { [seen] event in seen.withLock { $0.append(event) } }
  }

  deinit {
    provider.stop()
    relay.stop()
  }

  var events: [RelayEvent] { seen.withLock { $0 } }
  var refusals: [String] {
    events.compactMap { if case .refused(_, let status, let text) = $0 { "\(status) \(text)" } else { nil } }
  }

  static func body(_ model: String = "large-2", _ text: String = "hello") -> String {
    "{\"model\":\"\(model)\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"\(text)\"}]}"
  }

  /// The bytes of a request as a client of good will writes it.
  func request(
    _ line: String = "POST /own/v1/chat/completions HTTP/1.1", token: String? = nil, headers more: [String] = [],
    body: String? = RelayStage.body()
  ) -> String {
    let lines =
      [line, "Host: relay", "Authorization: Bearer \(token ?? relay.token)"] + more
      + (body.map { ["Content-Length: \($0.utf8.count)"] } ?? [])
    return (lines + ["", ""]).joined(separator: "\r\n") + (body ?? "")
  }

  /// Sends bytes and returns all that comes back.
  func send(_ bytes: [UInt8]) throws -> String {
    let connection = try Connection(relay.socketPath)
    try connection.say(bytes)
    return String(decoding: connection.hear(), as: UTF8.self)
  }

  func send(_ text: String) throws -> String { try send(Array(text.utf8)) }

  /// Asks over libcurl, as the direct agent does; over the port where `port` says so.
  func ask(
    _ path: String = "/own/v1/chat/completions", body: String? = RelayStage.body(), token: String? = nil,
    port: Bool = false, _ take: (HTTPHead) -> Void = { _ in }
  ) throws -> (head: HTTPHead?, body: String, failure: HTTPFailure?) {
    let request = HTTPRequest(
      method: body == nil ? "GET" : "POST",
      url: (port ? "http://127.0.0.1:\(relay.port ?? 0)" : "http://relay") + path,
      unixSocket: port ? nil : relay.socketPath,
      headers: [("Authorization", "Bearer \(token ?? relay.token)"), ("X-Conclave-Specialist", "security")],
      body: body.map { Array($0.utf8) })
    var (found, bytes, failure): (HTTPHead?, [UInt8], HTTPFailure?) = (nil, [], nil)
    do throws(HTTPFailure) {
      try CurlTransport().send(
        request, call: HTTPCall(),
        head: {
          found = $0
          take($0)
        },
        body: { piece in
          bytes += piece.indices.map { piece[$0] }
          return true
        })
    } catch {
      failure = error
    }
    return (found, String(decoding: bytes, as: UTF8.self), failure)
  }

  /// A client that writes whatever it likes.
  final class Connection {
    private let descriptor: Int32

    init(_ path: String) throws {
      descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8.prefix(107)) }
      let status = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      guard status == 0 else { throw SystemError.last }
    }

    deinit { close(descriptor) }

    /// What the relay does not want to hear any more is not an error here.
    func say(_ bytes: [UInt8]) throws {
      var sent = 0
      while sent < bytes.count {
        let count = unsafe bytes.withUnsafeBytes {
          unsafe Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        sent += count
      }
    }

    func end() { shutdown(descriptor, Int32(SHUT_WR)) }

    func hear(until isEnough: (String) -> Bool = { _ in false }) -> [UInt8] {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while !isEnough(String(decoding: bytes, as: UTF8.self)) {
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        bytes += buffer[..<count]
      }
      return bytes
    }
  }
}
