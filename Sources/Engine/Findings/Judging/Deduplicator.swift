/// Puts together what several reviewers say about the same place (system.md, section 4, step 1).
enum Deduplicator {
  /// The same issue, told once or several times.
  struct Cluster: Sendable {
    /// Never empty.
    private(set) var members: [Candidate]
    /// The one that stands for all.
    private(set) var lead: Candidate
    /// The last line that any of them is about.
    fileprivate var lastLine: Int

    init(_ first: Candidate) {
      members = [first]
      lead = first
      lastLine = first.lines.upperBound
    }

    mutating func add(_ candidate: Candidate) {
      members.append(candidate)
      lastLine = max(lastLine, candidate.lines.upperBound)
      if candidate.isBetter(than: lead) { lead = candidate }
    }
  }

  /// Clusters at one place that a finding is compared with; bounds the work when everything is at one line.
  private static let mostOpen = 48

  /// Time grows as n log n. The order of `candidates` does not matter.
  static func clusters(_ candidates: [Candidate]) -> [Cluster] {
    let places = Dictionary(grouping: candidates) { Place(file: $0.finding.file, side: $0.finding.side) }
    return places.values.flatMap(atOnePlace)
  }

  private struct Place: Hashable {
    var file: RepoPath
    var side: DiffSide
  }

  /// Exact repetition, which needs no comparing of words.
  private struct Exact: Hashable {
    var fingerprint: String
    var title: String
    var rule: String?
    var line: Int
  }

  private static func atOnePlace(_ candidates: [Candidate]) -> [Cluster] {
    let sorted = candidates.sorted { $0.precedes($1) }
    var clusters: [Cluster] = []
    var exact: [Exact: Int] = [:]
    var open: [Int] = []
    for candidate in sorted {
      let finding = candidate.finding
      let key = Exact(
        fingerprint: finding.fingerprint, title: finding.title, rule: finding.rule, line: candidate.lines.lowerBound)
      let known = exact[key] ?? open.last { clusters[$0].lead.isSameIssue(as: candidate) }
      if let known {
        clusters[known].add(candidate)
        exact[key] = known
        continue
      }
      open.removeAll { clusters[$0].lastLine < candidate.lines.lowerBound }
      if open.count >= mostOpen { open.removeFirst() }
      exact[key] = clusters.count
      open.append(clusters.count)
      clusters.append(Cluster(candidate))
    }
    return clusters
  }
}
