internal import Foundation
internal import Glibc

/// Standard output and error, to the last byte.
enum Output {
  static func print(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }
  static func say(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

  /// One line on standard error, and the end.
  static func fail(_ text: String) -> Never {
    say(text + "\n")
    exit(1)
  }

  static func write(_ bytes: [UInt8], to file: Int32) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress! + done, bytes.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      done += count
    }
  }
}

/// Time of a recording, at the speed that was asked for.
struct Pace: Sendable {
  private let start = Date()
  let speed: Double

  func wait(until seconds: Double) {
    let rest = start.addingTimeInterval(seconds / speed).timeIntervalSinceNow
    if rest > 0 { Thread.sleep(forTimeInterval: rest) }
  }

  static func sleepForEver() -> Never { while true { pause() } }
}

/// What becomes of SIGTERM.
enum Termination {
  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// The real one's server did not end on TERM for ten seconds in 3 of 14 stops.
  static func delay(by seconds: Double) {
    signal(SIGTERM, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
    source.setEventHandler {
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { exit(143) }
    }
    source.resume()
    unsafe Termination.source = source
  }
}
