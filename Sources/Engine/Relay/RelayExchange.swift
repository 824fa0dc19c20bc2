/// One connection of a client to the relay: one request and its answer, on a thread of its own.
struct RelayExchange {
  private static let bodyLimit = 16 << 20
  private static let headPatience: Duration = .seconds(10)
  private static let bodyPatience: Duration = .seconds(60)
  private static let lifeInterval: Duration = .seconds(1)

  let peer: RelayPeer
  let desk: RelayDesk
  let call: HTTPCall

  func run() {
    peer.limitWrites()
    var client: String?
    do throws(RelayRefusal) {
      guard let (head, rest) = try readHead() else { return }
      client = desk.client(of: head)
      try serve(head, rest, client)
    } catch {
      var refusal = error
      refusal.message = StreamRedactor.redact(refusal.message, desk.secrets)
      if refusal.type != RelayWords.upstream {
        desk.tell(.refused(by: client, status: refusal.status, refusal.message))
      } else {
        desk.tell(.broken(by: client, refusal.message))
      }
      if peer.write(refusal.answer) { peer.end() }
    }
  }

  /// Nil where the client went away without a request.
  private func readHead() throws(RelayRefusal) -> (RelayHead, rest: [UInt8])? {
    var bytes: [UInt8] = []
    let isWhole = peer.read(into: &bytes, limit: RelayHead.limit, within: Self.headPatience) {
      RelayHead.end(in: $0) != nil
    }
    guard isWhole, let end = RelayHead.end(in: bytes) else {
      if bytes.isEmpty { return nil }
      throw .malformed("the head is too long, too slow or cut off")
    }
    return (try RelayHead(bytes[..<end]), Array(bytes[end...]))
  }

  private func serve(_ head: RelayHead, _ rest: [UInt8], _ client: String?) throws(RelayRefusal) {
    try desk.checkToken(head)
    let route = try RelayRoute(head)
    let provider = try desk.provider(of: route)
    guard !route.isListing else {
      guard head.length == 0, rest.isEmpty else { throw .malformed("a list is asked for without a body") }
      return try forward(provider, provider.request(route, body: nil), model: nil, client)
    }
    let body = try readBody(head, rest)
    let model = try desk.model(in: body, of: provider)
    try desk.checkBudget()
    desk.tell(.asked(by: client, model: model))
    try forward(provider, provider.request(route, body: body), model: model, client)
  }

  private func readBody(_ head: RelayHead, _ rest: [UInt8]) throws(RelayRefusal) -> [UInt8] {
    guard head.length <= Self.bodyLimit else { throw RelayRefusal(413, "length", "the relay takes 16 MB and no more") }
    guard head.length > 0, rest.count <= head.length else { throw .malformed("the body is not as long as it says") }
    if head["expect"] != nil, !peer.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) { throw .malformed("no body") }
    var body = rest
    let isWhole = peer.read(into: &body, limit: head.length, within: Self.bodyPatience) { $0.count >= head.length }
    guard isWhole else { throw .malformed("the body is cut off or too slow") }
    return body
  }

  /// Asks the provider and passes on what it says, as it comes.
  private func forward(
    _ provider: RelayProvider, _ request: HTTPRequest, model: String?, _ client: String?
  ) throws(RelayRefusal) {
    var request = request
    request.abandonedBy = peer.descriptor
    var passage = RelayPassage(peer: peer, secrets: desk.secrets, interval: Self.lifeInterval) { usage in
      guard let model else { return }
      desk.tell(.used(by: client, model: model, desk.spend(usage, model: model, of: provider)))
    }
    var failure: HTTPFailure?
    do throws(HTTPFailure) {
      try desk.transport.send(
        request, call: call,
        head: { head in
          passage.begin(head)
          desk.tell(
            .answered(by: client, status: head.status, retryAfterMilliseconds: RelayPassage.retryAfter(head)))
        },
        body: { bytes in
          if let passed = passage.take(bytes) { desk.tell(.alive(by: client, bytes: passed)) }
          return passage.isWanted
        })
    } catch {
      failure = error
    }
    passage.finish(isWhole: failure == nil)
    guard let failure else { return peer.end() }
    guard failure.kind != .cancelled, failure.kind != .unwanted else { return desk.tell(.abandoned(by: client)) }
    guard passage.hasBegun else { throw RelayRefusal(failure) }
    desk.tell(.broken(by: client, StreamRedactor.redact(failure.message, desk.secrets)))
  }
}
