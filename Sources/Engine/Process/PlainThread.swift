internal import CSystem
internal import Glibc

/// A thread outside Swift's pool, for work that blocks in the system: the pool has one thread a core, and a
/// supervised agent needs one that does nothing but wait.
enum PlainThread {
  /// 512 KiB: enough for decoding at the deepest nesting that is accepted.
  private static let stackBytes = 512 << 10

  /// Runs `body` on a new thread; throws where the system gives none.
  static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = unsafe Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard status != 0 else { return }
    unsafe box.release()
    throw SystemError(status)
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
