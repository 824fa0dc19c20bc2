internal import Engine

/// `conclave rehearsals`: the plays that come with the program, and what each shows.
enum RehearsalsCommand {
  static func list(_ around: Surroundings) throws -> ExitStatus {
    let entries = RehearsalShelf(around).entries
    let width = entries.map(\.name.count).max() ?? 0
    let lines = entries.map { entry in
      entry.name + String(repeating: " ", count: width - entry.name.count + 2) + PlainText.escape(entry.summary)
    }
    try OutputSink(descriptor: 1).write(
      lines: lines + ["", "conclave --runtime rehearsal:NAME plays one; CONCLAVE_REHEARSAL_SPEED=5 plays it faster"])
    return .clean
  }
}
