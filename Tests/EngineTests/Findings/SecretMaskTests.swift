import Testing

@testable import Engine

@Suite struct SecretMaskTests {
  /// Made up here, so that no scanner takes this file for a leak.
  static let github = "ghp" + "_" + String(repeating: "aB3", count: 12)
  static let slack = "xoxb" + "-123456789012-abcdefghijkl"
  static let stripe = "sk" + "_live_" + String(repeating: "4eC3", count: 6)
  static let jwt = "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
  static let key = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\nabc+/=\n-----END RSA " + "PRIVATE KEY-----"

  @Test(arguments: [
    ("key = \"AKIAIOSFODNN7EXAMPLE\"", "key = \"AKIA…[20 characters]\""),
    ("use \(github).", "use ghp_…[40 characters]."),
    ("slack: \(slack)", "slack: xoxb…[30 characters]"),
    ("f(\(stripe))", "f(sk_l…[32 characters])"),
    ("Authorization: Bearer \(jwt)", "Authorization: Bearer eyJh…[\(jwt.utf8.count) characters]"),
    ("password = \"correct-horse\"", "password = \"corr…[13 characters]\""),
    ("DB_PASSWORD='correct horse'", "DB_PASSWORD='corr…[13 characters]'"),
    ("{\"api_key\": \"0123456789ab\"}", "{\"api_key\": \"0123…[12 characters]\"}"),
    ("secretToken := `abcdefghij`", "secretToken := `abcd…[10 characters]`"),
    ("settings[\"password\"] = \"abcdefghij\"", "settings[\"password\"] = \"abcd…[10 characters]\""),
    (":password => 'abcdefghij'", ":password => 'abcd…[10 characters]'"),
    ("API_TOKEN=abc123def456", "API_TOKEN=abc1…[12 characters]"),
    ("password=\"hunter2\"", "password=\"h…[7 characters]\""),
    ("postgres://app:s3cr3tpass@db/x", "postgres://app:s3cr…[10 characters]@db/x"),
    ("pw = \"a\\\"b\"; password = \"ab\\\"cdefghij\"", "pw = \"a\\\"b\"; password = \"ab\\\"…[12 characters]\""),
    (key, "----…[\(key.unicodeScalars.count) characters]"),
    ("a\n\(key)\nb", "a\n----…[\(key.unicodeScalars.count) characters]\nb"),
    ("-----BEGIN PRIVATE KEY-----\nMII", "----…[31 characters]"),
  ])
  func hides(_ text: String, _ masked: String) {
    #expect(SecretMask.mask(text) == masked)
    #expect(SecretMask.mask(masked) == masked)
  }

  @Test(arguments: [
    "password = os.environ[\"PASSWORD\"]", "token = next_token(stream)", "password: String", "if password == nil {",
    "password = \"${DB_PASSWORD}\"", "secret = \"{{ vault.secret }}\"", "password = \"%s\"", "tokens = 1000",
    "let tokenCount = tokens.count", "The session token is compared in variable time.", "http://example.org:8080/a@b",
    "-----BEGIN CERTIFICATE-----\nMIIB", "AKIA is a prefix", "sk-learn and sk-image", "task-force-of-seven-people",
    "0123456789abcdef0123456789abcdef01234567", "password = \"\"", "key = \"abc\"",
    "import com.example.authentication.token.TokenService", "",
  ])
  func leaves(_ text: String) {
    #expect(SecretMask.mask(text) == text)
  }

  @Test func aSecretOfTheEvidenceIsHiddenInTheWordsToo() {
    var finding = finding(1, .critical, .security, "The password letmein99 is in the code")
    finding.evidence = "password = \"letmein99\""
    finding.body = "Anyone can log in with letmein99."
    finding.context = [
      ContextLine(number: 1, kind: .context, text: "-----BEGIN PRIVATE KEY-----"),
      ContextLine(number: 2, kind: .added, text: "MIIEvQIBADANBgkqhkiG9w0BAQEF"),
      ContextLine(number: 3, kind: .added, text: "plain"),
    ]
    let masked = finding.masked()
    #expect(masked.title == "The password letm…[9 characters] is in the code")
    #expect(masked.body == "Anyone can log in with letm…[9 characters].")
    #expect(!masked.context.contains { $0.text.contains("MIIEvQIBADANBgkqhkiG9w0BAQEF") })
    #expect(masked.masked() == masked)
  }

  @Test func aLongTextOfNearMissesIsRead() {
    for unit in ["AKIA", "password = ", "-----BEGIN ", "eyJ.", "://a:", "token: \"", "\"\\"] {
      let text = String(repeating: unit, count: 50_000 / unit.utf8.count)
      #expect(!SecretMask.mask(text).isEmpty)
    }
  }

  @Test func aPlainWordThatWasAPasswordStaysReadableInProse() {
    let finding = Finding(
      id: FindingID(1), fingerprint: "", severity: .warning, category: .security, file: RepoPath("a.py"),
      title: "A password in a URL", body: "The password is in the history; kQ9vT2xLmZ too.",
      evidence: "a = \"postgres://u:kQ9vT2xLmZ@h/d\"", reportedBy: [.security], isAnchored: true,
      context: [ContextLine(number: 1, kind: .added, text: "b = \"postgres://u:letmeinnow@h/d\"")])
    let masked = finding.masked()
    #expect(masked.title == "A password in a URL")
    #expect(masked.body.hasPrefix("The password is in the history; kQ9v…"))
    #expect(!masked.context[0].text.contains("letmeinnow"))
  }
}
