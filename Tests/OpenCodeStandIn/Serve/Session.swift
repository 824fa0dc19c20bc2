internal import Foundation

/// A session: what its clients can ask of it, and what its play needs to know.
final class Session: @unchecked Sendable {
  struct Message {
    var info: JSON
    var parts: [JSON]
  }

  enum Wake { case due, aborted }

  let id: String
  private let state = NSCondition()
  private var infoValue: JSON
  private var statusValue: JSON = ["type": "idle"]
  private var messagesValue: [Message] = []
  private var isAborted = false
  private var isBusyValue = false
  private var replies: [String: String] = [:]
  private var asked: [JSON] = []
  private var deltas: [String: String] = [:]

  init(id: String, info: JSON) {
    self.id = id
    infoValue = info
  }

  var info: JSON { state.withLock { infoValue } }
  var messages: [Message] { state.withLock { messagesValue } }
  /// Nil where it is idle.
  var status: JSON? { state.withLock { statusValue.text("type") == "idle" ? nil : statusValue } }
  var openRequests: [JSON] { state.withLock { asked } }

  /// What the deltas of a part have come to.
  func written(_ part: String) -> String { state.withLock { deltas[part] ?? "" } }

  /// Begins a turn; false where one runs.
  func begin() -> Bool {
    state.withLock {
      guard !isBusyValue else { return false }
      isBusyValue = true
      isAborted = false
      return true
    }
  }

  func end() {
    state.withLock {
      isBusyValue = false
      asked = []
      state.broadcast()
    }
  }

  func waitForEnd() { state.withLock { while isBusyValue { state.wait() } } }

  func abort() {
    state.withLock {
      isAborted = isBusyValue
      state.broadcast()
    }
  }

  /// Waits until a time, or until somebody aborts; for ever without a time.
  func wait(until date: Date?) -> Wake {
    state.withLock {
      while !isAborted {
        guard let date else {
          state.wait()
          continue
        }
        if !state.wait(until: date) { break }
      }
      return isAborted ? .aborted : .due
    }
  }

  /// From here on a request for permission can be answered.
  func ask(_ request: JSON) { state.withLock { asked.append(request) } }

  /// Waits until somebody answers it; nil where the session is aborted.
  func reply(to request: JSON) -> String? {
    let id = request.text("id") ?? ""
    return state.withLock {
      while !isAborted, replies[id] == nil { state.wait() }
      asked.removeAll { $0.text("id") == id }
      return replies[id]
    }
  }

  /// False where nothing of that name was asked here.
  func answer(_ request: String, _ reply: String) -> Bool {
    state.withLock {
      guard asked.contains(where: { $0.text("id") == request }) else { return false }
      replies[request] = reply
      state.broadcast()
      return true
    }
  }

  /// Keeps what an event of this session says.
  func take(_ type: String, _ properties: JSON) {
    state.withLock {
      switch type {
      case "message.part.delta":
        deltas[properties.text("partID") ?? "", default: ""] += properties.text("delta") ?? ""
      case "session.status": statusValue = properties["status"] ?? statusValue
      case "message.updated":
        guard let info = properties["info"] else { return }
        if let index = messagesValue.firstIndex(where: { $0.info.text("id") == info.text("id") }) {
          messagesValue[index].info = info
        } else {
          messagesValue.append(Message(info: info, parts: []))
        }
      case "message.part.updated":
        guard let part = properties["part"],
          let index = messagesValue.firstIndex(where: { $0.info.text("id") == part.text("messageID") })
        else { return }
        if let old = messagesValue[index].parts.firstIndex(where: { $0.text("id") == part.text("id") }) {
          messagesValue[index].parts[old] = part
        } else {
          messagesValue[index].parts.append(part)
        }
      default: break
      }
    }
  }
}
