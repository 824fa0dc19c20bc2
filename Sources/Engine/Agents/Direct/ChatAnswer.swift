/// One answer of a model while it arrives: what its pieces come to.
package struct ChatAnswer: Sendable, Hashable {
  /// A call of a tool, put together from its pieces.
  package struct Call: Sendable, Hashable {
    package var id: String
    package var name: String
    /// JSON as the model wrote it.
    package var arguments: String

    package init(id: String, name: String, arguments: String) {
      self.id = id
      self.name = name
      self.arguments = arguments
    }
  }

  /// Calls in one answer, and bytes of all that is kept.
  private static let callLimit = 32
  private static let byteLimit = 8 << 20

  package private(set) var text = ""
  package private(set) var reasoning = ""
  package private(set) var finish: String?
  package private(set) var usage = Usage()
  package private(set) var error: ProviderError?
  package private(set) var hasEnded = false
  /// Events that were no chunk.
  package private(set) var unusable = 0
  /// True where something was left out because of a limit.
  package private(set) var isCut = false
  private var parts: [Int: Call] = [:]
  private var bytes = 0

  package init() {}

  /// The calls that have a name, in order. One without an identifier gets one of its own.
  package var calls: [Call] {
    parts.sorted { $0.key < $1.key }.filter { !$0.value.name.isEmpty }.map { index, call in
      Call(id: call.id.isEmpty ? "call_\(index)" : call.id, name: call.name, arguments: call.arguments)
    }
  }

  package mutating func apply(_ piece: ChatPiece) {
    switch piece {
    case .content(let piece): if hasRoom(piece) { text += piece }
    case .reasoning(let piece): if hasRoom(piece) { reasoning += piece }
    case .toolCall(let index, let id, let name, let arguments):
      guard parts[index] != nil || parts.count < ChatAnswer.callLimit else { return isCut = true }
      guard hasRoom(arguments) else { return }
      var call = parts[index] ?? Call(id: "", name: "", arguments: "")
      if let id { call.id = id }
      if let name { call.name = name }
      call.arguments += arguments
      parts[index] = call
    case .finish(let word): finish = word
    case .usage(let counts): usage = counts
    case .error(let error): self.error = self.error ?? error
    case .end: hasEnded = true
    case .unusable: unusable += 1
    }
  }

  private mutating func hasRoom(_ piece: String) -> Bool {
    guard bytes + piece.utf8.count <= ChatAnswer.byteLimit else {
      isCut = true
      return false
    }
    bytes += piece.utf8.count
    return true
  }

  /// Why the step ended, in the words of the agents' contract.
  package var reason: String {
    switch finish {
    case "stop", "end_turn", "eos", "stop_sequence": calls.isEmpty ? "stop" : "tool-calls"
    case "tool_calls", "function_call", "tool_use": calls.isEmpty ? "stop" : "tool-calls"
    case "length", "max_tokens": "length"
    case "content_filter", "safety": "content-filter"
    case let word?: String(word.unicodeScalars.prefix(40))
    case nil: "unknown"
    }
  }
}
