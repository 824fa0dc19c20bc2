/// What a plugin may contribute at all. A plugin's code is trusted, what it read may not be: a value that is too large, that
/// steers a terminal, or that another program would take for a command is refused in one line.
enum ContributionCheck {
  /// Contributions of one plugin, and bytes of all its texts.
  static let most = 400
  static let bytes = 512 << 10
  /// Bytes of one text and of one value.
  static let longestText = 128 << 10
  static let longestValue = 8 << 10
  /// Models of a provider, of a chain, headers, names of rules.
  static let mostModels = 200
  static let longestChain = 16
  static let mostHeaders = 8
  static let mostRules = 2_000

  /// What is wrong with one more contribution, in words; nil where nothing is.
  static func problem(with new: Contribution, beside others: [Contribution]) -> String? {
    if others.count >= most { return "it contributes more than \(most) things" }
    let size = weight(new)
    if size > bytes || others.reduce(size, { $0 + weight($1) }) > bytes {
      return "its contributions have more than \(bytes >> 10) KiB"
    }
    return problem(of: new).map { "\(named(new.key)): \($0)" }
  }

  /// The key, without what nobody should see or nobody would read to the end.
  private static func named(_ key: Contribution.Key) -> String {
    PlainText.escape(String(key.description.unicodeScalars.prefix(80).map(Character.init)))
  }

  private static func problem(of new: Contribution) -> String? {
    switch (new.key, new.value) {
    case (.agent(let id), .agent(let agent)):
      return name(id.rawValue) ?? text(agent.prompt)
        ?? (SpecialistID.reviewers.contains(id) || id == .coordinator ? "there is such an agent already" : nil)
    case (.provider, .provider(let provider)): return problem(of: provider)
    case (.tier, .names(let models)), (.models, .names(let models)):
      if models.isEmpty || models.count > longestChain { return "a chain has 1 to \(longestChain) models" }
      if Set(models).count < models.count { return "a model is named twice" }
      return models.lazy.compactMap(word).first
    case (.environment(let variable), .text(let value)): return environment(variable, value)
    case (.promptSection(let title), .section(let section)):
      return line(title, longest: 100) ?? text(section.text) ?? section.quotation.flatMap { text($0.text) }
    case (.permission(let id, let tool), _): return name(id.rawValue) ?? name(tool.replacing("*", with: "a"))
    case (.ruleNames, .names(let names)):
      return names.count > mostRules ? "there are more than \(mostRules)" : names.lazy.compactMap(word).first
    default: return "it is of the wrong kind"
    }
  }

  private static func problem(of provider: ProviderContribution) -> String? {
    if let problem = name(provider.id) { return problem }
    guard EndpointAddress.isOne(provider.baseURL) else { return "its base URL is no http or https URL without a user" }
    if let problem = steering(provider.baseURL) { return problem }
    if provider.headers.count > mostHeaders { return "it has more than \(mostHeaders) headers" }
    for header in provider.headers {
      guard isHeader(header.name) else { return "a header has a name that can't be one" }
      if !isVariable(header.variable) { return "a header names no environment variable, and a secret belongs in none" }
      if let problem = line(header.prefix, longest: 40, isEmpty: true) { return problem }
    }
    if provider.models.count > mostModels { return "it offers more than \(mostModels) models" }
    if Set(provider.models.map(\.id)).count < provider.models.count { return "it offers a model twice" }
    for model in provider.models {
      if let problem = word(model.id) { return problem }
      let limits = [model.contextTokens, model.outputTokens].compactMap(\.self)
      guard limits.allSatisfy({ (1...100_000_000).contains($0) }) else { return "a limit of tokens can't be one" }
      guard model.prices?.isUsable ?? true else { return "a price can't be one" }
    }
    return nil
  }

  private static func environment(_ variable: String, _ value: String) -> String? {
    guard isVariable(variable) else { return "its name is no name of a variable" }
    let isOurs =
      ["CONCLAVE_", "LD_", "GIT_", "OPENCODE_"].contains(where: variable.hasPrefix)
      || ["PATH", "HOME", "SHELL", "BASH_ENV", "ENV", "TMPDIR"].contains(variable)
    return isOurs ? "the engine alone sets it" : line(value, longest: longestValue, isEmpty: true)
  }

  /// Letters, digits and hyphens.
  private static func name(_ text: String) -> String? {
    let isName = text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
    return isName && !text.isEmpty && text.utf8.count <= 100
      ? nil : "a name is letters, digits and hyphens, at most 100"
  }

  /// The name of a model or a rule.
  private static func word(_ text: String) -> String? {
    text.contains(" ") ? "a name holds a blank" : line(text, longest: 300)
  }

  private static func line(_ text: String, longest: Int, isEmpty: Bool = false) -> String? {
    if text.isEmpty, !isEmpty { return "a name is empty" }
    if text.utf8.count > longest { return "a value has more than \(longest) bytes" }
    if text.unicodeScalars.contains(where: PlainText.isHidden) { return "a value holds characters that nobody sees" }
    return steering(text)
  }

  private static func text(_ text: String) -> String? {
    if text.utf8.count > longestText { return "a text has more than \(longestText >> 10) KiB" }
    let isControl = text.unicodeScalars.contains {
      ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F..<0xA0).contains($0.value)
    }
    return isControl ? "a text holds control characters" : steering(text)
  }

  /// OpenCode puts variables and files in the place of these wherever they stand in its configuration.
  private static func steering(_ text: String) -> String? {
    ["{env:", "{file:"].first { text.contains($0) }.map {
      "it holds \($0)…}, which would be replaced by something secret"
    }
  }

  private static func isHeader(_ name: String) -> Bool {
    let taken = ["host", "content-length", "content-type", "transfer-encoding", "connection", "cookie", "accept"]
    return !name.isEmpty && name.utf8.count <= 100 && !taken.contains(name.lowercased())
      && name.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
  }

  private static func isVariable(_ name: String) -> Bool {
    name.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == 0x5F } && name.utf8.count <= 200
      && name.utf8.first.map { !ASCII.isDigit($0) } ?? false
  }

  private static func weight(_ contribution: Contribution) -> Int {
    switch contribution.value {
    case .agent(let agent): agent.prompt.utf8.count
    case .section(let section): section.text.utf8.count + (section.quotation?.text.utf8.count ?? 0)
    case .text(let text): text.utf8.count
    case .names(let names): names.reduce(0) { $0 + $1.utf8.count }
    case .provider, .permission: 0
    }
  }
}
