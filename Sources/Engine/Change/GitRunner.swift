internal import CSystem
internal import Glibc

/// How a run of git ended.
package struct GitResult: Sendable {
  package var status: Int32
  package var output: [UInt8]
  /// The first 64 KB of standard error, lossily decoded; untrusted.
  package var error: String
  /// Whether git printed more than the limit and was stopped.
  package var isCut: Bool

  /// The output as text without the line feed at its end.
  package var text: String {
    String(decoding: output.last == 0x0A ? output.dropLast() : output[...], as: UTF8.self)
  }

  /// The first line of standard error, without git's prefix.
  package var complaint: String {
    let line = error.split(separator: "\n").first.map(String.init) ?? "exit status \(status)"
    return line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line
  }
}

/// Runs one program to its end, with nothing inherited: environment, directory, descriptors and limits are values.
package struct GitRunner: Sendable {
  /// Absolute path of git.
  package let executable: String
  /// The whole environment of the child, `NAME=value` each.
  package var environment: [String]
  /// Its current directory.
  package var directory: String
  /// Longest run before it is killed.
  package var deadline: Duration

  package init(executable: String, environment: [String], directory: String, deadline: Duration = .seconds(120)) {
    self.executable = executable
    self.environment = environment
    self.directory = directory
    self.deadline = deadline
  }

  /// Runs git. A status other than 0 is a result, not an error.
  /// - Parameter limit: bytes of output after which git is stopped.
  /// - Throws: `ReviewFailure(.change)` where git can't be started or does not end in time.
  package func run(
    _ arguments: [String], input: [UInt8] = [], limit: Int = 64 << 20
  ) throws(ReviewFailure) -> GitResult {
    let stdin = try inputDescriptor(input)
    defer { close(stdin) }
    let output = try pipe()
    let error = try pipe()
    conclave_widen_pipe(output.read.number)
    let process = try spawn(arguments, stdin, output.write.number, error.write.number)
    _ = consume output.write
    _ = consume error.write
    var result = GitResult(status: -1, output: [], error: "", isCut: false)
    let isInTime = drain(output.read, error.read, limit: limit, into: &result)
    if !isInTime || result.isCut { kill(-process, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard isInTime else {
      throw ReviewFailure(
        .change, "git \(arguments.first ?? "") did not end within \(deadline.components.seconds) s",
        hints: ["review a smaller range, or run git fsck if the repository may be damaged"])
    }
    result.status = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    return result
  }

  private func spawn(
    _ arguments: [String], _ input: Int32, _ output: Int32, _ error: Int32
  ) throws(ReviewFailure) -> pid_t {
    let words = ["git"] + arguments
    let packedWords = CStrings.packed(words)
    let packedEnvironment = CStrings.packed(environment)
    var process: pid_t = 0
    let status = unsafe conclave_spawn_packed(
      executable, packedWords, words.count, packedEnvironment, environment.count, directory, input, output, error,
      &process)
    if status == E2BIG { throw ReviewFailure(.change, "too many names for one run of git") }
    guard status == 0 else {
      throw ReviewFailure(.change, "git can't be started: \(SystemError(status)): \(executable)")
    }
    return process
  }

  private func inputDescriptor(_ input: [UInt8]) throws(ReviewFailure) -> Int32 {
    let file = input.isEmpty ? unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) : conclave_memory_file()
    guard file >= 0 else { throw ReviewFailure(.change, "no descriptor for git's input: \(SystemError.last)") }
    var offset = 0
    while offset < input.count {
      let count = unsafe input.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe write(file, base + offset, buffer.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(file)
        throw ReviewFailure(.change, "git's input can't be written: \(SystemError.last)")
      }
      offset += count
    }
    if !input.isEmpty { lseek(file, 0, SEEK_SET) }
    return file
  }

  /// Reads both streams to their ends; false where the deadline came first.
  private func drain(
    _ output: borrowing Descriptor, _ error: borrowing Descriptor, limit: Int, into result: inout GitResult
  ) -> Bool {
    let end = SuspendingClock.now + deadline
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var complaint: [UInt8] = []
    var streams = [
      pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: error.number, events: Int16(POLLIN), revents: 0),
    ]
    defer { result.error = String(decoding: complaint, as: UTF8.self) }
    while streams.contains(where: { $0.fd >= 0 }) {
      let left = end - SuspendingClock.now
      guard left > .zero else { return false }
      let milliseconds = Int32(clamping: left.components.seconds * 1000 + 1)
      guard unsafe poll(&streams, nfds_t(streams.count), milliseconds) > 0 else { continue }
      for index in streams.indices where streams[index].revents != 0 {
        let count = unsafe read(streams[index].fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 {
          streams[index].fd = -1
        } else if index == 1 {
          complaint += buffer[..<min(count, max(0, 65_536 - complaint.count))]
        } else {
          result.output += buffer[..<min(count, limit - result.output.count)]
          if result.output.count == limit {
            result.isCut = true
            return true
          }
        }
      }
    }
    return true
  }

  private func pipe() throws(ReviewFailure) -> ChildPipe {
    do throws(SystemError) { return try ChildPipe() } catch {
      throw ReviewFailure(.change, "no pipe for git: \(error)")
    }
  }
}
