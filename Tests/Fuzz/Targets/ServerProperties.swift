internal import Engine

/// What a server of OpenCode's says, and what the program prints of its rules.
enum ServerProperties {
  private static let session = "ses_a"

  /// The stream of events, as an adapter reads it.
  static func events(_ bytes: [UInt8]) -> String? {
    let whole = steps(bytes, cuts: [0..<bytes.count])
    guard whole == steps(bytes, cuts: Array(Pieces(bytes))) else { return "the pieces make a difference" }
    for step in whole {
      guard case .reject(let name) = step else { continue }
      let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F && $0 != 0x2E && $0 != 0x3F }
      guard isName else { return "a name that is none would stand in a path" }
    }
    return whole.count <= bytes.count ? nil : "more steps than bytes"
  }

  private static func steps(_ bytes: [UInt8], cuts: [Range<Int>]) -> [OpenCodeEventReader.Step] {
    var stream = SSEReader()
    var reader = OpenCodeEventReader(session: session)
    var steps: [OpenCodeEventReader.Step] = []
    for range in cuts {
      try? stream.read(bytes.span.extracting(range)) { event in
        if case .message(_, let data) = event { steps += reader.read(data, now: 1_000_000) }
      }
    }
    return steps
  }

  /// What `debug agent` prints: whatever it is, it does not pass for the rules that were meant unless it holds them.
  static func rules(_ bytes: [UInt8]) -> String? {
    let provider = OpenCodeProvider(
      id: "p", baseURL: "http://127.0.0.1/v1", models: [.init(id: "m", contextTokens: 1, outputTokens: 1)])
    guard let configuration = try? OpenCodeConfiguration(providers: [provider], folders: ["/run/tree"]),
      let read = try? OpenCodeReadBack(printed: bytes), (try? read.check("reviewer", of: configuration)) != nil
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    // What is denied may be named by a pattern.
    return text.contains("deny") ? nil : "rules pass that deny nothing"
  }
}
