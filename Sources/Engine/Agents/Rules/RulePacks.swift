/// All rules that come with the program.
package enum RulePacks {
  package static let lineRules: [Rule] =
    SecretRules.all + InjectionRules.all + TrustRules.all + PerformanceRules.all + MistakeRules.all + LeftoverRules.all
    + ReleaseRules.all
  package static let wholeChangeRules: [WholeChangeRule] = []
}
