internal import CSystem
internal import Glibc

/// A file descriptor that is closed at the end of its owner's life; a negative number stands for none.
package struct Descriptor: ~Copyable, Sendable {
  package let number: Int32

  package init(owning number: Int32) { self.number = number }

  deinit { if number >= 0 { close(number) } }
}

/// Both ends of a new pipe, closed by exec.
struct ChildPipe: ~Copyable {
  let read: Descriptor
  let write: Descriptor

  init() throws(SystemError) {
    var readEnd: Int32 = -1
    var writeEnd: Int32 = -1
    let status = unsafe conclave_pipe(&readEnd, &writeEnd)
    if status < 0 { throw SystemError(-status) }
    read = Descriptor(owning: readEnd)
    write = Descriptor(owning: writeEnd)
  }
}
