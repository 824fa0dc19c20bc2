internal import Engine
internal import TUI

/// `conclave replay`: plays a recording on the screen, as lines, or as one frame. Never runs, connects or writes anything but
/// what was asked for.
@MainActor enum ReplayInvocation {
  static func run(_ options: ReplayOptions, _ around: Surroundings) async throws -> ExitStatus {
    let configuration = try around.configuration(repository: nil, flags: options.settings)
    let (source, directory) = try open(options.recording, around)
    let plays = options.frame == nil && !options.isPrinted && options.format == nil && around.isTerminal
    if plays, options.recording != "-" {
      return try await Playing(options, configuration, around).run(source)
    }
    if options.follows { return try await follow(source, options) }
    let triage = try directory.map { try Recording.triage(in: $0) } ?? []
    guard let frame = options.frame else { return try await printed(source, triage, options, recording: directory) }
    var events: [ReviewEvent] = []
    let reader = try await JournalStream.read(source, time: SystemTime()) { events += options.shown($0) }
    if let start = options.start { events = events.filter { $0.at <= start } }
    try write(frame, events, triage, options, configuration)
    return status(of: reader, source)
  }

  /// Names what is damaged.
  private static func status(of reader: JournalReader, _ source: JournalSource) -> ExitStatus {
    for damage in reader.damages { Messages.say("\(source.name): \(damage)") }
    return reader.damages.isEmpty ? .clean : .incomplete
  }

  /// A run or file; standard input where a hyphen is given.
  private static func open(
    _ recording: String, _ around: Surroundings
  ) throws(ReviewFailure) -> (source: JournalSource, directory: String?) {
    if recording == "-" { return (JournalSource(stream: 0, name: "standard input"), nil) }
    let location = try Recording.locate(recording, around)
    return (try JournalSource(path: location.journal), location.directory)
  }

  private static func follow(_ source: JournalSource, _ options: ReplayOptions) async throws -> ExitStatus {
    let output = OutputSink(descriptor: 1)
    var reporter = ConsoleReporter()
    var failure: OutputFailure?
    let reader = try await JournalStream.read(source, follow: true, time: SystemTime()) { events in
      for event in options.shown(events) where failure == nil {
        do throws(OutputFailure) { try output.write(lines: reporter.lines(for: event)) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    return reader.damages.isEmpty ? .clean : .incomplete
  }

  /// Prints while it reads, so that memory does not depend on the recording's length.
  private static func printed(
    _ source: JournalSource, _ triage: [TriageAction], _ options: ReplayOptions, recording: String?
  ) async throws -> ExitStatus {
    let output = OutputSink(descriptor: 1)
    var reporter = ConsoleReporter()
    var report = ReportBuilder()
    var end = ExitStatus.incomplete
    var failure: OutputFailure?
    var secrets = 0
    let reader = try await JournalStream.read(source, time: SystemTime()) { events in
      if options.isExport { secrets += events.count { $0.quotesSecret } }
      for event in options.shown(events) where failure == nil && event.at <= options.start ?? event.at {
        report.apply(event)
        if case .finished(let finish) = event.kind { end = .given(finish.exitStatus) }
        do throws(OutputFailure) {
          if options.format == nil { try output.write(lines: reporter.lines(for: event)) }
          if options.format == .jsonl { try output.write(Wire.line(event)) }
        } catch { failure = error }
      }
    }
    if let failure { throw failure }
    if secrets > 0 {
      let words = secrets == 1 ? "one answer quotes" : "\(secrets) answers quote"
      Messages.say("\(words) what looks like a credential; --redact-source leaves code and quotations out")
    }
    if options.format != .jsonl {
      let bytes = try ReviewOutput.bytes(
        of: report.report(triage: triage), events: [], format: options.format ?? .text, status: end,
        recording: recording)
      try ReviewOutput.write(bytes, to: nil)
    }
    return status(of: reader, source)
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

extension ReplayOptions {
  /// Whether the recording itself leaves the machine as it is.
  fileprivate var isExport: Bool { format == .jsonl && !redactsSource }

  /// Events as they may be shown.
  func shown(_ events: [ReviewEvent]) -> [ReviewEvent] { redactsSource ? events.map(\.withoutSource) : events }
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
