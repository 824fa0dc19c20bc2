/// Reads a scenario file; its format is described in Examples/rehearsals/README.md.
package enum ScenarioParser {
  /// Longest file that is read.
  static let sizeLimit = 1 << 20

  /// Most lines after each `repeat` has been written out.
  private static let lineLimit = 100_000

  /// A failure names the file and the line.
  package static func parse(_ bytes: [UInt8], path: String) throws(ReviewFailure) -> Scenario {
    guard bytes.count <= sizeLimit else { throw ReviewFailure(.configuration, "\(path) is larger than 1 MiB") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ReviewFailure(.configuration, "\(path) is not UTF-8")
    }
    var reader = Reader()
    var number = 0
    func failure(_ fault: ScenarioLine.Fault) -> ReviewFailure {
      // A fault quotes what it is about, which may have several lines.
      ReviewFailure(
        .configuration, "\(path):\(reader.faultLine ?? number): \(PlainText.escape(fault.message))")
    }
    for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == 0x0D ? line.dropLast() : line
      do throws(ScenarioLine.Fault) {
        try reader.take(line, number)
      } catch {
        throw failure(error)
      }
    }
    do throws(ScenarioLine.Fault) {
      return Scenario(acts: try reader.finish(), models: reader.models)
    } catch {
      throw failure(error)
    }
  }

  /// The sentence in the first comment of a file: what it shows.
  package static func summary(_ bytes: [UInt8]) -> String {
    let comment = bytes.split(separator: 0x0A).first { $0.first == 0x23 } ?? []
    return String(decoding: comment.drop { $0 == 0x23 || $0 == 0x20 }, as: UTF8.self)
  }

  private struct Reader {
    var acts: [Scenario.Act] = []
    var models: ModelChain?
    /// A command whose indented lines may still follow.
    var open: (number: Int, line: ScenarioLine)?
    /// A `repeat` whose `end` has not come: its line, how often, and where what it repeats begins.
    var repeating: (number: Int, count: Int, start: Int)?
    /// Where a fault of the open command belongs.
    var faultLine: Int?

    mutating func take(_ line: Substring.UTF8View, _ number: Int) throws(ScenarioLine.Fault) {
      let content = line.drop { $0 == 0x20 || $0 == 0x09 }
      if content.count < line.count, open != nil, try extend(content) { return }
      try close()
      guard let first = content.first, first != 0x23 else { return }
      if first == 0x5B {
        try closeAct()
        return acts.append(try act(content))
      }
      let line = try ScenarioLine(content)
      if line.words.first == "models" { return try takeModels(line) }
      guard !acts.isEmpty else { throw .init(message: "a command before the first [specialist]") }
      open = (number, line)
    }

    private mutating func takeModels(_ line: ScenarioLine) throws(ScenarioLine.Fault) {
      let names = line.words.dropFirst()
      guard acts.isEmpty, models == nil, names.count <= 10, let tier = names.first,
        let chain = ModelChain(tier: tier, models: Array(names.dropFirst()))
      else {
        throw .init(message: "write, once and before the first [specialist]: models top rehearsed-new rehearsed-old")
      }
      models = chain
    }

    mutating func finish() throws(ScenarioLine.Fault) -> [Scenario.Act] {
      try close()
      try closeAct()
      guard !acts.isEmpty else { throw .init(message: "no [specialist] in the file") }
      return acts
    }

    /// Takes `| text` and `key | text`; false for a line that is a command by itself.
    private mutating func extend(_ content: Substring.UTF8View) throws(ScenarioLine.Fault) -> Bool {
      guard let bar = content.firstIndex(of: 0x7C) else { return false }
      let key = content[..<bar].filter { $0 != 0x20 && $0 != 0x09 }
      guard key.allSatisfy({ (0x61...0x7A).contains($0) }) else { return false }
      var text = content[content.index(after: bar)...]
      if text.first == 0x20 { text = text.dropFirst() }
      open?.line.extend(
        key.isEmpty ? nil : String(decoding: key, as: UTF8.self), with: String(Substring(text)))
      return true
    }

    private mutating func close() throws(ScenarioLine.Fault) {
      guard let (number, opened) = open else { return }
      var line = opened
      open = nil
      faultLine = number
      try take(&line, number)
      try line.finish()
      faultLine = nil
    }

    private mutating func take(_ line: inout ScenarioLine, _ number: Int) throws(ScenarioLine.Fault) {
      switch line.words.first {
      case "repeat": try beginRepeat(&line, number)
      case "end": try endRepeat(&line)
      default:
        var at: Duration?
        if line.words.first == "at" {
          _ = line.word()
          guard repeating == nil else { throw .init(message: "what is repeated has no `at`; write silence 1s") }
          at = try ScenarioLine.duration(line.word() ?? "")
        }
        let command = try ScenarioCommand.read(&line)
        acts[acts.count - 1].lines.append(Scenario.Line(number: number, at: at, command: command))
      }
    }

    private mutating func beginRepeat(_ line: inout ScenarioLine, _ number: Int) throws(ScenarioLine.Fault) {
      _ = line.word()
      guard repeating == nil else { throw .init(message: "a repeat can't hold another one") }
      let word = line.word() ?? ""
      guard let count = Int(word), (1...10_000).contains(count) else {
        throw .init(message: "write repeat 20 and, after what is repeated, end; at most 10000 times")
      }
      repeating = (number, count, acts[acts.count - 1].lines.count)
    }

    private mutating func endRepeat(_ line: inout ScenarioLine) throws(ScenarioLine.Fault) {
      _ = line.word()
      guard let (_, count, start) = repeating else { throw .init(message: "an end without its repeat") }
      let repeated = Array(acts[acts.count - 1].lines[start...])
      guard acts.reduce(0, { $0 + $1.lines.count }) + repeated.count * (count - 1) <= ScenarioParser.lineLimit else {
        throw .init(message: "more than \(ScenarioParser.lineLimit) lines are to be played")
      }
      for _ in 1..<count { acts[acts.count - 1].lines += repeated }
      repeating = nil
    }

    /// What a specialist plays is over.
    private mutating func closeAct() throws(ScenarioLine.Fault) {
      guard let (number, _, _) = repeating else { return }
      faultLine = number
      throw .init(message: "the repeat has no end")
    }

    private func act(_ content: Substring.UTF8View) throws(ScenarioLine.Fault) -> Scenario.Act {
      guard let end = content.lastIndex(of: 0x5D) else { throw .init(message: "the [ has no ]") }
      let words = Substring(content[content.index(after: content.startIndex)..<end]).split(separator: " ")
      let attempt = words.count == 3 && words[1] == "attempt" ? Int(words[2]) ?? 0 : words.count == 1 ? 1 : 0
      guard let name = words.first, attempt > 0 else {
        throw .init(message: "write [specialist] or [specialist attempt 2]")
      }
      guard !acts.contains(where: { $0.specialist == name && $0.attempt == attempt }) else {
        throw .init(message: "[\(name)] attempt \(attempt) is there twice")
      }
      return Scenario.Act(specialist: String(name), attempt: attempt, lines: [])
    }
  }
}
