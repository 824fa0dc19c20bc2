/// URLs of endpoints: where, and nothing that is secret or could be read in two ways.
enum EndpointAddress {
  private static let longest = 2048

  static func isOne(_ text: String) -> Bool {
    guard text.utf8.count <= longest,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"'<>\\^`{|}?#@".utf8.contains($0) })
    else { return false }
    let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
    guard let scheme else { return false }
    let host = text.dropFirst(scheme.count).prefix { $0 != "/" }
    return !host.isEmpty && !host.hasPrefix(":") && !host.hasPrefix("-")
      && !text.utf8.dropFirst(scheme.utf8.count).starts(with: [0x2F])
  }
}
