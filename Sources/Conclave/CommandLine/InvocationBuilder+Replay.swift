internal import Engine

extension InvocationBuilder {
  /// Sizes that a frame may have: what any terminal has, and what a mistyped number does not ask for.
  private static let columns = 1...1_000
  private static let rows = 1...500
  private static let speeds = 0.1...1_000.0

  func replay() throws(ReviewFailure) -> ReplayOptions {
    var options = ReplayOptions(recording: parsed.operands[0])
    options.follows = parsed.has(.follow)
    options.isPrinted = parsed.has(.print)
    options.redactsSource = parsed.has(.redactSource)
    options.format = try choice(.format, OutputFormat.self)
    options.view = try choice(.view, ScreenView.self) ?? .dashboard
    options.settings = try settings()
    if let text = parsed.value(.speed) { options.speed = try speed(text) }
    if let text = parsed.value(.at) {
      guard let start = DurationText.parse(text) else {
        throw UsageError.of(command, "--at takes a time such as 20s or 1m30s, not \"\(text)\"")
      }
      options.start = start
    }
    options.frame = try frame()
    if options.frame == nil, parsed.has(.view) {
      throw UsageError.of(command, "--view goes with --frame or --svg only", hint: "add --frame 120x40")
    }
    if options.frame != nil, options.follows || options.isPrinted || options.format != nil {
      let other: OptionID = options.follows ? .follow : options.isPrinted ? .print : .format
      throw UsageError.of(command, "a frame and \(other.flag) exclude each other", hint: "leave one out")
    }
    return options
  }

  private func speed(_ text: String) throws(ReviewFailure) -> Double {
    guard text.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) }), let speed = Double(text),
      Self.speeds.contains(speed)
    else { throw UsageError.of(command, "--speed takes a number from 0.1 to 1000, not \"\(text)\"") }
    return speed
  }

  private func frame() throws(ReviewFailure) -> ReplayOptions.Frame? {
    let svg = try nonEmpty(.svg)
    guard let text = parsed.value(.frame) else {
      return svg.map { ReplayOptions.Frame(columns: 120, rows: 40, svg: $0) }
    }
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let columns = Int(parts[0]), let rows = Int(parts[1]), Self.columns.contains(columns), Self.rows.contains(rows)
    else {
      throw UsageError.of(
        command, "--frame takes columns and lines such as 120x40, at most 1000x500, not \"\(text)\"")
    }
    return ReplayOptions.Frame(columns: columns, rows: rows, svg: svg)
  }
}
