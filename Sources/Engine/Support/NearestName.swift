/// Finds what somebody probably meant.
package enum NearestName {
  /// Longest name that is compared, in Unicode scalars.
  private static let longest = 64

  /// The candidate nearest to `name` by edit distance, if it is near enough to be worth naming: a third of its length,
  /// at least one edit and at most three. The first of equals wins.
  package static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.unicodeScalars.prefix(longest + 1))
    guard !wanted.isEmpty, wanted.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.unicodeScalars.prefix(longest + 1))
      guard other.count <= longest else { continue }
      let allowed = min(3, max(1, max(wanted.count, other.count) / 3))
      let found = distance(wanted, other)
      if found <= allowed, found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.name
  }

  /// Edits from one to the other, where two neighbours that changed places count as one.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let same = left[row] == right[column]
        var cost = min(last[column] + (same ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
