/// The git configuration as the user sees it, read once; later scopes win, as in git.
struct GitConfiguration: Sendable {
  private var values: [String: String] = [:]
  /// Names of all filter drivers of the repository; writing an index would run them (forges.md, 5.1).
  private(set) var filters: Set<String> = []

  /// Reads the output of `git config --list --show-scope -z`: `scope NUL key LF value NUL`, or `scope NUL key NUL` for a key
  /// without a value. What stands there by our own hardening is not the user's.
  init(listing: [UInt8]) {
    var words = listing.split(separator: 0)[...]
    while let scope = words.popFirst(), let entry = words.popFirst() {
      if scope.elementsEqual("command".utf8) { continue }
      let parts = entry.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(decoding: parts[0], as: UTF8.self)
      values[key] = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : "true"
      if key.hasPrefix("filter."), let dot = key.lastIndex(of: "."), dot > key.index(key.startIndex, offsetBy: 6) {
        filters.insert(String(key[key.index(key.startIndex, offsetBy: 7)..<dot]))
      }
    }
  }

  /// The value of a key, section and name in lower case; a branch's name as it is.
  subscript(key: String) -> String? { values[key] }

  /// What every hardened run of git is told, whatever the repository's own configuration says.
  ///
  /// They go by `GIT_CONFIG_KEY_n`, where a key may hold `=`; as `-c`, a filter named `a=b` would stay on.
  var overrides: [(key: String, value: String)] {
    var list = GitConfiguration.hardening
    for key in ["core.autocrlf", "core.eol", "core.excludesfile"] {
      if let value = values[key] { list.append((key, value)) }
    }
    for filter in filters.sorted() {
      list += [
        ("filter.\(filter).clean", ""), ("filter.\(filter).smudge", ""), ("filter.\(filter).process", ""),
        ("filter.\(filter).required", "false"),
      ]
    }
    return list
  }

  /// forges.md, 5.1 and reliability.md, 2.9: nothing of the repository runs, nothing is fetched, output has one form.
  static let hardening: [(key: String, value: String)] = [
    ("core.quotepath", "true"), ("diff.suppressBlankEmpty", "false"), ("core.attributesFile", "/dev/null"),
    ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"), ("core.untrackedCache", "false"),
    ("core.splitIndex", "false"), ("core.alternateRefsCommand", ""), ("diff.external", ""),
    ("submodule.recurse", "false"), ("protocol.allow", "never"), ("log.showSignature", "false"),
    // A line end that does not survive a round trip would otherwise end the run.
    ("core.safecrlf", "false"),
    // Objects of the private store live for one review.
    ("core.looseCompression", "0"), ("core.fsync", "none"), ("gc.auto", "0"),
  ]
}
