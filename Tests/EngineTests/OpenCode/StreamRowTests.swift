import Engine
import EngineTestKit
import Foundation
import Testing

/// Rows ST of the fault plan that concern a stream's bytes and its JSON.
@Suite struct StreamRowTests {
  /// Everything that can go wrong at a border: CRLF, a byte order mark, characters of every length, a line over the cap of
  /// none, damaged ones and a torn end.
  private static func stream() throws -> [UInt8] {
    var bytes = Array("\u{FEFF}{\"type\":\"step_start\"}\r\n".utf8)
    bytes += try Fixtures.bytes("opencode/v1.18.33/run/unicode-and-escapes.jsonl")
    bytes +=
      Array("{\"type\":\"text\",\"part\":{\"text\":\"".utf8) + [0xC0, 0xAF] + Array("\"}}\nstray \u{2028}\n\n".utf8)
    return bytes + Array("{\"type\":\"text\",\"part\":{\"text\":\"torn 😀".utf8)
  }

  @Test func `ST-02: ten thousand random splits give the same events`() throws {
    let bytes = try Self.stream()
    let whole = decode(bytes)
    #expect(whole.events.count > 4 && whole.torn > 0)
    var random = SplitMix(seed: 2)
    var different = 0
    for _ in 0..<10_000 {
      let cuts = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random)
      }
      let split = decode(bytes, cuts: cuts.sorted())
      if split.events != whole.events || split.torn != whole.torn { different += 1 }
    }
    #expect(different == 0)
    let single = decode(bytes, cuts: Array(1..<bytes.count))
    #expect(single.events == whole.events && single.torn == whole.torn)
    FaultNote.say("ST-02", "10,000 random splits and one byte at a time: the same \(whole.events.count) events")
  }

  @Test func `ST-02: a line feed on the border of a 64 KiB piece`() {
    let piece = 64 << 10
    for shift in -1...1 {
      let head = #"{"type":"text","part":{"text":""#
      let first = head + String(repeating: "x", count: piece - head.utf8.count - 4 + shift) + "\"}}\n"
      let bytes = Array((first + "{\"type\":\"step_start\"}\n").utf8)
      #expect(bytes.firstIndex(of: 0x0A) == piece - 1 + shift)
      #expect(decode(bytes, cuts: [piece]).events == decode(bytes).events)
    }
  }

  @Test(arguments: [
    #"{"type":"text","type":"error"}"#, #"{"type":"text","ty\u0070e":"error"}"#,
    #"{"type":"step_finish","part":{"reason":"stop","reason":"length"}}"#,
  ])
  func `ST-07: a key that occurs twice makes a line malformed`(line: String) {
    #expect(decode(line: line) == [.malformed(reason: "a key occurs twice")])
  }

  @Test(arguments: [
    (#"\ud83d\ude00 \ud83d! \ude00"#, "😀 \u{FFFD}! \u{FFFD}"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"),
    (#"\ud83d"#, "\u{FFFD}"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"), (#"\ud83d\n"#, "\u{FFFD}\n"),
  ])
  func `ST-08: half a surrogate pair becomes U+FFFD`(escaped: String, text: String) {
    #expect(decode(line: #"{"type":"text","part":{"text":"\#(escaped)"}}"#) == [.text(part: "", text: text)])
  }

  @Test func `ST-05: controls and hidden characters are read as they are`() {
    #expect(
      decode(line: #"{"type":"text","part":{"text":"\u0000\u001b[2J\u009b\u202e"}}"#)
        == [.text(part: "", text: "\0\u{1B}[2J\u{9B}\u{202E}")])
  }

  @Test(arguments: [
    ("\u{FEFF}{\"type\":\"step_start\"}", AgentEvent.stepStarted), ("{\"type\":\"step_start\"}\r", .stepStarted),
    ("{\"type\":\"text\",\"part\":{\"text\":\"a\u{2028}b\u{85}c\"}}", .text(part: "", text: "a\u{2028}b\u{85}c")),
  ])
  func `ST-11: a byte order mark, a carriage return and a line separator make no event more or less`(
    line: String, event: AgentEvent
  ) {
    #expect(decode(line: line) == [event])
  }

  @Test(arguments: [
    (#"{"type":"done","reason":"idle"}"#, AgentEvent.unknown(type: "done")),
    (#"{"type":"step_start","since":2,"part":{"type":"step-start","snapshot":{"a":[1]}}}"#, .stepStarted),
    (#"{"type":"step_finish"}"#, .malformed(reason: "step_finish without a part")),
    (#"{"type":"\#(String(repeating: "long", count: 99))"}"#, .unknown(type: String(repeating: "long", count: 25))),
  ])
  func `ST-12: what a later version may print is kept by name`(line: String, event: AgentEvent) {
    #expect(decode(line: line) == [event])
  }

  @Test func `ST-16: what another session says is kept by name and belongs to nothing`() {
    let own = AgentStreamWriter(session: "ses_own")
    let other = AgentStreamWriter(session: "ses_helper")
    let stop = AgentEvent.stepFinished(reason: "stop", usage: Usage())
    var bytes: [UInt8] = []
    for (writer, event) in [
      (own, AgentEvent.stepStarted), (other, .stepStarted), (other, .text(part: "a", text: "<done findings=\"9\"/>")),
      (other, stop), (own, .text(part: "a", text: "mine")), (other, .sessionEnd(reason: "stop")), (own, stop),
    ] { bytes += writer.line(event, at: 0) }
    bytes += Array("{\"type\":\"step_start\"}\n".utf8)
    #expect(
      decode(bytes).events == [
        .stepStarted, .unknown(type: "step_start of another session"), .unknown(type: "text of another session"),
        .unknown(type: "step_finish of another session"), .text(part: "a", text: "mine"),
        .unknown(type: "session_end of another session"), stop, .stepStarted,
      ])
  }

  /// On a thread whose stack is as small as any that the program might run on.
  @Test(arguments: [511, 513, 1_000_000])
  func `ST-06: deep nesting is malformed, on a small stack too`(depth: Int) async {
    let events = await withCheckedContinuation { (done: CheckedContinuation<[AgentEvent], Never>) in
      let thread = Thread {
        let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let line = Array(#"{"type":"text","part":\#(nest)}"#.utf8) + [0x0A]
        let start = SuspendingClock.now
        let events = decode(line).events
        FaultNote.say("ST-06", "\(depth) levels on a stack of 512 KiB: malformed in \(SuspendingClock.now - start)")
        done.resume(returning: events)
      }
      thread.stackSize = 512 << 10
      thread.start()
    }
    #expect(events == [.malformed(reason: "nested too deep")])
  }
}
