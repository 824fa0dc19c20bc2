/// What a person may ask of a running review; the only way back from the screen to the engine.
package enum ReviewCommand: Sendable, Hashable {
  /// Stop a specialist and go on without it.
  case skip(SpecialistID)
  /// Run a specialist again: at once where it still runs, anew where it has ended.
  case retry(SpecialistID)
  /// Stop whoever still runs and judge what is there.
  case judgeNow
  /// Stop everything.
  case abort
}

/// The sender's end of a review's commands.
package struct ReviewControl: Sendable {
  let commands = Mailbox<ReviewCommand>()

  package init() {}

  /// Asks; the review answers by events.
  package func send(_ command: ReviewCommand) { commands.send(command) }
}
