/// Evidence as lines that can be looked up.
struct Quotation: Sendable {
  struct Line: Sendable {
    var raw: ArraySlice<UInt8>
    var squeezed: [UInt8]
  }

  /// Lines with something in them.
  var lines: [Line]

  private static let mostLines = 400

  private init(_ lines: [ArraySlice<UInt8>]) {
    self.lines = lines.prefix(Self.mostLines).map { Line(raw: $0, squeezed: SqueezedText.of($0)) }
      .filter { !$0.squeezed.isEmpty }
  }

  init(_ evidence: String) {
    self.init(Array(evidence.utf8).split(separator: 0x0A, omittingEmptySubsequences: false))
  }

  /// The evidence without what agents put before the code when they copy it from a diff or a listing; nil where there
  /// is nothing of the kind.
  var withoutMargin: Quotation? {
    let raws = lines.map(\.raw)
    guard !raws.isEmpty else { return nil }
    let numbered = raws.map(Self.behindNumber)
    if !numbered.contains(where: { $0 == nil }) {
      let bare = Quotation(numbered.compactMap { $0 })
      return bare.withoutMargin ?? bare
    }
    let isMarked = raws.contains { $0.first == 0x2B || $0.first == 0x2D }
    guard isMarked, raws.allSatisfy({ [0x2B, 0x2D, 0x20].contains($0.first) }) else { return nil }
    return Quotation(raws.map { $0.dropFirst() })
  }

  /// What stands behind a line number and `:` or `|`.
  private static func behindNumber(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let rest = line.drop(while: ASCII.isSpace)
    let digits = rest.prefix(while: ASCII.isDigit).count
    let behind = rest.dropFirst(digits).drop { $0 == 0x20 }
    guard (1...7).contains(digits), behind.first == 0x3A || behind.first == 0x7C else { return nil }
    return behind.dropFirst().first == 0x20 ? behind.dropFirst(2) : behind.dropFirst()
  }
}
