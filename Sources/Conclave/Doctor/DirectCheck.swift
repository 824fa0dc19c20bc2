internal import Engine

/// Whether reviews by a model over an endpoint can run here: missing, present or broken, and what to do.
enum DirectCheck {
  /// Asks the endpoint where one is configured. Only for a runtime that the configuration chose is a fault a problem.
  static func check(
    _ assembled: AssembledConfiguration, _ configuration: Configuration, _ around: Surroundings
  ) -> Doctor.Check {
    let isNamed = ["direct", "opencode"].contains(configuration.runtime)
    guard let provider = assembled.providers.first else {
      return Doctor.Check(
        name: "direct", state: isNamed ? .problem : .note,
        finding: "no endpoint is set: no model reviews",
        advice: "set direct.base_url and models.standard in your configuration")
    }
    // A configured model is what reviews, unless rules are asked for.
    let fault = configuration.runtime == "rules" ? Doctor.Check.State.note : .problem
    let headers: [(name: String, value: String)]
    do throws(ReviewFailure) {
      let choice = try DirectChoice(assembled, configuration, in: .full, around)
      headers = choice.providers.first { $0.id == provider.id }?.headers ?? []
    } catch {
      return Doctor.Check(
        name: "direct", state: fault, finding: error.message, advice: error.hints.joined(separator: "; "))
    }
    let settings = DirectSettings(baseURL: provider.baseURL)
    let names = provider.models.map(\.id)
    switch EndpointProbe.ask(settings, headers: headers, over: CurlTransport(environment: around.environment)) {
    case .bad(let words):
      return Doctor.Check(
        name: "direct", state: fault, finding: words, advice: "check direct.base_url, its key and the network")
    case .good(nil):
      return Doctor.Check(
        name: "direct", state: .good, finding: "\(settings.host) answers; it does not list its models")
    case .good(let known?):
      let missing = names.filter { !known.contains($0) }
      guard missing.isEmpty else {
        return Doctor.Check(
          name: "direct", state: .note,
          finding: "\(settings.host) answers, but does not list \(missing.joined(separator: ", "))",
          advice: "it has \(known.sorted().prefix(5).joined(separator: ", "))\(known.count > 5 ? ", …" : "")")
      }
      return Doctor.Check(
        name: "direct", state: .good, finding: "\(settings.host) answers and has \(names.joined(separator: ", "))")
    }
  }
}
