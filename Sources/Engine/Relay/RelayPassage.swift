/// An answer on its way from a provider to a client: its bytes as they are, less what is secret, and of its head what a client
/// needs.
struct RelayPassage {
  /// Nothing that belongs to the connection, no cookie, and nothing that the client has no use for.
  private static let passed: Set<String> = [
    "content-type", "retry-after", "retry-after-ms", "location", "x-request-id", "request-id",
  ]

  private let peer: RelayPeer
  private let interval: Duration
  private let secrets: [String]
  private var redactor: StreamRedactor
  private var meter: RelayMeter?
  /// Told once what the answer cost, before the client can know that it is over and ask again.
  private let spend: (Usage) -> Void
  private var isPaid = false
  private var bytes = 0
  private var lastLife: ContinuousClock.Instant?
  private(set) var hasBegun = false
  /// False once the client takes no more.
  private(set) var isWanted = true

  init(peer: RelayPeer, secrets: [String], interval: Duration, spend: @escaping (Usage) -> Void) {
    self.spend = spend
    self.peer = peer
    self.secrets = secrets
    self.interval = interval
    redactor = StreamRedactor(secrets: secrets)
  }

  /// Pieces are marked with their lengths, so that an answer that broke off can be told from a whole one.
  mutating func begin(_ head: HTTPHead) {
    hasBegun = true
    if (200..<300).contains(head.status) { meter = RelayMeter(head) }
    var lines = ["HTTP/1.1 \((200...599).contains(head.status) ? head.status : 502) Relayed"]
    for header in head.headers where Self.passed.contains(header.name.lowercased()) {
      let value = StreamRedactor.redact(header.value, secrets)
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { continue }
      lines.append("\(header.name): \(value)")
    }
    lines += ["Transfer-Encoding: chunked", "Connection: close", "", ""]
    isWanted = peer.write(Array(lines.joined(separator: "\r\n").utf8))
  }

  /// Passes a piece on. The bytes that have passed, where that is to be told again.
  mutating func take(_ piece: Span<UInt8>) -> Int? {
    meter?.read(piece)
    pay()
    bytes += piece.count
    write(redactor.pass(piece.indices.map { piece[$0] }))
    let now = ContinuousClock.now
    if let last = lastLife, now - last < interval { return nil }
    lastLife = now
    return bytes
  }

  /// The provider has ended its answer, or broke off: then the client is not told that it is whole.
  mutating func finish(isWhole: Bool) {
    guard hasBegun else { return }
    meter?.finish()
    pay()
    write(redactor.finish())
    if isWhole, isWanted { isWanted = peer.write(Array("0\r\n\r\n".utf8)) }
  }

  private mutating func pay() {
    guard !isPaid, let meter, meter.isOver, let usage = meter.usage else { return }
    isPaid = true
    spend(usage)
  }

  private mutating func write(_ bytes: [UInt8]) {
    guard isWanted, !bytes.isEmpty else { return }
    isWanted = peer.write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [0x0D, 0x0A])
  }

  static func retryAfter(_ head: HTTPHead) -> Int? {
    if let text = head["retry-after-ms"], let value = RetryAfter.milliseconds(text, unit: 1) { return value }
    return head["retry-after"].flatMap { RetryAfter.milliseconds($0, unit: 1000) }
  }
}
