import EngineTestKit

@testable import Engine

/// Random values by a seed, so that a failure can be run again.
struct Generator {
  private var numbers: SplitMix

  init(seed: UInt64) { numbers = SplitMix(seed: seed) }

  mutating func next() -> UInt64 { numbers.next() }
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func flag() -> Bool { next() & 1 == 0 }
  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
  mutating func maybe<Value>(_ value: (inout Generator) -> Value) -> Value? { flag() ? value(&self) : nil }

  mutating func list<Item>(_ item: (inout Generator) -> Item) -> [Item] {
    let count = below(4)
    return (0..<count).map { _ in item(&self) }
  }

  mutating func number() -> Int {
    pick([0, 1, -1, 42, 1_000_000, .max, .min, 1 << 53, below(100_000)])
  }

  mutating func double() -> Double {
    pick([0, 0.1, 1, -2.5, 1e-7, 1e300, .leastNonzeroMagnitude, 0.034215, Double(below(1000)) / 7])
  }

  static let hostile = [
    "", "plain", "\u{0}", "\u{1B}[2J\u{1B}]0;x\u{7}", "a\nb\r\nc\td", "\u{85}\u{2028}\u{2029}", "\u{9B}31m", "\u{7F}",
    "\"quoted\" \\ back", #"{"v":1,"seq":0,"t":0,"type":"finished"}"#, #"","crc":"00000000"}"#, "\\u0000",
    "日本語 😀 👩‍👩‍👧‍👦 e\u{301}", "\u{202E}gnp.exe", "::error::x", "</finding>", String(repeating: "x", count: 5000),
    "\u{FFFD}\u{FFFE}\u{10FFFF}", "\u{C2}\u{E2}\u{80}", "-->", "\u{FEFF}bom",
  ]

  mutating func text() -> String {
    var text = pick(Self.hostile)
    if flag() { text += pick(Self.hostile) }
    if below(8) == 0 {
      text.unicodeScalars.append(contentsOf: (0..<below(20)).compactMap { _ in Unicode.Scalar(UInt32(below(0x3000))) })
    }
    return text
  }

  mutating func path() -> RepoPath {
    flag() ? RepoPath(text()) : RepoPath(bytes: (0..<below(12)).map { _ in UInt8(truncatingIfNeeded: next()) })
  }

  mutating func specialist() -> SpecialistID { pick(SpecialistID.specialists + [.coordinator, .generalist]) }
}

extension Generator {
  mutating func finding() -> Finding {
    Finding(
      id: FindingID(1 + below(1000)), fingerprint: text(), severity: pick(Severity.allCases), category: specialist(),
      rule: maybe { $0.text() }, file: path(), line: maybe { $0.number() }, endLine: maybe { $0.number() },
      side: pick([.old, .new]), title: text(), body: text(), suggestion: maybe { $0.text() }, evidence: text(),
      confidence: maybe { $0.double() }, reportedBy: list { $0.specialist() }, isAnchored: flag(),
      context: list { ContextLine(number: $0.number(), kind: $0.pick([.context, .added, .removed]), text: $0.text()) },
      isEdited: flag())
  }

  mutating func judgement() -> Judgement {
    Judgement(
      findings: list { $0.finding() }, all: list { $0.finding() },
      ledger: list {
        LedgerEntry(
          finding: FindingID(1 + $0.below(9)),
          outcome: $0.pick([.kept, .merged, .moved, .dropped, .ungrounded, .suppressed, .severityChanged]),
          into: $0.maybe { $0.text() }, by: $0.pick([.deterministic, .coordinator, .suppressions, .user]),
          reason: $0.text())
      }, decision: decision(), decisionReason: text(),
      judge: maybe { generator in
        JudgeStatement(by: generator.pick([.deterministic, .coordinator]), reason: generator.maybe { $0.text() })
      })
  }

  mutating func decision() -> Decision {
    pick([.approved, .approvedWithComments, .minorIssues, .significantConcerns])
  }

  mutating func usage() -> Usage {
    Usage(
      tokens: maybe {
        TokenUsage(
          input: $0.number(), output: $0.number(), reasoning: $0.number(), cacheRead: $0.number(),
          cacheWrite: $0.number())
      }, costUSD: maybe { $0.double() })
  }

  mutating func forecast() -> UsageForecast? {
    usage().tokens.map { UsageForecast(tokens: $0, costUSD: maybe { abs($0.double()) }) }
  }

