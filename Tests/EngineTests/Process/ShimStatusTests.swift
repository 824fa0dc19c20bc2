import Testing

@testable import Engine

@Suite struct ShimStatusTests {
  @Test(arguments: [
    ("exit 0 survivors 0 ", ShimStatus.end(.ended(.exited(0), survivors: 0, names: []))),
    ("exit 3 survivors 2 sleep,sh", .end(.ended(.exited(3), survivors: 2, names: ["sleep", "sh"]))),
    ("signal 9 survivors 1 a_b", .end(.ended(.signalled(9), survivors: 1, names: ["a_b"]))),
    ("agent 77", .agent(77)),
    ("spawn-error 2 exec", .end(.spawnFailed(error: 2, step: "exec"))),
    (
      "vitals 4096 250 7",
      .vitals(Vitals(residentBytes: 4096, processorTime: .milliseconds(250), errorBytes: 7))
    ),
    ("excess memory 99 polling", .excess(.memory(peak: 99, by: .polling))),
    ("excess memory 99 cgroup", .excess(.memory(peak: 99, by: .controlGroup))),
    ("excess output 8", .excess(.output(8))),
    ("dropped 5", .dropped(5)),
  ])
  func reads(line: String, status: ShimStatus) {
    #expect(ShimStatus(line) == status)
  }

  @Test(arguments: [
    "", "exit", "exit 0 survivors", "exit x survivors 0 ", "hello there you", "exit 1 lost 2 ", "vitals 1 2",
    "vitals 1 2 x",
    "excess memory 9", "excess memory 9 nobody", "excess output", "excess time 1", "dropped", "dropped x", "agent 0",
    "agent 1", "agent -7",
    "spawn-error x exec",
  ])
  func refusesWhatIsNoneOfItsLines(line: String) {
    #expect(ShimStatus(line) == nil)
  }

  @Test func linesCountInWhateverPiecesTheyCome() {
    let text = "vitals 1 2 3\nnonsense\nvitals 4 5 6\nexcess output 7\ndropped 8\nexit 0 survivors 0 \n"
    for size in 1...text.utf8.count {
      var report = ShimReport()
      var seen: [Int] = []
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) {
        report.feed(bytes.span.extracting(start..<min(start + size, bytes.count))) { seen.append($0.residentBytes) }
      }
      #expect(seen == [1, 4])
      #expect(report.excess == .output(7))
      #expect(report.errorBytesDropped == 8)
      #expect(report.end == .ended(.exited(0), survivors: 0, names: []))
    }
  }

  @Test func aTornLastLineIsNoEnd() {
    var report = ShimReport()
    report.feed(Array("exit 0 survivors 0".utf8).span) { _ in }
    #expect(report.end == nil)
  }

  @Test func theEnvironmentIsAnAllowList() {
    let all = [
      "PATH": "/bin", "HOME": "/home/a", "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "/tmp", "GITHUB_TOKEN": "t",
      "LD_PRELOAD": "x", "ANTHROPIC_API_KEY": "k", "SSH_AUTH_SOCK": "s", "BASH_ENV": "b",
    ]
    let allowed = ChildEnvironment.allowed(from: all, extras: ["CONCLAVE_RUN": "1", "HOME": "/elsewhere"])
    #expect(
      allowed == [
        "PATH": "/bin", "HOME": "/elsewhere", "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "/tmp",
        "CONCLAVE_RUN": "1",
      ])
  }
}
