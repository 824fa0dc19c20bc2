import EngineTestKit
import Foundation
import Testing

@testable import Engine

@Suite struct CurlTransportTests {
  private struct Got {
    var heads: [HTTPHead] = []
    var body: [UInt8] = []
    var failure: HTTPFailure?
  }

  private static func send(
    _ request: HTTPRequest, call: HTTPCall = HTTPCall(), environment: [String: String] = [:],
    wants: ([UInt8]) -> Bool = { _ in true }
  ) -> Got {
    var got = Got()
    do throws(HTTPFailure) {
      try CurlTransport(environment: environment).send(request, call: call, head: { got.heads.append($0) }) { bytes in
        for index in bytes.indices { got.body.append(bytes[index]) }
        return wants(got.body)
      }
    } catch {
      got.failure = error
    }
    return got
  }

  private static func request(_ url: String, _ change: (inout HTTPRequest) -> Void = { _ in }) -> HTTPRequest {
    var request = HTTPRequest(
      method: "POST", url: url, headers: [(name: "X-Own", value: "1")], body: Array("asked".utf8))
    change(&request)
    return request
  }

  @Test func `a request arrives as it was made, and its answer in pieces`() throws {
    let provider = try LoopbackProvider([
      .bytes(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)),
      LoopbackProvider.head(201, type: "Text/Event-Stream; x=y", "A: b"),
      LoopbackProvider.text("one"), LoopbackProvider.text("two"),
    ])
    defer { provider.stop() }
    let got = Self.send(Self.request(provider.baseURL + "/x"))
    #expect(got.failure == nil)
    #expect(got.heads.map(\.status) == [201])
    #expect(got.heads.first?.contentType == "text/event-stream" && got.heads.first?["a"] == "b")
    #expect(got.body == Array("onetwo".utf8))
    let asked = try #require(provider.requests.first)
    #expect(asked.line == "POST /v1/x HTTP/1.1" && asked.header("x-own") == "1" && asked.text == "asked")
    #expect(asked.header("accept-encoding") == nil && asked.header("expect") == nil)
  }

  @Test func `a large body is sent without asking first`() throws {
    let provider = try LoopbackProvider(LoopbackProvider.answer(200, "ok"))
    defer { provider.stop() }
    let body = [UInt8](repeating: 0x61, count: 3 << 20)
    let got = Self.send(Self.request(provider.baseURL) { $0.body = body })
    #expect(got.failure == nil && provider.requests.first?.body.count == body.count)
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "dict://127.0.0.1/", "ldap://127.0.0.1/",
    "http://",
    "http://127.0.0.1:1/a\r\nX: y",
  ])
  func `NV-12: nothing but http goes out`(url: String) {
    #expect(Self.send(Self.request(url)).failure?.kind == .badRequest)
  }

  @Test func `a header can't carry a second one`() {
    let request = Self.request("http://127.0.0.1:1/") { $0.headers = [(name: "A", value: "b\r\nC: d")] }
    #expect(Self.send(request).failure?.kind == .badRequest)
  }

  @Test func `NV-04: a redirect is an answer, not a way`() throws {
    let other = try LoopbackProvider(LoopbackProvider.answer(200, "taken"))
    defer { other.stop() }
    let provider = try LoopbackProvider(LoopbackProvider.answer(307, "", "Location: \(other.baseURL)"))
    defer { provider.stop() }
    let got = Self.send(
      Self.request(provider.baseURL) { $0.headers.append((name: "Authorization", value: "Bearer k")) })
    #expect(got.failure == nil && got.heads.map(\.status) == [307])
    #expect(other.requests.isEmpty)
  }

  @Test func `NV-02: what breaks is told apart`() throws {
    let provider = try LoopbackProvider { request in
      switch request.line.split(separator: " ")[1] {
      case "/v1/nothing": []
      case "/v1/reset": [LoopbackProvider.head(), LoopbackProvider.text("data"), .reset]
      case "/v1/short": [LoopbackProvider.text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")]
      case "/v1/chunk": [LoopbackProvider.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
      case "/v1/garbage": [LoopbackProvider.text("\u{0}\u{1}SSH-2.0 hello\r\n")]
      case "/v1/stall": [LoopbackProvider.head(), LoopbackProvider.text("data"), .stall]
      case "/v1/mute": [.stall]
      case "/v1/endless": [LoopbackProvider.head(), .endless([UInt8](repeating: 0x61, count: 4096))]
      default: [LoopbackProvider.text("HTTP/1.1 200 OK\r\n"), .endless(Array("X: yyyyyyyyyyyyyyyyyyyyyyy\r\n".utf8))]
      }
    }
    defer { provider.stop() }
    let table: [(String, HTTPFailure.Kind)] = [
      ("nothing", .broken), ("reset", .broken), ("short", .broken), ("chunk", .broken), ("garbage", .broken),
      ("stall", .stalled), ("mute", .stalled), ("endless", .tooLarge), ("headers", .tooLarge),
    ]
    for (path, kind) in table {
      let request = Self.request("\(provider.baseURL)/\(path)") {
        $0.limits.stall = path == "stall" || path == "mute" ? .milliseconds(200) : .seconds(60)
        $0.limits.answer = 20_000
      }
      let got = Self.send(request)
      // libcurl has a limit of its own for headers, which may be the first to be reached.
      #expect(
        got.failure?.kind == kind || (path == "headers" && got.failure != nil),
        "\(path): \(String(describing: got.failure))")
      #expect(got.body.count <= 20_000)
    }
  }

  @Test func `NV-01: who can't be reached is told apart`() throws {
    let provider = try LoopbackProvider([])
    let gone = provider.baseURL
    provider.stop()
    #expect(Self.send(Self.request("http://no-such-host.invalid/")).failure?.kind == .unresolved)
    // A port that nobody listens on any more.
    let refused = Self.send(Self.request(gone)).failure?.kind
    #expect(refused == .refused || refused == .broken)
  }

  @Test func `NV-01: a server that does not speak TLS, and a certificate that nobody vouches for`() throws {
    let plain = try LoopbackProvider(LoopbackProvider.answer(200, "ok"))
    defer { plain.stop() }
    // A TLS greeting is no HTTP request, so that the provider never answers.
    let request = Self.request("https://\(plain.host)/") { $0.limits.stall = .milliseconds(300) }
    #expect([.stalled, .tls, .broken].contains(Self.send(request).failure?.kind))
    let server = try TLSServer()
    defer { server.stop() }
    let own = Self.request("https://127.0.0.1:\(server.port)/") {
      $0.body = nil; $0.method = "GET"
    }
    #expect(Self.send(own).failure?.kind == .certificate)
    let trusted = Self.send(own, environment: ["CURL_CA_BUNDLE": server.certificate])
    #expect(trusted.failure == nil && trusted.heads.map(\.status) == [200], "\(String(describing: trusted.failure))")
  }

  @Test func `the receiver and somebody else can end it`() throws {
    let provider = try LoopbackProvider([LoopbackProvider.head(), LoopbackProvider.text("data"), .stall])
    defer { provider.stop() }
    #expect(Self.send(Self.request(provider.baseURL), wants: { _ in false }).failure?.kind == .unwanted)
    #expect(provider.wait(gone: 1))
    let call = HTTPCall()
    let request = Self.request(provider.baseURL) { $0.limits.stall = nil }
    let got = Self.send(
      request, call: call,
      wants: { _ in
        Thread.detachNewThread { call.cancel() }
        return true
      })
    #expect(got.failure?.kind == .cancelled && provider.wait(gone: 2))
    #expect(Self.send(request, call: call).failure?.kind == .cancelled, "and none begins")
  }
}
