internal import Glibc

/// A secret on its way to a process of ours: in the environment of that one process and its shim.
enum SecretVariable {
  /// Reads it and wipes it where the system shows it to the user's other processes.
  static func take(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let secret = unsafe String(cString: value)
    unsafe memset(value, 0x2A, strlen(value))
    unsafe unsetenv(name)
    return secret.isEmpty ? nil : secret
  }
}
