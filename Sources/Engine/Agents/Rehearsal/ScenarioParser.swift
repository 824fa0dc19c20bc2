/// Reads a scenario file; its format is described in Examples/rehearsals/README.md.
package enum ScenarioParser {
  /// Longest file that is read.
  static let sizeLimit = 1 << 20

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
      return Scenario(acts: try reader.finish())
    } catch {
      throw failure(error)
    }
  }

  private struct Reader {
    var acts: [Scenario.Act] = []
    /// A command whose indented lines may still follow.
    var open: (number: Int, line: ScenarioLine)?
    /// Where a fault of the open command belongs.
    var faultLine: Int?

    mutating func take(_ line: Substring.UTF8View, _ number: Int) throws(ScenarioLine.Fault) {
      let content = line.drop { $0 == 0x20 || $0 == 0x09 }
      if content.count < line.count, open != nil, try extend(content) { return }
      try close()
      guard let first = content.first, first != 0x23 else { return }
      if first == 0x5B { return acts.append(try act(content)) }
      guard !acts.isEmpty else { throw .init(message: "a command before the first [specialist]") }
      open = (number, try ScenarioLine(content))
    }

    mutating func finish() throws(ScenarioLine.Fault) -> [Scenario.Act] {
      try close()
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
      var at: Duration?
      if line.words.first == "at" {
        _ = line.word()
        at = try ScenarioLine.duration(line.word() ?? "")
      }
      let command = try ScenarioCommand.read(&line)
      try line.finish()
      faultLine = nil
      acts[acts.count - 1].lines.append(Scenario.Line(number: number, at: at, command: command))
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
