internal import Engine

/// What arrives in pieces: the same has to come out however it was cut.
enum StreamProperties {
  private struct Framed: Equatable {
    var lines: [[UInt8]] = []
    var oversize: [Int] = []
    var torn = 0
  }

  /// The first byte is the longest line that is handed on.
  static func lines(_ input: [UInt8]) -> String? {
    guard let first = input.first else { return nil }
    let bytes = Array(input.dropFirst())
    let cap = Int(first)
    if framed(bytes, cap, cuts: [0..<bytes.count]) != framed(bytes, cap, cuts: Array(Pieces(bytes))) {
      return "the pieces make a difference"
    }
    return framed(bytes, cap, cuts: [0..<bytes.count]) == reference(bytes, cap) ? nil : "not cut at each 0x0A"
  }

  private static func framed(_ bytes: [UInt8], _ cap: Int, cuts: [Range<Int>]) -> Framed {
    var framer = LineFramer(cap: cap)
    var result = Framed()
    for range in cuts {
      framer.feed(
        bytes.span.extracting(range),
        line: { line in result.lines.append(line.indices.map { line[$0] }) },
        oversize: { result.oversize.append($0) })
    }
    result.torn = framer.tornBytes
    return result
  }

  private static func reference(_ bytes: [UInt8], _ cap: Int) -> Framed {
    var pieces = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    var result = Framed()
    result.torn = pieces.popLast()?.count ?? 0
    for piece in pieces {
      if piece.count > cap {
        result.oversize.append(piece.count)
      } else {
        result.lines.append(Array(piece.last == 0x0D ? piece.dropLast() : piece))
      }
    }
    return result
  }

  static func events(_ bytes: [UInt8]) -> String? {
    let whole = decoded(bytes, cuts: [0..<bytes.count])
    let cut = decoded(bytes, cuts: Array(Pieces(bytes)))
    guard whole.events == cut.events, whole.torn == cut.torn else { return "the pieces make a difference" }
    // The shortest thing that gives an event is one byte that is no JSON.
    guard whole.events.count <= bytes.count else { return "more events than bytes" }
    return nil
  }

  private static func decoded(_ bytes: [UInt8], cuts: [Range<Int>]) -> (events: [AgentEvent], torn: Int) {
    var reader = AgentStreamReader()
    let events = cuts.flatMap { reader.read(bytes.span.extracting($0)) }
    return (events, reader.tornBytes)
  }

  /// Findings that are taken from one answer; few, so that the limit is reached.
  private static let findingLimit = 5

  static func findings(_ bytes: [UInt8]) -> String? {
    let whole = parsed(bytes, cuts: [0..<bytes.count])
    let cut = parsed(bytes, cuts: Array(Pieces(bytes)))
    guard whole.events == cut.events, whole.proof == cut.proof else { return "the pieces make a difference" }
    let findings = whole.events.count { if case .finding(let finding) = $0 { !finding.isTruncated } else { false } }
    guard findings <= findingLimit else { return "\(findings) findings, over the limit" }
    return nil
  }

  private static func parsed(
    _ bytes: [UInt8], cuts: [Range<Int>]
  ) -> (events: [FindingStreamEvent], proof: AnswerProof) {
    var parser = FindingStreamParser(limit: findingLimit)
    var events = cuts.flatMap { parser.consume(bytes[$0]) }
    events += parser.finish()
    return (events, parser.answerProof)
  }
}
