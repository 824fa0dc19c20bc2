internal import Engine
internal import Glibc

/// What the program finds around it, read once at the start and passed to whoever needs it.
struct Surroundings: Sendable {
  /// Version of the program; the CHANGELOG's newest heading.
  static let version = "0.1.0"

  var environment: [String: String]
  /// Absolute path of the directory it was started in.
  var directory: String
  /// Absolute path of the program itself.
  var executable: String
  /// Whether both standard input and output are a terminal that can be drawn on.
  var isTerminal: Bool

  static func current() -> Surroundings {
    var environment: [String: String] = [:]
    var pointer = unsafe environ
    while let entry = unsafe pointer.pointee {
      let text = unsafe String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        environment[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      unsafe pointer += 1
    }
    var around = Surroundings(
      environment: environment, directory: path(of: "/proc/self/cwd") ?? "/",
      executable: path(of: "/proc/self/exe") ?? "conclave", isTerminal: false)
    around.isTerminal = around.canDraw && isatty(0) == 1 && isatty(1) == 1
    return around
  }

  /// Whether `TERM` names a terminal that can be drawn on.
  var canDraw: Bool { environment["TERM"].map { !$0.isEmpty && $0 != "dumb" } ?? false }

  /// The program that supervises agents: beside this one in a build, in `../libexec/conclave` when installed.
  var shim: String {
    let folder = executable.prefix(upTo: executable.lastIndex(of: "/") ?? executable.startIndex)
    let beside = folder + "/agent-shim"
    return unsafe access(String(beside), X_OK) == 0 ? String(beside) : folder + "/../libexec/conclave/agent-shim"
  }

  /// An absolute path of what the user wrote.
  func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }

  private static func path(of link: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink(link, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
    }
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}
