import EngineTestKit
import Foundation
import Glibc

@testable import Engine

extension TemporaryDirectory {
  /// Mode bits of what is at `name`, a path below the directory or an absolute one.
  func mode(_ name: String) -> mode_t? {
    var status = stat()
    let full = name.hasPrefix("/") ? name : file(name)
    return unsafe lstat(full, &status) == 0 ? status.st_mode & 0o7777 : nil
  }
}

/// Runs `body` on a thread with a umask of its own, so that other tests keep theirs.
func withUmask<Result: Sendable>(_ mask: mode_t, _ body: @escaping @Sendable () -> Result) -> Result {
  typealias Unshare = @convention(c) (Int32) -> Int32
  let fileSystem: Int32 = 0x200  // CLONE_FS
  let result = Locked(Result?.none)
  let done = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    let unshare = unsafe unsafeBitCast(dlsym(nil, "unshare"), to: Unshare.self)
    precondition(unshare(fileSystem) == 0)
    umask(mask)
    let value = body()
    result.withLock { $0 = value }
    done.signal()
  }
  done.wait()
  return result.withLock { $0! }
}
