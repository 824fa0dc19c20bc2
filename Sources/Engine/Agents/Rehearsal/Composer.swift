/// Turns commands of a scenario into timed notes.
struct Composer {
  /// Time between two pieces of a text that is spread.
  private static let pulse: Duration = .milliseconds(80)
  /// Time between two pieces of memory.
  private static let tick: Duration = .milliseconds(10)

  private let specialist: String
  private(set) var notes: [Score.Note] = []
  var clock: Duration = .zero
  private(set) var ending: Score.Ending?
  private var parts = 0
  private var findings = 0
  private var verdicts = 0
  private var isStepOpen = false

  init(specialist: String) { self.specialist = specialist }

  mutating func play(_ command: Scenario.Command) {
    switch command {
    case .text(let text, let time): spread(text, time, delta: AgentEvent.textDelta, whole: AgentEvent.text)
    case .think(let text, let time): spread(text, time, delta: AgentEvent.reasoningDelta, whole: AgentEvent.reasoning)
    case .finding(let finding, let time):
      findings += 1
      var named = finding
      if named.category.isEmpty { named.category = specialist }
      spread(FindingXML.text(named), time, delta: AgentEvent.textDelta, whole: AgentEvent.text)
    case .verdict(let text, let time):
      verdicts += 1
      spread(text, time, delta: AgentEvent.textDelta, whole: AgentEvent.text)
    case .tool(let call, let time):
      clock += time
      step()
      note(.tool(call))
    case .silence(let time): clock += time
    case .tokens(let reason, let usage):
      endStep(reason, usage)
      if reason == "length" { ending = .exit(0) }
    case .retry(let attempt, let delay, let message):
      note(.retry(attempt: attempt, message: message, delayMilliseconds: Int(delay / .milliseconds(1))))
    case .garbage(let line): note(.bytes(Array("\(line)\n".utf8)), .output)
    case .log(let line): note(.bytes(Array("\(line)\n".utf8)), .error)
    case .error(let error):
      note(.error(error))
      ending = .exit(1)
    case .done(let count, let usage, let linger):
      finish(count, usage)
      clock += linger
    case .deed(.allocate(let bytes), let time): allocate(bytes, time)
    case .deed(let deed, _): note(.deed(deed), .output)
    case .exit(let status): ending = .exit(status)
    case .crash(let signal): ending = .signal(signal)
    case .hang: ending = .never
    }
  }

  private mutating func finish(_ count: Int?, _ usage: Usage) {
    let isCoordinator = specialist == SpecialistID.coordinator.rawValue
    let done = isCoordinator ? VerdictXML.done(count ?? verdicts) : FindingXML.done(count ?? findings)
    spread(done, .zero, delta: AgentEvent.textDelta, whole: AgentEvent.text)
    endStep("stop", usage)
    note(.sessionEnd(reason: "stop"))
    ending = .exit(0)
  }

  /// Memory in pieces, so that it grows as a program's does.
  private mutating func allocate(_ bytes: Int, _ time: Duration) {
    let count = max(1, min(bytes >> 20, Int(time / Composer.tick)))
    for piece in 0..<count {
      clock += time / count
      note(.deed(.allocate(bytes: (piece + 1) * bytes / count - piece * bytes / count)), .output)
    }
  }

  /// A text as deltas of whole words, then the block that they make.
  private mutating func spread(
    _ text: String, _ time: Duration, delta: (String, String) -> AgentEvent, whole: (String, String) -> AgentEvent
  ) {
    step()
    parts += 1
    let part = "prt_\(parts)"
    let words = Composer.words(text)
    let count = min(words.count, Int(time / Composer.pulse))
    for piece in 0..<max(0, count) {
      let range = piece * words.count / count..<(piece + 1) * words.count / count
      clock += time / count
      note(delta(part, words[range].joined()))
    }
    if count == 0 { clock += time }
    note(whole(part, text))
  }

  /// Words, each with the blanks that follow it.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    for byte in text.utf8 {
      let isBlank = byte == 0x20 || byte == 0x0A
      if !isBlank, let last = word.last, last == 0x20 || last == 0x0A {
        words.append(String(decoding: word, as: UTF8.self))
        word = []
      }
      word.append(byte)
    }
    return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
  }

  private mutating func step() {
    guard !isStepOpen else { return }
    isStepOpen = true
    note(.stepStarted)
  }

  private mutating func endStep(_ reason: String, _ usage: Usage) {
    step()
    isStepOpen = false
    note(.stepFinished(reason: reason, usage: usage))
  }

  private mutating func note(_ event: AgentEvent) { note(.event(event), .output) }

  private mutating func note(_ content: Score.Content, _ voice: Score.Voice) {
    notes.append(Score.Note(at: clock, voice: voice, content: content))
  }
}
