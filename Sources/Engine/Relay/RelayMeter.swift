/// Reads along in an answer that passes: what it cost, and that bytes come.
struct RelayMeter {
  private static let bodyLimit = 8 << 20

  private var events = SSEReader(totalLimit: 64 << 20)
  private var body: [UInt8] = []
  private let isStream: Bool
  private var isReadable = true
  private(set) var usage: Usage?
  /// Nothing that follows changes what was counted.
  private(set) var isOver = false

  init(_ head: HTTPHead) { isStream = head.contentType == "text/event-stream" }

  mutating func read(_ bytes: Span<UInt8>) {
    guard isReadable else { return }
    guard isStream else {
      if body.count + bytes.count > Self.bodyLimit { isReadable = false }
      for index in bytes.indices where isReadable { body.append(bytes[index]) }
      return
    }
    var found: [SSEReader.Event] = []
    do throws(SSEReader.Fault) { try events.read(bytes) { found.append($0) } } catch { isReadable = false }
    for event in found { take(event) }
  }

  mutating func finish() {
    var found: [SSEReader.Event] = []
    if isStream { _ = events.finish { found.append($0) } }
    for event in found { take(event) }
    if !isStream, isReadable { read(pieces: ChatDecoder.pieces(of: body)) }
    isOver = true
  }

  private mutating func take(_ event: SSEReader.Event) {
    if case .message(_, let data) = event { read(pieces: ChatDecoder.pieces(of: data)) }
  }

  /// The last count is the one that holds: some endpoints send what has come to date with each chunk.
  private mutating func read(pieces: [ChatPiece]) {
    for piece in pieces {
      switch piece {
      case .usage(let usage): self.usage = usage
      case .end: isOver = true
      default: break
      }
    }
  }
}