  /// An agent's event of the kind `index`, 0 to 12.
  mutating func agentEvent(_ index: Int) -> AgentEvent {
    switch index {
    case 0: .stepStarted
    case 1: .textDelta(part: text(), text: text())
    case 2: .text(part: text(), text: text())
    case 3: .reasoningDelta(part: text(), text: text())
    case 4: .reasoning(part: text(), text: text())
    case 5:
      .tool(
        ToolCall(
          name: text(), subject: text(), isError: flag(), message: text(), milliseconds: maybe { $0.number() }))
    case 6: .stepFinished(reason: text(), usage: usage())
    case 7:
      .error(
        AgentError(
          name: text(), message: text(), status: maybe { $0.number() }, isRetryable: flag(),
          retryAfterMilliseconds: maybe { $0.number() }))
    case 8: .retry(attempt: number(), message: text(), delayMilliseconds: maybe { $0.number() })
    case 9: .sessionEnd(reason: text())
    case 10: .unknown(type: text())
    case 11: .stray(text())
    default: .malformed(reason: text())
    }
  }

  mutating func specialistEvent(_ index: Int) -> SpecialistEvent {
    switch index {
    case 0: .started(attempt: number(), model: maybe { $0.text() })
    case 1: .heartbeat(silenceSeconds: number())
    case 2: .retrying(next: number(), of: number(), delayMilliseconds: number(), reason: text())
    case 3:
      .ended(
        SpecialistEnd(
          state: pick([.done, .incomplete, .failed, .timedOut, .cancelled]), reason: maybe { $0.text() },
          attempts: number(), milliseconds: number(), findings: number()))
    default: .agent(agentEvent(index - 4))
    }
  }

  /// How many kinds `kind(_:)` tells apart.
  static let kinds = 29

  mutating func kind(_ index: Int) -> ReviewEvent.Kind {
    switch index {
    case 0:
      .started(
        ReviewStart(
          run: text(), engine: text(), runtime: text(), wallMilliseconds: Int64(number()),
          overallLimitSeconds: number(), isolation: maybe { $0.text() }))
    case 1:
      .changeRead(
        ChangeSummary(
          Change(
            base: maybe { $0.text() }, head: maybe { $0.text() }, source: text(), title: text(), repository: text(),
            excluded: list { ExcludedFile(path: $0.path(), reason: $0.text()) }, totalFiles: number(),
            totalAdded: number(), totalRemoved: number(), notices: list { $0.text() }, isWhole: flag())))
    case 2:
      .planned(
        TierExplanation(tier: pick(RiskTier.allCases), rule: text(), path: maybe { $0.path() }),
        list {
          SpecialistPlan(
            id: $0.specialist(), skipped: $0.maybe { $0.text() }, model: $0.maybe { $0.text() }, forecast: $0.forecast()
          )
        })
    case 3: .finding(finding())
    case 4: .judging
    case 5: .judged(judgement())
    case 6: .notice(Notice(pick([.note, .warning, .error]), text()))
    case 7:
      .finished(
        ReviewEnd(
          decision: decision(), complete: flag(),
          missing: list { MissingReviewer(id: $0.specialist(), reason: $0.text()) }, milliseconds: number(),
          exitStatus: pick([0, 1, 3, .max, .min])))
    case 8: .clockJump(milliseconds: number())
    case 9:
      .health(
        ModelHealthChange(
          model: text(), tier: text(), state: pick([.closed, .open, .halfOpen]), waitMilliseconds: maybe { $0.number() }
        ))
    case 10: .specialist(specialist(), .failedBack(from: text(), to: text(), reason: text()))
    case 11: .specialist(specialist(), .note(Notice(pick([.note, .warning, .error]), text())))
    default: .specialist(specialist(), specialistEvent(index - 12))
    }
  }

  /// Events of every kind in random order behind a start, as a log would number them.
  mutating func events(_ count: Int) -> [ReviewEvent] {
    var at = Duration.zero
    return (0..<count).map { sequence in
      at += .milliseconds(below(200))
      let kind = sequence == 0 ? kind(0) : kind(1 + below(Self.kinds - 1))
      return ReviewEvent(sequence: sequence, at: at, kind: kind)
    }
  }
}

extension [ReviewEvent] {
  /// The journal of these events.
  var journal: [UInt8] { flatMap(Wire.line) }
}

/// What a reader makes of `bytes`, given in pieces of `size`.
func read(_ bytes: [UInt8], pieces size: Int = .max) throws -> (events: [ReviewEvent], reader: JournalReader) {
  var reader = JournalReader(name: "test")
  var events: [ReviewEvent] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    events += try reader.read(rest.prefix(size))
    rest = rest.dropFirst(size)
  }
  events += try reader.finish()
  return (events, reader)
}
