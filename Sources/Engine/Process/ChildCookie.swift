internal import CSystem
internal import Glibc

/// A value in the environment of a child and, since it is inherited, of everything below it: the last way to find the tree
/// when its shim was killed (reliability.md, 2.1 and CP-20). A descendant that clears its environment escapes it.
struct ChildCookie: Sendable {
  /// How long a sweep may take.
  private static let patience: Duration = .seconds(10)
  /// One look that finds nothing proves little: a process that forks while the table is read may not be in it.
  private static let looksForProof = 10

  /// As it stands in the environment.
  let entry: String

  init() {
    let words = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
    entry = "CONCLAVE_RUN_ID=\(words.joined(separator: "-"))"
  }

  /// Kills and reaps every process that carries the cookie, again and again until none is found; returns how many that were.
  /// The `agent` itself was killed by the system when its shim died, and is ours to reap.
  func sweep(agent: pid_t?) -> Int {
    let end = SuspendingClock.now + ChildCookie.patience
    var killed: Set<pid_t> = []
    var groups: Set<pid_t> = agent.map { [$0] } ?? []
    var looksInVain = 0
    while looksInVain < ChildCookie.looksForProof, SuspendingClock.now < end {
      looksInVain += 1
      // A chain of forks lives in the newest process, and for moments only.
      for process in ChildCookie.processes().reversed() where isCarried(by: process) {
        looksInVain = 0
        guard let group = kill(process) else { continue }
        killed.insert(process)
        groups.insert(group)
      }
    }
    ChildCookie.reap(groups, until: end)
    return killed.count
  }

  /// Kills the whole process group too, since no fork slips through that; it holds nothing but processes of the tree, for the
  /// shim began a session of its own. Returns the group, or nil where the process was gone.
  private func kill(_ process: pid_t) -> pid_t? {
    let handle = Descriptor(owning: conclave_pidfd(process))
    let group = getpgid(process)
    // Asked again: now the descriptor holds the process that was asked, and the group was that one's.
    guard handle.number >= 0, group > 1, group != getpgrp(), isCarried(by: process) else { return nil }
    Glibc.kill(-group, SIGKILL)
    var event = pollfd(fd: handle.number, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&event, 1, 1000)
    return group
  }

  /// Takes what is left of killed groups, where this process inherits it. A process comes only when its parent has ended, maybe
  /// one of another group; so all are asked again until none has anything.
  private static func reap(_ groups: Set<pid_t>, until end: SuspendingClock.Instant) {
    var hasReaped = true
    while hasReaped {
      hasReaped = false
      for group in groups {
        while SuspendingClock.now < end {
          let process = waitpid(-group, nil, WNOHANG)
          guard process >= 0 else { break }
          if process > 0 { hasReaped = true } else { poll(nil, 0, 1) }
        }
      }
    }
  }

  private func isCarried(by process: pid_t) -> Bool {
    ChildCookie.environment(of: process).split(separator: 0).contains { $0.elementsEqual(entry.utf8) }
  }

  private static func processes() -> [pid_t] {
    guard let directory = unsafe opendir("/proc") else { return [] }
    defer { unsafe closedir(directory) }
    var found: [pid_t] = []
    while let item = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &item.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if let process = pid_t(name) { found.append(process) }
    }
    return found
  }

  /// At most 4 MB of it; nothing for a process that has ended or is another user's.
  private static func environment(of process: pid_t) -> [UInt8] {
    let file = Descriptor(owning: unsafe open("/proc/\(process)/environ", O_RDONLY | O_CLOEXEC))
    guard file.number >= 0 else { return [] }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < 4 << 20 {
      let count = unsafe read(file.number, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}
