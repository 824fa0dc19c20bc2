internal import CSystem
internal import Glibc

/// Finds out which sandboxes work here by starting a program in each: what is installed says little, since user namespaces and
/// Landlock are switched off in many containers.
package enum SandboxProbe {
  /// Why a mode does not work here; nil where it does.
  package struct Finding: Sendable, Hashable {
    package var mode: Sandbox.Mode
    package var problem: String?

    package init(mode: Sandbox.Mode, problem: String? = nil) {
      self.mode = mode
      self.problem = problem
    }
  }

  /// A file that everybody may read outside and nobody inside.
  private static let canary = "/etc/passwd"
  private static let patience: Duration = .seconds(10)
  private static let seen = Locked<[Key: Finding]>([:])

  private struct Key: Hashable {
    var mode: Sandbox.Mode
    var tools: SandboxTools
    var ports: [Int]
  }

  /// Whether `mode` works, tried once in the life of the program; in Landlock also whether it can grant `ports`, which older
  /// kernels can't.
  package static func finding(_ mode: Sandbox.Mode, _ tools: SandboxTools, ports: [Int] = []) -> Finding {
    let key = Key(mode: mode, tools: tools, ports: ports)
    if let known = seen.withLock({ $0[key] }) { return known }
    let finding = Finding(mode: mode, problem: problem(mode, tools, ports))
    seen.withLock { $0[key] = finding }
    return finding
  }

  private static func problem(_ mode: Sandbox.Mode, _ tools: SandboxTools, _ ports: [Int]) -> String? {
    if mode == .none { return nil }
    if mode == .bubblewrap, tools.bubblewrap == nil { return "bwrap is not installed" }
    var template = Array("/tmp/conclave-probe-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      return "no folder to try it in can be made in /tmp: \(SystemError.last)"
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = unsafe rmdir(folder) }
    let sandbox = Sandbox(mode: mode, tools: tools, scratch: .init(folder), ports: ports)
    let command = sandbox.command(
      ChildCommand(executable: tools.shim, arguments: ["check", canary]), in: folder)
    return run(command, in: folder)
  }

  /// Nil where the command ends with 0, else the last thing that it said.
  private static func run(_ command: ChildCommand, in folder: String) -> String? {
    let words = [command.executable] + command.arguments
    let environment = command.environment.map { "\($0.key)=\($0.value)" }.sorted()
    let null = Descriptor(owning: unsafe open("/dev/null", O_RDWR | O_CLOEXEC))
    let complaint = Descriptor(owning: conclave_memory_file())
    guard null.number >= 0, complaint.number >= 0 else { return "no descriptor: \(SystemError.last)" }
    var process: pid_t = 0
    let status = unsafe conclave_spawn_packed(
      command.executable, CStrings.packed(words), words.count, CStrings.packed(environment), environment.count, folder,
      null.number,
      null.number, complaint.number, &process)
    guard status == 0 else { return "\(command.executable): \(SystemError(status))" }
    let isInTime = awaitEnd(of: process)
    if !isInTime { kill(-process, SIGKILL) }
    var result: Int32 = 0
    while unsafe waitpid(process, &result, 0) < 0, errno == EINTR {}
    guard isInTime else { return "it did not answer within \(patience.components.seconds) s" }
    return result == 0 ? nil : said(complaint) ?? "it ended with \(result)"
  }

  private static func awaitEnd(of process: pid_t) -> Bool {
    let handle = Descriptor(owning: conclave_pidfd(process))
    guard handle.number >= 0 else { return true }
    var event = pollfd(fd: handle.number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&event, 1, Int32(patience.components.seconds) * 1000) == 1
  }

  private static func said(_ file: borrowing Descriptor) -> String? {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = unsafe pread(file.number, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").last.map(String.init)
  }
}
