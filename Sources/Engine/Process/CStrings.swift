internal import Glibc

/// Arrays of C strings, as exec takes them.
enum CStrings {
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
