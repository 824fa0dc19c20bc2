import EngineTestKit
import Foundation
import Testing

/// What the process does beside its lines; holds for both programs.
@Suite(.timeLimit(.minutes(5))) struct ProcessTests {
  private func process(_ place: Workplace, _ model: String, _ flags: String...) throws -> Process {
    let process = Process()
    // A script that was started in the background has told its children to ignore some signals.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["--default-signal", Subject.executable, "run", "--format", "json", "--model", "local/\(model)"] + flags
    process.environment = place.environment
    process.currentDirectoryURL = URL(filePath: place.empty)
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: place.folder.file("prompt")))
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// Runs it to its end; `meanwhile` has a thread of its own.
  private func run(_ process: Process, _ meanwhile: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
        Thread.detachNewThread(meanwhile)
      } catch {
        Issue.record(error)
        done.resume()
      }
    }
  }

  /// Reads until a word has come; false where the other side ended before.
  private static func read(_ pipe: Pipe, until word: String) -> Bool {
    var text = ""
    while !text.contains(word) {
      let piece = pipe.fileHandleForReading.availableData
      if piece.isEmpty { return false }
      text += String(decoding: piece, as: UTF8.self)
    }
    return true
  }

  @Test func `what a pipe that nobody reads has not taken is lost, with status 0`() async throws {
    let place = try Workplace()
    let process = try process(place, "truncated-by-slow-pipe")
    let pipe = Pipe()
    process.standardOutput = pipe
    await run(process) {}
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect((4096...65_536).contains(bytes.count) && bytes.last != 0x0A)
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a signal ends it at once, in the midst of an answer`(signal: Int32) async throws {
    let place = try Workplace()
    let process = try process(place, "killed-by-term")
    let pipe = Pipe()
    process.standardOutput = pipe
    await run(process) {
      if Self.read(pipe, until: "step_start") { kill(process.processIdentifier, signal) }
    }
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
  }

  @Test(arguments: Workplace.logs)
  func `a provider that refuses for ever is told by the log alone`(scenario: String) async throws {
    let place = try Workplace()
    let process = try process(place, scenario, "--print-logs")
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    await run(process) {
      if Self.read(errors, until: "stream error") { kill(process.processIdentifier, SIGKILL) }
    }
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
    #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
