internal import Glibc

/// An error number of the system.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  /// The error that the last call left behind; to be read at once.
  package static var last: SystemError { SystemError(errno) }

  /// The system's own words, such as `No such file or directory`.
  package var description: String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
