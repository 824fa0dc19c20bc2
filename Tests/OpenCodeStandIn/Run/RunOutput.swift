internal import Foundation
internal import Glibc

/// Standard output of `run`: what is written to a pipe that nobody reads is lost at the end.
struct RunOutput {
  /// What survived of 3.3 MB.
  private static let room = 64_747

  private let isJSON: Bool
  private let showsReasoning: Bool
  private let isPipe: Bool
  /// What the pipe did not take yet.
  private var waiting: [UInt8] = []

  init(isJSON: Bool, showsReasoning: Bool) {
    self.isJSON = isJSON
    self.showsReasoning = showsReasoning
    var status = stat()
    isPipe = unsafe fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  mutating func write(_ line: String) {
    if !showsReasoning, line.hasPrefix("{\"type\":\"reasoning\"") { return }
    guard isJSON else {
      if let text = (try? JSONReader.read(line))?.text("part", "text") { Output.print(text + "\n") }
      return
    }
    guard isPipe else { return Output.print(line) }
    waiting += Array(line.utf8)
    flush()
  }

  /// The end: a pipe gets so much time to be read, and what it has not taken then is gone.
  mutating func close(until end: () -> Void) {
    flush()
    if waiting.isEmpty { return }
    end()
    flush()
  }

  private mutating func flush() {
    var unread: Int32 = 0
    while !waiting.isEmpty {
      guard unsafe ioctl(STDOUT_FILENO, UInt(FIONREAD), &unread) == 0 else { return }
      let piece = min(waiting.count, RunOutput.room - Int(unread))
      guard piece > 0 else { return }
      Output.write(Array(waiting[..<piece]), to: STDOUT_FILENO)
      waiting.removeFirst(piece)
    }
  }
}
