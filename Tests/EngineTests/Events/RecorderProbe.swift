import EngineTestKit
import Foundation
import Glibc
import Testing

/// The program `recorder-probe`, run in a directory of its own.
struct RecorderProbe {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  static let path = Built.program("recorder-probe")

  /// Starts `script`, in which `$PROBE` is the program and `$PLACE` the directory; its output comes by the pipe.
  func start(_ script: String, environment: [String: String] = [:]) throws -> (process: Process, output: FileHandle) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script]
    process.environment = ["PROBE": Self.path, "PLACE": directory.path, "PATH": "/usr/bin:/bin"]
      .merging(environment) { $1 }
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, pipe.fileHandleForReading)
  }

  /// Runs `script` to its end.
  func run(
    _ script: String, environment: [String: String] = [:]
  ) throws -> (status: Int32, signal: Int32?, lines: [String]) {
    let (process, output) = try start(script, environment: environment)
    let data = output.readDataToEndOfFile()
    process.waitUntilExit()
    let isKilled = process.terminationReason == .uncaughtSignal
    return (
      process.terminationStatus, isKilled ? process.terminationStatus : nil,
      String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    )
  }

  /// The last number behind a word in the lines.
  static func last(_ word: String, in lines: [String]) -> Int? {
    lines.last { $0.hasPrefix(word + " ") }.flatMap { Int($0.split(separator: " ")[1]) }
  }
}
