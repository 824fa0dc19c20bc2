/// The deterministic judge, which always runs (system.md, section 4): every raw finding ends in the ledger, and the
/// order in which reviewers finish changes nothing but numbers.
package enum Judge {
  /// Judges `findings`, which are numbered in order of arrival. `suppressions` are those that count today, `rules` those by
  /// which a section alone may judge.
  package static func judge(
    _ findings: [Finding], suppressions: Suppressions.Active = .none, rules: RequiredRules = .none
  ) -> Judgement {
    var ledger: [LedgerEntry] = []
    var kept: [Finding] = []
    var lawless: Set<FindingID> = []
    for finding in findings {
      guard let reason = rules.refusal(of: finding) else { continue }
      lawless.insert(finding.id)
      ledger.append(LedgerEntry(finding: finding.id, outcome: .dropped, by: .deterministic, reason: reason))
    }
    for finding in findings where !finding.isAnchored && !lawless.contains(finding.id) {
      ledger.append(
        LedgerEntry(
          finding: finding.id, outcome: .ungrounded, by: .deterministic,
          reason: finding.evidence.isEmpty ? "quotes no code" : "the quoted code is not in the change"))
    }
    let candidates = findings.lazy.filter { $0.isAnchored && !lawless.contains($0.id) }.map(Candidate.init)
    for cluster in Deduplicator.clusters(Array(candidates)) {
      let survivors = suppress(cluster, suppressions, &ledger)
      if let merged = merge(survivors, &ledger) { kept.append(merged) }
    }
    let order = kept.indices.sorted { precedes(kept[$0], kept[$1]) }
    kept = order.map { kept[$0] }
    // Integers are sorted, since moving findings and entries about costs more than comparing them.
    let entries = ledger.indices.sorted { ledger[$0].finding < ledger[$1].finding }
    let all = findings.indices.sorted { findings[$0].id < findings[$1].id }
    let (decision, reason) = DecisionRubric.decide(kept)
    return Judgement(
      findings: kept, all: all.map { findings[$0] }, ledger: entries.map { ledger[$0] }, decision: decision,
      decisionReason: reason
    )
  }

  /// Most severe first, then by section, path and line.
  package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    let (section, other) = (Section.order(left.category), Section.order(right.category))
    if section != other { return section < other }
    if left.file != right.file { return left.file < right.file }
    let (line, otherLine) = (left.line ?? Int.max, right.line ?? Int.max)
    return line != otherLine ? line < otherLine : left.id < right.id
  }

  /// Takes out what is suppressed. The same issue told by others goes with it, unless one of them holds it more severe
  /// than what was suppressed.
  private static func suppress(
    _ cluster: Deduplicator.Cluster, _ suppressions: Suppressions.Active, _ ledger: inout [LedgerEntry]
  ) -> [Candidate] {
    if suppressions.isEmpty { return cluster.members }
    let matches = cluster.members.map { suppressions.entry(for: $0.finding, section: $0.section) }
    let suppressed = zip(cluster.members, matches).filter { $0.1 != nil }
    guard let worst = suppressed.map(\.0.finding.severity).max() else { return cluster.members }
    let takesAll = cluster.members.allSatisfy { $0.finding.severity <= worst }
    let main = suppressed.first { $0.0.finding.severity == worst }
    var rest: [Candidate] = []
    for (member, own) in zip(cluster.members, matches) {
      guard let entry = own ?? (takesAll ? main?.1 : nil) else {
        rest.append(member)
        continue
      }
      ledger.append(
        LedgerEntry(
          finding: member.finding.id, outcome: .suppressed,
          into: own == nil ? main?.0.finding.id.description : nil, by: .suppressions, reason: entry.words))
    }
    return rest
  }

  /// One finding for all members.
  private static func merge(_ members: [Candidate], _ ledger: inout [LedgerEntry]) -> Finding? {
    guard var best = members.first else { return nil }
    for member in members where member.isBetter(than: best) { best = member }
    var finding = best.finding
    let others = members.count == 1 ? [] : members.filter { $0.finding.id != finding.id }
    finding.category = members.min { $0.speciality < $1.speciality }?.section ?? best.section
    // In a section whose findings name their rule, whoever named it speaks for all.
    finding.rule = finding.rule ?? others.lazy.first { $0.section == finding.category }?.finding.rule
    finding.confidence = members.compactMap(\.finding.confidence).max()
    finding.suggestion = finding.suggestion ?? others.lazy.compactMap(\.finding.suggestion).first
    let reporters = others.isEmpty ? Set(finding.reportedBy) : Set(members.flatMap(\.finding.reportedBy))
    finding.reportedBy = reporters.sorted { (Section.order($0), $0.rawValue) < (Section.order($1), $1.rawValue) }

    ledger.append(entry(for: finding, best, others))
    let name = finding.id.description
    let reason = "the same issue at the same place as " + name
    for other in others {
      ledger.append(
        LedgerEntry(finding: other.finding.id, outcome: .merged, into: name, by: .deterministic, reason: reason))
    }
    return finding
  }

  /// What the ledger says of the one that stands for all.
  private static func entry(for finding: Finding, _ best: Candidate, _ others: [Candidate]) -> LedgerEntry {
    let section = finding.category
    let also = others.isEmpty ? "" : ", told \(others.count + 1) times"
    guard section != best.home else {
      return LedgerEntry(
        finding: finding.id, outcome: .kept, by: .deterministic, reason: "anchored in the change" + also)
    }
    var reason = "reported as \(section)"
    if best.finding.category != section {
      reason =
        best.section == section
        ? "its title names \(best.topic?.name ?? section.rawValue)" : "the same issue was found by \(section)"
    }
    return LedgerEntry(
      finding: finding.id, outcome: .moved, into: section.rawValue, by: .deterministic, reason: reason + also)
  }
}
