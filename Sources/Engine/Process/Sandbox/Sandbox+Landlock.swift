extension Sandbox {
  /// Devices that programs expect; they lead nowhere.
  private static let devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]

  /// What the shim is told to start: itself, which gives up rights and becomes the program.
  func landlockArguments(_ command: ChildCommand) -> [String] {
    var words = ["enter", "--landlock"]
    for folder in tools.system {
      switch folder {
      case .folder(let path): words += ["--execute", path]
      case .file(let path): words += ["--read", path]
      // It leads into a folder that has a rule.
      case .link: break
      }
    }
    for program in programs + [tools.shim] { words += ["--execute", program] }
    // Its own process, in which runtimes look for their arguments and libraries; nobody else's.
    words += ["--read", "/proc/self"]
    for place in readable { words += ["--read", place.outside] }
    words += ["--write", scratch.outside]
    for device in Sandbox.devices { words += ["--device", device] }
    for port in ports { words += ["--port", String(port)] }
    for port in listens { words += ["--listen", String(port)] }
    if !sockets.isEmpty { words.append("--unix") }
    return words + ["--", command.executable] + command.arguments
  }
}
