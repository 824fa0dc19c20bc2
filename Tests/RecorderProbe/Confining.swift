import Engine
import Glibc

/// An orchestrator with an environment of its own, which must not reach what it starts.
enum Confining {
  static func run(mode: String, shim: String, program: String, in directory: String) async {
    let tools = SandboxTools.find(shim: shim)
    guard let mode = Sandbox.Mode(rawValue: mode) else { exit(2) }
    // Where nothing confines the agent, the test shows that it would find what there is to find.
    if mode != .none { OwnMemory.hide() }
    let sandbox = Sandbox(
      mode: mode, tools: tools, programs: [program], readable: [.init("\(directory)/empty")],
      scratch: .init("\(directory)/scratch"))
    let tries = [
      "dump", "/proc/self/environ", "dump", "/proc/self/cmdline", "dump-all", "environ", "dump-all", "cmdline",
      "descriptors", "all", "limit", "core",
    ]
    let command = sandbox.command(
      ChildCommand(
        executable: program, arguments: tries, environment: ChildEnvironment.allowed(from: environment())),
      in: "\(directory)/empty")
    let files = ChildFiles(
      input: "/dev/null", output: "\(directory)/out", error: "\(directory)/err", directory: "\(directory)/empty")
    do {
      let end = try await AgentProcess.run(command, files: files, shim: shim, grace: .seconds(5)) { _ in }
      exit(end.status == .exited(0) ? 0 : 1)
    } catch {
      print(error)
      exit(1)
    }
  }

  private static func environment() -> [String: String] {
    var found: [String: String] = [:]
    var pointer = unsafe environ
    while let entry = unsafe pointer.pointee {
      let parts = unsafe String(cString: entry).split(separator: "=", maxSplits: 1)
      if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
      unsafe pointer += 1
    }
    return found
  }
}
