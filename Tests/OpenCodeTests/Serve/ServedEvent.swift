import Foundation

/// An event of the server, as far as the tests look at it.
struct ServedEvent: Sendable {
  var type: String
  var session = ""
  var status = ""
  var attempt = 0
  /// When the next try comes, in milliseconds since 1970.
  var next = 0
  var error = ""
  var errorStatus: Int?
  var part = ""
  var partType = ""
  /// Whole text of a part, or a delta.
  var text = ""
  var tool = ""
  var toolState = ""
  var toolError = ""
  var reason = ""
  var input = 0
  var message = ""
  var role = ""
  var parent = ""
  var request = ""
  var reply = ""

  init?(_ data: Data) {
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let type = object["type"] as? String
    else { return nil }
    self.type = type
    let properties = object["properties"] as? [String: Any] ?? [:]
    func text(_ value: Any?, _ key: String) -> String { (value as? [String: Any])?[key] as? String ?? "" }
    session = text(properties, "sessionID")
    status = text(properties["status"], "type")
    attempt = (properties["status"] as? [String: Any])?["attempt"] as? Int ?? 0
    next = (properties["status"] as? [String: Any])?["next"] as? Int ?? 0
    error = text(properties["error"], "name")
    errorStatus = ((properties["error"] as? [String: Any])?["data"] as? [String: Any])?["statusCode"] as? Int
    request = type == "permission.asked" ? text(properties, "id") : text(properties, "requestID")
    reply = text(properties, "reply")
    if let delta = properties["delta"] as? String {
      (self.text, part) = (delta, text(properties, "partID"))
    }
    if let part = properties["part"] as? [String: Any] {
      (self.part, partType, self.text) = (text(part, "id"), text(part, "type"), text(part, "text"))
      (tool, reason, message) = (text(part, "tool"), text(part, "reason"), text(part, "messageID"))
      (toolState, toolError) = (text(part["state"], "status"), text(part["state"], "error"))
      input = (part["tokens"] as? [String: Any])?["input"] as? Int ?? 0
    }
    if let info = properties["info"] as? [String: Any] {
      (role, parent) = (text(info, "role"), text(info, "parentID"))
      if type.hasPrefix("message") { message = text(info, "id") }
    }
  }

  var isIdle: Bool { type == "session.status" && status == "idle" }
}
