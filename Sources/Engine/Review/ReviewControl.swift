/// What a person asks of a running review; the only way back from the screen to the engine.
package struct ReviewControl: Sendable {
  package enum Command: Sendable, Hashable {
    /// Stop a specialist and go on without it.
    case skip(SpecialistID)
    /// Run a specialist again: at once where it still runs, anew where it has ended.
    case retry(SpecialistID)
    /// Stop whoever still runs and judge what is there.
    case judgeNow
    /// Stop everything.
    case abort
  }

  let commands = Mailbox<Command>()

  package init() {}

  /// Asks; the review answers by events.
  package func send(_ command: Command) { commands.send(command) }
}
