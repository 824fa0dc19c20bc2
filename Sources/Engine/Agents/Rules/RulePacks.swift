/// All rules that come with the program.
package enum RulePacks {
  package static let lineRules: [Rule] = [
    SecretRules.all, InjectionRules.all, TrustRules.all, ExposureRules.all, PerformanceRules.all, MistakeRules.all,
    LeftoverRules.all, ReleaseRules.all, DocumentRules.lines, AgentsDocumentRules.lines,
  ].flatMap { $0 }

  package static let wholeChangeRules: [WholeChangeRule] = [
    DocumentationRules.all, DocumentRules.all, AgentsRules.all, AgentsDocumentRules.all, VersionRules.all,
  ].flatMap { $0 }
}
