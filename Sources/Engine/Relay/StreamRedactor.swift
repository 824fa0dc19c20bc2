/// Takes secrets out of bytes that pass, wherever they are cut (reliability.md, SE-06). What could be the beginning of a secret is
/// held back until more is known, and nothing else is.
package struct StreamRedactor: Sendable {
  /// Shorter ones are in too many texts by chance.
  private static let shortest = 8
  private static let mark = Array("[key]".utf8)

  private let secrets: [[UInt8]]
  private var held: [UInt8] = []

  package init(secrets: [String]) {
    self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
      .sorted { $0.count > $1.count }
  }

  /// What may be passed on of everything up to now.
  package mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
    guard !secrets.isEmpty else { return bytes }
    return pass(held + bytes, mayFollow: true)
  }

  /// What was held back: nothing follows that could make it a secret.
  package mutating func finish() -> [UInt8] { pass(held, mayFollow: false) }

  private mutating func pass(_ text: [UInt8], mayFollow: Bool) -> [UInt8] {
    var passed: [UInt8] = []
    passed.reserveCapacity(text.count)
    var index = 0
    scan: while index < text.count {
      // The longest first: a secret may be the beginning of another one.
      for secret in secrets where secret[0] == text[index] {
        let rest = text[index...]
        if rest.starts(with: secret) {
          passed += Self.mark
          index += secret.count
          continue scan
        }
        if mayFollow, rest.count < secret.count, secret.starts(with: rest) { break scan }
      }
      passed.append(text[index])
      index += 1
    }
    held = Array(text[index...])
    return passed
  }

  /// All of a text.
  package static func redact(_ text: String, _ secrets: [String]) -> String {
    var redactor = StreamRedactor(secrets: secrets)
    let bytes = redactor.pass(Array(text.utf8)) + redactor.finish()
    return String(decoding: bytes, as: UTF8.self)
  }
}
