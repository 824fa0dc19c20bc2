/// The commands by which an agent does more than say something.
extension ScenarioCommand {
  static let deeds = ["raw", "bytes", "flood", "errors", "allocate", "ignore-term", "stop", "spawn", "session"]

  static func deed(_ name: String, _ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    switch name {
    case "raw": .deed(.raw(Array(try text(&line).utf8)), over: .zero)
    case "bytes": .deed(.raw(try bytes(&line)), over: .zero)
    case "flood": .deed(.flood(bytes: try size(&line)), over: .zero)
    case "errors": .deed(.errors(bytes: try size(&line)), over: .zero)
    case "allocate": .deed(.allocate(bytes: try size(&line)), over: try over(&line))
    case "ignore-term": .deed(.ignoreTermination, over: .zero)
    case "stop": .deed(.stop, over: .zero)
    case "spawn": .deed(try spawn(&line), over: .zero)
    default: .deed(.session(line.word()), over: .zero)
    }
  }

  private static func size(_ line: inout ScenarioLine) throws(Fault) -> Int {
    try ScenarioLine.size(line.word() ?? "")
  }

  /// Two hexadecimal digits each.
  private static func bytes(_ line: inout ScenarioLine) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    while let word = line.word() {
      guard word.utf8.count == 2, let byte = UInt8(word, radix: 16) else {
        throw Fault(message: "`\(word)` is no byte; write: bytes C0 AF 0A")
      }
      bytes.append(byte)
    }
    guard !bytes.isEmpty else { throw Fault(message: "write: bytes C0 AF 0A") }
    return bytes
  }

  private static func spawn(_ line: inout ScenarioLine) throws(Fault) -> Deed {
    let word = line.word() ?? ""
    guard let kind = Deed.Leftover(rawValue: word) else {
      let kinds = Deed.Leftover.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault(message: "`\(word)` can't be spawned; there are \(kinds)")
    }
    return .spawn(kind, time: line.words.isEmpty ? .seconds(60) : try duration(&line))
  }
}
