internal import Engine
internal import Glibc
internal import TUI

/// `conclave replay`: plays a recording on the screen, as lines, or as one frame. Never runs, connects or writes anything but
/// what was asked for.
@MainActor enum ReplayInvocation {
  static func run(_ options: ReplayOptions, _ around: Surroundings) async throws -> ExitStatus {
    let configuration = try around.configuration(repository: nil, flags: options.settings)
    let (descriptor, name, directory) = try open(options.recording, around)
    defer { if descriptor > 0 { close(descriptor) } }
    let plays = options.frame == nil && !options.isPrinted && options.format == nil && around.isTerminal
    if plays, options.recording != "-" {
      return try await Playing(options, configuration, around).run(descriptor, name: name)
    }
    if options.follows { return try await follow(descriptor, name: name) }
    var events: [ReviewEvent] = []
    let reader = try await JournalStream.read(descriptor, name: name, time: SystemTime()) { events += $0 }
    for damage in reader.damages { Messages.say("\(name): \(damage)") }
    if let start = options.start { events = events.filter { $0.at <= start } }
    let triage = try directory.map { try Recording.triage(in: $0) } ?? []
    if let frame = options.frame {
      try write(frame, events, triage, options, configuration)
    } else {
      try printed(events, triage, options, recording: directory)
    }
    return reader.damages.isEmpty ? .clean : .incomplete
  }

  /// A run or file; standard input where a hyphen is given.
  private static func open(
    _ recording: String, _ around: Surroundings
  ) throws(ReviewFailure) -> (descriptor: Int32, name: String, directory: String?) {
    if recording == "-" { return (0, "standard input", nil) }
    let location = try Recording.locate(recording, around)
    return (try JournalStream.open(location.journal), location.journal, location.directory)
  }

  private static func follow(_ descriptor: Int32, name: String) async throws -> ExitStatus {
    let output = OutputSink(descriptor: 1)
    var reporter = ConsoleReporter()
    var failure: OutputFailure?
    let reader = try await JournalStream.read(descriptor, name: name, follow: true, time: SystemTime()) { events in
      for event in events where failure == nil {
        do throws(OutputFailure) { try output.write(lines: reporter.lines(for: event)) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    return reader.damages.isEmpty ? .clean : .incomplete
  }

  private static func printed(
    _ events: [ReviewEvent], _ triage: [TriageAction], _ options: ReplayOptions, recording: String?
  ) throws {
    let output = OutputSink(descriptor: 1)
    if options.format == nil {
      var reporter = ConsoleReporter()
      for event in events { try output.write(lines: reporter.lines(for: event)) }
    }
    let report = Report.build(events: events, triage: triage)
    let end = events.lazy.compactMap { if case .finished(let end) = $0.kind { end } else { nil } }.last
    let status = end.map { ExitStatus.given($0.exitStatus) } ?? .incomplete
    try ReviewOutput.write(
      try ReviewOutput.bytes(
        of: report, events: events, format: options.format ?? .text, status: status, recording: recording), to: nil)
  }

  private static func write(
    _ frame: ReplayOptions.Frame, _ events: [ReviewEvent], _ triage: [TriageAction], _ options: ReplayOptions,
    _ configuration: Configuration
  ) throws {
    let canvas = FrameDump.draw(
      events, triage: triage, view: options.view.mode, size: Size(width: frame.columns, height: frame.rows),
      at: options.start)
    let shown = configuration.isASCII ? canvas.asciiFolded() : canvas
    if let svg = frame.svg {
      let theme = Theme.all.first { $0.name == configuration.theme } ?? .dark
      try ReviewOutput.write(Array(FrameSVG.render(shown, theme: theme).utf8), to: svg)
    } else {
      try ReviewOutput.write(Array(FrameText.render(shown).utf8), to: nil)
    }
  }
}

extension ScreenView {
  fileprivate var mode: ViewMode {
    switch self {
    case .dashboard: .dashboard
    case .findings: .findings
    case .detail: .detail
    case .preview: .preview
    case .ledger: .ledger
    }
  }
}
