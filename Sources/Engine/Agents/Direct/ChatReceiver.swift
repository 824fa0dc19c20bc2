/// Takes one answer as it arrives and says it on, live: text as text; where findings are asked for as JSON, the JSON as reasoning,
/// as the model wrote it, and each finding as text in the contract's form once it is whole.
struct ChatReceiver {
  private enum Form { case events, whole, other }

  /// Bytes of a body that is no stream: errors, and completions in one piece.
  private static let bodyLimit = 8 << 20

  /// Signs of life are passed on no more often than this, in milliseconds.
  private static let lifeInterval: Int64 = 1000

  private let say: (AgentEvent) -> Void
  private let now: () -> Int64
  private let step: Int
  private var lastLife: Int64?
  private(set) var head: HTTPHead?
  private(set) var answer = ChatAnswer()
  private(set) var body: [UInt8] = []
  /// The findings of an answer in JSON, and whether all of it could be read.
  private(set) var findings: FindingsJSONReader?
  private(set) var converted = 0
  private(set) var isTorn = false
  /// Why no more is wanted.
  private(set) var fault: SSEReader.Fault?
  private var form = Form.other
  private var events = SSEReader()
  /// What was said as text so far.
  private(set) var text = ""

  init(step: Int, findings: FindingsJSONReader?, now: @escaping () -> Int64, say: @escaping (AgentEvent) -> Void) {
    self.step = step
    self.now = now
    self.findings = findings
    self.say = say
  }

  var hasBegun: Bool { form != .other }
  private var textPart: String { "prt_\(step)_text" }
  private var thoughtPart: String { "prt_\(step)_thought" }

  mutating func take(_ head: HTTPHead) {
    self.head = head
    guard (200..<300).contains(head.status) else { return }
    switch head.contentType {
    case "text/event-stream": form = .events
    case "application/json": form = .whole
    default: return
    }
    say(.stepStarted)
  }

  /// Takes a piece of the body; false where no more is wanted.
  mutating func take(_ bytes: Span<UInt8>) -> Bool {
    guard form == .events else {
      for index in bytes.indices where body.count < ChatReceiver.bodyLimit { body.append(bytes[index]) }
      return body.count < ChatReceiver.bodyLimit
    }
    var arrived: [SSEReader.Event] = []
    do throws(SSEReader.Fault) {
      try events.read(bytes) { arrived.append($0) }
    } catch {
      fault = error
    }
    for event in arrived { apply(event) }
    return fault == nil && !answer.hasEnded && answer.error == nil
  }

  /// The exchange is over.
  mutating func finish() {
    switch form {
    case .events:
      var arrived: [SSEReader.Event] = []
      isTorn = events.finish { arrived.append($0) }
      for event in arrived { apply(event) }
    case .whole: for piece in ChatDecoder.pieces(of: body) { apply(piece) }
    case .other: return
    }
    if !answer.reasoning.isEmpty { say(.reasoning(part: thoughtPart, text: answer.reasoning)) }
    if findings != nil, !answer.text.isEmpty { say(.reasoning(part: thoughtPart + "_json", text: answer.text)) }
    conclude()
    if !text.isEmpty { say(.text(part: textPart, text: text)) }
  }

  private mutating func apply(_ event: SSEReader.Event) {
    switch event {
    case .comment:
      let time = now()
      if let last = lastLife, time - last < ChatReceiver.lifeInterval, time >= last { return }
      lastLife = time
      say(.unknown(type: AgentStreamWriter.keepAlive))
    case .message(_, let data): for piece in ChatDecoder.pieces(of: data) { apply(piece) }
    }
  }

  private mutating func apply(_ piece: ChatPiece) {
    answer.apply(piece)
    switch piece {
    case .reasoning(let piece): say(.reasoningDelta(part: thoughtPart, text: piece))
    case .content(let piece):
      guard findings != nil else { return speak(piece) }
      say(.reasoningDelta(part: thoughtPart + "_json", text: piece))
      for finding in findings?.read(piece) ?? [] {
        converted += 1
        speak(FindingXML.text(finding))
      }
    default: break
    }
  }

  /// The proof of an answer in JSON is that its list is whole; only then is it said in the contract's form.
  private mutating func conclude() {
    guard let findings, findings.isWhole, answer.reason == "stop" else { return }
    if findings.unusable > 0 { speak("\(findings.unusable) entries without a title or a file are left out.\n") }
    speak(FindingXML.done(converted))
  }

  private mutating func speak(_ words: String) {
    text += words
    say(.textDelta(part: textPart, text: words))
  }
}
