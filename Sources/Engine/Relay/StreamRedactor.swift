/// Takes secrets out of bytes that pass, wherever they are cut (reliability.md, SE-06). What could be the beginning of a secret is
/// held back until more is known, and nothing else is.
package struct StreamRedactor: Sendable {
  /// Shorter ones are in too many texts by chance.
  private static let shortest = 8
  private static let mark = Array("[key]".utf8)

  private let secrets: [[UInt8]]
  private let longest: Int
  private var held: [UInt8] = []

  package init(secrets: [String]) {
    self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
      .sorted { $0.count > $1.count }
    longest = self.secrets.first?.count ?? 0
  }

  /// What may be passed on of everything up to now.
  package mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
    guard longest > 0 else { return bytes }
    let text = held + bytes
    var passed: [UInt8] = []
    passed.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if let secret = secrets.first(where: { text[index...].starts(with: $0) }) {
        passed += Self.mark
        index += secret.count
      } else if text.count - index < longest, isBeginning(text[index...]) {
        break
      } else {
        passed.append(text[index])
        index += 1
      }
    }
    held = Array(text[index...])
    return passed
  }

  /// What was held back: nothing follows that could make it a secret.
  package mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held
  }

  /// All of a text.
  package static func redact(_ text: String, _ secrets: [String]) -> String {
    var redactor = StreamRedactor(secrets: secrets)
    let bytes = redactor.pass(Array(text.utf8)) + redactor.finish()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a secret could begin so.
  private func isBeginning(_ rest: ArraySlice<UInt8>) -> Bool {
    secrets.contains { $0.count > rest.count && $0.starts(with: rest) }
  }
}
