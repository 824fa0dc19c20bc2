import Glibc

@testable import Engine

/// Files in memory that fail when a test says so.
final class FaultyFiles: FileLayer {
  enum Fault {
    case error(Int32)
    /// Only so many bytes are taken.
    case short(Int)
  }

  private struct State {
    var content: [String: [UInt8]] = [:]
    var paths: [String] = []
    var log: [String] = []
    var faults: [Int: Fault] = [:]
    var room = Int.max
  }

  private let state = Locked(State())

  /// Fails the calls with the given numbers, from 0.
  init(faults: [Int: Fault] = [:], room: Int = .max) {
    state.withLock {
      $0.faults = faults
      $0.room = room
    }
  }

  func content(_ path: String) -> [UInt8] { state.withLock { $0.content[path] ?? [] } }
  /// Whether the file `journal` holds exactly `bytes`; a Boolean, since the bytes themselves would fill the screen.
  func holds(_ bytes: [UInt8]) -> Bool { content("journal") == bytes }
  /// The calls so far: `open`, `write`, `sync`, `close`.
  var calls: [String] { state.withLock { $0.log } }
  /// Lets the disk have so much space.
  func setRoom(_ room: Int) { state.withLock { $0.room = room } }

  private static func fault(_ call: String, _ state: inout State) throws(SystemError) -> Fault? {
    state.log.append(call)
    let fault = state.faults[state.log.count - 1]
    if case .error(let number) = fault { throw SystemError(number) }
    return fault
  }

  func openForAppending(_ path: String) throws(SystemError) -> Int32 {
    try state.withLock { (state) throws(SystemError) -> Int32 in
      _ = try Self.fault("open", &state)
      state.paths.append(path)
      state.content[path] = []
      return Int32(state.paths.count - 1)
    }
  }

  func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    try state.withLock { (state) throws(SystemError) -> Int in
      var count = bytes.count
      if case .short(let limit)? = try Self.fault("write", &state) { count = min(count, limit) }
      guard state.room > 0 else { throw SystemError(ENOSPC) }
      count = min(count, state.room)
      state.room -= state.room == .max ? 0 : count
      state.content[state.paths[Int(descriptor)], default: []] += bytes.prefix(count)
      return count
    }
  }

  func synchronise(_ descriptor: Int32) throws(SystemError) {
    try state.withLock { (state) throws(SystemError) -> Void in _ = try Self.fault("sync", &state) }
  }

  func close(_ descriptor: Int32) { state.withLock { $0.log.append("close") } }
}
