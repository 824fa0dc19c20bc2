import Engine
import EngineTestKit
import Testing

/// The commands that start a confined program, word for word.
@Suite struct SandboxCommandTests {
  private let tools = SandboxTools(
    shim: "/opt/shim", bubblewrap: "/usr/bin/bwrap",
    system: [
      .folder("/usr"), .link("/bin", target: "usr/bin"), .link("/lib64", target: "usr/lib64"),
      .file("/etc/ld.so.cache"),
    ])
  private let agent = ChildCommand(
    executable: "/opt/agent", arguments: ["run", "--x", "a b"], environment: ["PATH": "/usr/bin", "HOME": "/home/me"])

  private func sandbox(_ mode: Sandbox.Mode) -> Sandbox {
    Sandbox(
      mode: mode, tools: tools, programs: ["/opt/agent"],
      readable: [.init("/run/1/tree", as: "/review"), .init("/run/1/empty", as: "/work"), .init("/run/1/diff")],
      scratch: .init("/run/1/home", as: "/home/agent"), sockets: [.init("/run/1/relay.sock", as: "/run/relay.sock")])
  }

  @Test func bubblewrap() {
    let command = sandbox(.bubblewrap).command(agent, in: "/run/1/empty")
    #expect(command.executable == "/opt/shim")
    let words = """
      deaf -- /usr/bin/bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --hostname agent \
      --proc /proc --dev /dev --size 67108864 --tmpfs /tmp \
      --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib64 /lib64 --ro-bind /etc/ld.so.cache /etc/ld.so.cache \
      --ro-bind /opt/agent /opt/agent --ro-bind /opt/shim /opt/shim \
      --ro-bind /run/1/tree /review --ro-bind /run/1/empty /work --ro-bind /run/1/diff /run/1/diff \
      --ro-bind /run/1/relay.sock /run/relay.sock --bind /run/1/home /home/agent \
      --remount-ro /dev --remount-ro / --chdir /work -- /opt/shim enter --unix --inet -- /opt/agent run --x
      """.split(separator: " ").map(String.init)
    #expect(command.arguments == words + ["a b"])
    #expect(
      command.environment == [
        "PATH": "/usr/bin", "HOME": "/home/agent", "TMPDIR": "/home/agent", "XDG_CONFIG_HOME": "/home/agent/.config",
        "XDG_DATA_HOME": "/home/agent/.local/share", "XDG_STATE_HOME": "/home/agent/.local/state",
        "XDG_CACHE_HOME": "/home/agent/.cache",
      ])
  }

  @Test func bridgesStandBeforeTheFilterInBubblewrapAlone() {
    var bridged = sandbox(.bubblewrap)
    bridged.bridges = [
      .out(port: 4096, socket: "/run/1/relay.sock"), .into(socket: "/run/1/home/serve.sock", port: 4097),
    ]
    let words = bridged.command(agent, in: "/run/1/empty").arguments
    let inside = """
      --chdir /work -- /opt/shim bridge --port 4096 /run/relay.sock --socket /home/agent/serve.sock 4097 -- \
      /opt/shim enter --unix --inet -- /opt/agent run --x
      """.split(separator: " ").map(String.init)
    #expect(words.suffix(inside.count + 1) == inside + ["a b"])
    for mode in [Sandbox.Mode.landlock, .none] {
      let plain = sandbox(mode)
      bridged.mode = mode
      #expect(bridged.command(agent, in: "/run/1/empty") == plain.command(agent, in: "/run/1/empty"))
    }
  }

  @Test func landlock() {
    let command = sandbox(.landlock).command(agent, in: "/run/1/empty")
    #expect(command.executable == "/opt/shim")
    let words = """
      enter --landlock --execute /usr --read /etc/ld.so.cache --execute /opt/agent --execute /opt/shim \
      --read /proc/self --read /run/1/tree --read /run/1/empty --read /run/1/diff --write /run/1/home --device /dev/null --device /dev/zero \
      --device /dev/full --device /dev/random --device /dev/urandom --unix -- /opt/agent run --x
      """.split(separator: " ").map(String.init)
    #expect(command.arguments == words + ["a b"])
    #expect(command.environment["HOME"] == "/run/1/home")
  }

  @Test func withoutASandboxOnlyTheFoldersChange() {
    let command = sandbox(.none).command(agent, in: "/run/1/empty")
    #expect(command.executable == agent.executable && command.arguments == agent.arguments)
    #expect(command.environment["XDG_CACHE_HOME"] == "/run/1/home/.cache")
  }

  @Test func pathsAreTranslatedWhereTheyLieElsewhereInside() {
    for (path, inside) in [
      ("/run/1/tree", "/review"), ("/run/1/tree/a/b", "/review/a/b"), ("/run/1/trees", "/run/1/trees"),
      ("/run/1/diff/0001.patch", "/run/1/diff/0001.patch"), ("/run/1/relay.sock", "/run/relay.sock"),
    ] {
      #expect(sandbox(.bubblewrap).inside(path) == inside)
      #expect(sandbox(.landlock).inside(path) == path)
    }
  }

  @Test func endingsOfBubblewrapAreRead() {
    for (told, meant) in [
      (ChildExit.Status.exited(0), ChildExit.Status.exited(0)), (.exited(137), .signalled(9)),
      (.exited(128), .exited(128)), (.exited(255), .exited(255)), (.signalled(9), .signalled(9)),
    ] {
      let exit = ChildExit(status: told, survivorsKilled: 3, survivorNames: ["sleep", "bwrap"])
      #expect(sandbox(.landlock).ending(exit) == exit)
      #expect(
        sandbox(.bubblewrap).ending(exit) == ChildExit(status: meant, survivorsKilled: 2, survivorNames: ["sleep"]))
    }
  }

  @Test func whatIsNotThereDoesNotWork() throws {
    let none = SandboxTools(shim: Built.shim, bubblewrap: nil, system: [])
    #expect(SandboxProbe.finding(.bubblewrap, none).problem == "bwrap is not installed")
    let directory = try TemporaryDirectory()
    let broken = try directory.write(
      "bwrap", Array("#!/bin/sh\necho 'bwrap: No permissions' >&2; exit 1\n".utf8), permissions: 0o700)
    let tools = SandboxTools(shim: Built.shim, bubblewrap: broken, system: SandboxTools.find(shim: Built.shim).system)
    #expect(SandboxProbe.finding(.bubblewrap, tools).problem == "bwrap: No permissions")
    // One that starts the program and confines nothing is found out.
    let loose = try directory.write(
      "loose", Array("#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift; exec \"$@\"\n".utf8), permissions: 0o700
    )
    let open = SandboxTools(shim: Built.shim, bubblewrap: loose, system: [])
    #expect(SandboxProbe.finding(.bubblewrap, open).problem == "agent-shim: /etc/passwd can be read")
  }
}
