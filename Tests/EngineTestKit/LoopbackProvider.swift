internal import Foundation
internal import Glibc

/// A real server on the loopback that plays what a test wrote, and keeps what it was asked. Each connection has one request and a
/// thread of its own.
package final class LoopbackProvider: @unchecked Sendable {
  /// A request as it arrived.
  package struct Request: Sendable {
    package var line: String
    /// Lines of the head behind the first.
    package var headers: [String]
    package var body: [UInt8]
    /// All bytes.
    package var raw: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    package func header(_ name: String) -> String? {
      headers.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
  }

  package enum Step: Sendable {
    case bytes([UInt8])
    /// Sends nothing more until the client goes away or the provider ends.
    case stall
    /// Sends nothing for so long, as a model that thinks.
    case pause(Duration)
    /// Ends the connection as a crash would.
    case reset
    /// The same bytes for as long as the client takes them.
    case endless([UInt8])
  }

  package typealias Reply = @Sendable (Request) -> [Step]

  package let port: UInt16
  package var host: String { "127.0.0.1:\(port)" }
  package var baseURL: String { "http://\(host)/v1" }

  private let listener: Int32
  private let reply: Reply
  private let state = NSCondition()
  private var taken: [Request] = []
  private var isOver = false
  private var left = 0
  private var open: Set<Int32> = []

  /// - Parameter reply: what to answer to a request.
  package init(reply: @escaping Reply) throws {
    self.reply = reply
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(listener, generic, size) + listen(listener, 64) + getsockname(listener, generic, &size)
      }
    }
    guard status == 0 else { throw CocoaError(.fileWriteUnknown) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in accept() }
  }

  /// Plays one reply after the other, and the last one for ever.
  package convenience init(_ replies: [Step]...) throws {
    let next = NSLock()
    nonisolated(unsafe) var rest = replies[...]
    try self.init { _ in
      next.withLock { unsafe rest.count > 1 ? rest.removeFirst() : rest.first ?? [] }
    }
  }

  /// Ends every connection and takes no more.
  package func stop() {
    state.withLock {
      isOver = true
      for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
      state.broadcast()
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  package var requests: [Request] { state.withLock { taken } }

  /// Returns when so many requests have arrived; false where they did not within a minute.
  package func wait(requests count: Int) -> Bool { wait { taken.count >= count } }

  /// Returns when so many clients have gone away from a connection that stalled; false where they did not within a minute.
  package func wait(gone count: Int) -> Bool { wait { left >= count } }

  private func wait(_ isSo: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: 60)
    return state.withLock {
      while !isSo() { if !state.wait(until: end) { return isSo() } }
      return true
    }
  }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      if connection < 0, errno == EINTR { continue }
      guard connection >= 0 else { break }
      let mayStay = state.withLock { isOver ? false : open.insert(connection).inserted }
      guard mayStay else {
        close(connection)
        break
      }
      Thread.detachNewThread { [self] in
        serve(connection)
        state.withLock { _ = open.remove(connection) }
        close(connection)
      }
    }
    close(listener)
  }

  private func serve(_ connection: Int32) {
    guard let request = read(connection) else { return }
    state.withLock {
      taken.append(request)
      state.broadcast()
    }
    for step in reply(request) {
      switch step {
      case .bytes(let bytes): guard send(bytes, connection) else { return }
      case .endless(let bytes): while send(bytes, connection) {}
      case .pause(let time):
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let end = Date(timeIntervalSinceNow: seconds)
        state.withLock { while !isOver, state.wait(until: end) {} }
      case .reset:
        var hard = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        return
      case .stall:
        var byte: UInt8 = 0
        while unsafe recv(connection, &byte, 1, 0) > 0 {}
        state.withLock {
          if !isOver { left += 1 }
          state.broadcast()
        }
        return
      }
    }
    // Until the client has read everything: closing with unread bytes would reset the connection.
    shutdown(connection, Int32(SHUT_WR))
  }

  private func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(connection, buffer.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      if let request = LoopbackProvider.request(bytes) { return request }
      let count = unsafe recv(connection, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func request(_ bytes: [UInt8]) -> Request? {
    guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    var request = Request(line: lines[0], headers: Array(lines.dropFirst()), body: [], raw: bytes)
    let length = request.header("content-length").flatMap { Int($0) } ?? 0
    guard bytes.count - end.upperBound >= length else { return nil }
    request.body = Array(bytes[end.upperBound..<(end.upperBound + length)])
    return request
  }
}

extension LoopbackProvider {
  /// The head of an answer that ends with the connection.
  package static func head(_ status: Int = 200, type: String? = "text/event-stream", _ headers: String...) -> Step {
    let lines = ["HTTP/1.1 \(status) Word"] + (type.map { ["Content-Type: \($0)"] } ?? []) + headers
    return .bytes(Array((lines + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8))
  }

  package static func text(_ text: String) -> Step { .bytes(Array(text.utf8)) }

  /// An answer with a body in one piece.
  package static func answer(_ status: Int, type: String? = "application/json", _ body: String, _ headers: String...)
    -> [Step]
  {
    let lines =
      ["HTTP/1.1 \(status) Word", "Content-Length: \(body.utf8.count)"]
      + (type.map { ["Content-Type: \($0)"] } ?? []) + headers
    return [text((lines + ["Connection: close", "", ""]).joined(separator: "\r\n") + body)]
  }

  /// One event with a chunk of a completion.
  package static func chunk(_ delta: String, finish: String? = nil) -> String {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    return "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":\(delta),"
      + "\"finish_reason\":\(reason)}]}\n\n"
  }

  /// A chunk with text.
  package static func content(_ text: String) -> String {
    let json = (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    return chunk("{\"content\":\(json)}")
  }

  /// The chunk with the counts of tokens, which has no choices.
  package static func usage(prompt: Int, answer: Int, cached: Int = 0) -> String {
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":\(prompt),\"completion_tokens\":\(answer),"
      + "\"total_tokens\":\(prompt + answer),\"prompt_tokens_details\":{\"cached_tokens\":\(cached)}}}\n\n"
  }

  /// A whole stream with a text, in pieces, as a well-behaved endpoint sends it.
  package static func stream(
    _ pieces: [String], finish: String = "stop", prompt: Int = 100, answer: Int = 20, cached: Int = 0
  ) -> [Step] {
    [head(), text(chunk(#"{"role":"assistant","content":null}"#))] + pieces.map { text(content($0)) } + [
      text(chunk("{}", finish: finish) + usage(prompt: prompt, answer: answer, cached: cached) + "data: [DONE]\n\n")
    ]
  }
}
