/// The error objects of opencode.md, 1.4, and the other shapes seen in the field.
extension OpenCodeDecoder {
  private static let messageLimit = 4000

  static func error(_ index: JSONIndex) -> AgentError {
    guard let error = index.object("error") else {
      let text =
        index.text("error", of: nil, limit: messageLimit) ?? index.text("message", of: nil, limit: messageLimit)
      return AgentError(name: "UnknownError", message: text ?? "an error without a description")
    }
    let data = index.object("data", of: error)
    func text(_ key: StaticString, _ parent: Int?) -> String? {
      parent.flatMap { index.text(key, of: $0, limit: messageLimit) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let name = text("name", error) ?? text("type", error) ?? text("code", error) ?? "UnknownError"
    let status = data.flatMap { index.integer("statusCode", of: $0) } ?? index.integer("status", of: error)
    return AgentError(
      name: name,
      message: text("message", data) ?? text("message", error) ?? name,
      status: status.flatMap { (100...599).contains($0) ? $0 : nil },
      isRetryable: isRetryable(name, status, data, index),
      retryAfterMilliseconds: data.flatMap { retryAfter($0, index) })
  }

  /// Only failures of the service itself are worth another try: an exhausted quota is reported as 429 for ever
  /// (opencode.md, 0), and a refused key or an overlong prompt does not change by waiting (system.md, section 6).
  private static func isRetryable(_ name: String, _ status: Int?, _ data: Int?, _ index: JSONIndex) -> Bool {
    let body = data.flatMap { index.text("responseBody", of: $0, limit: messageLimit) } ?? ""
    if body.contains("insufficient_quota") { return false }
    switch name {
    case AgentError.hostLost, "provider.rate-limit", "ECONNRESET", "ECONNREFUSED", "ETIMEDOUT": return true
    case "APIError":
      return data.flatMap { index.boolean("isRetryable", of: $0) } == true || status == 429 || (status ?? 0) >= 500
    default: return false
    }
  }

  private static func retryAfter(_ data: Int, _ index: JSONIndex) -> Int? {
    guard let headers = index.object("responseHeaders", of: data) else { return nil }
    var milliseconds: String?
    var seconds: String?
    index.forEachMember(of: headers) { header in
      switch index.key(header).lowercased() {
      case "retry-after-ms": milliseconds = index.text(header)
      case "retry-after": seconds = index.text(header)
      default: break
      }
    }
    if let milliseconds, let value = RetryAfter.milliseconds(milliseconds, unit: 1) { return value }
    return seconds.flatMap {
      RetryAfter.milliseconds($0, unit: 1000)
        ?? RetryAfter.milliseconds(date: $0, now: index.integer("timestamp", of: nil))
    }
  }
}
