internal import Engine
internal import TUI

/// Keeps the recording going and tells the reader where it can't.
final class RecorderWatch: Sendable {
  private let log: EventLog
  private let inbox = Locked<Inbox?>(nil)

  init(log: EventLog) { self.log = log }

  /// Changes are shown in `inbox` from now on.
  func show(in inbox: Inbox, isRecorded: Bool) {
    self.inbox.withLock { $0 = inbox }
    inbox.post(.recording(isRecorded ? .on : .off))
  }

  /// Records a review to its end. Returns the first event that is not in the recording; nil where it is whole.
  func record(_ review: LiveReview) async -> Int? {
    do throws(ReviewFailure) {
      return try await review.record { [self] change in tell(change) }
    } catch {
      let text = "the recording can't be written: \(error)"
      log.append(.notice(Notice(.warning, text)))
      inbox.withLock { $0 }?.post(.recording(.stopped(reason: text)))
      return 0
    }
  }

  private func tell(_ change: JournalChange) {
    let notice = change.notice
    log.append(.notice(notice))
    inbox.withLock { $0 }?.post(.recording(change.isWorking ? .on : .stopped(reason: notice.text)))
  }
}
