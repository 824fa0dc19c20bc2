import EngineTestKit
import Foundation
import Testing

/// Review after review in one process, agents failing at random: nothing is left behind, and no outcome is claimed that was
/// not proven. `make soak` does it for a time and measures; `make test` does a few rounds.
@Suite(.serialized) struct SoakTests {
  private static let minutes = ProcessInfo.processInfo.environment["SOAK_MINUTES"].flatMap(Double.init)

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `soak: a round ends with outcomes that are proven or said to be incomplete`(seed: UInt64) async throws {
    #expect(try await SoakRound(seed: seed).run() == [])
  }

  /// Alone in its process: other tests would move what is measured here.
  @Test(.enabled(if: minutes != nil, "set SOAK_MINUTES, as make soak does"))
  func `soak: memory and descriptors stay where they are`() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let length = Duration.seconds(60 * (Self.minutes ?? 0))
    var samples: [SoakSample] = []
    var problems: [String] = []
    while clock.now - start < length {
      // Seeds that the short test does not use.
      let seed = UInt64(1000 + samples.count)
      problems += try await SoakRound(seed: seed).run().map { "seed \(seed): \($0)" }
      let sample = SoakSample.now(minutes: (clock.now - start) / .seconds(60))
      if Int(sample.minutes) > Int(samples.last?.minutes ?? 0) { print("soak: round \(samples.count): \(sample)") }
      samples.append(sample)
    }
    // The allocator's pools and the language's caches fill first.
    let warm = Array(samples.drop { $0.minutes < (Self.minutes ?? 0) / 5 })
    let slope = SoakSample.slope(warm)
    let descriptors = Set(warm.map(\.descriptors)).sorted()
    print(
      "soak: \(samples.count) rounds, \(samples.count * 8) reviewers, \(slope.formatted(.number.precision(.fractionLength(3)))) MB/min,",
      "descriptors \(descriptors), \(problems.count) problems; first \(samples.first.map { "\($0)" } ?? "-"),",
      "last \(samples.last.map { "\($0)" } ?? "-")")
    #expect(problems == [])
    #expect(slope < 1)
    #expect(descriptors.count == 1)
    #expect(warm.allSatisfy { $0.children == 0 })
  }
}

/// What a process holds at one time.
struct SoakSample: CustomStringConvertible {
  var minutes: Double
  var megabytes: Double
  var descriptors: Int
  var children: Int

  static func now(minutes: Double) -> SoakSample {
    let pages = ProcFile.text("self/statm")?.split(separator: " ")
    let resident = pages.flatMap { $0.count > 1 ? Double($0[1]) : nil } ?? 0
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    let children = tasks.reduce(0) { count, task in
      count + (ProcFile.text("self/task/\(task)/children")?.split(separator: " ").count ?? 0)
    }
    return SoakSample(
      minutes: minutes, megabytes: resident * 4096 / 1_048_576,
      descriptors: (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1,
      children: children)
  }

  /// Megabytes a minute: the line of least squares.
  static func slope(_ samples: [SoakSample]) -> Double {
    let count = Double(samples.count)
    let x = samples.reduce(0) { $0 + $1.minutes } / count
    let y = samples.reduce(0) { $0 + $1.megabytes } / count
    let along = samples.reduce(0) { $0 + ($1.minutes - x) * ($1.minutes - x) }
    return samples.reduce(0) { $0 + ($1.minutes - x) * ($1.megabytes - y) } / along
  }

  var description: String {
    let figure = megabytes.formatted(.number.precision(.fractionLength(1)))
    return "\(figure) MB, \(descriptors) descriptors, \(children) children"
  }
}
