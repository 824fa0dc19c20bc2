import Foundation

/// What a test of a row of the fault plan saw, for the table that `make faults` prints. A test carries its row's ID at the
/// beginning of its name: `CP-05: …`, or `CP-05, CP-10: …` for several.
package enum FaultNote {
  private static let path = ProcessInfo.processInfo.environment["CONCLAVE_FAULT_NOTES"]
  private static let lock = NSLock()

  /// Adds a line; the last one of a row counts. Figures belong here, such as `ended after 1.2 s, 5 survivors killed`.
  package static func say(_ id: String, _ text: String) {
    guard let path, let bytes = "\(id)\t\(text)\n".data(using: .utf8) else { return }
    lock.withLock {
      if !FileManager.default.fileExists(atPath: path) {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
      }
      guard let file = FileHandle(forWritingAtPath: path) else { return }
      defer { try? file.close() }
      _ = try? file.seekToEnd()
      try? file.write(contentsOf: bytes)
    }
  }
}
