/// The form of an answer that an endpoint is asked to keep to: findings as JSON. All fields are required and none may be
/// added, since that is what endpoints with strict schemas take.
package enum FindingsSchema {
  /// More findings in one answer are a model that goes round in circles.
  static let most = 20

  /// The value of `response_format`.
  static let responseFormat = """
    {"type":"json_schema","json_schema":{"name":"findings","strict":true,"schema":\(schema)}}
    """

  private static let schema = """
    {"type":"object","properties":{"findings":{"type":"array","maxItems":\(most),"items":{"type":"object","properties":{\
    "severity":{"type":"string","enum":["critical","warning","suggestion"]},"file":{"type":"string"},\
    "line":{"type":"integer"},"title":{"type":"string"},"evidence":{"type":"string"},"body":{"type":"string"},\
    "suggestion":{"type":"string"}},\
    "required":["severity","file","line","title","evidence","body","suggestion"],"additionalProperties":false}}},\
    "required":["findings"],"additionalProperties":false}
    """
}
