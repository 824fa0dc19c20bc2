/// A value with a wire form: an object's members, written and read here and nowhere else.
protocol WireForm {
  func encode(into writer: inout JSONWriter)
  /// Nil where a member that must be there is missing or has a value that this version does not know.
  init?(_ wire: JSONObject)
}

extension JSONWriter {
  mutating func member(_ key: String, _ value: some WireForm) {
    self.key(key)
    object { value.encode(into: &$0) }
  }

  mutating func member(_ key: String, _ values: [some WireForm]) {
    self.key(key)
    array(values) { writer, value in writer.object { value.encode(into: &$0) } }
  }
}

extension JSONObject {
  func value<Value: WireForm>(_ key: String, as type: Value.Type = Value.self) -> Value? {
    object(key).flatMap(Value.init)
  }

  /// Nil where there is no array or one of its elements can't be read.
  func values<Value: WireForm>(_ key: String, as type: Value.Type = Value.self) -> [Value]? {
    array(key)?.mapAll { if case .object(let object) = $0 { Value(object) } else { nil } }
  }

  func specialist(_ key: String) -> SpecialistID? { string(key).map(SpecialistID.init(rawValue:)) }
  func path(_ key: String) -> RepoPath? { string(key).map(RepoPath.init(escaped:)) }

  func finding(_ key: String) -> FindingID? {
    guard let text = string(key), text.first == "f", let number = Int(text.dropFirst()), number > 0 else { return nil }
    return FindingID(number)
  }
}
