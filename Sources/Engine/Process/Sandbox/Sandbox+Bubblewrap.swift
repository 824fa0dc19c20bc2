extension Sandbox {
  /// Bytes of memory that files in `/tmp` may take.
  private static let temporaryBytes = 64 << 20

  /// What the shim is told to start: bubblewrap, and in it the shim again, which takes system calls away.
  ///
  /// The environment is the agent's own, made from an allow-list, so nothing has to be cleared; named on a command line,
  /// its values could be read by every user of the machine.
  func bubblewrapArguments(_ command: ChildCommand, in directory: String) -> [String] {
    var words = [
      "deaf", "--", tools.bubblewrap ?? "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop",
      "ALL",
      "--hostname", "agent", "--proc", "/proc", "--dev", "/dev", "--size", String(Sandbox.temporaryBytes), "--tmpfs",
      "/tmp",
    ]
    for folder in tools.system {
      switch folder {
      case .folder(let path), .file(let path): words += ["--ro-bind", path, path]
      case .link(let path, let target): words += ["--symlink", target, path]
      }
    }
    for program in programs + [tools.shim] { words += ["--ro-bind", program, program] }
    for place in readable + sockets { words += ["--ro-bind", place.outside, place.inside] }
    words += ["--bind", scratch.outside, scratch.inside]
    // The folders that bubblewrap itself made are memory too.
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", inside(directory), "--"]
    words += bridgeArguments
    // Sockets of the network reach nobody there; those of the machine only what was bound in.
    words += [tools.shim, "enter", "--unix", "--inet", "--", command.executable]
    return words + command.arguments
  }

  /// The bridge comes before the filter of system calls, since it is what makes sockets to listen on.
  private var bridgeArguments: [String] {
    guard !bridges.isEmpty else { return [] }
    let pairs = bridges.flatMap { bridge in
      switch bridge {
      case .out(let port, let socket): ["--port", String(port), inside(socket)]
      case .into(let socket, let port): ["--socket", inside(socket), String(port)]
      }
    }
    return [tools.shim, "bridge"] + pairs + ["--"]
  }
}
