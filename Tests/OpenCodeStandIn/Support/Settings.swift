internal import Foundation
internal import Glibc

/// What tests ask of the stand-in, by variables `STAND_IN_…`. A runtime that cleans its children's environment lets none of
/// them pass, so they may also stand, one a line, in a file beside the path that it was started by: `PATH.settings`.
struct Settings: Sendable {
  let environment: [String: String]
  private let values: [String: String]

  init(program: String) {
    let environment = ProcessInfo.processInfo.environment
    var values: [String: String] = [:]
    let file = (try? String(contentsOfFile: program + ".settings", encoding: .utf8)) ?? ""
    for line in file.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
    }
    self.environment = environment
    self.values = values.merging(environment.filter { $0.key.hasPrefix("STAND_IN_") }) { _, new in new }
  }

  subscript(name: String) -> String? { values["STAND_IN_\(name)"] }

  /// How much faster than recorded it plays.
  var speed: Double { self["SPEED"].flatMap(Double.init).map { max($0, 0.01) } ?? 1 }

  /// The folder with `run`, `serve` and `log`.
  var recordings: URL {
    if let path = self["RECORDINGS"] { return URL(filePath: path) }
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/opencode/v1.18.33")
  }

  /// Adds a line to a file that a setting names.
  func note(_ line: String, in setting: String) {
    guard let path = self[setting] else { return }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    Output.write(Array((line + "\n").utf8), to: file)
    close(file)
  }

  /// Whether a fault that is wanted once is still to come.
  func takesFault() -> Bool {
    guard let path = self["FAULT_ONCE"] else { return true }
    let taken = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    if taken >= 0 { close(taken) }
    return taken >= 0
  }

  /// Says what it was started with: for tests that look at that.
  func noteStart(arguments: [String], inputBytes: Int) {
    note(
      JSON.object([
        .init(key: "pid", value: .number("\(getpid())")),
        .init(key: "arguments", value: .array(arguments.map { .string($0) })),
        .init(key: "directory", value: .string(FileManager.default.currentDirectoryPath)),
        .init(key: "environment", value: .array(environment.keys.sorted().map { .string($0) })),
        .init(key: "input", value: .number("\(inputBytes)")),
      ]).rendered(), in: "LOG")
  }
}
