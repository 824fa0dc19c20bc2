/// Credentials by their published formats. The examples are put together from halves, so that no scanner mistakes this
/// file for a leak.
enum SecretRules {
  static let all: [Rule] = [
    token(
      "aws-access-key-id", "AWS access key", #"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"#, confidence: 0.95,
      hit: ["AKIA", "Q3EGRIJ5WLTCPMZD"], miss: "key = \"AKIAIOSFODNN7EXAMPLE\""),
    token(
      "aws-secret-key", "AWS secret key",
      #"(?i)aws_?secret_?(?:access_?)?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}\b"#, confidence: 0.95,
      hit: ["aws_secret_access_key = ", "wJ4lrXUt9FEMI/K7MDENG/bPxRfiCYzQ3kLm8vTa"],
      miss: "aws_secret_access_key = os.environ[\"AWS_SECRET_ACCESS_KEY\"]"),
    token(
      "github-token", "GitHub token",
      #"\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b"#, confidence: 0.97,
      hit: ["ghp_", "x7Qm2LdR9tVbK4sWnY8cHf3ZaEjU6pG1oTiX"],
      miss: "token = \"ghp_\(String(repeating: "x", count: 36))\""),
    token(
      "gitlab-token", "GitLab token", #"\bgl(?:pat|dt|ptt|rt)-[A-Za-z0-9_-]{20,}"#, confidence: 0.95,
      hit: ["glpat-", "Zq8vT2mXw5LkR9sYb3Hd"], miss: "token = \"glpat-\(String(repeating: "0", count: 20))\""),
    token(
      "slack-token", "Slack token",
      #"\bxox[abposr]-[0-9]{8,}-[A-Za-z0-9-]{16,}|hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{20,}"#,
      confidence: 0.95, hit: ["xoxb-", "482915630274-591827364019-kT4vXq9LmZr2Wd7Hs8Yb3NcF"],
      miss: "SLACK = \"https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX\""),
    token(
      "stripe-key", "live Stripe key", #"\b[rs]k_live_[A-Za-z0-9]{20,}\b"#, confidence: 0.97,
      hit: ["sk_live_", "9kQ2vXm7LtR4bW8sZy3HdNc6"], miss: "key = \"sk_test_9kQ2vXm7LtR4bW8sZy3HdNc6\""),
    token(
      "google-api-key", "Google API key", #"\bAIza[0-9A-Za-z_-]{35}\b"#, confidence: 0.9,
      hit: ["AIza", "SyD7kQ2vXm9LtR4bW8sZy3HdNc6PfGjUoTi"],
      miss: "key = \"AIza\(String(repeating: "0", count: 35))\""),
    token(
      "openai-key", "OpenAI key", #"\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"#,
      confidence: 0.97, hit: ["sk-", "k9Qv2XmL7tRb4WsZ8yHdT3BlbkFJ3Nc6PfGjUoTi5EaKw1xM"],
      miss: "OPENAI_API_KEY = \"sk-your-key-here\""),
    token(
      "anthropic-key", "Anthropic key", #"\bsk-ant-(?:api|admin)[0-9]{2}-[A-Za-z0-9_-]{80,}"#, confidence: 0.97,
      hit: [
        "sk-ant-", "api03-k9Qv2XmL7tRb4WsZ8yHd3Nc6PfGjUoTi5EaKw1xMq0Vr-JnBzYhCl_DgSuFeIpOaQk9Qv2XmL7tRb4WsZ8yHd3Nc6PfA",
      ], miss: "key = \"sk-ant-api03-...\""),
    token(
      "npm-token", "npm token", #"\bnpm_[A-Za-z0-9]{36}\b"#, confidence: 0.95,
      hit: ["npm_", "x7Qm2LdR9tVbK4sWnY8cHf3ZaEjU6pG1oTiX"], miss: "//registry.example/:_authToken=${NPM_TOKEN}"),
    token(
      "pypi-token", "PyPI token", #"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}"#, confidence: 0.97,
      hit: ["pypi-", "AgEIcHlwaS5vcmcCJDk9Qv2XmL7tRb4WsZ8yHd3Nc6PfGjUoTi5EaKw1xMq0VrJnBzYhClDgSuFe"],
      miss: "password = \"pypi-AgEIcHlwaS5vcmc...\""),
    token(
      "sendgrid-key", "SendGrid key", #"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"#, confidence: 0.97,
      hit: ["SG.", "k9Qv2XmL7tRb4WsZ8yHd3N.c6PfGjUoTi5EaKw1xMq0VrJnBzYhClDgSuFeIpOaQk9"],
      miss: "key = \"SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\""),
    token(
      "twilio-token", "Twilio auth token",
      #"(?i)twilio\w{0,12}(?:auth|token)\w{0,8}["']?\s*[:=]\s*["'][0-9a-f]{32}["']"#,
      confidence: 0.9, hit: ["TWILIO_AUTH_TOKEN = \"", "4f9a1c7e2b8d6035fae7190cb4d82e6a\""],
      miss: "TWILIO_AUTH_TOKEN = os.environ[\"TWILIO_AUTH_TOKEN\"]"),
    privateKey, jwtSecret, passwordInURL, passwordLiteral, dockerSecret, loggedSecret,
  ]

