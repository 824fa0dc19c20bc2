internal import Engine
internal import Glibc

/// The relay of one review, from before its first agent to after its last.
struct RelayHost: Sendable {
  private let relay: Relay
  private let folder: PrivateDirectory
  /// Longest path of a folder whose socket can be connected to.
  private static let longest = 90
  /// An agent that is turned away again and again has said what there is to say.
  private static let mostNotices = 20

  var socket: String { relay.socketPath }
  var port: Int? { relay.port }
  /// For the environment of agents, and no other place.
  var agentEnvironment: [String: String] { [AgentToken.variable: relay.token] }

  /// Nil for runtimes that ask no provider. From here on the key is in the relay's memory alone: it is wiped from the environment.
  init?(
    _ runtime: RuntimeOption, _ setup: ReviewSetup, _ assembled: AssembledConfiguration, _ confinement: Confinement,
    _ around: Surroundings
  ) throws(ReviewFailure) {
    guard runtime.asksProvider else { return nil }
    let choice = try DirectChoice(
      assembled, setup.configuration, in: setup.tier.tier, around, for: runtime == .opencode ? "opencode" : "direct")
    let place = around.temporaryDirectory.utf8.count < Self.longest - 20 ? around.temporaryDirectory : "/tmp"
    folder = try PrivateDirectory(in: place)
    guard folder.path.utf8.count <= Self.longest else {
      throw ReviewFailure(
        .agent, "\(folder.path) is too long a path for a socket", hints: ["set TMPDIR to a shorter one"])
    }
    let limits = setup.configuration.limits
    relay = try Relay(
      in: folder.path, providers: choice.providers,
      budget: Budget(tokens: limits.budgetTokens, costUSD: limits.budgetUSD),
      opensPort: confinement.needsPort,
      transport: CurlTransport(environment: around.environment))
    for variable in choice.secretVariables { Self.wipe(variable) }
  }

  /// How programs reach a provider that know no sockets: by the port, or by the bridge to the socket in a network of their own.
  func portAddress(of provider: String) -> String {
    "http://127.0.0.1:\(port ?? OpenCodePlan.providerPort)/\(provider)/v1"
  }

  /// How agents reach a provider.
  func address(of provider: String, _ confinement: Confinement) -> RelayAddress {
    if confinement.needsPort, let port {
      return RelayAddress(url: "http://127.0.0.1:\(port)/\(provider)/v1", socket: nil)
    }
    return RelayAddress(url: "http://relay/\(provider)/v1", socket: socket)
  }

  /// Says in the review's log what the relay refuses (reliability.md, SE-03).
  func tell(_ log: EventLog) {
    let told = Locked(0)
    relay.report { event in
      guard let text = Self.words(event) else { return }
      let count = told.withLock { count in
        count += 1
        return count
      }
      guard count <= Self.mostNotices else { return }
      log.append(.notice(Notice(.warning, count == Self.mostNotices ? text + "; more of this is not said" : text)))
    }
  }

  private static func words(_ event: RelayEvent) -> String? {
    guard case .refused(let client, let status, let reason) = event else { return nil }
    return "the relay refused \(client ?? "somebody") with \(status): \(reason)"
  }

  /// Returns when nothing of the relay is left.
  func stop() {
    relay.stop()
    folder.remove()
  }

  private static func wipe(_ variable: String) {
    guard let value = unsafe getenv(variable) else { return }
    unsafe memset(value, 0x2A, strlen(value))
    unsafe unsetenv(variable)
  }
}
