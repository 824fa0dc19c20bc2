internal import FoundationEssentials

/// Recognises the credentials of whoever reviews in what agents report, also written in another way: encoded, reversed, spaced
/// out, without its beginning (reliability.md, SE-04).
///
/// That is a net below others and no promise: agents are not given credentials in the first place, and who wants to can
/// always write them in a way that nobody has thought of.
package struct LeakGuard: Sendable, Hashable {
  /// Letters and digits of a secret in a row that count as it.
  private static let window = 12
  /// What is shorter is no credential, and would be found in every text.
  private static let shortest = 10
  private static let most = (secrets: 64, bytes: 4096)

  private var windows: Set<[UInt8]> = []

  /// Knows of none.
  package static let none = LeakGuard(environment: [:])

  /// Values of variables whose names tell that they are secret, and whatever else is known to be.
  package init(environment: [String: String], and others: [String] = []) {
    let named = environment.filter { Self.isSecret($0.key) && !Self.isPlace($0.value) }.values
    let secrets = Set(named).union(others).filter { (Self.shortest...Self.most.bytes).contains($0.utf8.count) }
    for secret in secrets.sorted().prefix(Self.most.secrets) { add(secret) }
  }

  /// Whether `text` holds one.
  package func leaks(_ text: String) -> Bool {
    guard !windows.isEmpty else { return false }
    return Self.windows(of: Self.squeezed(text.utf8)).contains { windows.contains(Array($0)) }
  }

  private static func isSecret(_ name: String) -> Bool {
    let words = name.uppercased()
    return !words.hasPrefix("CONCLAVE_")
      && ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "APIKEY", "_KEY"].contains { words.contains($0) }
  }

  /// A path to a key is no key, and neither is a sentence.
  private static func isPlace(_ value: String) -> Bool {
    value.hasPrefix("/") || value.hasPrefix("~") || value.hasPrefix("./") || value.utf8.contains(0x20)
  }

  private mutating func add(_ secret: String) {
    let bytes = Array(secret.utf8)
    let hexadecimal = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    var forms: [[UInt8]] = [
      bytes, bytes.reversed(), Array(hexadecimal.joined().utf8), Array(hexadecimal.joined(separator: "x").utf8),
      Array(Self.percentEncoded(bytes).utf8), bytes.map(Self.rotated),
    ]
    // Where it stands in what was encoded decides which of three texts it becomes; the characters at both ends mix with others.
    for lead in 0..<3 {
      let text = Data([UInt8](repeating: 0, count: lead) + bytes).base64EncodedString()
      forms.append(Array(text.utf8.dropFirst(4).dropLast(4)))
    }
    for form in forms {
      // What was squeezed to too little would be found in every text.
      let squeezed = Self.squeezed(form)
      guard squeezed.count >= Self.shortest else { continue }
      windows.formUnion(Self.windows(of: squeezed).map(Array.init))
    }
  }

  /// All stretches of the length that counts; a shorter text as a whole.
  private static func windows(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    guard text.count > window else { return [text[...]] }
    return (0...(text.count - window)).map { text[$0..<($0 + window)] }
  }

  /// Letters and digits alone, without their case.
  private static func squeezed(_ text: some Sequence<UInt8>) -> [UInt8] {
    text.filter(ASCII.isAlphanumeric).map(ASCII.lowercased)
  }

  private static func percentEncoded(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      ASCII.isAlphanumeric(byte) || "-_.~".utf8.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  private static func rotated(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x41...0x5A: (byte - 0x41 + 13) % 26 + 0x41
    case 0x61...0x7A: (byte - 0x61 + 13) % 26 + 0x61
    default: byte
    }
  }
}

extension Finding {
  /// Without its words where they hold a credential of whoever reviews; nil where they don't.
  func withheld(by secrets: LeakGuard) -> Finding? {
    let texts = [title, body, evidence, suggestion ?? "", file.description, rule ?? ""]
    guard secrets.leaks(texts.joined(separator: "\n")) else { return nil }
    var copy = self
    copy.title = "[withheld: it holds a credential of this machine]"
    copy.body = "What an agent reported here holds a credential of this machine, perhaps encoded; none of it is shown."
    (copy.evidence, copy.suggestion, copy.context) = ("", nil, [])
    return copy
  }
}
