import TUI
import Testing

/// Findings' markup never reaches a pane, however the text is cut.
@Suite struct ProseFilterTests {
  static let cases: [(text: String, prose: String)] = [
    ("plain words", "plain words"),
    ("a < b and c <d> e", "a < b and c <d> e"),
    ("before <finding severity=\"x\"><title>t</title></finding> after", "before  after"),
    ("<finding>a</finding><finding>b</finding>", ""),
    ("a <verdict candidate=\"1\"><reason>r</reason></verdict> b", "a  b"),
    ("<verdict>a</finding></verdict><finding>b</verdict></finding>c", "c"), ("<ver <verdicT", "<ver <verdicT"),
    ("x<done findings=\"2\"/>", "x"),
    ("x<done findings=\"2\"/>y", "xy"),
    ("<<finding>a</finding>", "<"),
    ("<fin</finding>", "<fin</finding>"),
    ("<finding>a </find </finding b</finding>c", "c"),
    ("<finding>never closed", ""),
    ("ends in <find", "ends in <find"),
    ("größer <finding>ü</finding>ß", "größer ß"),
  ]

  @Test(arguments: cases) func hidesTheSameAtEverySplit(_ item: (text: String, prose: String)) {
    let scalars = Array(item.text.unicodeScalars)
    for split in 0...scalars.count {
      var filter = ProseFilter()
      var prose = filter.prose(of: String(String.UnicodeScalarView(scalars[..<split])))
      prose += filter.prose(of: String(String.UnicodeScalarView(scalars[split...])))
      #expect(prose + filter.finish() == item.prose, "split at \(split)")
    }
  }

  @Test func knowsThatItIsInsideAFinding() {
    var filter = ProseFilter()
    _ = filter.prose(of: "<finding")
    #expect(filter.isInsideFinding)
    _ = filter.prose(of: ">…</finding>")
    #expect(!filter.isInsideFinding)
  }
}
