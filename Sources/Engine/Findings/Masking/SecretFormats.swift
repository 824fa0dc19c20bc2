/// Credentials that are recognised by how they begin. Sources: the vendors' published token formats, as also used by
/// public secret scanners; a changed format means a new row here.
struct SecretFormat: Sendable {
  var prefix: [UInt8]
  /// Fewest characters behind the prefix.
  var least: Int
  /// Whether only upper-case letters and digits may follow.
  var isUpper = false

  private init(_ prefix: String, _ least: Int, isUpper: Bool = false) {
    (self.prefix, self.least, self.isUpper) = (Array(prefix.utf8), least, isUpper)
  }

  static let all: [SecretFormat] = [
    SecretFormat("AKIA", 16, isUpper: true), SecretFormat("ASIA", 16, isUpper: true),
    SecretFormat("ghp_", 20), SecretFormat("gho_", 20), SecretFormat("ghu_", 20), SecretFormat("ghs_", 20),
    SecretFormat("ghr_", 20), SecretFormat("github_pat_", 20), SecretFormat("glpat-", 16), SecretFormat("gldt-", 16),
    SecretFormat("glrt-", 16), SecretFormat("xoxb-", 10), SecretFormat("xoxp-", 10), SecretFormat("xoxa-", 10),
    SecretFormat("xoxr-", 10), SecretFormat("xoxs-", 10), SecretFormat("xapp-", 10), SecretFormat("sk_live_", 10),
    SecretFormat("sk_test_", 10), SecretFormat("rk_live_", 10), SecretFormat("rk_test_", 10),
    SecretFormat("whsec_", 16), SecretFormat("sk-ant-", 16), SecretFormat("sk-proj-", 16), SecretFormat("sk-", 32),
    SecretFormat("AIza", 30), SecretFormat("ya29.", 20), SecretFormat("npm_", 30), SecretFormat("pypi-", 30),
    SecretFormat("dop_v1_", 30), SecretFormat("SG.", 40), SecretFormat("hf_", 30), SecretFormat("shpat_", 30),
    SecretFormat("shpss_", 30), SecretFormat("eyJ", 40),
  ]

  /// By the first byte of their prefix.
  static let byFirst: [[SecretFormat]] = (0...255).map { byte in all.filter { $0.prefix.first == UInt8(byte) } }

  /// Words in a name that say that its value is a credential; compared without case, `_`, `-` and `.`.
  static let names: [[UInt8]] = [
    "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "privatekey", "authkey",
    "signingkey", "encryptionkey", "credential", "connectionstring", "bearer",
  ].map { Array($0.utf8) }
}
