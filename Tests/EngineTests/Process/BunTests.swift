import Engine
import EngineTestKit
import Foundation
import Testing

private let bun = ProcessInfo.processInfo.environment["CONCLAVE_BUN"]

/// The agents of real life are Bun programs. `make test-bun` fetches one and sets `CONCLAVE_BUN` to its path.
@Suite(.enabled(if: bun != nil, "CONCLAVE_BUN names no bun; make test-bun does"), .serialized)
struct BunTests {
  private func script(_ program: String, prompt: [UInt8] = []) throws -> ChildScript {
    let script = try ChildScript("exec \"\(bun ?? "bun")\" \"$DIR/agent.js\"", prompt: prompt)
    try script.directory.write("agent.js", Array(program.utf8))
    return script
  }

  /// Prints 4 MB in lines and leaves at once, as OpenCode does.
  private static let printer = """
    const filler = "x".repeat(96);
    for (let line = 0; line < 40000; line++) process.stdout.write(`${line} ${filler}\\n`);
    process.exit(0);
    """
  private static let printed = Array(
    (0..<40_000).map { "\($0) \(String(repeating: "x", count: 96))\n" }.joined().utf8)

  @Test("ST-01: 200 programs that print megabytes and call process.exit() under load lose no byte")
  func exitsLoseNothing() async throws {
    let load = try (0..<2).map { _ in try ChildScript("echo ready; while :; do :; done", grace: .seconds(1)) }
    let burning = load.map { script in Task { try await script.run() } }
    for script in load { await script.printed("ready") }
    let whole = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var whole = 0
          for _ in 0..<50 {
            let script = try script(BunTests.printer)
            let exit = try await script.run()
            if exit.status == .exited(0), script.printed == BunTests.printed { whole += 1 }
          }
          return whole
        }
      }
      return try await group.reduce(0, +)
    }
    for task in burning { task.cancel() }
    for task in burning { _ = await task.result }
    #expect(whole == 200)
    FaultNote.say(
      "CP-16", "\(whole) of 200 Bun programs that end in process.exit() under load: every byte of 4 MB arrived")
  }

  @Test("CP-16: Bun reads a prompt of 10 MB byte for byte")
  func prompt() async throws {
    let prompt = Array((String(repeating: "Review this.\u{2028} \u{1F600}\r\n\0", count: 450_000) + "end").utf8)
    #expect(prompt.count > 10_000_000)
    let script = try script(
      """
      const bytes = await Bun.stdin.bytes();
      console.log(bytes.length, new Bun.CryptoHasher("sha256").update(bytes).digest("hex"));
      process.exit(0);
      """, prompt: prompt)
    #expect(try await script.run().status == .exited(0))
    #expect(script.printedText == "\(prompt.count) \(StableHash.sha256(prompt))\n")
  }

  /// Takes 1 GB a second, and says before each piece what the system thinks it holds, and when.
  private static let ramp = """
    const kept = [];
    const start = performance.now();
    for (let piece = 1; piece <= 400; piece++) {
      kept.push(new Uint8Array(10 << 20).fill(1));
      process.stdout.write(`${process.memoryUsage().rss} ${performance.now()}\\n`);
      while (performance.now() < start + piece * 10) {}
    }
    """

  @Test("CP-14: a Bun program that takes 1 GB a second is stopped within 300 ms of its cap")
  func memory() async throws {
    let cap = 400 << 20
    let script = try script(BunTests.ramp)
    let exit = try await script.run(limits: ChildLimits(memory: cap))
    guard case .memory(let peak, let watcher)? = exit.excess else {
      Issue.record("ended without an excess: \(exit)")
      return
    }
    let lines = script.printedText.split(separator: "\n").compactMap { line -> (bytes: Double, at: Double)? in
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
    let last = try #require(lines.last)
    let crossing = lines.first { $0.bytes > Double(cap) } ?? last
    let late = last.at - crossing.at
    let over = 100 * (max(Double(peak), last.bytes) / Double(cap) - 1)
    #expect(late <= 300)
    #expect(over <= 10)
    let figures = String(format: "%.0f ms after crossing 400 MB, %.1f %% above", late, over)
    FaultNote.say("CP-14", "Bun at 1 GB/s: last sign of life \(figures), by \(watcher.rawValue)")
  }
}
