/// A play worked out: what to print when, and how to end. A value, so that tests need no clock.
package struct Score: Sendable, Hashable {
  package enum Voice: Sendable, Hashable { case output, error }

  package struct Note: Sendable, Hashable {
    /// Time since the agent's start.
    package var at: Duration
    package var voice: Voice
    package var content: Content
  }

  package enum Content: Sendable, Hashable {
    case event(AgentEvent)
    /// As it stands, with its line feed if it has one.
    case bytes([UInt8])
    case deed(Deed)
  }

  package enum Ending: Sendable, Hashable {
    case exit(Int32)
    case signal(Int32)
    /// It stays until it is killed.
    case never
  }

  package var notes: [Note]
  package var end: Duration
  package var ending: Ending

  /// Works out one act. Throws where a line's `at` lies before the end of what precedes it.
  init(_ act: Scenario.Act, path: String) throws(ReviewFailure) {
    var composer = Composer(specialist: act.specialist)
    for line in act.lines {
      if let at = line.at {
        guard at >= composer.clock else {
          let seconds = composer.clock / .seconds(1)
          throw ReviewFailure(
            .configuration, "\(path):\(line.number): the lines before this one last until \(seconds)s")
        }
        composer.clock = at
      }
      composer.play(line.command)
      if composer.ending != nil { break }
    }
    notes = composer.notes
    end = composer.clock
    ending = composer.ending ?? .exit(0)
  }

  /// The lines of a recorded stream, as far apart as their time stamps say, three seconds at most.
  init(recording bytes: [UInt8]) {
    notes = []
    end = .zero
    ending = .exit(0)
    var previous: Int?
    var start = 0
    while start < bytes.count {
      let next = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      let stamp = Score.timestamp(bytes[start..<next])
      if let stamp, let previous { end += .milliseconds(min(max(stamp - previous, 0), 3000)) }
      previous = stamp ?? previous
      notes.append(Note(at: end, voice: .output, content: .bytes(Array(bytes[start..<next]))))
      start = next
    }
  }

  private static func timestamp(_ line: ArraySlice<UInt8>) -> Int? {
    unsafe line.withUnsafeBufferPointer { buffer in
      let bytes = unsafe JSONBytes(borrowing: buffer)
      guard bytes[0] == 0x7B else { return nil }
      var syntax = JSONSyntax(bytes, at: 0, index: JSONIndex(bytes: bytes))
      guard (try? syntax.readObject()) != nil else { return nil }
      return syntax.index.integer("timestamp", of: nil).flatMap { $0 >= 0 ? $0 : nil }
    }
  }
}
