internal import Engine

/// What an endpoint sends: the same comes out however it was cut, and no more than came in.
enum ProviderProperties {
  private struct Seen: Equatable {
    var events: [SSEReader.Event] = []
    var fault: SSEReader.Fault?
    var isTorn = false
    var answer = ChatAnswer()
  }

  static func stream(_ bytes: [UInt8]) -> String? {
    let whole = seen(bytes, cuts: [0..<bytes.count])
    guard whole == seen(bytes, cuts: Array(Pieces(bytes))) else { return "the pieces make a difference" }
    guard whole.events.count <= bytes.count else { return "more events than bytes" }
    // Three bytes for each that is not UTF-8.
    guard whole.answer.text.utf8.count <= 3 * bytes.count else { return "more text than bytes" }
    _ = (whole.answer.calls, whole.answer.reason, ChatDecoder.error(ofBody: bytes))
    return nil
  }

  private static func seen(_ bytes: [UInt8], cuts: [Range<Int>]) -> Seen {
    var reader = SSEReader(lineLimit: 4096, totalLimit: 16_384)
    var seen = Seen()
    do throws(SSEReader.Fault) {
      for range in cuts { try reader.read(bytes.span.extracting(range)) { seen.events.append($0) } }
      seen.isTorn = reader.finish { seen.events.append($0) }
    } catch {
      seen.fault = error
    }
    for case .message(_, let data) in seen.events {
      for piece in ChatDecoder.pieces(of: data) { seen.answer.apply(piece) }
    }
    return seen
  }

  static func answer(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    var (whole, cut) = (FindingsJSONReader(category: "x"), FindingsJSONReader(category: "x"))
    let findings = whole.read(text)
    let pieces = text.unicodeScalars.flatMap { cut.read(String($0)) }
    guard findings == pieces, whole.isWhole == cut.isWhole, whole.unusable == cut.unusable else {
      return "the pieces make a difference"
    }
    return nil
  }
}
