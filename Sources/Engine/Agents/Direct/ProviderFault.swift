/// What a failed request means, in the classes of the agents' contract (system.md, section 6).
enum ProviderFault {
  /// An answer with a status that is no success.
  static func error(_ head: HTTPHead, body: [UInt8], model: String, now: Int64) -> AgentError {
    let provider = ChatDecoder.error(ofBody: body)
    var said = provider?.message ?? ""
    if said.isEmpty, head.contentType.hasPrefix("text/plain") { said = UTF8Cut.text(body, limit: 300) }
    let delay = retryAfter(head, now)
    return error(
      ProviderError(message: said, kind: provider?.kind ?? "", status: head.status), status: head.status, model: model,
      location: head["location"], retryAfter: delay)
  }

  /// An error inside a stream that had begun well.
  static func error(_ error: ProviderError, model: String) -> AgentError {
    self.error(error, status: error.status ?? 500, model: model, location: nil, retryAfter: nil)
  }

  private static func error(
    _ error: ProviderError, status: Int, model: String, location: String?, retryAfter: Int?
  ) -> AgentError {
    let said = error.message.isEmpty ? "" : ": \(error.message)"
    func made(_ name: String, _ text: String, isRetryable: Bool = false) -> AgentError {
      AgentError(
        name: name, message: text + said, status: status, isRetryable: isRetryable, retryAfterMilliseconds: retryAfter)
    }
    if isContextOverflow(error) || status == 413 {
      return made("ContextOverflowError", "the prompt is longer than the endpoint or \(model) takes")
    }
    if isFiltered(error) { return made("ContentFilterError", "the provider's content filter refused") }
    let kind = error.kind.lowercased()
    if kind.hasSuffix(RelayWords.budget) { return made("BudgetError", "the review's budget is used up") }
    if kind.hasSuffix(RelayWords.refused) { return made("RelayError", "the relay to the endpoint refuses") }
    switch status {
    case 401: return made("ProviderAuthError", "the endpoint refuses the key")
    case 402: return made("ProviderAuthError", "the account has no money left")
    case 403: return made("ProviderAuthError", "the key may not do this")
    case 429 where kind.contains("insufficient_quota") || error.message.contains("insufficient_quota"):
      // Such an answer is the same for ever, whatever its status says (opencode.md, 0).
      return made("ProviderAuthError", "the account's quota is used up")
    case 429: return made("APIError", "too many requests", isRetryable: true)
    case 404: return made("APIError", "the endpoint knows no such address, or no model \(model)")
    case 408, 425: return made("APIError", "the endpoint gave up waiting", isRetryable: true)
    case 500...: return made("APIError", "the endpoint has a failure of its own", isRetryable: true)
    case 300..<400:
      let target = location.map { " to \(String($0.unicodeScalars.prefix(100)))" } ?? ""
      return made("APIError", "the endpoint sends elsewhere\(target), which is not followed; mend direct.base_url")
    default: return made("APIError", "the endpoint refuses the request")
    }
  }

  /// The relay itself is not there, so that nobody's retry helps.
  static func noRelay(_ failure: HTTPFailure) -> AgentError {
    AgentError(
      name: "RelayError",
      message: "the relay between agents and endpoint is gone, which ends with conclave itself: \(failure.message)")
  }

  /// An answer with a good status that is no stream of events: a portal or a proxy in between, most likely.
  static func noStream(_ head: HTTPHead) -> AgentError {
    let type = head.contentType.isEmpty ? "something without a type" : head.contentType
    return AgentError(
      name: "APIError",
      message:
        "the endpoint answered with \(type), not with a stream of events; is direct.base_url right, or a login page "
        + "in between?", status: head.status)
  }

  /// An exchange that broke.
  static func error(_ failure: HTTPFailure, host: String, stall: Duration, hasBegun: Bool) -> AgentError {
    let said = failure.message.isEmpty ? "" : ": \(failure.message)"
    func made(_ name: String, _ text: String, isRetryable: Bool) -> AgentError {
      AgentError(name: name, message: text + said, isRetryable: isRetryable)
    }
    let when = hasBegun ? " in the middle of its answer" : " before it answered"
    switch failure.kind {
    case .cancelled, .unwanted: return made("MessageAbortedError", "the request was stopped", isRetryable: false)
    case .stalled:
      return made(
        "ETIMEDOUT", "\(host) has sent nothing for \(DurationText.format(stall))\(when)", isRetryable: true)
    case .tooLarge: return made("APIError", "\(host) sent more than is taken", isRetryable: false)
    case .badRequest: return made("APIError", "the address can't be used; mend direct.base_url", isRetryable: false)
    // Resolvers are often gone for moments only, and the retries are few.
    case .unresolved: return made("APIError", "the name \(host) can't be resolved", isRetryable: true)
    case .refused: return made("ECONNREFUSED", "nobody takes connections at \(host)", isRetryable: true)
    case .connectTimeout: return made("ETIMEDOUT", "\(host) does not take the connection in time", isRetryable: true)
    case .proxy: return made("ProxyError", "the proxy before \(host) refuses or is not there", isRetryable: false)
    case .certificate:
      return made("CertificateError", "the certificate of \(host) is not to be trusted", isRetryable: false)
    case .tls: return made("TLSError", "no encrypted connection to \(host) can be made", isRetryable: false)
    case .broken: return made("ECONNRESET", "the connection to \(host) broke\(when)", isRetryable: true)
    case .other: return made("APIError", "the request to \(host) failed", isRetryable: false)
    }
  }

  private static func isContextOverflow(_ error: ProviderError) -> Bool {
    let text = (error.kind + " " + error.message).lowercased()
    return [
      "context_length_exceeded", "exceed_context_size", "context length", "context window", "context size",
      "prompt is too long", "input is too long", "too many input tokens",
    ].contains { text.contains($0) }
  }

  private static func isFiltered(_ error: ProviderError) -> Bool {
    let kind = error.kind.lowercased()
    return kind.contains("content_filter") || kind.contains("content_policy")
  }

  private static func retryAfter(_ head: HTTPHead, _ now: Int64) -> Int? {
    if let text = head["retry-after-ms"], let value = RetryAfter.milliseconds(text, unit: 1) { return value }
    return head["retry-after"].flatMap {
      RetryAfter.milliseconds($0, unit: 1000) ?? RetryAfter.milliseconds(date: $0, now: Int(now))
    }
  }
}
