/// Compiled patterns by their text, each compiled when it is first needed. Not shared between tasks.
package final class PatternCache {
  private final class Entry {
    let pattern: LinearPattern

    init(_ text: String) throws(PatternError) { pattern = try LinearPattern(text) }
  }

  private var entries: [String: Entry?] = [:]

  package init() {}

  /// The first match of `pattern`; none where the pattern is wrong, which the rules' own tests rule out and the loader
  /// of an organisation's rules refuses.
  package func firstMatch(_ pattern: String, in text: [UInt8], from: Int = 0) -> Range<Int>? {
    entry(pattern)?.pattern.firstMatch(in: text, from: from)
  }

  package func matches(_ pattern: String, _ text: [UInt8]) -> Bool { firstMatch(pattern, in: text) != nil }

  private func entry(_ pattern: String) -> Entry? {
    if let known = entries[pattern] { return known }
    let entry = try? Entry(pattern)
    entries[pattern] = .some(entry)
    return entry
  }
}
