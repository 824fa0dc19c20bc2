extension Finding: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("id", id.description)
    writer.member("fingerprint", fingerprint)
    writer.member("severity", severity.rawValue)
    writer.member("category", category.rawValue)
    writer.member("rule", rule)
    writer.member("file", file.description)
    writer.member("line", line)
    writer.member("end_line", endLine)
    writer.member("side", side.rawValue)
    writer.member("title", title)
    writer.member("body", body)
    writer.member("suggestion", suggestion)
    writer.member("evidence", evidence)
    writer.member("confidence", confidence)
    writer.member("reported_by", reportedBy.map(\.rawValue))
    writer.member("anchored", isAnchored)
    writer.member("context", context)
    writer.member("edited", isEdited)
  }

  init?(_ wire: JSONObject) {
    guard let id = wire.finding("id"), let fingerprint = wire.string("fingerprint"),
      let severity = wire.choice("severity", of: Severity.self), let category = wire.specialist("category"),
      let file = wire.path("file"), let side = wire.choice("side", of: DiffSide.self),
      let title = wire.string("title"), let body = wire.string("body"), let evidence = wire.string("evidence"),
      let reportedBy = wire.strings("reported_by"), let isAnchored = wire.bool("anchored"),
      let context = wire.values("context", as: ContextLine.self)
    else { return nil }
    self.init(
      id: id, fingerprint: fingerprint, severity: severity, category: category, rule: wire.string("rule"),
      file: file, line: wire.integer("line"), endLine: wire.integer("end_line"), side: side, title: title, body: body,
      suggestion: wire.string("suggestion"), evidence: evidence, confidence: wire.double("confidence"),
      reportedBy: reportedBy.map(SpecialistID.init(rawValue:)), isAnchored: isAnchored, context: context,
      isEdited: wire.bool("edited") ?? false)
  }
}

extension ContextLine: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("number", number)
    writer.member("kind", kind.rawValue)
    writer.member("text", text)
  }

  init?(_ wire: JSONObject) {
    guard let number = wire.integer("number"), let kind = wire.choice("kind", of: DiffLine.Kind.self),
      let text = wire.string("text")
    else { return nil }
    self.init(number: number, kind: kind, text: text)
  }
}

extension LedgerEntry: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("finding", finding.description)
    writer.member("outcome", outcome.rawValue)
    writer.member("into", into)
    writer.member("by", by.rawValue)
    writer.member("reason", reason)
  }

  init?(_ wire: JSONObject) {
    guard let finding = wire.finding("finding"), let outcome = wire.choice("outcome", of: Outcome.self),
      let by = wire.choice("by", of: Judge.self), let reason = wire.string("reason")
    else { return nil }
    self.init(finding: finding, outcome: outcome, into: wire.string("into"), by: by, reason: reason)
  }
}

extension Judgement: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("findings", findings)
    writer.member("all", all)
    writer.member("ledger", ledger)
    writer.member("decision", decision.rawValue)
    writer.member("decision_reason", decisionReason)
    if let judge { writer.member("judge", judge) }
  }

  init?(_ wire: JSONObject) {
    guard let findings = wire.values("findings", as: Finding.self), let all = wire.values("all", as: Finding.self),
      let ledger = wire.values("ledger", as: LedgerEntry.self),
      let decision = wire.choice("decision", of: Decision.self),
      let reason = wire.string("decision_reason")
    else { return nil }
    self.init(
      findings: findings, all: all, ledger: ledger, decision: decision, decisionReason: reason,
      judge: wire.value("judge"))
  }
}

extension JudgeStatement: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("by", by.rawValue)
    writer.member("reason", reason)
  }

  init?(_ wire: JSONObject) {
    guard let by = wire.choice("by", of: LedgerEntry.Judge.self) else { return nil }
    self.init(by: by, reason: wire.string("reason"))
  }
}
