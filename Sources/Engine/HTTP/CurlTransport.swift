internal import CCurl
internal import Glibc

/// The transport over libcurl: proxies, certificates and netrc are found as libcurl's own users find them.
package struct CurlTransport: HTTPTransport {
  private let certificates: (file: String?, directory: String?)

  /// `environment` may name other certificates, as the curl program takes them: `CURL_CA_BUNDLE`, `SSL_CERT_FILE`,
  /// `SSL_CERT_DIR`. Names of proxies are read by libcurl itself.
  package init(environment: [String: String] = [:]) {
    certificates = (environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"], environment["SSL_CERT_DIR"])
  }

  package func send(
    _ request: HTTPRequest, call: HTTPCall, head: (HTTPHead) -> Void, body: (Span<UInt8>) -> Bool
  ) throws(HTTPFailure) {
    try CurlTransport.check(request)
    let outcome = withoutActuallyEscaping(head) { head in
      withoutActuallyEscaping(body) { body in
        let receiver = Receiver(head: head, body: body)
        return unsafe call.withHandle { handle in unsafe run(request, handle, receiver) }
      }
    }
    guard let outcome else { throw HTTPFailure(.other, "libcurl.so.4 can't be loaded, or memory is short") }
    guard let failure = outcome else { return }
    throw failure
  }

  /// A line end in a header would begin another one.
  private static func check(_ request: HTTPRequest) throws(HTTPFailure) {
    let texts = request.headers.flatMap { [$0.name, $0.value] } + [request.url, request.method]
    for text in texts where text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) {
      throw HTTPFailure(.badRequest, "a header or the address holds a line end")
    }
  }

  private func run(_ request: HTTPRequest, _ handle: OpaquePointer, _ receiver: Receiver) -> HTTPFailure? {
    // libcurl would wait for a "go on" before a large body.
    let lines = request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
    var pointers = unsafe lines.map { unsafe UnsafePointer(strdup($0)) } + [nil]
    let texts = unsafe [request.method, request.url, request.unixSocket, certificates.file, certificates.directory].map
    {
      text in unsafe text.map { unsafe UnsafePointer(strdup($0)) } ?? nil
    }
    defer { unsafe (pointers + texts).forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
    var result = conclave_curl_result()
    unsafe pointers.withUnsafeMutableBufferPointer { headers in
      unsafe (request.body ?? []).withUnsafeBufferPointer { bytes in
        // An empty array may have no address, and a body without one is none.
        var none: UInt8 = 0
        unsafe withUnsafePointer(to: &none) { none in
          var raw = unsafe conclave_curl_request()
          unsafe raw.method = texts[0]
          unsafe raw.url = texts[1]
          unsafe raw.unix_socket = texts[2]
          unsafe raw.ca_file = texts[3]
          unsafe raw.ca_directory = texts[4]
          unsafe raw.headers = UnsafePointer(headers.baseAddress)
          unsafe raw.body = request.body == nil ? nil : bytes.baseAddress ?? none
          unsafe raw.body_length = bytes.count
          unsafe raw.connect_milliseconds = Int(clamping: request.limits.connect.wholeMilliseconds)
          unsafe raw.stall_milliseconds = request.limits.stall.map { max(1, Int(clamping: $0.wholeMilliseconds)) } ?? 0
          unsafe raw.body_limit = UInt64(clamping: request.limits.answer)
          unsafe raw.watched = request.abandonedBy ?? -1
          unsafe raw.uses_netrc = request.hasCredentials ? 0 : 1
          unsafe raw.uses_proxy = request.usesProxy ? 1 : 0
          unsafe conclave_curl_run(
            handle, &raw, CurlTransport.onHead, CurlTransport.onBody, Unmanaged.passUnretained(receiver).toOpaque(),
            &result)
        }
      }
    }
    // Headers alone are an answer too.
    receiver.passHead()
    let end = result.end
    return end == Int32(CONCLAVE_CURL_DONE) ? nil : HTTPFailure(CurlTransport.kind(end), CurlTransport.words(result))
  }

  private static let onHead: conclave_curl_head = { context, line, length in
    guard let context = unsafe context else { return }
    let bytes = unsafe Array(UnsafeBufferPointer(start: line, count: length))
    unsafe Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().reader.read(bytes)
  }

  private static let onBody: conclave_curl_body = { context, bytes, length in
    guard let context = unsafe context else { return 0 }
    let receiver = unsafe Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue()
    receiver.passHead()
    return unsafe receiver.body(Span(_unsafeElements: UnsafeBufferPointer(start: bytes, count: length))) ? 1 : 0
  }

  private static func words(_ result: conclave_curl_result) -> String {
    var message = result.message
    return unsafe withUnsafeBytes(of: &message) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static let kinds: [Int: HTTPFailure.Kind] = [
    CONCLAVE_CURL_CANCELLED: .cancelled, CONCLAVE_CURL_UNWANTED: .unwanted, CONCLAVE_CURL_STALLED: .stalled,
    CONCLAVE_CURL_TOO_LARGE: .tooLarge, CONCLAVE_CURL_BAD_REQUEST: .badRequest, CONCLAVE_CURL_RESOLVE: .unresolved,
    CONCLAVE_CURL_CONNECT: .refused, CONCLAVE_CURL_CONNECT_TIMEOUT: .connectTimeout, CONCLAVE_CURL_PROXY: .proxy,
    CONCLAVE_CURL_CERTIFICATE: .certificate, CONCLAVE_CURL_TLS: .tls, CONCLAVE_CURL_BROKEN: .broken,
  ]

  private static func kind(_ end: Int32) -> HTTPFailure.Kind { kinds[Int(end)] ?? .other }

  /// Who gets the answer; lives on the one thread that libcurl calls back on.
  private final class Receiver {
    var reader = HTTPHeadReader()
    private var hasPassedHead = false
    private let head: (HTTPHead) -> Void
    let body: (Span<UInt8>) -> Bool

    init(head: @escaping (HTTPHead) -> Void, body: @escaping (Span<UInt8>) -> Bool) {
      self.head = head
      self.body = body
    }

    func passHead() {
      guard !hasPassedHead, reader.isWhole, let whole = reader.head else { return }
      hasPassedHead = true
      head(whole)
    }
  }
}
