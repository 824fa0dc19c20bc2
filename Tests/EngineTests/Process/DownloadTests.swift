import Dispatch
import EngineTestKit
import Testing

@testable import Engine

/// A server that does what a test says, without a network.
private struct Played: HTTPTransport {
  let play:
    @Sendable (_ request: HTTPRequest, _ head: (HTTPHead) -> Void, _ body: (Span<UInt8>) -> Bool) throws(HTTPFailure) ->
      Void

  func send(
    _ request: HTTPRequest, call: HTTPCall, head: (HTTPHead) -> Void, body: (Span<UInt8>) -> Bool
  ) throws(HTTPFailure) { try play(request, head, body) }

  static func answer(_ status: Int, _ bytes: [UInt8] = []) -> Played {
    Played { _, head, body throws(HTTPFailure) in
      head(HTTPHead(status: status))
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(4096))
        rest = rest.dropFirst(4096)
        if !body(piece.span) { throw HTTPFailure(.unwanted) }
      }
    }
  }
}

@Suite struct DownloadTests {
  private static func get(_ server: Played, _ url: String = "https://a.example/t.md") async -> (
    bytes: [UInt8]?, words: String
  ) {
    do { return (try await Download(transport: server, time: ManualTime()).bytes(of: url), "") } catch {
      return (nil, error.description)
    }
  }

  @Test func `a document comes whole, up to the limit`() async {
    let bytes = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
    #expect(await Self.get(.answer(200, bytes)).bytes == bytes)
    #expect(await Self.get(.answer(200)).bytes == [])
  }

  @Test(arguments: [
    (Played.answer(200, [UInt8](repeating: 1, count: 65_537)), "has more than 64 KiB"),
    (.answer(404), "status 404"), (.answer(302), "status 302"), (.answer(500, [1]), "status 500"),
    (Played { _, _, _ throws(HTTPFailure) in }, "there is no answer"),
    (
      Played { _, _, _ throws(HTTPFailure) in throw HTTPFailure(.certificate, "self-signed") },
      "certificate: self-signed"
    ),
    (Played { _, _, _ throws(HTTPFailure) in throw HTTPFailure(.tooLarge) }, "has more than 64 KiB"),
  ])
  private func `what can't be had is told in one line`(server: Played, words: String) async {
    let result = await Self.get(server)
    #expect(result.bytes == nil && result.words.hasPrefix("https://a.example/t.md can't be fetched: "), "\(result)")
    #expect(result.words.contains(words))
  }

  @Test(arguments: [
    "http://a.example/t", "ftp://a.example/t", "https://u:p@a.example/t", "https://", "file:///etc/passwd",
  ])
  func `only https is asked`(url: String) async {
    let asked = Locked(false)
    let server = Played { _, _, _ throws(HTTPFailure) in asked.withLock { $0 = true } }
    #expect(await Self.get(server, url).words.contains("only https URLs are fetched"))
    #expect(!asked.withLock { $0 })
  }

  @Test func `one that never comes is given up when its time is over`() async {
    let time = ManualTime()
    let server = Stalled()
    async let result: [UInt8]? = try? Download(transport: server, time: time).bytes(of: "https://a.example/t")
    _ = await server.entered.next()
    time.advance(by: .seconds(5))
    #expect(await result == nil)
    server.release()
  }
}

/// Sends nothing until it is let go.
private final class Stalled: HTTPTransport {
  let entered = Mailbox<Bool>()
  private let gate = DispatchSemaphore(value: 0)

  func release() { gate.signal() }

  func send(
    _ request: HTTPRequest, call: HTTPCall, head: (HTTPHead) -> Void, body: (Span<UInt8>) -> Bool
  ) throws(HTTPFailure) {
    entered.send(true)
    gate.wait()
  }
}
