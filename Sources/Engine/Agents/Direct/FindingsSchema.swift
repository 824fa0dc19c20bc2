/// The form of an answer that an endpoint is asked to keep to: findings as JSON. All fields are required and none may be
/// added, since that is what endpoints with strict schemas take. A finding begins with its file and the quoted line, so that
/// what is said about them is written with both before the model's eyes.
package struct FindingsSchema: Sendable, Hashable {
  /// More findings in one answer are a model that goes round in circles.
  private static let most = 20
  /// What a finding takes at most, as a rule; a list that does not fit would be cut, and its proof with it.
  private static let tokensPerFinding = 300
  /// Endpoints limit what a schema may enumerate.
  private static let enumerated = (files: 200, lines: 250, bytes: 8 << 10)

  /// The value of `response_format`.
  let responseFormat: String

  /// `changed` are the files that a finding may name, with what of them it may quote; the lines are left open where there
  /// are too many, and then the files. `maxTokens` bounds the answer.
  package init(changed: [QuotableLines] = [], maxTokens: Int = .max) {
    let most = max(1, min(Self.most, maxTokens / Self.tokensPerFinding))
    var json = JSONLineBuilder()
    json.object { format in
      format.member("type", "json_schema")
      format.key("json_schema")
      format.object { outer in
        outer.member("name", "findings")
        outer.member("strict", true)
        outer.key("schema")
        Self.object(["findings"], to: &outer) { properties in
          properties.key("findings")
          properties.object { list in
            list.member("type", "array")
            list.member("maxItems", most)
            list.key("items")
            Self.items(changed, to: &list)
          }
        }
      }
    }
    responseFormat = String(decoding: json.bytes, as: UTF8.self)
  }

  /// One form of a finding for each file, or one for all.
  private static func items(_ changed: [QuotableLines], to json: inout JSONLineBuilder) {
    let quotable = changed.filter { !$0.lines.isEmpty }
    let lines = quotable.reduce(0) { $0 + $1.lines.count }
    let isShort = changed.count <= enumerated.files && lines <= enumerated.lines
    if isShort, !quotable.isEmpty, changed.reduce(0, { $0 + $1.weight }) <= enumerated.bytes {
      json.object { any in
        any.array("anyOf") { list in
          for file in changed {
            list.element { finding(quoting: file.lines, in: [file.path], to: &$0) }
          }
        }
      }
      return
    }
    let paths = changed.map(\.path)
    let bytes = paths.reduce(0) { $0 + $1.utf8.count }
    json.object { one in
      finding(quoting: [], in: changed.count <= enumerated.files && bytes <= enumerated.bytes ? paths : [], to: &one)
    }
  }

  /// The members of the schema of a finding.
  private static func finding(quoting lines: [String], in files: [String], to json: inout JSONLineBuilder) {
    let texts = ["file", "evidence", "severity", "title", "body", "suggestion"]
    members(["file", "evidence", "line", "severity", "title", "body", "suggestion"], to: &json) { properties in
      for name in texts {
        if name == "severity" { properties.member("line", json: #"{"type":"integer"}"#) }
        let choices =
          switch name {
          case "file": files
          case "evidence": lines
          case "severity": Severity.allCases.map(\.rawValue)
          default: [String]()
          }
        properties.key(name)
        properties.object { text in
          text.member("type", "string")
          if !choices.isEmpty { text.array("enum") { list in for choice in choices { list.element(choice) } } }
        }
      }
    }
  }

  private static func object(
    _ required: [String], to json: inout JSONLineBuilder, _ properties: (inout JSONLineBuilder) -> Void
  ) {
    json.object { members(required, to: &$0, properties) }
  }

  private static func members(
    _ required: [String], to schema: inout JSONLineBuilder, _ properties: (inout JSONLineBuilder) -> Void
  ) {
    schema.member("type", "object")
    schema.key("properties")
    schema.object(properties)
    schema.array("required") { list in for name in required { list.element(name) } }
    schema.member("additionalProperties", false)
  }
}
