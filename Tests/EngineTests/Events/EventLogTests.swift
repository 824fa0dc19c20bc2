import Testing

@testable import Engine

/// A clock that stands where a test puts it.
struct StandingTime: TimeSource {
  let time = Locked(Duration.zero)

  func now() -> Duration { time.withLock { $0 } }
  func wallMilliseconds() -> Int64 { 0 }
  func sleep(until deadline: Duration) async throws { try await Task.sleep(for: .seconds(86_400)) }
  func move(to new: Duration) { time.withLock { $0 = new } }
}

@Suite struct EventLogTests {
  private func note(_ text: String) -> ReviewEvent.Kind { .notice(Notice(.note, text)) }

  @Test func eventsAreNumberedAndTimedFromTheStartInWholeMilliseconds() {
    let time = StandingTime()
    time.move(to: .seconds(100))
    let log = EventLog(time: time)
    #expect(log.append(.judging) == 0)
    time.move(to: .seconds(101) + .microseconds(1999))
    #expect(log.append(.judging) == 1)
    time.move(to: .seconds(100))
    #expect(log.append(.judging) == 2)
    #expect(log.append(.judging, at: .seconds(7)) == 3)
    #expect(log.append(.judging, at: .seconds(-7)) == 4)
    #expect(log.snapshot(from: 0).map(\.sequence) == [0, 1, 2, 3, 4])
    #expect(log.snapshot(from: 0).map(\.at.wholeMilliseconds) == [0, 1001, 1001, 7000, 7000])
  }

  @Test func aLateReaderGetsEverythingInBatches() async {
    let log = EventLog(time: StandingTime())
    for number in 0..<3000 { log.append(note("\(number)")) }
    log.close()
    var sequences: [Int] = []
    while let batch = await log.batch(from: sequences.count) {
      #expect(!batch.isEmpty)
      sequences += batch.map(\.sequence)
    }
    #expect(sequences == Array(0..<3000))
    #expect(log.snapshot(from: 1000, limit: 1500).map(\.sequence) == Array(1000..<2500))
    #expect(log.snapshot(from: 3000).isEmpty)
    #expect(log.snapshot(from: .max).isEmpty)
    #expect(log.snapshot(from: -5).count == 3000)
    #expect(log.snapshot(from: 0, limit: -1).isEmpty)
  }

  @Test func aLogThatForgetsKeepsWhatSomeReaderHasNotTaken() async {
    let log = EventLog(time: StandingTime(), forgets: true)
    let fast = log.reader()
    var slow: EventReader? = log.reader()
    for number in 0..<3000 { log.append(note("\(number)")) }
    #expect(fast.take(upTo: .max).map(\.sequence) == Array(0..<3000))
    #expect(log.snapshot(from: 0).first?.sequence == 0)
    #expect(slow?.take(upTo: 1500).map(\.sequence) == Array(0..<1500))
    #expect(log.snapshot(from: 0).map(\.sequence) == Array(1024..<3000))
    #expect(await slow?.next()?.map(\.sequence) == Array(1500..<2048))
    #expect(log.snapshot(from: 0).map(\.sequence) == Array(2048..<3000))
    // Whoever is gone holds nothing back; the block that still grows stays.
    log.append(note("3000"))
    slow = nil
    #expect(fast.take(upTo: 10).map(\.sequence) == [3000])
    #expect(log.snapshot(from: 0).map(\.sequence) == Array(2048...3000))
    #expect(log.count == 3001)
  }

  @Test func aLogWithoutReadersForgetsNothing() {
    let log = EventLog(time: StandingTime(), forgets: true)
    for number in 0..<3000 { log.append(note("\(number)")) }
    #expect(log.snapshot(from: 0).count == 3000)
    let late = log.reader()
    #expect(late.take(upTo: 2).map(\.sequence) == [0, 1])
  }

  @Test func aReadersBatchesEndWithTheLog() async {
    let log = EventLog(time: StandingTime(), forgets: true)
    let reader = log.reader()
    for number in 0..<3000 { log.append(note("\(number)")) }
    log.close()
    var sequences: [Int] = []
    while let batch = await reader.next() { sequences += batch.map(\.sequence) }
    #expect(sequences == Array(0..<3000))
    #expect(reader.isLogClosed)
    #expect(await reader.next() == nil)
  }

  @Test func nothingIsTakenAfterTheEnd() async {
    let log = EventLog(time: StandingTime())
    log.append(.judging)
    log.close()
    #expect(log.append(.judging) == 1)
    #expect(log.count == 1)
    #expect(await log.batch(from: 1) == nil)
  }

  @Test func aWaitingReaderIsWokenByAnEventByTheEndAndByCancellation() async {
    let log = EventLog(time: StandingTime())
    async let first = log.batch(from: 0)
    log.append(.judging)
    #expect(await first?.count == 1)

    let cancelled = Task { await log.batch(from: 1) }
    cancelled.cancel()
    #expect(await cancelled.value == nil)

    async let last = log.batch(from: 1)
    log.close()
    #expect(await last == nil)
  }

  @Test func aCancelledReaderStillGetsWhatIsThere() async {
    let log = EventLog(time: StandingTime())
    log.append(.judging)
    let reader = Task {
      while !Task.isCancelled { await Task.yield() }
      return (await log.batch(from: 0)?.count, await log.batch(from: 1)?.count)
    }
    reader.cancel()
    let (first, second) = await reader.value
    #expect(first == 1)
    #expect(second == nil)
  }

  @Test func manyWritersAndReadersLoseAndReorderNothing() async {
    let log = EventLog(time: SystemTime())
    let perWriter = 4000
    await withTaskGroup(of: [ReviewEvent]?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var events: [ReviewEvent] = []
          while let batch = await log.batch(from: events.count) { events += batch }
          return events
        }
      }
      group.addTask {
        await withTaskGroup { writers in
          for writer in 0..<8 {
            writers.addTask {
              for number in 0..<perWriter {
                log.append(.specialist(SpecialistID(rawValue: "\(writer)"), .heartbeat(silenceSeconds: number)))
                if number % 64 == 0 { await Task.yield() }
              }
            }
          }
        }
        log.close()
        return nil
      }
      for await case let events? in group {
        #expect(events.map(\.sequence) == Array(0..<8 * perWriter))
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
        var next: [SpecialistID: Int] = [:]
        for event in events {
          guard case .specialist(let id, .heartbeat(let number)) = event.kind else { continue }
          #expect(number == next[id, default: 0])
          next[id] = number + 1
        }
        #expect(next.values.allSatisfy { $0 == perWriter })
      }
    }
  }
}
