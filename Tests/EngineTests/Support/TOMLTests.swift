import Testing

@testable import Engine

@Suite struct TOMLTests {
  private static func parse(_ text: String) throws(TOMLError) -> TOMLTable { try TOML.parse(Array(text.utf8)) }

  @Test func `every kind of value keeps its place`() throws {
    let table = try Self.parse(
      """
      # a comment
      name = "a\\u0000b\\n"
      'quoted key' = 'C:\\x'
      count = -9_223_372_036_854_775_808
      ratio = 0.5
      odd = nan
      on = true
      day = 2026-04-01
      moment = 2026-04-01T10:00:00.5+02:00
      list = [1, "two", [3]]
      inline = { b = 1, a = 2 }
      [section.sub]
      key = 1
      [[rule]]
      id = "x"
      [[rule]]
      id = "y"
      """)
    #expect(
      table.entries.map(\.key) == [
        "name", "quoted key", "count", "ratio", "odd", "on", "day", "moment", "list", "inline", "section", "rule",
      ])
    #expect(table["name"]?.value == .string("a\0b\n"))
    #expect(table["quoted key"]?.value == .string("C:\\x"))
    #expect(table["count"] == TOMLNode(value: .integer(.min), line: 4, column: 9))
    #expect(table["ratio"]?.value == .float(0.5))
    guard case .float(let odd)? = table["odd"]?.value else { Issue.record("not a float"); return }
    #expect(odd.isNaN)
    #expect(table["on"]?.value == .boolean(true))
    #expect(table["day"]?.value == .date("2026-04-01"))
    #expect(table["moment"]?.value == .date("2026-04-01T10:00:00.5+02:00"))
    guard case .array(let list)? = table["list"]?.value, case .table(let inline)? = table["inline"]?.value,
      case .array(let rules)? = table["rule"]?.value, case .table(let section)? = table["section"]?.value
    else { Issue.record("not containers"); return }
    #expect(list.map(\.column) == [9, 12, 19])
    #expect(inline.entries.map(\.key) == ["b", "a"])
    #expect(section.entries.map(\.key) == ["sub"])
    #expect(rules.map(\.line) == [14, 16])
    #expect(table.entries.map(\.line) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14])
  }

  @Test func `an empty document is an empty table`() throws {
    for text in ["", "\n", "# only a comment", "\u{FEFF}"] { #expect(try Self.parse(text) == TOMLTable()) }
  }

  @Test(arguments: [
    ("a = \n", 1), ("a = 1\na = 2\n", 2), ("x = 1\n\n[x.y]\n", 3), ("a = 99999999999999999999", 1),
    ("a = \"open\n", 1), ("a = 'x\u{0}y'", 1), ("[[a]]\n[a]\n", 2), ("= 1", 1), ("a = {b = 1\n", 1),
    ("a = 1\n\n[", 3), ("a = 1\n[.b]\nc = 1\nd = 2\n", 2), ("a = '''\n[.b]\n'''\n[\n]\n", 4),
  ])
  func `a broken document says where`(text: String, line: Int) {
    #expect {
      try Self.parse(text)
    } throws: {
      guard let error = $0 as? TOMLError else { return false }
      return error.line == line && error.column > 0 && !error.message.isEmpty && !error.message.contains("\n")
    }
  }

  @Test func `bytes that are not UTF-8 are an error`() {
    #expect(throws: TOMLError.self) { try TOML.parse([0x61, 0x3D, 0x22, 0xFF, 0x22]) }
  }

  @Test func `limits hold, whatever nests`() {
    let deep = 200_000
    let documents = [
      String(repeating: "a.", count: deep) + "a = 1",
      "[" + String(repeating: "a.", count: deep) + "a]",
      "[[" + String(repeating: "'a' . ", count: deep) + "a]]",
      "x = '''\na''''\n" + String(repeating: "\"a\".", count: deep) + "a = 1",
      "x = \"\"\"\\\"\"\"\"\"\n" + String(repeating: "a.", count: deep) + "a = 1",
      "# '\n" + String(repeating: "a.", count: deep) + "a = 1",
      "x = { y = { " + String(repeating: "a.", count: deep) + "a = 1 } }",
      "x = " + String(repeating: "[", count: deep),
      "x = " + String(repeating: "{a=", count: deep),
      "x = " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
      String(repeating: "a.", count: 30) + "a = {b={c={d=1}}}",
      "x = \"" + String(repeating: "y", count: TOML.maximumSize) + "\"",
    ]
    for (index, text) in documents.enumerated() {
      #expect(throws: TOMLError.self, "document \(index)") { try Self.parse(text) }
    }
  }

  @Test func `dots in prose and comments are no nesting`() throws {
    let dots = String(repeating: ".", count: 100)
    let table = try Self.parse("a = \"\(dots)\" # \(dots)\nb = '\(dots)'\nc = '''\n\(dots)\n'''\nd = [0.5, 1.5]\n")
    #expect(table["a"]?.value == .string(dots))
  }

  @Test func `an error names file, line and column`() {
    let failure = TOMLError(line: 3, column: 7, message: "no").failure(in: "conclave.toml", hints: ["do"])
    #expect(failure == ReviewFailure(.configuration, "conclave.toml:3:7: no", hints: ["do"]))
  }

  /// Every single-byte damage of a document gives a table or an error: no trap, no hang.
  @Test func `no damage traps`() {
    let document = Array("[a.'b']\nc = [ 1, { d = \"\"\"x\\u0041\"\"\" } ] # e\n[[f]]\ng = 1979-05-27T07:32:00Z\n".utf8)
    for index in document.indices {
      for byte: UInt8 in [0, 0x0A, 0x22, 0x27, 0x2E, 0x5B, 0x5D, 0x7B, 0x7D, 0x3D, 0x5C, 0x80, 0xFF] {
        var damaged = document
        damaged[index] = byte
        do {
          _ = try TOML.parse(damaged)
        } catch {
          #expect(error.line > 0)
        }
      }
      do { _ = try TOML.parse(Array(document[..<index])) } catch { #expect(error.line > 0) }
    }
  }
}

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("--stagd", "--staged"), ("secuirty", "security"), ("formt", "format"), ("x", nil), ("", nil), ("zzzzzz", nil),
  ])
  func `only what is near is suggested`(name: String, expected: String?) {
    #expect(NearestName.of(name, among: ["--staged", "security", "format", "from"]) == expected)
  }
}
