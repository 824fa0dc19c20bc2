import EngineTestKit
import Foundation

/// The OpenCode under test: the one that `OPENCODE` names, or the stand-in. Every expectation of the suite holds for both.
enum Subject {
  static let real = ProcessInfo.processInfo.environment["OPENCODE"].flatMap { $0.isEmpty ? nil : $0 }
  static var isReal: Bool { real != nil }
  static var executable: String { real ?? Built.program("opencode-stand-in") }
}
