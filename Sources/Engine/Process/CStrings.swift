internal import Glibc

/// Arrays of C strings, as exec takes them.
enum CStrings {
  /// One after the other, each with a NUL behind it. A NUL inside one would end it early and make two of it, and is left out.
  static func packed(_ strings: [String]) -> [CChar] {
    strings.flatMap { $0.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0] }
  }

  /// Calls `body` with `strings` as a null-terminated array that lives as long as the call. A NUL inside one ends it
  /// there.
  static func with<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      unsafe body(UnsafePointer(buffer.baseAddress!))
    }
  }
}
