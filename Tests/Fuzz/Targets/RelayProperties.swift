internal import Engine

/// What holds of requests to the relay, and of what it takes secrets out of.
enum RelayProperties {
  private static let secrets = ["secret-0123456789", "secret-01", "aaaaaaaab"]

  /// A head that is taken can be read in one way only; the bytes serve as an answer too.
  static func request(_ bytes: [UInt8]) -> String? {
    if let problem = passage(bytes) { return problem }
    guard let end = RelayHead.end(in: bytes), let head = try? RelayHead(bytes[..<end]) else { return nil }
    guard bytes[..<end].allSatisfy({ (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }) else {
      return "a head with other bytes is taken"
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    let names = lines.map { $0.lowercased().prefix { $0 != ":" } }
    guard names.filter({ $0 == "content-length" }).count <= 1 else { return "two lengths are taken" }
    guard !names.contains("transfer-encoding") else { return "chunks are taken" }
    guard !lines.contains(where: { $0.hasPrefix(" ") || $0.hasPrefix("\t") }) else { return "a folded line is taken" }
    guard lines.first == "\(head.method) \(head.path) HTTP/1.1", head.path.hasPrefix("/"), head.length >= 0 else {
      return "the first line is read in another way than it stands there"
    }
    return nil
  }

  /// Cut anywhere, the same comes out, without a secret in it.
  private static func passage(_ bytes: [UInt8]) -> String? {
    var whole = StreamRedactor(secrets: secrets)
    let wanted = whole.pass(bytes) + whole.finish()
    var cut = StreamRedactor(secrets: secrets)
    var passed: [UInt8] = []
    for piece in Pieces(bytes) { passed += cut.pass(Array(bytes[piece])) }
    passed += cut.finish()
    if passed != wanted { return "what passes depends on the pieces" }
    let text = String(decoding: wanted, as: UTF8.self)
    return secrets.contains { text.contains($0) } ? "a secret passes" : nil
  }
}
