internal import CSystem

/// The memory of this process, in which keys and tokens are.
package enum OwnMemory {
  /// From now on no process of the same user reads it, its environment included, and no core file is written (reliability.md,
  /// SE-07). Programs that are started from here are not affected.
  package static func hide() { conclave_hide_memory() }
}
