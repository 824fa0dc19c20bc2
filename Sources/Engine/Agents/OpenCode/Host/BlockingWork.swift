/// Work that blocks in the system, on a thread of its own, for callers that must not.
enum BlockingWork {
  /// Runs `body` to its end, also where the caller is cancelled meanwhile.
  static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { done in
      let work = { @Sendable in done.resume(returning: body()) }
      do throws(SystemError) { try PlainThread.start(work) } catch { work() }
    }
  }
}
