extension ReviewEvent.Kind {
  /// The record's `type`. Events of an agent have types of their own, so that a reader of the file needs no nesting.
  var wireType: String {
    switch self {
    case .started: "started"
    case .changeRead: "change"
    case .planned: "planned"
    case .specialist(_, let event): event.wireType
    case .finding: "finding"
    case .judging: "judging"
    case .judged: "judged"
    case .notice: "notice"
    case .health: "health"
    case .clockJump: "clock_jump"
    case .finished: "finished"
    }
  }

  func encode(into writer: inout JSONWriter) {
    switch self {
    case .started(let start):
      writer.member("schema", Wire.schema)
      start.encode(into: &writer)
    case .changeRead(let summary): summary.encode(into: &writer)
    case .planned(let tier, let specialists):
      tier.encode(into: &writer)
      writer.member("specialists", specialists)
    case .specialist(let id, let event):
      writer.member("agent", id.rawValue)
      event.encode(into: &writer)
    case .finding(let finding): writer.member("finding", finding)
    case .judging: break
    case .judged(let judgement): judgement.encode(into: &writer)
    case .notice(let notice): notice.encode(into: &writer)
    case .health(let change): change.encode(into: &writer)
    case .clockJump(let milliseconds): writer.member("ms", milliseconds)
    case .finished(let end): end.encode(into: &writer)
    }
  }

  init?(wireType: String, _ wire: JSONObject) {
    let kind: ReviewEvent.Kind?
    switch wireType {
    case "started": kind = ReviewStart(wire).map { .started($0) }
    case "change": kind = ChangeSummary(wire).map { .changeRead($0) }
    case "planned":
      guard let tier = TierExplanation(wire), let plans = wire.values("specialists", as: SpecialistPlan.self) else {
        return nil
      }
      kind = .planned(tier, plans)
    case "finding": kind = wire.value("finding").map { .finding($0) }
    case "judging": kind = .judging
    case "judged": kind = Judgement(wire).map { .judged($0) }
    case "notice": kind = Notice(wire).map { .notice($0) }
    case "health": kind = ModelHealthChange(wire).map { .health($0) }
    case "clock_jump": kind = wire.integer("ms").map { .clockJump(milliseconds: $0) }
    case "finished": kind = ReviewEnd(wire).map { .finished($0) }
    default:
      guard let id = wire.specialist("agent"), let event = SpecialistEvent(wireType: wireType, wire) else { return nil }
      kind = .specialist(id, event)
    }
    guard let kind else { return nil }
    self = kind
  }
}

extension ReviewStart: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("run", run)
    writer.member("engine", engine)
    writer.member("runtime", runtime)
    writer.member("wall_ms", Int(wallMilliseconds))
    writer.member("overall_limit_s", overallLimitSeconds)
    writer.member("isolation", isolation)
  }

  init?(_ wire: JSONObject) {
    guard let run = wire.string("run"), let engine = wire.string("engine"), let runtime = wire.string("runtime"),
      let wall = wire.integer("wall_ms"), let limit = wire.integer("overall_limit_s")
    else { return nil }
    self.init(
      run: run, engine: engine, runtime: runtime, wallMilliseconds: Int64(wall), overallLimitSeconds: limit,
      isolation: wire.string("isolation"))
  }
}

extension ModelHealthChange: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("model", model)
    writer.member("tier", tier)
    writer.member("state", state.rawValue)
    writer.member("wait_ms", waitMilliseconds)
  }

  init?(_ wire: JSONObject) {
    guard let model = wire.string("model"), let tier = wire.string("tier"),
      let state = wire.choice("state", of: ModelHealth.Change.State.self)
    else { return nil }
    self.init(model: model, tier: tier, state: state, waitMilliseconds: wire.integer("wait_ms"))
  }
}

extension Notice: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("level", level.rawValue)
    writer.member("text", text)
  }

  init?(_ wire: JSONObject) {
    guard let level = wire.choice("level", of: Level.self), let text = wire.string("text") else { return nil }
    self.init(level, text)
  }
}

extension ReviewEnd: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("decision", decision.rawValue)
    writer.member("complete", complete)
    writer.member("missing", missing)
    writer.member("ms", milliseconds)
    writer.member("exit_status", Int(exitStatus))
  }

  init?(_ wire: JSONObject) {
    guard let decision = wire.choice("decision", of: Decision.self), let complete = wire.bool("complete"),
      let missing = wire.values("missing", as: MissingReviewer.self), let milliseconds = wire.integer("ms"),
      let status = wire.integer("exit_status").flatMap(Int32.init(exactly:))
    else { return nil }
    self.init(
      decision: decision, complete: complete, missing: missing, milliseconds: milliseconds, exitStatus: status)
  }
}

extension MissingReviewer: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("id", id.rawValue)
    writer.member("reason", reason)
  }

  init?(_ wire: JSONObject) {
    guard let id = wire.specialist("id"), let reason = wire.string("reason") else { return nil }
    self.init(id: id, reason: reason)
  }
}
