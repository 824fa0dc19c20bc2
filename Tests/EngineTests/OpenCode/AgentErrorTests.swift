import Engine
import Testing

/// The error objects of opencode.md, 1.4, and what is worth another try (system.md, section 6).
@Suite struct AgentErrorTests {
  @Test(arguments: [
    (
      #"{"name":"APIError","data":{"message":"Unauthorized","statusCode":401,"isRetryable":false}}"#,
      AgentError(name: "APIError", message: "Unauthorized", status: 401)
    ),
    (
      #"{"name":"APIError","data":{"message":"Overloaded","statusCode":503,"isRetryable":true}}"#,
      AgentError(name: "APIError", message: "Overloaded", status: 503, isRetryable: true)
    ),
    (
      #"{"name":"APIError","data":{"message":"Slow down","statusCode":429}}"#,
      AgentError(name: "APIError", message: "Slow down", status: 429, isRetryable: true)
    ),
    (
      #"{"name":"APIError","data":{"message":"Quota","statusCode":429,"isRetryable":true,"responseBody":"{\"code\":\"insufficient_quota\"}"}}"#,
      AgentError(name: "APIError", message: "Quota", status: 429)
    ),
    (
      #"{"name":"ProviderAuthError","data":{"providerID":"p","message":"no key"}}"#,
      AgentError(name: "ProviderAuthError", message: "no key")
    ),
    (
      #"{"name":"MessageOutputLengthError","data":{}}"#,
      AgentError(name: "MessageOutputLengthError", message: "MessageOutputLengthError")
    ),
    (
      #"{"code":"ECONNRESET","path":"http://localhost","errno":0}"#,
      AgentError(name: "ECONNRESET", message: "ECONNRESET", isRetryable: true)
    ),
    (
      #"{"type":"provider.rate-limit","message":"later","status":429}"#,
      AgentError(name: "provider.rate-limit", message: "later", status: 429, isRetryable: true)
    ),
    (#"{"name":"APIError","data":{"message":"odd","statusCode":7}}"#, AgentError(name: "APIError", message: "odd")),
    (#""bare words""#, AgentError(name: "UnknownError", message: "bare words")),
    ("null", AgentError(name: "UnknownError", message: "an error without a description")),
    ("{}", AgentError(name: "UnknownError", message: "UnknownError")),
  ])
  func shapes(error: String, expected: AgentError) {
    #expect(decode(line: #"{"type":"error","timestamp":1,"error":\#(error)}"#) == [.error(expected)])
  }

  /// The time of each line is 2026-07-21T02:13:20Z.
  @Test(arguments: [
    (#""retry-after":"2""#, 2000),
    (#""Retry-After":"1.5""#, 1500),
    (#""retry-after-ms":"250","retry-after":"9""#, 250),
    (#""retry-after-ms":"soon","retry-after":"9""#, 9000),
    (#""retry-after":"3600""#, 3_600_000),
    (#""retry-after":"Tue, 21 Jul 2026 02:14:00 GMT""#, 40_000),
    (#""retry-after":"Mon, 20 Jul 2026 02:14:00 GMT""#, 0),
    (#""retry-after":"Sun, 29 Feb 2032 00:00:00 GMT""#, 2_147_483_647),
    (#""retry-after":"Tue, 21 Foo 2026 02:14:00 GMT""#, nil),
    (#""retry-after":"-1""#, nil),
    (#""retry-after":"1e999""#, nil),
    (#""retry-after":"nan""#, nil),
    (#""retry-after":"99999999999999999999""#, 2_147_483_647),
    (#""retry-after":7"#, nil),
    (#""other":"1""#, nil),
  ])
  func `TB-04: every form of Retry-After is read, and nonsense is none`(headers: String, milliseconds: Int?) {
    let data = #"{"message":"m","statusCode":429,"isRetryable":true,"responseHeaders":{\#(headers)}}"#
    let events = decode(
      line: #"{"type":"error","timestamp":1784600000000,"error":{"name":"APIError","data":\#(data)}}"#)
    guard case .error(let error)? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(error.retryAfterMilliseconds == milliseconds)
  }
}
