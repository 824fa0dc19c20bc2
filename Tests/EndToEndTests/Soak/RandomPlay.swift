/// A rehearsal of one attempt with a fault, or with none.
struct RandomPlay {
  let text: String
  /// Whether an agent that plays this proves that it finished.
  let isProof: Bool

  private static let finding = """
    finding severity=warning file=src/a.swift line=2 over 1s
      title | The answer is off by one
      evidence | let answer = 41
      body | It should be 42.

    """

  /// The next play of a generator: as many honest ones as there are of each fault.
  static func random(using generator: inout some RandomNumberGenerator) -> RandomPlay {
    let words = Int.random(in: 1...60, using: &generator)
    let start =
      "think \"looking\" over 1s\ntool read src/a.swift 300ms\ntext \"\(String(repeating: "word ", count: words))\" over 2s\n"
    let tokens = "tokens input=\(words) output=3\n"
    let signal = [6, 9, 11, 15].randomElement(using: &generator) ?? 9
    let noise = Int.random(in: 1...300, using: &generator)
    let (body, isProof): (String, Bool) =
      switch Int.random(in: 0..<16, using: &generator) {
      case 0...3: (finding + "done input=3 output=2\n", true)
      case 4: (String(repeating: "garbage \"npm warn {[\"\n", count: noise) + finding + "done\n", true)
      case 5: (String(repeating: "log \"level=INFO\"\n", count: noise) + "done\n", true)
      case 6: (String(repeating: "garbage \"{\\\"type\\\": \"\n", count: noise) + "crash signal \(signal)\n", false)
      case 7: (finding + "crash signal \(signal)\n", false)
      case 8: ("exit 0\n", false)
      case 9: (finding + tokens + "exit 1\n", false)
      case 10: (finding + "truncate input=9\n", false)
      case 11: ("error APIError 503 retryable \"overloaded\" after=1s\n", false)
      case 12: ("error ProviderAuthError 401 \"no key\"\n", false)
      case 13: (finding + "done findings=7\n", false)
      case 14: (String(repeating: "tokens input=1 reason=unknown\n", count: 80) + "done\n", false)
      default: ("silence 15m\ndone\n", false)
      }
    return RandomPlay(text: start + body, isProof: isProof)
  }
}
