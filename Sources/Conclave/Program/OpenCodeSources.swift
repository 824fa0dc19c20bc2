internal import Engine
internal import Glibc

/// The providers and models of OpenCode: those that plugins contributed, by way of the relay, which alone knows their keys.
struct OpenCodeSources: Sendable {
  let providers: [OpenCodeProvider]
  /// Variables that OpenCode's programs need to reach them; what they hold is secret, though worth nothing after the review.
  let secrets: [String: String]

  init(_ assembled: AssembledConfiguration, through relay: RelayHost) {
    providers = assembled.providers.map { provider in
      OpenCodeProvider(
        id: provider.id, baseURL: relay.portAddress(of: provider.id), keyVariable: AgentToken.variable,
        models: provider.models.map { model in
          .init(
            id: model.id, contextTokens: model.contextTokens ?? 0, outputTokens: model.outputTokens ?? 0,
            prices: model.prices)
        })
    }
    secrets = relay.agentEnvironment
  }
}

/// The program itself.
enum OpenCodeProgram {
  private static let advice = [
    "install it with npm install -g opencode-ai@1, or name it with opencode.path", "--runtime direct needs no OpenCode",
  ]

  /// The absolute path of `opencode`, without links: the one that is named, else the first that PATH finds outside of the
  /// reviewed tree.
  static func find(
    _ configuration: Configuration, _ around: Surroundings, worktree: String?
  ) throws(ReviewFailure) -> String {
    let named = configuration.openCodePath
    let candidates = named.isEmpty ? search(around) : [named]
    for candidate in candidates {
      guard let real = real(candidate), unsafe access(real, X_OK) == 0, FileKind.of(real) == .runnable else {
        continue
      }
      if named.isEmpty, [worktree, around.directory].contains(where: { lies(real, in: $0) || lies(candidate, in: $0) })
      {
        continue
      }
      return real
    }
    guard named.isEmpty else {
      throw ReviewFailure(.usage, "opencode.path names no program that can be run: \(named)", hints: advice)
    }
    throw ReviewFailure(.usage, "opencode is not installed: no folder of PATH has it", hints: advice)
  }

  private static func search(_ around: Surroundings) -> [String] {
    (around.environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/opencode" }
  }

  /// A program of the reviewed tree would be its author's.
  private static func lies(_ path: String, in folder: String?) -> Bool {
    guard let folder, folder != "/" else { return false }
    let place = real(folder) ?? folder
    return path == place || path.hasPrefix(place + "/")
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Where OpenCode finds the program that searches for it.
  static func hasRipgrep() -> Bool {
    OpenCodeEnvironment.path.split(separator: ":").contains { unsafe access("\($0)/rg", X_OK) == 0 }
  }

  static let ripgrepNotice =
    "ripgrep (rg) is not installed: OpenCode can read and list files, but not search in them; install the package ripgrep"
}
