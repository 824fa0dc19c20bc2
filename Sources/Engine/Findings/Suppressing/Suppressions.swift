/// The repository's `.conclave/suppressions.toml` (system.md, section 12): what its people decided not to be told
/// again.
package struct Suppressions: Sendable, Hashable {
  /// Where the file is, from the repository's root.
  package static let path = ".conclave/suppressions.toml"
  /// Entries of one file.
  static let mostEntries = 10_000

  /// In the order of the file.
  package var entries: [Suppression]

  package init(_ entries: [Suppression] = []) { self.entries = entries }

  /// The entries that count on a day.
  package func active(on today: CalendarDate) -> Active { Active(entries.filter { !$0.isExpired(on: today) }) }

  /// The entries that count no more; a report names each.
  package func expired(on today: CalendarDate) -> [Suppression] { entries.filter { $0.isExpired(on: today) } }
}

/// One decision not to be told something again.
package struct Suppression: Sendable, Hashable {
  package enum Target: Sendable, Hashable {
    case here(fingerprint: String, path: RepoPath)
    case everywhere(fingerprint: String)
    case rule(String, under: Glob)
    case category(SpecialistID, under: Glob)
  }

  package var target: Target
  package var reason: String
  package var by: String
  package var date: CalendarDate
  /// The last day on which it counts.
  package var expires: CalendarDate?
  /// Where it stands in its file, from 1; nil for one that is not in a file yet.
  package var line: Int?

  package init(
    target: Target, reason: String, by: String, date: CalendarDate, expires: CalendarDate? = nil, line: Int? = nil
  ) {
    self.target = target
    self.reason = reason
    self.by = by
    self.date = date
    self.expires = expires
    self.line = line
  }

  package var scope: SuppressionScope {
    switch target {
    case .here: .here
    case .everywhere: .everywhere
    case .rule, .category: .rule
    }
  }

  package func isExpired(on today: CalendarDate) -> Bool { expires.map { $0 < today } ?? false }

  /// Reason, author and dates, for the ledger.
  package var words: String {
    "\(reason) (\(by), \(date)" + (expires.map { ", until \($0)" } ?? "") + ")"
  }
}

extension Suppressions {
  /// Entries made for looking findings up.
  package struct Active: Sendable {
    package static let none = Active([])

    private struct Place: Hashable {
      var fingerprint: String
      var path: RepoPath
    }

    private var here: [Place: Suppression] = [:]
    private var everywhere: [Substring: Suppression] = [:]
    private var rules: [String: [(glob: Glob, entry: Suppression)]] = [:]
    private var categories: [SpecialistID: [(glob: Glob, entry: Suppression)]] = [:]

    package var isEmpty: Bool { here.isEmpty && everywhere.isEmpty && rules.isEmpty && categories.isEmpty }

    init(_ entries: [Suppression]) {
      for entry in entries {
        switch entry.target {
        case .here(let fingerprint, let path):
          here[Place(fingerprint: fingerprint, path: path), default: entry] = entry
        case .everywhere(let fingerprint):
          everywhere[Fingerprint.content(fingerprint), default: entry] = entry
        case .rule(let rule, let glob): rules[rule, default: []].append((glob, entry))
        case .category(let section, let glob): categories[section, default: []].append((glob, entry))
        }
      }
    }

    /// The entry that takes `finding` out; the narrowest scope first. `section` is where the judge would list it.
    package func entry(for finding: Finding, section: SpecialistID) -> Suppression? {
      here[Place(fingerprint: finding.fingerprint, path: finding.file)]
        ?? everywhere[Fingerprint.content(finding.fingerprint)]
        ?? finding.rule.flatMap { rules[$0]?.first { $0.glob.matches(finding.file) }?.entry }
        ?? categories[section]?.first { $0.glob.matches(finding.file) }?.entry
    }
  }
}
