/// The environment of a child process, made from an allow-list: what is not named does not pass. Credentials of the
/// user must never reach an agent (reliability.md, D3).
package enum ChildEnvironment {
  /// `HOME` is here because our own runtimes need none of its secrets and many tools fail without one.
  private static let names: Set<String> = ["PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR"]

  /// What may pass of `environment`, and `extras` on top.
  package static func allowed(
    from environment: [String: String], extras: [String: String] = [:]
  ) -> [String: String] {
    environment
      .filter { names.contains($0.key) || $0.key.hasPrefix("LC_") }
      .merging(extras) { _, extra in extra }
  }
}
