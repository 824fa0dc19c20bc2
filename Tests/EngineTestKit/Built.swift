internal import Foundation

/// What the build has put beside the running tests.
package enum Built {
  /// The path of `agent-shim`.
  package static var shim: String { program("agent-shim") }

  /// Whether the tests and what they start run under a sanitizer, as `make tsan` and `make asan` do.
  package static var isSanitized: Bool { ProcessInfo.processInfo.environment["CONCLAVE_SANITIZER"] != nil }

  package static func program(_ name: String) -> String {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
  }
}
