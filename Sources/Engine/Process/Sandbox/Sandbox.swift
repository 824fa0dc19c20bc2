/// What one child may see and touch; everything else of the machine is out of its reach (reliability.md, D4 and section 3).
///
/// A value: it says what holds, and turns a command into one that starts confined. The outer `agent-shim` supervises that one
/// like any other.
package struct Sandbox: Sendable, Hashable {
  /// What confines, strongest first.
  package enum Mode: String, Sendable, Hashable, CaseIterable {
    /// Namespaces of its own: neither the files, the processes nor the network of the machine are there at all.
    case bubblewrap
    /// The kernel refuses paths, ports and signals; other things can be seen to exist.
    case landlock
    case none
  }

  /// A file or folder of the machine, and where the child finds it. Only `bubblewrap` can show it elsewhere.
  package struct Place: Sendable, Hashable {
    package var outside: String
    package var inside: String

    /// Seen where it is unless `inside` says otherwise.
    package init(_ outside: String, as inside: String? = nil) {
      self.outside = outside
      self.inside = inside ?? outside
    }
  }

  package var mode: Mode
  package var tools: SandboxTools
  /// Programs and folders of libraries that it may run, beside those of the system.
  package var programs: [String]
  /// What it may read.
  package var readable: [Place]
  /// The one folder that it may write to, where its HOME and all XDG folders lie. It must exist.
  package var scratch: Place
  /// Sockets that it may connect to. Landlock can't tell one socket from another: there, any named here opens all that the user
  /// may open.
  package var sockets: [Place]
  /// Ports of TCP that it may connect to, whatever the host, in `landlock`; `bubblewrap` has a network of its own, with nobody
  /// else in it.
  package var ports: [Int]
  /// Ports of TCP that it may listen on, in `landlock`.
  package var listens: [Int] = []
  /// Ways in and out of the network that `bubblewrap` gives it; nothing in the other modes, where it has the machine's.
  package var bridges: [Bridge]

  package init(
    mode: Mode, tools: SandboxTools, programs: [String] = [], readable: [Place] = [], scratch: Place,
    sockets: [Place] = [], ports: [Int] = [], bridges: [Bridge] = []
  ) {
    self.mode = mode
    self.tools = tools
    self.programs = programs
    self.readable = readable
    self.scratch = scratch
    self.sockets = sockets
    self.ports = ports
    self.bridges = bridges
  }

  /// Leads bytes both ways between a port of the child's own loopback and a socket in the file system. What is listened on is
  /// there before the child starts. Paths are those outside.
  package enum Bridge: Sendable, Hashable {
    /// Whoever connects to the port inside reaches the socket, which must be one of `sockets` or lie in the scratch.
    case out(port: Int, socket: String)
    /// Whoever connects to the socket, which is made in the scratch, reaches the port inside. At most 107 bytes inside.
    case into(socket: String, port: Int)
  }

  /// Where the child finds something that lies at `path` outside.
  package func inside(_ path: String) -> String {
    guard mode == .bubblewrap else { return path }
    let places = readable + [scratch] + sockets
    // The longest place that holds it: one may lie in another.
    let holding = places.filter { path == $0.outside || path.hasPrefix($0.outside + "/") }
    guard let place = holding.max(by: { $0.outside.utf8.count < $1.outside.utf8.count }) else { return path }
    return place.inside + path.dropFirst(place.outside.count)
  }

  /// The command that starts `command` confined in `directory`, which must be one of the readable places or the scratch.
  package func command(_ command: ChildCommand, in directory: String) -> ChildCommand {
    var confined = command
    confined.environment.merge(privateFolders) { _, own in own }
    switch mode {
    case .none: return confined
    case .landlock:
      confined.arguments = landlockArguments(command)
      confined.executable = tools.shim
    case .bubblewrap:
      confined.arguments = bubblewrapArguments(command, in: directory)
      confined.executable = tools.shim
    }
    return confined
  }

  /// Homes of everything that programs keep, in the scratch.
  private var privateFolders: [String: String] {
    let home = inside(scratch.outside)
    return [
      "HOME": home, "TMPDIR": home, "XDG_CONFIG_HOME": home + "/.config", "XDG_DATA_HOME": home + "/.local/share",
      "XDG_STATE_HOME": home + "/.local/state", "XDG_CACHE_HOME": home + "/.cache",
    ]
  }

  /// How a confined child ended. `bubblewrap` tells of a signal as a shell does, and its own first process inside and the
  /// bridge live for moments after it.
  package func ending(_ exit: ChildExit) -> ChildExit {
    guard mode == .bubblewrap else { return exit }
    var exit = exit
    if case .exited(let code) = exit.status, (129...192).contains(code) { exit.status = .signalled(code - 128) }
    let others = exit.survivorNames.filter { $0 != "bwrap" && $0 != "bridge" }
    exit.survivorsKilled -= exit.survivorNames.count - others.count
    exit.survivorNames = others
    return exit
  }
}
