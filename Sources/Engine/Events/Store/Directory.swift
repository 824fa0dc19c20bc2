internal import Glibc

/// An open directory. Everything in it is reached through its descriptor and never through a link, so that what was
/// checked is what is used (reliability.md, DK-07).
struct Directory: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens the directory `path`, through links where there are some.
  init(path: String) throws(SystemError) {
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw .last }
  }

  /// Opens the directory `name` inside of `parent`; a link is refused with `ENOTDIR` or `ELOOP`.
  init(_ name: String, in parent: borrowing Directory) throws(SystemError) {
    descriptor = unsafe openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    path = parent.path + "/" + name
    guard descriptor >= 0 else { throw .last }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Creates `name` with mode 0700 whatever the umask, or leaves what is there; returns whether it was created.
  func create(_ name: String) throws(SystemError) -> Bool {
    guard unsafe mkdirat(descriptor, name, 0o700) == 0 else {
      if errno == EEXIST { return false }
      throw .last
    }
    // A umask such as 0177 leaves a directory that can't be entered (DK-12).
    guard unsafe fchmodat(descriptor, name, 0o700, 0) == 0 else { throw .last }
    return true
  }

  /// Owner and mode bits.
  func status() throws(SystemError) -> (owner: uid_t, mode: mode_t) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last }
    return (status.st_uid, status.st_mode & 0o7777)
  }

  func openFile(_ name: String, _ flags: Int32) throws(SystemError) -> OpenFile {
    let file = unsafe openat(descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0o600)
    guard file >= 0 else { throw .last }
    if flags & O_CREAT != 0 { fchmod(file, 0o600) }
    return OpenFile(file)
  }

  func has(_ name: String) -> Bool { unsafe faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }

  /// Names of the entries, sorted, at most `limit`.
  func names(limit: Int) throws(SystemError) -> [String] {
    let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { throw .last }
    guard let stream = unsafe fdopendir(copy) else {
      close(copy)
      throw .last
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while names.count < limit, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      guard let text = String(validating: name, as: UTF8.self), text != ".", text != ".." else { continue }
      names.append(text)
    }
    return names.sorted()
  }

  /// Writes the file `name` so that a reader, or a crash, sees either the old or the new content.
  func replace(_ name: String, with bytes: [UInt8], mode: mode_t = 0o600) throws(SystemError) {
    let temporary = ".\(name).\(getpid()).new"
    unsafe unlinkat(descriptor, temporary, 0)
    do throws(SystemError) {
      let file = try openFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
      try file.write(bytes[...])
      guard fchmod(file.descriptor, mode) == 0 else { throw .last }
      guard fsync(file.descriptor) == 0 else { throw .last }
      guard unsafe renameat(descriptor, temporary, descriptor, name) == 0 else { throw .last }
      fsync(descriptor)
    } catch {
      unsafe unlinkat(descriptor, temporary, 0)
      throw error
    }
  }

  /// Removes `name` with all that is in it; follows no link and descends at most `depth` levels.
  func remove(_ name: String, depth: Int = 64) throws(SystemError) {
    if unsafe unlinkat(descriptor, name, 0) == 0 || errno == ENOENT { return }
    guard errno == EISDIR || errno == EPERM, depth > 0 else { throw .last }
    let directory = try Directory(name, in: self)
    // An exported tree is closed against writing.
    fchmod(directory.descriptor, 0o700)
    // In rounds, since a listing is bounded.
    while true {
      let names = try directory.names(limit: 10_000)
      if names.isEmpty { break }
      for entry in names { try directory.remove(entry, depth: depth - 1) }
    }
    guard unsafe unlinkat(descriptor, name, AT_REMOVEDIR) == 0 else { throw .last }
  }
}

/// An open file that closes itself.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Gives the descriptor to the caller, who closes it.
  consuming func release() -> Int32 {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
    var written = 0
    try SystemFiles().writeAll(descriptor, bytes, written: &written)
  }

  /// Length in bytes.
  func size() throws(SystemError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last }
    return Int(status.st_size)
  }

  var isRegular: Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Up to `count` bytes from `offset` on.
  func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var failure: SystemError?
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: min(count - bytes.count, 1 << 20)) { buffer, read in
        let result = unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset + bytes.count))
        if result < 0 { failure = .last }
        read = max(result, 0)
      }
      if let failure, failure.number != EINTR { throw failure }
      if piece.isEmpty, failure == nil { break }
      bytes += piece
    }
    return bytes
  }
}
