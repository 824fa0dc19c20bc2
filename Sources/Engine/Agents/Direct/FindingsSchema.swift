/// The form of an answer that an endpoint is asked to keep to: findings as JSON. All fields are required and none may be
/// added, since that is what endpoints with strict schemas take. A finding begins with its file and the quoted line, so that
/// what is said about them is written with both before the model's eyes.
package struct FindingsSchema: Sendable, Hashable {
  /// More findings in one answer are a model that goes round in circles.
  private static let most = 20
  /// What a finding takes at most, as a rule; a list that does not fit would be cut, and its proof with it.
  private static let tokensPerFinding = 300
  /// Endpoints limit what a schema may enumerate.
  private static let enumerated = (files: 200, bytes: 8 << 10)

  /// The value of `response_format`.
  let responseFormat: String

  /// `files` are the paths that a finding may name; any text is taken where there are too many of them. `maxTokens` bounds
  /// the answer.
  package init(files: [String] = [], maxTokens: Int = .max) {
    let most = max(1, min(Self.most, maxTokens / Self.tokensPerFinding))
    let count = files.reduce(0) { $0 + $1.utf8.count }
    let isShort = !files.isEmpty && files.count <= Self.enumerated.files && count <= Self.enumerated.bytes
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
            Self.finding(files: isShort ? files : [], to: &list)
          }
        }
      }
    }
    responseFormat = String(decoding: json.bytes, as: UTF8.self)
  }

  private static func finding(files: [String], to json: inout JSONLineBuilder) {
    let texts = ["file", "evidence", "severity", "title", "body", "suggestion"]
    object(["file", "evidence", "line", "severity", "title", "body", "suggestion"], to: &json) { properties in
      for name in texts {
        if name == "severity" { properties.member("line", json: #"{"type":"integer"}"#) }
        let choices = name == "file" ? files : name == "severity" ? Severity.allCases.map(\.rawValue) : []
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
    json.object { schema in
      schema.member("type", "object")
      schema.key("properties")
      schema.object(properties)
      schema.array("required") { list in for name in required { list.element(name) } }
      schema.member("additionalProperties", false)
    }
  }
}
