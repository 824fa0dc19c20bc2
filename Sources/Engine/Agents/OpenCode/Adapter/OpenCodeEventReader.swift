/// Makes one session's events of what a server tells of all its sessions (opencode.md, 2.3). A value: what comes out depends on
/// nothing but what went in.
package struct OpenCodeEventReader: Sendable {
  /// What an event of the server means for the session.
  package enum Step: Sendable, Hashable {
    case say(AgentEvent)
    /// Somebody below the session asks for a right that nobody may give; the request's name.
    case reject(String)
    /// The session has nothing more to do.
    case end(failed: Bool)
    /// The server gives up.
    case gone
  }

  /// Sessions below, messages and parts that are remembered of each kind.
  private static let most = 10_000

  /// Milliseconds between two signs of life of a session that says nothing: its helpers work, or it keeps its books.
  private static let signPause: Int64 = 1000
  private static let signOfLife = Step.say(.unknown(type: AgentStreamWriter.keepAlive))

  private let session: [UInt8]
  /// The session and those that its agent called.
  private var family: Set<String>
  /// Messages that are not the model's.
  private var asked: Set<String> = []
  /// Parts that deltas belong to, by their kind.
  private var kinds: [String: String] = [:]
  /// Parts that have been told whole.
  private var told: Set<String> = []
  private var hasBegun = false
  private var hasFailed = false
  /// When the session last gave a sign of life.
  private var lastSign: Int64 = 0

  package init(session: String) {
    self.session = Array(session.utf8)
    family = [session]
  }

  /// Takes the data of the next event; `now` is milliseconds since 1970.
  package mutating func read(_ data: [UInt8], now: Int64) -> [Step] {
    guard concernsUs(data) else { return [] }
    var steps: [Step] = []
    let isObject = JSONIndex.object(in: data.span) { index in steps = self.steps(index, now: now) }
    guard isObject else { return [.say(.malformed(reason: "an event of the server that is not valid JSON"))] }
    if steps.isEmpty, hasBegun, now >= lastSign + Self.signPause { steps = [Self.signOfLife] }
    if !steps.isEmpty { lastSign = now }
    return steps
  }

  /// Most events are other sessions'; reading all of them in each of seven adapters would cost more than it is worth.
  private func concernsUs(_ data: [UInt8]) -> Bool {
    func holds(_ wanted: [UInt8]) -> Bool {
      ByteSearch.first(wanted.span, in: data.span, from: 0, to: data.count) != nil
    }
    return holds(session) || family.count > 1 && family.contains { holds(Array($0.utf8)) }
      || holds(Array("server.instance.disposed".utf8))
  }

  private mutating func steps(_ index: JSONIndex, now: Int64) -> [Step] {
    let type = index.text("type", of: nil) ?? ""
    if type == "server.instance.disposed" { return [.gone] }
    guard let properties = index.object("properties") else { return [] }
    let from = index.text("sessionID", of: properties) ?? ""
    switch type {
    case "session.created": adopt(index, properties)
    case "permission.asked" where family.contains(from):
      if let id = index.text("id", of: properties), OpenCodeServer.isName(id) { return [.reject(id)] }
    case _ where !from.utf8.elementsEqual(session): return []
    case "message.updated": remember(index, properties)
    case "message.part.updated":
      if let part = index.object("part", of: properties) { return self.part(index, part) }
    case "message.part.delta": return delta(index, properties)
    case "session.status": return status(index, properties, now: now)
    case "session.idle": return end()
    case "session.error":
      (hasBegun, hasFailed) = (true, true)
      return [.say(OpenCodeDecoder.error(index, in: properties, now: now))]
    default: break
    }
    return []
  }

  private mutating func adopt(_ index: JSONIndex, _ properties: Int) {
    guard let info = index.object("info", of: properties), let parent = index.text("parentID", of: info),
      family.contains(parent), family.count < Self.most, let id = index.text("id", of: info)
    else { return }
    family.insert(id)
  }

  private mutating func remember(_ index: JSONIndex, _ properties: Int) {
    guard let info = index.object("info", of: properties), index.text("role", of: info) == "user",
      let id = index.text("id", of: info), asked.count < Self.most
    else { return }
    asked.insert(id)
  }

  private mutating func status(_ index: JSONIndex, _ properties: Int, now: Int64) -> [Step] {
    guard let status = index.object("status", of: properties) else { return [] }
    switch index.text("type", of: status) {
    case "busy":
      defer { hasBegun = true }
      // A sign of life, long before the first word.
      return hasBegun ? [] : [Self.signOfLife]
    case "retry":
      hasBegun = true
      let next = index.integer("next", of: status).map {
        max(0, $0.subtractingReportingOverflow(Int(now)).partialValue)
      }
      return [
        .say(
          .retry(
            attempt: max(0, index.integer("attempt", of: status) ?? 0),
            message: index.text("message", of: status, limit: 1000) ?? "", delayMilliseconds: next))
      ]
    case "idle": return end()
    default: return []
    }
  }

  /// A session is idle before its first prompt, and told so twice after its last.
  private func end() -> [Step] { hasBegun ? [.end(failed: hasFailed)] : [] }

  private mutating func delta(_ index: JSONIndex, _ properties: Int) -> [Step] {
    guard index.text("field", of: properties) == "text", let part = index.text("partID", of: properties),
      let text = index.text("delta", of: properties)
    else { return [] }
    switch kinds[part] {
    case "text": return [.say(.textDelta(part: part, text: text))]
    case "reasoning": return [.say(.reasoningDelta(part: part, text: text))]
    // The whole block follows.
    default: return []
    }
  }

  private mutating func part(_ index: JSONIndex, _ part: Int) -> [Step] {
    guard let id = index.text("id", of: part), !asked.contains(index.text("messageID", of: part) ?? "") else {
      return []
    }
    let kind = index.text("type", of: part) ?? ""
    if kinds.count < Self.most { kinds[id] = kind }
    switch kind {
    case "step-start": return tell(id, as: "step_start", index, part)
    case "step-finish": return tell(id, as: "step_finish", index, part)
    case "text", "reasoning":
      let time = index.object("time", of: part)
      return time.flatMap { index.integer("end", of: $0) } == nil ? [] : tell(id, as: kind, index, part)
    case "tool":
      switch index.object("state", of: part).flatMap({ index.text("status", of: $0) }) {
      case "completed", "error": return tell(id, as: "tool_use", index, part)
      case "running": return [Self.signOfLife]
      default: return []
      }
    default: return []
    }
  }

  /// Tells a part once, whole.
  private mutating func tell(_ id: String, as type: String, _ index: JSONIndex, _ part: Int) -> [Step] {
    guard told.count < Self.most, told.insert(id).inserted else { return [] }
    return OpenCodeDecoder.event(of: type, part: part, in: index).map { [.say($0)] } ?? []
  }
}

extension OpenCodeDecoder {
  /// What a part of a server's event says: the same as in the line that `run` prints of it (opencode.md, 1.3).
  static func event(of type: String, part: Int, in index: JSONIndex) -> AgentEvent? {
    decode("{\"type\":\"\(type)\",\"part\":", index.members[part].value.asInts, index)
  }

  /// The same for an error; `now` is what a date in it is measured from.
  static func error(_ index: JSONIndex, in properties: Int, now: Int64) -> AgentEvent {
    let nameless = AgentEvent.error(AgentError(name: "UnknownError", message: "an error without a description"))
    guard let error = index.object("error", of: properties) else { return nameless }
    let start = "{\"type\":\"error\",\"timestamp\":\(now),\"error\":"
    return decode(start, index.members[error].value.asInts, index) ?? nameless
  }

  private static func decode(_ start: String, _ range: Range<Int>, _ index: JSONIndex) -> AgentEvent? {
    var line = Array(start.utf8)
    index.bytes.append(range, to: &line)
    line.append(0x7D)
    var decoder = OpenCodeDecoder()
    var found: AgentEvent?
    decoder.decode(line.span) { found = found ?? $0 }
    return found
  }
}
