internal import Foundation
internal import Glibc

/// Hands every event to everyone who listens; nothing is kept for those who come later.
final class EventHub: @unchecked Sendable {
  /// One who listens.
  final class Ear: @unchecked Sendable {
    private let state = NSCondition()
    private var queue: [String] = []
    fileprivate let isGlobal: Bool

    fileprivate init(isGlobal: Bool) { self.isGlobal = isGlobal }

    fileprivate func hear(_ event: String) {
      state.withLock {
        queue.append(event)
        state.signal()
      }
    }

    /// The next event; nil where none came in that time.
    func next(within seconds: Double) -> String? {
      let end = Date(timeIntervalSinceNow: seconds)
      return state.withLock {
        while queue.isEmpty { if !state.wait(until: end) { break } }
        return queue.isEmpty ? nil : queue.removeFirst()
      }
    }
  }

  private let lock = NSLock()
  private var ears: [Ear] = []
  private var published = 0
  private var hangs = false
  private let deathAfter: Int?
  private let hangAfter: Int?
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
    deathAfter = settings["DIES_AFTER"].flatMap(Int.init)
    hangAfter = settings["HANGS_AFTER"].flatMap(Int.init)
  }

  /// Whether nothing is answered any more.
  var isHanging: Bool { lock.withLock { hangs } }

  func listen(isGlobal: Bool) -> Ear {
    let ear = Ear(isGlobal: isGlobal)
    ear.hear(EventHub.form("server.connected", [:], isGlobal: isGlobal))
    lock.withLock { ears.append(ear) }
    return ear
  }

  func leave(_ ear: Ear) { lock.withLock { ears.removeAll { $0 === ear } } }

  func publish(_ type: String, _ properties: JSON) {
    lock.withLock {
      guard !hangs else { return }
      for ear in ears { ear.hear(EventHub.form(type, properties, isGlobal: ear.isGlobal)) }
      published += 1
      if let deathAfter, published == deathAfter, settings.takesFault() { kill(getpid(), SIGKILL) }
      if let hangAfter, published == hangAfter { hangs = settings.takesFault() }
    }
  }

  static func form(_ type: String, _ properties: JSON, isGlobal: Bool) -> String {
    let event: JSON = [
      "id": .string(Identifier.make("evt")), "type": .string(type), "properties": properties,
    ]
    guard isGlobal else { return event.rendered() }
    return JSON.object([
      .init(key: "directory", value: .string(FileManager.default.currentDirectoryPath)),
      .init(key: "payload", value: event),
    ]).rendered()
  }
}
