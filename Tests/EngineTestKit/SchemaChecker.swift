internal import Foundation

/// Checks JSON against the part of JSON Schema (draft 2020-12) that the repository's schemas use; an unknown keyword is
/// an error, so that no rule of a schema is passed over in silence.
package struct SchemaChecker {
  private static let annotations: Set<String> = ["$schema", "$defs", "$id", "title", "description"]

  private let root: [String: Any]

  package init(_ schema: [UInt8]) throws {
    root = try JSONSerialization.jsonObject(with: Data(schema)) as? [String: Any] ?? [:]
  }

  /// What is wrong, each with its place; empty for a valid document.
  package func problems(_ document: [UInt8]) throws -> [String] {
    check(try JSONSerialization.jsonObject(with: Data(document), options: .fragmentsAllowed), root, "$")
  }

  private func check(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    schema.sorted { $0.key < $1.key }.flatMap { keyword, rule -> [String] in
      if Self.annotations.contains(keyword) { return [] }
      switch (keyword, rule) {
      case ("$ref", let name as String): return check(value, definition(name), place)
      case ("type", let type as String):
        return isOf(type, value) ? [] : ["\(place) is not of type \(type)"]
      case ("const", let wanted as String): return value as? String == wanted ? [] : ["\(place) is not \(wanted)"]
      case ("enum", let wanted as [String]):
        return (value as? String).map(wanted.contains) ?? false ? [] : ["\(place) is none of \(wanted)"]
      case ("pattern", let pattern as String):
        guard let text = value as? String else { return [] }
        return text.range(of: pattern, options: .regularExpression) != nil ? [] : ["\(place) does not match \(pattern)"]
      case ("minimum", let bound as NSNumber): return limit(value, place) { $0 >= bound.doubleValue }
      case ("maximum", let bound as NSNumber): return limit(value, place) { $0 <= bound.doubleValue }
      case ("required", let names as [String]):
        let object = value as? [String: Any] ?? [:]
        return names.filter { object[$0] == nil }.map { "\(place) lacks \($0)" }
      case ("properties", let properties as [String: [String: Any]]):
        let object = value as? [String: Any] ?? [:]
        return object.flatMap { name, part in properties[name].map { check(part, $0, "\(place).\(name)") } ?? [] }
      case ("additionalProperties", let isAllowed as Bool):
        let known = schema["properties"] as? [String: Any] ?? [:]
        let object = value as? [String: Any] ?? [:]
        return isAllowed ? [] : object.keys.filter { known[$0] == nil }.map { "\(place) has an unknown \($0)" }
      case ("additionalProperties", let rest as [String: Any]):
        let known = schema["properties"] as? [String: Any] ?? [:]
        let object = value as? [String: Any] ?? [:]
        return object.filter { known[$0.key] == nil }.sorted { $0.key < $1.key }.flatMap {
          check($0.value, rest, "\(place).\($0.key)")
        }
      case ("anyOf", let choices as [[String: Any]]):
        let problems = choices.map { check(value, $0, place) }
        return problems.contains { $0.isEmpty } ? [] : problems.last ?? []
      case ("items", let items as [String: Any]):
        return (value as? [Any] ?? []).enumerated().flatMap { check($1, items, "\(place)[\($0)]") }
      case ("minItems", let bound as Int):
        return (value as? [Any] ?? []).count >= bound ? [] : ["\(place) has fewer than \(bound) elements"]
      default: return ["the schema uses \(keyword), which is not understood"]
      }
    }
  }

  private func definition(_ name: String) -> [String: Any] {
    let definitions = root["$defs"] as? [String: [String: Any]] ?? [:]
    return definitions[String(name.dropFirst("#/$defs/".count))] ?? ["unknown definition \(name)": true]
  }

  private func limit(_ value: Any, _ place: String, _ holds: (Double) -> Bool) -> [String] {
    guard let number = value as? NSNumber else { return [] }
    return holds(number.doubleValue) ? [] : ["\(place) is out of bounds"]
  }

  private func isOf(_ type: String, _ value: Any) -> Bool {
    let number = value as? NSNumber
    let isBoolean = number.map { unsafe String(cString: $0.objCType) == "c" } ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "boolean": return isBoolean
    case "integer": return number.map { !isBoolean && $0.doubleValue == $0.doubleValue.rounded() } ?? false
    case "number": return number != nil && !isBoolean
    default: return false
    }
  }
}
