/// What a process tree uses at a moment.
package struct Vitals: Sendable, Hashable {
  /// Bytes in memory, summed over the tree.
  package var residentBytes: Int
  /// Processor time of the tree since its start, also of what has ended in it.
  package var processorTime: Duration
  /// Bytes that standard error was given so far, those that were dropped included.
  package var errorBytes: Int

  package init(residentBytes: Int = 0, processorTime: Duration = .zero, errorBytes: Int = 0) {
    self.residentBytes = residentBytes
    self.processorTime = processorTime
    self.errorBytes = errorBytes
  }
}

/// A limit on size that a process tree went beyond, and was killed for.
package enum Excess: Sendable, Hashable {
  /// Who enforces the limit on memory (reliability.md, 2.2).
  package enum Watcher: String, Sendable, Hashable {
    /// The kernel, by a control group of version 2.
    case controlGroup = "cgroup"
    /// The shim, which adds up the tree's memory again and again.
    case polling
  }

  /// The bytes that were seen at most.
  case memory(peak: Int, by: Watcher)
  /// The bytes that standard output held.
  case output(Int)
}
