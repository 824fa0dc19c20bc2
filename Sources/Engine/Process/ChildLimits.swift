/// Sizes that a child's process tree may not go beyond (system.md, section 5).
package struct ChildLimits: Sendable, Hashable {
  /// Bytes in memory of the whole tree.
  package var memory: Int
  /// Bytes of standard error that stay on disk; more is dropped and counted.
  package var errorBytes: Int
  /// Bytes of standard output after which the tree is killed.
  package var outputBytes: Int

  package init(
    memory: Int = Limits().memory, errorBytes: Int = Limits().errorBytes, outputBytes: Int = Limits().outputBytes
  ) {
    self.memory = memory
    self.errorBytes = errorBytes
    self.outputBytes = outputBytes
  }
}
