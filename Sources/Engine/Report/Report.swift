/// The result of a review in the form of `report.json`, version 1 (system.md, section 12). Unknown is nil and absent,
/// never zero. The schema is `Schemas/report.schema.json`.
package struct Report: Sendable, Hashable, Codable {
  package static let schemaName = "conclave.report/1"

  package struct Change: Sendable, Hashable, Codable {
    package var base: String?
    package var head: String?
    /// Totals before the filter.
    package var files: Int
    package var added: Int
    package var removed: Int
    package var excluded: [ExcludedFile]
  }

  package struct Tier: Sendable, Hashable, Codable {
    package var name: RiskTier
    package var rule: String
    package var path: RepoPath?
  }

  package struct Specialist: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
      /// Was not to run; the reason says why.
      case skipped
      case done, incomplete, failed
      case timedOut = "timed_out"
      case cancelled
    }

    package var id: SpecialistID
    package var state: State
    package var reason: String?
    package var runtime: String
    package var model: String?
    package var attempts: Int
    package var durationSeconds: Double
    package var tokens: TokenUsage?
    package var costUSD: Double?
    /// See `TokenUsage.cacheHitRate`; in thousandths.
    package var cacheHitRate: Double?
    package var forecast: UsageForecast?
    package var findings: Int

    enum CodingKeys: String, CodingKey {
      case id, state, reason, runtime, model, attempts, tokens, forecast, findings
      case durationSeconds = "duration_s"
      case cacheHitRate = "cache_hit_rate"
      case costUSD = "cost_usd"
    }
  }

  package struct Item: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable { case open, accepted, suppressed }

    package var id: FindingID
    package var fingerprint: String
    package var severity: Severity
    package var category: SpecialistID
    package var rule: String?
    package var file: RepoPath
    package var line: Int?
    package var endLine: Int?
    package var side: DiffSide
    package var title: String
    package var body: String
    package var suggestion: String?
    package var evidence: String
    package var confidence: Double?
    package var reportedBy: [SpecialistID]
    package var state: State
    package var isAnchored: Bool

    enum CodingKeys: String, CodingKey {
      case id, fingerprint, severity, category, rule, file, line, side, title, body, suggestion, evidence, confidence
      case state
      case endLine = "end_line"
      case reportedBy = "reported_by"
      case isAnchored = "anchored"
    }
  }

  package struct Totals: Sendable, Hashable, Codable {
    package var tokens: TokenUsage?
    package var costUSD: Double?
    package var cacheHitRate: Double?
    /// Of all that take part.
    package var forecast: UsageForecast?
    package var durationSeconds: Double

    enum CodingKeys: String, CodingKey {
      case tokens, forecast
      case cacheHitRate = "cache_hit_rate"
      case costUSD = "cost_usd"
      case durationSeconds = "duration_s"
    }
  }

  package var schema = Report.schemaName
  package var run: String
  /// The program's version.
  package var engine: String
  /// What confined the agents: a sandbox's name or `none`; nil for our own programs, which need none.
  package var isolation: String?
  /// Nil where the change could not be read.
  package var change: Change?
  package var tier: Tier?
  package var decision: Decision
  package var complete: Bool
  package var missing: [MissingReviewer]
  package var specialists: [Specialist]
  package var findings: [Item]
  package var ledger: [LedgerEntry]
  /// Nil where no coordinator was to be asked, as with rules.
  package var judge: JudgeStatement?
  package var notices: [Notice]
  package var totals: Totals

  /// Those who review; the coordinator is named by itself.
  package var reviewers: [Specialist] { specialists.filter { $0.id != .coordinator } }

  /// In words: what decided.
  package var decisionReason: String {
    DecisionRubric.decide(findings.lazy.filter { $0.state != .suppressed }.map { ($0.severity, $0.confidence) }).reason
  }
}
