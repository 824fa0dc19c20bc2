/// A whole answer.
struct HTTPAnswer: Sendable {
  var head: HTTPHead
  var body: [UInt8] = []

  var isGood: Bool { (200..<300).contains(head.status) }
}

extension HTTPTransport {
  /// Asks for something small and waits for all of it.
  func answer(_ request: HTTPRequest, call: HTTPCall) throws(HTTPFailure) -> HTTPAnswer {
    var answer = HTTPAnswer(head: HTTPHead(status: 0))
    try send(
      request, call: call, head: { answer.head = $0 },
      body: { piece in
        for index in piece.indices { answer.body.append(piece[index]) }
        return true
      })
    return answer
  }
}
