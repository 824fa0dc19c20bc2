import EngineTestKit
import Foundation

/// A text of a stranger that orders a model around, and what a model does that obeys (`Tests/Fixtures/injections`).
struct Payload: Decodable, Sendable {
  struct Call: Decodable, Sendable {
    var tool: String
    /// JSON.
    var arguments: String

    private enum Key: CodingKey { case tool, arguments }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      tool = try values.decode(String.self, forKey: .tool)
      arguments = String(
        decoding: try JSONEncoder().encode(try values.decode(Value.self, forKey: .arguments)), as: UTF8.self)
    }
  }

  /// Any JSON.
  private enum Value: Codable {
    case text(String)
    case flag(Bool)
    case list([Value])
    case object([String: Value])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .text(text)
      } else if let flag = try? value.decode(Bool.self) {
        self = .flag(flag)
      } else if let list = try? value.decode([Value].self) {
        self = .list(list)
      } else {
        self = .object(try value.decode([String: Value].self))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .text(let text): try value.encode(text)
      case .flag(let flag): try value.encode(flag)
      case .list(let list): try value.encode(list)
      case .object(let object): try value.encode(object)
      }
    }
  }

  /// Where it stands: `title`, `body`, `comment`, `branch`, `file`, `code`, `commit` or `agents`.
  var channel: String
  /// Stands beside the text, so that it is known that a model has seen it.
  var mark: String
  var text: String
  var calls: [Call]
  var says: String
  var adds: String

  static func all() throws -> [Payload] {
    try String(decoding: try Fixtures.bytes("injections/payloads.jsonl"), as: UTF8.self).split(separator: "\n").map {
      try JSONDecoder().decode(Payload.self, from: Data($0.utf8))
    }
  }

  /// With real places for the words in braces.
  func aimed(_ places: [String: String]) -> Payload {
    func filled(_ text: String) -> String {
      places.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }
    var payload = self
    payload.text = filled(text)
    (payload.says, payload.adds) = (filled(says), filled(adds))
    for index in calls.indices { payload.calls[index].arguments = filled(calls[index].arguments) }
    return payload
  }
}
