internal import Engine
internal import Glibc

/// Where files go that live as long as the program: `TMPDIR`, or memory where nothing can be written there (reliability.md,
/// DK-04a).
struct TemporaryPlace: Hashable, Sendable {
  let path: String
  /// Why it is not the usual place.
  let reason: String?

  private static let memory = "/dev/shm"
  /// With less free space than this, agents do not work in a place: a full disk would end them and not only the recording.
  private static let leastFreeBytes = 16 << 20

  init(_ environment: [String: String]) {
    let usual = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let shortage = Self.shortage(at: usual)
    let usesMemory = shortage != nil && Self.shortage(at: Self.memory) == nil
    path = usesMemory ? Self.memory : usual
    reason = usesMemory ? shortage : nil
  }

  /// Why agents can't work in the directory `path`; nil where they can.
  static func shortage(at path: String) -> String? {
    guard unsafe access(path, W_OK | X_OK) == 0 else { return "\(path): \(SystemError.last)" }
    guard let free = FreeSpace.bytes(at: path), free < leastFreeBytes else { return nil }
    return "only \(free >> 10) KB are free in \(path)"
  }
}
