import EngineTestKit
import Foundation

/// A server with a certificate that it made itself: OpenSSL's own.
final class TLSServer {
  let port: UInt16
  let home: TemporaryDirectory
  /// The file with its certificate.
  var certificate: String { home.file("cert.pem") }
  private let process = Process()

  init() throws {
    home = try TemporaryDirectory()
    try Shell.run(
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=127.0.0.1 "
        + "-addext subjectAltName=IP:127.0.0.1 2>/dev/null", in: home.path)
    // A port that was free a moment ago.
    let probe = try LoopbackProvider([])
    port = probe.port
    probe.stop()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", home.file("cert.pem"), "-key",
      home.file("key.pem"),
      "-www",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Says ACCEPT when it listens.
    var text = ""
    while !text.contains("ACCEPT") {
      let piece = output.fileHandleForReading.availableData
      if piece.isEmpty { break }
      text += String(decoding: piece, as: UTF8.self)
    }
  }

  func stop() {
    // It inherits a mask of signals that may hold back a gentler one.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
