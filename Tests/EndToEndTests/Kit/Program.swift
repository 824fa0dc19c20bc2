import EngineTestKit
import Foundation
import Testing

/// The built program, run as a user runs it.
struct Program {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
    var outputBytes: Data
  }

  static let conclave = Built.program("conclave")

  /// A private place: home, state and temporary files of one test.
  let home: TemporaryDirectory
  var directory: URL
  /// What is started; a shell where redirections are needed.
  var executable = Program.conclave
  /// Added to a small fixed environment; an empty value removes a variable.
  var environment: [String: String] = [:]

  init(home: TemporaryDirectory, directory: URL? = nil, environment: [String: String] = [:]) {
    self.home = home
    self.directory = directory ?? URL(fileURLWithPath: home.path)
    self.environment = environment
  }

  /// What every run gets: nothing of the tester's own configuration.
  var fullEnvironment: [String: String] {
    var result = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": home.path,
      "XDG_STATE_HOME": home.file("state"), "TMPDIR": home.path, "LANG": "C.UTF-8",
      "GIT_CONFIG_NOSYSTEM": "1",
    ]
    for (name, value) in environment { result[name] = value.isEmpty ? nil : value }
    return result
  }

  /// Starts it without waiting for its end; what it prints is read from the pipe.
  func start(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.environment = fullEnvironment
    process.currentDirectoryURL = directory
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, pipe.fileHandleForReading)
  }

  /// Runs to the end. Output goes to files, so that nothing can block on a full pipe.
  func run(_ arguments: [String], input: Data = Data()) throws -> Result {
    let out = URL(fileURLWithPath: home.file("stdout-\(UUID().uuidString)"))
    let err = URL(fileURLWithPath: home.file("stderr-\(UUID().uuidString)"))
    let stdin = URL(fileURLWithPath: home.file("stdin-\(UUID().uuidString)"))
    try input.write(to: stdin)
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = fullEnvironment
    process.currentDirectoryURL = directory
    process.standardInput = try FileHandle(forReadingFrom: stdin)
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    let bytes = try Data(contentsOf: out)
    return Result(
      status: process.terminationReason == .uncaughtSignal
        ? 128 + process.terminationStatus : process.terminationStatus,
      output: String(decoding: bytes, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self), outputBytes: bytes)
  }
}

/// Runs a tool of the tests' own (git, sh); its failure fails the test.
@discardableResult
func shell(
  _ command: String, in directory: URL, environment: [String: String] = [:], by path: String = "/bin/sh"
) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = ["-ec", command]
  process.currentDirectoryURL = directory
  process.environment = ProcessInfo.processInfo.environment.merging(
    [
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x",
      "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@x",
    ].merging(environment) { $1 }
  ) { $1 }
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.standardError
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(command): \(String(decoding: data, as: UTF8.self))")
  return String(decoding: data, as: UTF8.self)
}
