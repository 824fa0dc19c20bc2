internal import CSystem
internal import Glibc

/// Plays a score with the system's clock.
struct RehearsalPlayer {
  private let score: Score
  private let session: String
  private let speed: Double
  private let output: Int32
  private let error: Int32
  private let time = SystemTime()
  private var writer: AgentStreamWriter
  /// What was allocated, used so that it takes room in memory.
  private var memory: [[UInt8]] = []

  init(score: Score, session: String, speed: Double, output: Int32, error: Int32) {
    self.score = score
    self.session = session
    self.speed = speed
    self.output = output
    self.error = error
    writer = AgentStreamWriter(session: session)
  }

  mutating func play() {
    let start = time.now()
    for note in score.notes {
      wait(until: note.at, since: start)
      let voice = note.voice == .output ? output : error
      let isHeard =
        switch note.content {
        case .event(let event): StreamBytes.write(writer.line(event, at: time.wallMilliseconds()), to: voice)
        case .bytes(let bytes): StreamBytes.write(bytes, to: voice)
        case .deed(let deed): perform(deed)
        }
      guard isHeard else { return }
    }
    wait(until: score.end, since: start)
  }

  /// Says whether the streams can still be written.
  private mutating func perform(_ deed: Deed) -> Bool {
    switch deed {
    case .raw(let bytes): return StreamBytes.write(bytes, to: output)
    case .flood(let bytes): return StreamBytes.write(count: bytes, to: output)
    case .errors(let bytes): return StreamBytes.write(count: bytes, line: 100, to: error)
    case .allocate(let bytes): memory.append([UInt8](repeating: 1, count: bytes))
    case .ignoreTermination: signal(SIGTERM, SIG_IGN)
    case .stop: kill(getpid(), SIGSTOP)
    case .spawn(let leftover, let time): conclave_leftover(leftover.kind, Int32(clamping: time.wholeMilliseconds))
    case .session(let name): writer = AgentStreamWriter(session: name ?? session)
    }
    return true
  }

  private func wait(until at: Duration, since start: Duration) {
    guard speed > 0 else { return }
    while true {
      let left = at / speed - (time.now() - start)
      guard left > .zero else { return }
      var pause = timespec(
        tv_sec: Int(left.components.seconds), tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
      unsafe nanosleep(&pause, nil)
    }
  }
}

extension Deed.Leftover {
  fileprivate var kind: conclave_leftover_kind {
    switch self {
    case .holdout: CONCLAVE_LEFTOVER_HOLDOUT
    case .group: CONCLAVE_LEFTOVER_GROUP
    case .session: CONCLAVE_LEFTOVER_SESSION
    case .daemon: CONCLAVE_LEFTOVER_DAEMON
    case .chain: CONCLAVE_LEFTOVER_CHAIN
    }
  }
}

/// Whole writes to a descriptor.
enum StreamBytes {
  private static let piece = 64 << 10

  /// Says whether everything was taken.
  @discardableResult
  static func write(_ bytes: [UInt8], to number: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  /// Writes `count` bytes, with a line feed after each `line` of them; never holds more than a piece of them.
  static func write(count: Int, line: Int? = nil, to number: Int32) -> Bool {
    var filler = [UInt8](repeating: UInt8(ascii: "x"), count: piece)
    if let line { for end in stride(from: line - 1, to: piece, by: line) { filler[end] = 0x0A } }
    var left = count
    while left > 0 {
      let next = left < piece ? Array(filler[..<left]) : filler
      guard write(next, to: number) else { return false }
      left -= next.count
    }
    return true
  }
}
