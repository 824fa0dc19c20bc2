internal import Foundation

/// Standard error of `run` and `serve` with `--print-logs`.
struct RunLog: Sendable {
  private let settings: Settings
  private let isOn: Bool
  private let run = String(UInt32.random(in: .min ... .max), radix: 16)

  init(_ settings: Settings, _ arguments: Arguments) {
    self.settings = settings
    isOn = arguments.has("print-logs") || settings.environment["OPENCODE_PRINT_LOGS"] == "1"
  }

  /// Plays a recorded log; its runs print nothing else and go on for ever. False where there is none.
  func plays(_ scenario: String, _ pace: Pace) -> Bool {
    let file = settings.recordings.appending(path: "log/\(scenario).txt")
    guard !scenario.contains("/"), let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
    guard isOn else { return true }
    var first: Double?
    var map = IdentifierMap()
    for line in text.split(separator: "\n") {
      let seconds = RunLog.seconds(line) ?? 0
      pace.wait(until: seconds - (first ?? seconds))
      first = first ?? seconds
      Output.say(map.rewrite(String(line)) + "\n")
    }
    return true
  }

  /// The seconds of its day that a line begins with.
  private static func seconds(_ line: Substring) -> Double? {
    guard let start = line.firstIndex(of: "T"), let end = line.firstIndex(of: "Z"), start < end else { return nil }
    let parts = line[line.index(after: start)..<end].split(separator: ":").compactMap { Double($0) }
    return parts.count == 3 ? parts[0] * 3600 + parts[1] * 60 + parts[2] : nil
  }

  func begin() { for message in ["\"creating instance\"", "init"] { say("INFO", "message=\(message)") } }

  func loop() { say("INFO", "message=loop") }

  /// A request to the model; a retry is told with its cause.
  func step(_ scenario: String, isRetry: Bool) {
    if isRetry {
      let words = scenario.hasPrefix("stalled") ? "TimeoutError: SSE read timed out" : "AI_APICallError: Overloaded"
      say("ERROR", "message=\"stream error\" providerID=local modelID=\(scenario) error.error=\"\(words)\"")
    }
    say("INFO", "message=stream providerID=local modelID=\(scenario)")
  }

  private func say(_ level: String, _ rest: String) {
    guard isOn else { return }
    let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    Output.say("timestamp=\(time)Z level=\(level) run=\(run) \(rest)\n")
  }
}
