import EngineTestKit
import Foundation

/// Finds the processes that a test's program has left.
enum Cookie {
  /// Identifiers of living processes whose command line or working directory lies in the place of a test, except for those of
  /// the test's own. Agents start in their run's directory and get its path.
  static func processes(of scratch: Scratch) throws -> [Int32] { try processes(below: scratch.home.path) }

  /// The same for the place itself.
  static func processes(below place: String) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { name in
      guard let process = Int32(name), process != getpid(), !isZombie(name) else { return nil }
      let directory = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")) ?? ""
      let environment = ProcFile.bytes("\(name)/environ") ?? Data()
      let arguments = ProcFile.bytes("\(name)/cmdline") ?? Data()
      let isOurs =
        directory.hasPrefix(place) || [environment, arguments].contains { $0.range(of: Data(place.utf8)) != nil }
      return isOurs ? process : nil
    }
  }

  /// Seconds until nothing of a test's is alive; nil where it never happens: a minute is that on any machine.
  static func secondsUntilQuiet(_ scratch: Scratch) throws -> Double? {
    let start = Date()
    while true {
      if try processes(of: scratch).isEmpty { return Date().timeIntervalSince(start) }
      if Date().timeIntervalSince(start) > 60 { return nil }
    }
  }

  private static func isZombie(_ process: String) -> Bool {
    // The name, in brackets, may hold anything.
    return ProcFile.text("\(process)/stat")?.components(separatedBy: ") ").last?.hasPrefix("Z") ?? true
  }
}
