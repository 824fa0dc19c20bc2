import Testing

@testable import Engine

@Suite struct JSONTests {
  private func parse(_ text: String) -> JSONValue? { JSONParser.parse(Array(text.utf8)[...]) }

  @Test(
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("-0", .integer(0)),
      ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .number(9223372036854775808)),
      ("1.5e3", .number(1500)), ("1e-400", .number(0)), (#""""#, .string("")),
      (#""\u0041\n\/\"\\""#, .string("A\n/\"\\")), (#""\ud83d\ude00""#, .string("😀")),
      (#""\ud83d""#, .string("\u{FFFD}")), (#""\ude00x""#, .string("\u{FFFD}x")),
      (#""\ud83d\ud83d\ude00""#, .string("\u{FFFD}😀")), (#""\ud83d\n""#, .string("\u{FFFD}\n")),
      ("[ ]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])), ("{ }", .object(JSONObject())),
      (#"{"a":1,"a":2}"#, .object(JSONObject(members: [("a", .integer(1)), ("a", .integer(2))]))),
    ] as [(String, JSONValue)])
  func reads(text: String, value: JSONValue) {
    #expect(parse(text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "truee", "01", "1.", ".5", "+1", "-", "1e", "1e400", "NaN", "Infinity", "0x10", "'a'", "\"", "\"a",
    "\"\n\"", #""\x""#, #""\u12""#, #""\u12g4""#, "[", "[1", "[1,]", "[,]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#,
    "{1:2}",
    "1 2", "{}{}", "\u{FEFF}1", String(repeating: "1", count: 65),
  ])
  func refuses(text: String) {
    #expect(parse(text) == nil)
  }

  @Test(
    arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0x00, 0x22]]
      as [[UInt8]])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) {
    #expect(JSONParser.parse(bytes[...]) == nil)
  }

  @Test func depthIsBounded() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(parse(nested(JSONParser.depthLimit)) != nil)
    #expect(parse(nested(JSONParser.depthLimit + 1)) == nil)
    #expect(parse(String(repeating: "[", count: 1_000_000)) == nil)
    #expect(parse(String(repeating: #"{"a":"#, count: 1_000_000)) == nil)
  }

  @Test func membersAreBounded() {
    func members(_ count: Int) -> String { "{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}" }
    #expect(parse(members(JSONParser.memberLimit)) != nil)
    #expect(parse(members(JSONParser.memberLimit + 1)) == nil)
  }

  @Test func everythingWrittenReadsBack() {
    var generator = Generator(seed: 11)
    for _ in 0..<500 {
      let texts = generator.list { $0.text() }
      let double = generator.double()
      var writer = JSONWriter()
      writer.object { writer in
        writer.member("texts", texts)
        writer.member("double", double)
        writer.member("none", nil as String?)
        writer.member("odd", Double.nan)
      }
      guard case .object(let object)? = JSONParser.parse(writer.bytes[...]) else {
        Issue.record("unreadable: \(String(decoding: writer.bytes, as: UTF8.self))")
        continue
      }
      #expect(object.strings("texts") == texts)
      #expect(object.double("double") == double)
      #expect(object.members.count == 2)
      var again = JSONWriter()
      again.value(.object(object))
      #expect(again.bytes == writer.bytes)
    }
  }
}
