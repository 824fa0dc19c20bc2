import Engine
import Glibc

enum Probe {
  /// Records events with texts of all lengths until the recording has about so many bytes, and says after each write how many
  /// events have been acknowledged: whatever it has said must outlive it. At the end it says its largest size in memory.
  static func record(in directory: String, bytes: Int, segment: Int) {
    let time = SystemTime()
    var acknowledged = 0
    do {
      let files = try JournalFiles(
        journal: "\(directory)/journal.jsonl", index: "\(directory)/journal.index", segmentLimit: segment)
      var writer = JournalWriter(files) { say("\($0.notice.text)") }
      var sequence = 0
      var size = 0
      while size < bytes {
        let kind = event(sequence)
        size += 120 + text(sequence).utf8.count
        writer.append(ReviewEvent(sequence: sequence, at: .milliseconds(sequence), kind: kind), now: time.now())
        writer.tick(now: time.now())
        sequence += 1
        guard writer.firstUnwritten > acknowledged else { continue }
        acknowledged = writer.firstUnwritten
        say("acknowledged \(acknowledged)")
      }
      let lost = writer.finish(now: time.now())
      say(lost.map { "lost \($0)" } ?? "acknowledged \(sequence)")
      say("largest \(largest())")
    } catch {
      say("refused \(error)")
    }
  }

  /// Records until the disk has taken nothing for a while, and then something again.
  static func interrupted(in directory: String) {
    let changes = Locked(0)
    guard let files = try? JournalFiles(journal: "\(directory)/journal.jsonl") else { return }
    var writer = JournalWriter(files) { change in
      changes.withLock { $0 += 1 }
      say(change.notice.text)
    }
    // More between two tries than is kept, however slow this machine is: time passes with the events.
    let eventsPerSecond = 100_000
    var sequence = 0
    var now = Duration.zero
    while changes.withLock({ $0 }) < 2 {
      writer.append(ReviewEvent(sequence: sequence, at: .milliseconds(sequence), kind: event(sequence)), now: now)
      writer.tick(now: now)
      sequence += 1
      if sequence % eventsPerSecond == 0 { now += .seconds(1) }
    }
    say(writer.finish(now: now).map { "lost \($0)" } ?? "whole")
  }

  /// Reads a recording to its end and says how many events it has, its damages and the largest size in memory.
  static func read(in directory: String) async {
    do {
      var next = 0
      var wrong = 0
      let source = try JournalSource(path: "\(directory)/journal.jsonl")
      let reader = try await JournalStream.read(source, time: SystemTime()) { events in
        for event in events {
          if event.kind != Probe.event(event.sequence) || event.sequence != next { wrong += 1 }
          next = event.sequence + 1
        }
      }
      for damage in reader.damages { say("damage \(damage)") }
      say("events \(reader.events) wrong \(wrong)")
      say("largest \(largest())")
    } catch {
      say("refused \(error)")
    }
  }

  /// What a review does on the disk from beginning to end; says what it has been promised.
  static func store(in directory: String) async {
    do {
      let store = try RunStore(environment: ["XDG_STATE_HOME": directory, "TMPDIR": directory])
      let run = try store.createRun(repository: "/r", title: "t", wallMilliseconds: 1000)
      say("run \(run.path)")
      let log = EventLog(time: SystemTime())
      let files = try JournalFiles(journal: run.journal, index: run.index, segmentLimit: 6000)
      for sequence in 0..<60 { log.append(event(sequence)) }
      log.close()
      let lost = await JournalRecorder.record(log.reader(), to: files, time: SystemTime()) { _ in }
      say("recorded \(lost ?? 60)")
      do {
        let triage = try TriageJournal(path: run.path + "/" + RunFile.triage)
        for number in 0..<3 {
          do {
            try triage.append(Array(#"{"n":\#(number)}"#.utf8), wallMilliseconds: 0)
            say("act \(number)")
          } catch { say("refused \(error)") }
        }
      } catch { say("refused \(error)") }
      do {
        try RunStore.write(Array(#"{"report":1}"#.utf8), to: RunFile.report, inRun: run.path)
        say("report")
      } catch { say("refused \(error)") }
      say("listed \(try store.runs().count)")
    } catch {
      say("refused \(error)")
    }
  }

  static func event(_ number: Int) -> ReviewEvent.Kind {
    .specialist(.security, .agent(.textDelta(part: "p", text: text(number))))
  }

  /// From a few letters to a hundred kilobytes, most of them short.
  private static func text(_ number: Int) -> String {
    String(repeating: "é\n", count: number % 1000 == 999 ? 25_000 : number % 40) + "\(number)"
  }

  /// The largest size in memory, in bytes. Not from getrusage, whose figure begins with that of whoever started the program.
  private static func largest() -> Int {
    let file = unsafe open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = max(0, unsafe Glibc.read(file, &bytes, bytes.count))
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    let fields = lines.first { $0.hasPrefix("VmHWM:") }?.split { $0 == " " || $0 == "\t" } ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) << 10 : 0
  }

  private static func say(_ text: String) {
    try? OutputSink(descriptor: 1).write(lines: [text])
  }
}
