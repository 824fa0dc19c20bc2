import EngineTestKit
import Testing

@testable import Engine

@Suite struct SSEReaderTests {
  private struct Seen: Equatable {
    var events: [SSEReader.Event] = []
    var fault: SSEReader.Fault?
    var isTorn = false
  }

  private static func read(_ bytes: [UInt8], cuts: [Int] = [], lineLimit: Int = 64, totalLimit: Int = 1 << 20) -> Seen {
    var reader = SSEReader(lineLimit: lineLimit, totalLimit: totalLimit)
    var seen = Seen()
    var start = 0
    do throws(SSEReader.Fault) {
      for end in cuts + [bytes.count] {
        try reader.read(bytes.span.extracting(start..<end)) { seen.events.append($0) }
        start = end
      }
    } catch {
      seen.fault = error
      return seen
    }
    seen.isTorn = reader.finish { seen.events.append($0) }
    return seen
  }

  private static func message(_ text: String, name: String = "") -> SSEReader.Event {
    .message(name: name, data: Array(text.utf8))
  }

  @Test(arguments: [
    ("data: a\n\n", [message("a")]), ("data:a\n\ndata:b\n\n", [message("a"), message("b")]),
    ("data: a\r\n\r\n", [message("a")]), ("data: a\r\rdata: b\r\r", [message("a"), message("b")]),
    ("data: a\ndata: b\n\n", [message("a\nb")]), ("data\n\n", [message("")]), ("data:  a\n\n", [message(" a")]),
    ("event: ping\ndata: a\n\ndata: b\n\n", [message("a", name: "ping"), message("b")]),
    (": alive\n\ndata: a\n\n", [.comment, message("a")]), ("\u{FEFF}data: a\n\n", [message("a")]),
    ("id: 7\nretry: 10\nother: x\n\n", []), ("\n\n\n", []), ("", []), ("data: a\n", [message("a")]),
    ("data: {\"a\":\n\ndata: 1}\n\n", [message("{\"a\":"), message("1}")]), ("event: x\n\n", []),
  ])
  func `an event is its lines up to a blank one`(text: String, events: [SSEReader.Event]) {
    #expect(Self.read(Array(text.utf8)) == Seen(events: events))
  }

  @Test func `what stops inside a line is no event`() {
    #expect(Self.read(Array("data: a\n\ndata: b".utf8)) == Seen(events: [Self.message("a")], isTorn: true))
  }

  @Test func `nothing can fill the memory`() {
    let long = [UInt8](repeating: 0x61, count: 65)
    #expect(Self.read(Array("data: x\n\ndata:".utf8) + long).fault == .line)
    #expect(Self.read(Array(long.prefix(64))).fault == nil)
    let many = Array(String(repeating: "data: aaaaaaaaaa\n", count: 10).utf8)
    #expect(Self.read(many).fault == .line, "many lines of one event are as long as one")
    #expect(Self.read(Array(": x\n".utf8), totalLimit: 3).fault == .total)
    #expect(Self.read(Array(": x\n".utf8), totalLimit: 4).fault == nil)
  }

  @Test func `NV-02: ten thousand random ways to cut a stream make no difference`() {
    var random = SplitMix(seed: 6)
    let alphabet = Array("\n\n\n\r\r:: dataevent{}x".utf8) + [0xFF, 0x00]
    var kinds = Set<Bool>()
    for _ in 0..<10_000 {
      let lines = ["data: a", "data:", ": c", "event: e", "id", "", "", "\r"]
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        bytes += Array((lines.randomElement(using: &random) ?? "").utf8)
        bytes.append(alphabet.randomElement(using: &random) ?? 0)
      }
      let cuts = (0..<Int.random(in: 0..<6, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random)
      }
      let whole = Self.read(bytes, lineLimit: 16)
      #expect(Self.read(bytes, cuts: cuts.sorted(), lineLimit: 16) == whole, "\(bytes) cut at \(cuts)")
      kinds.insert(whole.fault == nil)
      if bytes.isEmpty { continue }
      #expect(Self.read(bytes, cuts: Array(1..<max(1, bytes.count)), lineLimit: 16) == whole)
    }
    #expect(kinds.count == 2, "some of them are too long")
  }
}
