/// All rules that come with the program.
package enum RulePacks {
  package static let lineRules: [Rule] = SecretRules.all + InjectionRules.all
  package static let wholeChangeRules: [WholeChangeRule] = []
}