  private static let placeholder =
    #"(?i)example|placeholder|dummy|fake|your[_-]|changeme|redacted|<[a-z_ -]+>|x{6}|0{6}|1234567|abcdef"#

  private static func token(
    _ name: String, _ what: String, _ pattern: String, confidence: Double, hit: [String], miss: String
  ) -> Rule {
    Rule(
      RuleCard(
        "security/\(name)", .critical, confidence: confidence, title: "\(what.capitalizedFirst) in the source",
        body: """
          Everyone who can read the repository, now or in its history, can use this \(what). Deleting the line later does not \
          take it back: it has to be revoked.
          """,
        suggestion: "Revoke it, and read the new one from the environment or a secret store.",
        reports: "A value in the published format of a \(what), in any file.",
        doesNotReport: "Placeholders, documented example values, repeated characters and look-ups in the environment."),
      matches: [.init(.everything, .text, pattern)], when: [.entropy(3.0), .not(.text(placeholder))], skips: [],
      examples: [.hit("py", assignment(hit)), .miss("py", miss)])
  }

  private static func assignment(_ halves: [String]) -> String {
    let value = halves.joined()
    return value.contains("=") ? value : "KEY = \"\(value)\""
  }

  private static let privateKey = Rule(
    RuleCard(
      "security/private-key", .critical, confidence: 0.95, title: "Private key in the source",
      body: "Whoever reads the repository can act as the owner of this key. It has to be replaced, not only deleted.",
      suggestion: "Issue a new key, keep it in a secret store and mount it at run time.",
      reports: "The first line of a PEM or OpenSSH private key that is followed by key material.",
      doesNotReport: "Public keys, certificates, keys in tests, and code that only mentions the marker."),
    matches: [.init(.everything, .text, #"^\W*-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----"#)],
    when: [.next(#"^\W*[A-Za-z0-9+/=:, -]{16,}"#)], skips: [.test, .example],
    examples: [
      .hit("deploy/server.pem", "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq3kQ2vXm9LtR4bW8sZy3HdNc6Pf"),
      .miss("deploy/server.pem", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"),
      .miss("py", "if text.startswith(\"-----BEGIN \" + \"PRIVATE KEY-----\"):\n    load_private_key_from(text)"),
    ])

  private static let jwtSecret = Rule(
    RuleCard(
      "security/jwt-secret", .critical, confidence: 0.85,
      title: "Tokens are signed with a secret that is in the source",
      body: "Anyone who reads this line can sign a token for any user and is let in.",
      suggestion: "Read the signing key from the environment or a key store, and rotate this one.",
      reports: "A string literal as the key of a JWT sign, encode or verify call.",
      doesNotReport: "Keys that come from a variable or the environment, and tests."),
    matches: [
      .init([.python], .code, #"\bjwt\.(?:en|de)code\(\s*[^,()]+,\s*["'][^"'{]{4,}["']"#),
      .init([.javascript], .code, #"\bjwt\.(?:sign|verify)\(\s*[^,]+,\s*["'][^"']{4,}["']"#),
    ],
    when: [.not(.text(placeholder))],
    examples: [
      .hit("py", "token = jwt.encode(claims, \"s3cr3t-signing\", algorithm=\"HS256\")"),
      .hit("js", "const token = jwt.sign(claims, 'shop-production-key');"),
      .miss("py", "token = jwt.encode(claims, settings.signing_key, algorithm=\"HS256\")"),
      .miss("js", "const token = jwt.sign(claims, process.env.JWT_KEY);"),
    ])

  private static let passwordInURL = Rule(
    RuleCard(
      "security/password-in-url", .warning, confidence: 0.8, title: "Password inside a URL",
      body: "The URL carries a password, so the repository and every log line that prints the URL do too.",
      suggestion: "Take the whole URL, or the password in it, from the environment.",
      reports: "A URL with user and password for a host that is not local.",
      doesNotReport: "Local and example hosts, placeholders, interpolated passwords, documentation and tests."),
    matches: [
      .init(
        Set<Language>.everything.subtracting([.markdown]), .code,
        #"\b[a-z][a-z0-9+]{2,}://[A-Za-z0-9_.-]+:[^\s/:@"'<>{}$%*]{6,}@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"#)
    ],
    when: [
      .not(.text(placeholder)),
      .not(
        .text(
          #"(?i)@(?:localhost|127\.|[\w.-]*\.(?:local|test|invalid|internal\.example))|:(?:password|passwd|secret|postgres|pass)@"#
        )),
    ],
    examples: [
      .hit("py", "DB = \"postgres://shop:kQ9v2XmL7t@db3.shop-prod.net/orders\""),
      .miss("py", "DB = f\"postgres://shop:{password}@db3.shop-prod.net/orders\""),
      .miss("yml", "url: postgres://app:password@db.example.com/app"),
    ])

  private static let passwordLiteral = Rule(
    RuleCard(
      "security/hard-coded-secret", .warning, confidence: 0.6, title: "Secret written into the source",
      body: "The value looks random and its name says that it is a secret. Everyone with the repository has it.",
      suggestion: "Read it from the environment or a secret store.",
      reports: "A random-looking literal of 16 characters or more under a name such as api_key or client_secret.",
      doesNotReport:
        "Words, placeholders, names of settings, environment look-ups, hashes for pinning, tests and documentation."),
    matches: [
      .init(
        .programs.union([.settings, .yaml, .toml]), .code,
        #"(?i)\b\w*(?:api_?key|client_?secret|auth_?token|access_?token|secret_?key|passw(?:or)?d)["']?\s*(?::\s*\w+\s*)?[:=]\s*["'][A-Za-z0-9+/_=-]{16,}["']"#
      )
    ],
    when: [
      .line(#"["'][A-Za-z+/_=-]*[0-9][^"']*["']"#),
      .line(#"["'][^"']*[0-9][^"']*[A-Za-z][^"']*[0-9][^"']*["']"#), .entropy(4.0), .not(.text(placeholder)),
      .not(.text(#"AKIA|ghp_|glpat-|xox|k_live_|AIza|sk-|npm_|pypi-|SG\.|(?i)test|twilio|aws_secret"#)),
    ],
    examples: [
      .hit("py", "CLIENT_SECRET = \"" + "k9Qv2XmL7tRb4WsZ8yHd3Nc6\""),
      .miss("py", "API_KEY = os.environ[\"API_KEY\"]"),
      .miss("py", "PASSWORD_FIELD = \"current-password-input\""),
      .miss("py", "api_key = \"your-api-key-goes-here-1\""),
    ])

  private static let dockerSecret = Rule(
    RuleCard(
      "security/secret-in-image", .warning, confidence: 0.85, title: "Secret baked into the image",
      body: "What ENV and ARG say stays in the image: everyone who can pull it reads the value with `docker history`.",
      suggestion: "Pass it at run time, or use a build secret (`RUN --mount=type=secret`).",
      reports: "ENV or ARG with a literal value under a name that ends in PASSWORD, SECRET, TOKEN or KEY.",
      doesNotReport: "Names without a value, values from other variables, placeholders and paths to files."),
    matches: [
      .init(
        [.dockerfile], .code,
        #"(?i)^\s*(?:ENV|ARG)\s+\w*(?:PASSWORD|SECRET|TOKEN|API_KEY|PRIVATE_KEY)[= ]["']?[^\s$"'/]{6,}"#)
    ],
    when: [.not(.text(placeholder))], skips: [.test, .documentation],
    examples: [
      .hit("Dockerfile", "ENV DB_PASSWORD=kQ9v2XmL7t"),
      .miss("Dockerfile", "ARG NPM_TOKEN"),
      .miss("Dockerfile", "ENV DB_PASSWORD_FILE=/run/secrets/db"),
      .miss("Dockerfile", "ENV DB_PASSWORD=$DB_PASSWORD"),
    ])

  private static let loggedSecret = Rule(
    RuleCard(
      "security/secret-logged", .warning, confidence: 0.75, title: "Secret written to the log",
      body: "Logs are kept longer and read by more people than the secret itself; whoever reads them can use it.",
      suggestion: "Log that it is set, or its last four characters, never the value.",
      reports: "A log or print call that interpolates or passes a variable named as a password, token or card number.",
      doesNotReport: "Messages that only mention such a word, and masked or counted values."),
    matches: [
      .init(
        [.python], .code,
        #"(?i)\b(?:log(?:ger|ging)?\.\w+|print)\(.*(?:\{(?:\w+\.)*(?:password|passwd|secret|access_token|api_key|session_token|card_number|cvv)\}|,\s*(?:\w+\.)*(?:password|passwd|access_token|api_key|session_token|card_number|cvv)\s*[,)])"#
      ),
      .init(
        [.javascript], .code,
        #"(?i)\b(?:console|log(?:ger)?)\.\w+\(.*(?:\$\{(?:\w+\.)*(?:password|passwd|secret|accessToken|apiKey|sessionToken|cardNumber|cvv)\}|,\s*(?:\w+\.)*(?:password|passwd|accessToken|apiKey|sessionToken|cardNumber|cvv)\s*[,)])"#
      ),
    ],
    examples: [
      .hit("py", "logger.info(f\"login of {user.name} with {user.password}\")"),
      .hit("js", "console.log('session', session.accessToken);"),
      .miss("py", "logger.info(\"password of %s changed\", user.name)"),
      .miss("py", "logger.info(f\"token: {mask(access_token)}\")"),
    ])
}

extension String {
  /// The same text with its first character in upper case.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
