/// JSON that has been read.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number with a fraction or exponent, or one that does not fit `Int`.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object in their order; of equal keys the first counts.
package struct JSONObject: Sendable, Equatable {
  package var members: [(key: String, value: JSONValue)]

  package init(members: [(key: String, value: JSONValue)] = []) { self.members = members }

  package subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) { $0 == $1 }
  }
}

extension JSONObject {
  package func string(_ key: String) -> String? {
    if case .string(let text)? = self[key] { text } else { nil }
  }

  package func integer(_ key: String) -> Int? {
    if case .integer(let number)? = self[key] { number } else { nil }
  }

  package func double(_ key: String) -> Double? {
    switch self[key] {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  package func bool(_ key: String) -> Bool? {
    if case .bool(let flag)? = self[key] { flag } else { nil }
  }

  package func object(_ key: String) -> JSONObject? {
    if case .object(let object)? = self[key] { object } else { nil }
  }

  package func array(_ key: String) -> [JSONValue]? {
    if case .array(let values)? = self[key] { values } else { nil }
  }

  /// The strings of an array; nil where there is no array or something else is in it.
  package func strings(_ key: String) -> [String]? {
    array(key)?.mapAll { if case .string(let text) = $0 { text } else { nil } }
  }

  /// An enumeration's case by its raw value; nil where it is absent or unknown.
  package func choice<Choice: RawRepresentable<String>>(_ key: String, of type: Choice.Type = Choice.self) -> Choice? {
    string(key).flatMap(Choice.init(rawValue:))
  }
}

extension Array {
  /// The results for all elements; nil where one of them has none.
  func mapAll<Result>(_ transform: (Element) -> Result?) -> [Result]? {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self {
      guard let result = transform(element) else { return nil }
      results.append(result)
    }
    return results
  }
}
