internal import Glibc

/// Takes secrets out of what a program wrote about itself: OpenCode prints a broken configuration whole, with its variables
/// filled in (opencode.md, 1.9).
struct SecretScrubber: Sendable {
  private static let mark = "[secret]"
  /// Shorter ones would be found in ordinary words.
  private static let shortest = 8

  private let secrets: [String]

  init(_ secrets: [String]) { self.secrets = secrets.filter { $0.utf8.count >= Self.shortest } }

  func scrub(_ text: String) -> String {
    secrets.reduce(text) { $0.contains($1) ? $0.replacing($1, with: Self.mark) : $0 }
  }

  /// Overwrites what a file holds of them, in place; its length stays.
  func scrub(file path: String) {
    let file = Descriptor(owning: unsafe open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK))
    guard file.number >= 0 else { return }
    let longest = secrets.map(\.utf8.count).max() ?? 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var offset = 0
    while longest > 0 {
      let count = unsafe pread(file.number, &buffer, buffer.count, offset)
      guard count >= Self.shortest else { return }
      for secret in secrets { overwrite(Array(secret.utf8), in: buffer[..<count], at: offset, of: file.number) }
      guard count == buffer.count else { return }
      // A secret may lie across two pieces.
      offset += count - longest
    }
  }

  private func overwrite(_ secret: [UInt8], in piece: ArraySlice<UInt8>, at offset: Int, of file: Int32) {
    let stars = [UInt8](repeating: 0x2A, count: secret.count)
    let bytes = Array(piece)
    var start = 0
    while let place = ByteSearch.first(secret.span, in: bytes.span, from: start, to: bytes.count) {
      _ = unsafe pwrite(file, stars, stars.count, offset + place)
      start = place + secret.count
    }
  }
}
