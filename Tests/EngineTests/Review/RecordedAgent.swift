import Engine
import EngineTestKit
import Foundation

/// A stream of the real program that is played line by line when its lines came, and then ends, or stays, as the program did.
struct RecordedAgent: Sendable {
  private struct Meta: Decodable {
    /// Nil where it had to be killed.
    var exit: Int32?
    var lineSeconds: [Double]

    enum CodingKeys: String, CodingKey {
      case exit
      case lineSeconds = "line_seconds"
    }
  }

  let lines: [[UInt8]]
  /// When each line came, from the start.
  let times: [Duration]
  /// Nil where the program would have gone on for ever.
  let exit: AgentExit.Status?

  init(_ name: String) throws {
    let folder = "opencode/v1.18.33/run"
    let data = Data(try Fixtures.bytes("\(folder)/meta.json"))
    guard let meta = try JSONDecoder().decode([String: Meta].self, from: data)[name] else {
      throw ReviewFailure(.usage, "no recording \(name)")
    }
    lines = try Fixtures.bytes("\(folder)/\(name).jsonl").split(separator: 0x0A).map { Array($0) + [0x0A] }
    times = meta.lineSeconds.prefix(lines.count).map { .milliseconds(Int(($0 * 1000).rounded())) }
    exit = meta.exit.map { $0 < 0 ? .signalled(-$0) : .exited($0) }
  }

  /// The part of a fake agent that says the lines by `time`.
  func part(by time: ManualTime) -> FakeRuntime.Part {
    { [lines, times, exit] report in
      let start = time.now()
      var reader = AgentStreamReader()
      for (line, at) in zip(lines, times) {
        try await time.sleep(until: start + at)
        for event in reader.read(line.span) { report(event) }
      }
      guard let exit else {
        try await time.sleep(until: .seconds(1_000_000))
        throw CancellationError()
      }
      return AgentExit(status: exit)
    }
  }

  /// When the `count`th step ended.
  func end(ofStep count: Int) -> Duration? {
    let marks = zip(lines, times).filter {
      String(decoding: $0.0.prefix(22), as: UTF8.self) == #"{"type":"step_finish","#
    }
    return marks.count >= count ? marks[count - 1].1 : nil
  }
}
