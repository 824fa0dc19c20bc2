internal import Foundation
internal import Glibc

/// One connection of a client, with requests one after the other.
struct HTTPConnection {
  struct Request {
    var method: String
    /// Without the query.
    var path: [String]
    var query: String
    var headers: [String: String]
    var body: String
  }

  private static let headLimit = 64 << 10
  private static let bodyLimit = 64 << 20
  private static let words = [200: "OK", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"]

  private let socket: Int32
  private var bytes: [UInt8] = []

  init(_ socket: Int32) { self.socket = socket }

  /// Nil where the client has gone, or sent what is no request.
  mutating func next() -> Request? {
    while true {
      if let end = Data(bytes.prefix(HTTPConnection.headLimit)).range(of: Data("\r\n\r\n".utf8)) {
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
          if parts.count == 2 { headers[parts[0].lowercased()] = parts[1] }
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3, (0...HTTPConnection.bodyLimit).contains(length) else { return nil }
        while bytes.count < end.upperBound + length { guard receive() else { return nil } }
        let body = String(decoding: bytes[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
        bytes.removeFirst(end.upperBound + length)
        let target = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        return Request(
          method: words[0], path: (target.first ?? "/").split(separator: "/").map(String.init),
          query: target.count == 2 ? target[1] : "", headers: headers, body: body)
      }
      guard bytes.count < HTTPConnection.headLimit, receive() else { return nil }
    }
  }

  private mutating func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe recv(socket, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes += buffer[..<count]
      return true
    }
  }

  @discardableResult func answer(_ status: Int, _ body: JSON?, headers: [String] = []) -> Bool {
    let text = body?.rendered() ?? ""
    let lines =
      ["HTTP/1.1 \(status) \(HTTPConnection.words[status] ?? "Word")", "Content-Length: \(text.utf8.count)"]
      + (body == nil ? [] : ["Content-Type: application/json"]) + headers
    return send((lines + ["", ""]).joined(separator: "\r\n") + text)
  }

  func beginEvents() -> Bool {
    send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
  }

  /// False where the client has gone.
  func event(_ text: String) -> Bool {
    let block = "data: \(text)\n\n"
    return send(String(block.utf8.count, radix: 16) + "\r\n" + block + "\r\n")
  }

  private func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(socket, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
