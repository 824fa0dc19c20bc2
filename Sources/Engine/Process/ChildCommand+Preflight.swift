internal import Glibc

extension ChildCommand {
  /// Throws where the program can't be run on this machine, before anything else has cost time or money (reliability.md,
  /// CP-01).
  package func preflight() throws(ReviewFailure) {
    let error = ChildCommand.problem(executable)
    if error != 0 { throw ShimStatus.execFailure(.usage, error, executable) }
  }

  /// The error that exec would give, or 0.
  private static func problem(_ path: String) -> Int32 {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return errno == ENOTDIR ? ENOENT : errno }
    guard status.st_mode & S_IFMT == S_IFREG, unsafe access(path, X_OK) == 0 else { return EACCES }
    // A program that may be run but not read is left to exec.
    guard let start = header(of: path), let own = header(of: "/proc/self/exe") else { return 0 }
    if start.starts(with: [0x23, 0x21]) { return 0 }
    return start == own ? 0 : ENOEXEC
  }

  /// Two bytes of a script; of an ELF file all that says which machine it is for.
  private static func header(of path: String) -> [UInt8]? {
    let file = Descriptor(owning: unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    guard file.number >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 20)
    guard unsafe read(file.number, &bytes, bytes.count) >= 2 else { return [] }
    if bytes.starts(with: [0x23, 0x21]) { return [0x23, 0x21] }
    // Magic, word size and byte order at 0, the machine at 18.
    return Array(bytes[0..<6] + bytes[18..<20])
  }
}
