import Testing

@testable import Engine

@Suite struct ShimStatusTests {
  @Test(arguments: [
    ("exit 0 survivors 0 \n", ShimStatus.ended(.exited(0), survivors: 0, names: [])),
    ("exit 3 survivors 2 sleep,sh\n", .ended(.exited(3), survivors: 2, names: ["sleep", "sh"])),
    ("signal 9 survivors 1 a_b\n", .ended(.signalled(9), survivors: 1, names: ["a_b"])),
    ("spawn-error 2 exec\n", .spawnFailed(error: 2, step: "exec")),
  ])
  func reads(line: String, status: ShimStatus) {
    #expect(ShimStatus(line) == status)
  }

  @Test(arguments: ["", "exit", "exit 0 survivors 0", "exit x survivors 0 \n", "hello there you\n", "exit 1 lost 2 \n"])
  func refusesWhatIsNotAWholeLine(line: String) {
    #expect(ShimStatus(line) == nil)
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
