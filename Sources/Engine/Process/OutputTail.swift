internal import CSystem
internal import Glibc

/// Reads what is appended to a file, as it is appended.
struct OutputTail: ~Copyable {
  private let file: Descriptor
  /// Readable when the file was written to; negative where the system has no inotify left to give.
  private let watch: Descriptor
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// Creates the file where it does not exist, private to the user; starts at its present end.
  init(path: String) throws(SystemError) {
    let number = unsafe open(path, O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0o600)
    guard number >= 0 else { throw .last }
    let file = Descriptor(owning: number)
    // Whatever the umask (reliability.md, DK-12).
    fchmod(file.number, 0o600)
    lseek(file.number, 0, SEEK_END)
    watch = Descriptor(owning: conclave_watch_writes(number))
    self.file = file
  }

  /// For poll(2), which skips a negative one.
  var watchNumber: Int32 { watch.number }

  /// How long to wait at most before looking again, in milliseconds. The slow look is only a net under inotify;
  /// without it, the quick one is the way that reliability.md, D1 measured.
  var patience: Int32 { watch.number < 0 ? 10 : 1000 }

  /// Hands on everything that was appended since the last call; says whether that was anything.
  @discardableResult
  mutating func read(_ onBytes: (Span<UInt8>) -> Void) -> Bool {
    // What the events say is not needed, only that they are gone before the file is read: a later write wakes us again.
    while watch.number >= 0, unsafe Glibc.read(watch.number, &buffer, buffer.count) > 0 {}
    var hasRead = false
    while true {
      let count = unsafe Glibc.read(file.number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return hasRead }
      onBytes(buffer.span.extracting(0..<count))
      hasRead = true
    }
  }

  /// The last whole lines of a file, at most `limit` bytes, lossily decoded; empty where it can't be read.
  static func lastLines(path: String, limit: Int) -> String {
    let number = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard number >= 0 else { return "" }
    let file = Descriptor(owning: number)
    let size = Int(lseek(file.number, 0, SEEK_END))
    let start = max(0, size - limit)
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = unsafe pread(file.number, &bytes, bytes.count, start)
    guard count > 0 else { return "" }
    var lines = bytes[..<count]
    if start > 0, let end = lines.firstIndex(of: 0x0A), end + 1 < lines.endIndex { lines = lines[(end + 1)...] }
    return String(decoding: lines, as: UTF8.self)
  }
}
