/// Fetches one small document over HTTPS, with limits on its size and on the time that it takes.
package struct Download: Sendable {
  private let transport: any HTTPTransport
  private let time: any TimeSource
  /// Bytes of the document.
  private let limit: Int
  /// For the whole exchange.
  private let patience: Duration

  package init(
    transport: any HTTPTransport, time: any TimeSource = SystemTime(), limit: Int = 64 << 10,
    patience: Duration = .seconds(5)
  ) {
    self.transport = transport
    self.time = time
    self.limit = limit
    self.patience = patience
  }

  /// The bytes at `url`. A redirection is not followed: it leads to a place that nobody named.
  package func bytes(of url: String) async throws(ReviewFailure) -> [UInt8] {
    guard url.hasPrefix("https://"), EndpointAddress.isOne(url) else {
      throw failure(url, "only https URLs are fetched")
    }
    let call = HTTPCall()
    let end = time.now() + patience
    let result = Mailbox<Result<[UInt8], ReviewFailure>>()
    do {
      try PlainThread.start { [self] in
        let outcome = Result { () throws(ReviewFailure) in try exchange(url, call) }
        result.send(outcome)
      }
    } catch {
      throw failure(url, "the system gives no thread")
    }
    let outcome = await withTaskGroup(of: Result<[UInt8], ReviewFailure>?.self) { group in
      group.addTask { await result.next() }
      group.addTask { [time] in
        do { try await time.sleep(until: end) } catch { return nil }
        return .failure(failure(url, "it took longer than \(DurationText.format(patience))"))
      }
      let first = await group.next() ?? nil
      call.cancel()
      group.cancelAll()
      return first
    }
    guard let outcome else { throw ReviewFailure(.cancelled, "stopped while \(url) was fetched") }
    return try outcome.get()
  }

  private func exchange(_ url: String, _ call: HTTPCall) throws(ReviewFailure) -> [UInt8] {
    var limits = HTTPLimits()
    limits.connect = patience
    limits.stall = patience
    // Headers count too.
    limits.answer = limit + (64 << 10)
    var head: HTTPHead?
    var body: [UInt8] = []
    do throws(HTTPFailure) {
      try transport.send(
        HTTPRequest(method: "GET", url: url, headers: [("Accept", "text/markdown, text/plain, */*")], limits: limits),
        call: call, head: { head = $0 },
        body: { piece in
          for index in piece.indices { body.append(piece[index]) }
          return body.count <= limit
        })
    } catch {
      guard body.count <= limit, error.kind != .tooLarge else { throw tooLong(url) }
      throw failure(url, error.message.isEmpty ? error.kind.rawValue : "\(error.kind.rawValue): \(error.message)")
    }
    guard let status = head?.status, status == 200 else {
      throw failure(url, head.map { "the server answers with status \($0.status)" } ?? "there is no answer")
    }
    guard body.count <= limit else { throw tooLong(url) }
    return body
  }

  private func tooLong(_ url: String) -> ReviewFailure { failure(url, "it has more than \(limit >> 10) KiB") }

  private func failure(_ url: String, _ reason: String) -> ReviewFailure {
    ReviewFailure(.configuration, "\(url) can't be fetched: \(reason)", hints: ["look whether the address is right"])
  }
}
