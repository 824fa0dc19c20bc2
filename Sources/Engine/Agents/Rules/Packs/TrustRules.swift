/// Checks that are switched off or too weak: certificates, tokens, passwords, origins, sessions.
enum TrustRules {
  static let all: [Rule] = [
    tls, jwt, passwordHash, randomToken, cors, tokenCompare, assertGuard, cookie, csrf,
  ]

  private static let tls = Rule(
    RuleCard(
      "security/tls-verification-off", .critical, confidence: 0.85, title: "Certificate verification is switched off",
      body: "Anyone on the way can answer in the server's name, read what is sent and change what comes back.",
      suggestion: "Leave verification on; for a private authority, pass its certificate to the client.",
      reports: "The switches of common HTTP and TLS libraries and of curl that accept any certificate.",
      doesNotReport: "Tests, documentation, and switches read from a setting."),
    matches: [
      .init(
        [.python], .code,
        #"\bverify\s*=\s*False\b|\b_create_unverified_context\b|\bssl\.CERT_NONE\b|\bcheck_hostname\s*=\s*False|\bverify_mode\s*=\s*ssl\.CERT_NONE"#
      ),
      .init(
        [.javascript], .code,
        #"\brejectUnauthorized["']?\s*:\s*false\b|NODE_TLS_REJECT_UNAUTHORIZED["'\]]*\s*=\s*["']?0"#),
      .init([.go], .code, #"\bInsecureSkipVerify:\s*true\b"#),
      .init([.php], .code, #"CURLOPT_SSL_VERIFY(?:PEER|HOST)\s*(?:,|=>)\s*(?:false|0)\b"#),
      .init([.ruby], .code, #"\bVERIFY_NONE\b"#),
      .init(
        [.java, .kotlin, .scala], .code,
        #"\bNoopHostnameVerifier\b|\bALLOW_ALL_HOSTNAME_VERIFIER\b|\bTrustAllStrategy\b"#),
      .init(
        [.csharp], .code,
        #"\bDangerousAcceptAnyServerCertificateValidator\b|ServerCertificate\w*Callback\s*\+?=\s*.*=>\s*true"#),
      .init([.rust], .code, #"\bdanger_accept_invalid_(?:certs|hostnames)\(true\)"#),
      .init(
        [.dockerfile, .shell, .workflow], .code,
        #"\bcurl\s(?:[^|;&]*\s)?(?:-k|--insecure|-[a-zA-Z]*k[a-zA-Z]*)\s|\bwget\s[^|;&]*--no-check-certificate|http\.sslVerify[= ]+false|\bNODE_TLS_REJECT_UNAUTHORIZED=0"#
      ),
      .init(
        [.yaml, .settings, .dockerfile, .workflow], .code,
        #"\bNODE_TLS_REJECT_UNAUTHORIZED["']?\s*[:=]\s*["']?0|\bPYTHONHTTPSVERIFY["']?\s*[:=]\s*["']?0"#),
    ],
    when: [.not(.line(#"\bjwt\.|localhost|127\.0\.0\.1|[!=]=\s*(?:ssl\.)?CERT_NONE|^\s*def\b"#))],
    examples: [
      .hit("py", "answer = requests.get(url, verify=False, timeout=5)"),
      .hit("js", "const agent = new https.Agent({ rejectUnauthorized: false });"),
      .hit("go", "conf := &tls.Config{InsecureSkipVerify: true}"),
      .hit("Dockerfile", "RUN curl -k https://get.example.net/tool -o /usr/bin/tool"),
      .hit("rs", "let client = builder.danger_accept_invalid_certs(true).build()?;"),
      .miss("py", "answer = requests.get(url, verify=settings.ca_file, timeout=5)"),
      .miss("py", "# never pass verify=False here"),
      .miss("Dockerfile", "RUN curl -fsSL https://get.example.net/tool -o /usr/bin/tool"),
      .miss("tests/test_client.py", "client.get(url, verify=False)"),
    ])

  private static let jwt = Rule(
    RuleCard(
      "security/jwt-not-verified", .critical, confidence: 0.9, title: "The token's signature is not checked",
      body: "Anyone can write a token for any user, and this code believes it.",
      suggestion: "Verify with the expected key and a fixed list of algorithms.",
      reports: "JWT decoding with verification off, or with the algorithm `none`.",
      doesNotReport: "Reading a header to find the key, and tests."),
    matches: [
      .init(
        [.python], .code,
        #"\bjwt\.decode\(.*\bverify\s*=\s*False|["']verify_signature["']\s*:\s*False|\balgorithms?\s*=\s*\[?\s*["'](?i:none)["']"#
      ),
      .init([.javascript], .code, #"\balgorithms?["']?\s*:\s*\[?\s*["'](?i:none)["']"#),
      .init([.go], .code, #"\bjwt\.UnsafeAllowNoneSignatureType\b|\bParseUnverified\("#),
    ],
    examples: [
      .hit("py", "claims = jwt.decode(token, options={\"verify_signature\": False})"),
      .hit("js", "jwt.verify(token, key, { algorithms: ['none'] });"),
      .hit("go", "token, _, err := parser.ParseUnverified(raw, claims)"),
      .miss("py", "claims = jwt.decode(token, key, algorithms=[\"RS256\"])"),
      .miss("py", "header = jwt.get_unverified_header(token)"),
    ])

  private static let passwordHash = Rule(
    RuleCard(
      "security/weak-password-hash", .critical, confidence: 0.85, title: "Password hashed with a fast hash",
      body: "One graphics card tries billions of these a second: a leaked table is a list of passwords within hours.",
      suggestion: "Use argon2, scrypt or bcrypt with a salt for each password.",
      reports: "MD5, SHA-1 or plain SHA-2 over something named password, passwd or pwd.",
      doesNotReport:
        "The same hashes over anything else, HMACs, key derivation, and look-ups in lists of leaked passwords."),
    matches: [
      .init([.python], .code, #"\bhashlib\.(?:md5|sha1|sha224|sha256|sha384|sha512)\(\s*\w*[^)]*(?i:passw|pwd)"#),
      .init(
        [.javascript], .code, #"\bcreateHash\(\s*["'](?:md5|sha1|sha256|sha512)["']\s*\)\.update\([^)]*(?i:passw|pwd)"#),
      .init([.php], .code, #"\b(?:md5|sha1|hash)\(.*\$\w*(?i:passw|pwd)"#),
      .init([.go], .code, #"\b(?:md5|sha1|sha256|sha512)\.Sum\w*\(.*(?i:passw|pwd)"#),
      .init([.ruby], .code, #"\bDigest::(?:MD5|SHA1|SHA256|SHA512)\.\w+[\s(].*(?i:passw|pwd)"#),
    ],
    when: [.not(.line(#"(?i)pbkdf2|scrypt|bcrypt|argon|hmac|pwned|breach"#))],
    examples: [
      .hit("py", "digest = hashlib.sha256(password.encode()).hexdigest()"),
      .hit("js", "const h = crypto.createHash('md5').update(password).digest('hex');"),
      .hit("php", "$hash = md5($password);"),
      .miss("py", "digest = hashlib.sha256(body).hexdigest()"),
      .miss("py", "digest = hashlib.pbkdf2_hmac(\"sha256\", password, salt, 600_000)"),
    ])

  private static let randomToken = Rule(
    RuleCard(
      "security/predictable-token", .warning, confidence: 0.8, title: "Token from a predictable random generator",
      body: "After a few values, the next ones can be computed: such a token can be guessed.",
      suggestion: "Use `secrets`, `crypto.randomBytes`, `crypto/rand` or `SecureRandom`.",
      reports: "A token, password, code or nonce that comes from random, Math.random, math/rand or mt_rand.",
      doesNotReport: "Random numbers under other names, jitter, sampling, and cryptographic generators."),
    matches: [
      .init(
        [.python], .code,
        #"(?i)\b(?:\w*_)?(?:token|secret|password|passwd|otp|nonce|csrf|salt|reset_code|session_id|api_key)\w*\s*=\s*.*\brandom\.(?:choices?|randint|randrange|random|getrandbits|sample)\("#
      ),
      .init(
        [.javascript], .code,
        #"(?i)\b\w*(?:token|secret|password|otp|nonce|csrf|salt|sessionId|apiKey)\s*[:=].*\bMath\.random\("#),
      .init(
        [.go], .code,
        #"(?i)\b\w*(?:token|secret|password|otp|nonce|salt|sessionID)\s*:?=.*\brand\.(?:Int|Intn|Int63|Uint32|Read)\("#),
      .init([.php], .code, #"(?i)\$\w*(?:token|secret|password|otp|nonce|salt)\s*=.*\b(?:mt_rand|rand|uniqid)\("#),
    ],
    when: [.not(.line(#"SystemRandom|secrets\.|crypto\.|tokens\b"#)), .not(.file(#"crypto/rand|SystemRandom\(\)"#))],
    examples: [
      .hit("py", "reset_token = \"\".join(random.choices(ALPHABET, k=32))"),
      .hit("js", "const token = Math.random().toString(36);"),
      .hit("php", "$token = md5(mt_rand());"),
      .miss("py", "reset_token = secrets.token_urlsafe(32)"),
      .miss("py", "delay = base * random.random()"),
    ])

  private static let cors = Rule(
    RuleCard(
      "security/cors-any-origin-with-credentials", .critical, confidence: 0.85,
      title: "Every site may call this with the visitor's cookies",
      body: "Any page that a signed-in user opens can read and change data in that user's name.",
      suggestion: "List the origins that need it.",
      reports: "A wildcard or echoed origin together with allowed credentials within ten lines.",
      doesNotReport: "A wildcard without credentials, which browsers keep harmless, and listed origins."),
    matches: [
      .init(
        [.python], .code,
        #"\ballow_origins\s*=\s*\[\s*["']\*["']|Access-Control-Allow-Origin["'\]]*\s*[,:=]\s*["']\*|\borigins\s*=\s*["']\*["'].*supports_credentials\s*=\s*True"#
      ),
      .init(
        [.javascript], .code,
        #"\borigin:\s*(?:true|["']\*["'])|Access-Control-Allow-Origin["']?\s*[,:]\s*(?:["']\*|req\.headers\.origin)"#),
      .init(
        [.go, .java, .kotlin, .csharp, .php, .ruby], .code,
        #"(?:Access-Control-Allow-Origin["']?\s*[,:]\s*["']\*)|allowedOrigins\(\s*"\*"|AllowAllOrigins:\s*true|AllowOrigins:\s*\[\]string\{"\*"\}"#
      ),
    ],
    when: [
      .near(
        #"(?i)allow_?-?credentials["']?\)?\s*[,:=(]\s*["']?true|\bcredentials:\s*true|supports_credentials\s*=\s*True"#,
        lines: 10)
    ],
    examples: [
      .hit(
        "py", "app.add_middleware(\n    CORSMiddleware,\n    allow_origins=[\"*\"],\n    allow_credentials=True,\n)"),
      .hit("js", "app.use(cors({ origin: true, credentials: true }));"),
      .miss("py", "app.add_middleware(\n    CORSMiddleware,\n    allow_origins=[\"*\"],\n)"),
      .miss("js", "app.use(cors({ origin: origins, credentials: true }));"),
    ])

  private static let tokenCompare = Rule(
    RuleCard(
      "security/token-compare", .warning, confidence: 0.8, title: "Secret compared with == leaks its beginning",
      body: """
        `==` stops at the first difference, so the time of the answer tells how much was right: the value can be guessed \
        piece by piece.
        """,
      suggestion:
        "Compare in constant time: `hmac.compare_digest`, `crypto.timingSafeEqual`, `subtle.ConstantTimeCompare`.",
      reports: "Equality of a signature, digest or access token with another value.",
      doesNotReport: "Comparison with None, empty or literal values, token kinds in parsers, lengths, and tests."),
    matches: [
      .init(
        [.python, .javascript, .go, .ruby, .php, .java, .kotlin, .csharp], .bare,
        #"(?i)\b(?:\w*(?:signature|hmac)|(?:\w+[._])?(?:session|auth|access|csrf|api|refresh|reset|bearer|webhook|expected|given|provided|stored|presented)_?(?:token|key|secret|mac|digest|signature))\w*(?:\(\)|\.hexdigest\(\))?\s*[!=]==?\s*[$@]?[a-z_][\w.]*(?:\[|\(|\b)"#
      ),
      .init(
        [.python, .javascript, .go, .ruby, .php], .bare,
        #"(?i)[$@\w.)\]]\s*[!=]==?\s*[$@]?(?:\w+\.)*(?:\w*(?:signature|hmac)|(?:session|auth|access|csrf|api|refresh|reset|bearer|webhook|expected|given|provided|stored|presented)_?(?:token|key|secret|mac|digest|signature))(?:[^.\w\[(]|$)"#
      ),
    ],
    when: [
      .not(.line(#"(?i)compare_digest|timingSafeEqual|ConstantTimeCompare|secure_compare|hash_equals"#)),
      .not(
        .line(
          #"(?i)[!=]==?\s*(?:none|null|nil|undefined|true|false|\d|["'])|\btypeof\b|\blen\(|\.length\b|_?type\b|kind\b|\bsignature_?(?:version|method|algorithm)|\bother\."#
        )),
      .not(.path(#"(?i)lexer|parser|tokeni[sz]er|grammar|syntax|\bast\b"#)),
    ],
    examples: [
      .hit("py", "    return session.token == presented_token"),
      .hit("js", "if (signature !== expected) {"),
      .hit("php", "if ($signature == $expected) {"),
      .miss("py", "    return hmac.compare_digest(session.token, presented_token)"),
      .miss("py", "if access_token == None:"),
      .miss("py", "if token.type == next_token.type:"),
      .miss("py", "return self.signature == other.signature"),
      .miss("js", "keys.filter((key) => key.id === signature.keyid)"),
      .miss("src/parser.py", "if expected_token == token:"),
    ])

  private static let assertGuard = Rule(
    RuleCard(
      "security/assert-as-guard", .warning, confidence: 0.8, title: "Permission checked with assert",
      body: "`python -O` leaves out every assert: the check is then gone and everyone may do this.",
      suggestion: "Use `if not …: raise PermissionError`.",
      reports: "A Python assert about permissions, roles, owners or sign-in outside tests.",
      doesNotReport: "Asserts about anything else, and tests."),
    matches: [
      .init(
        [.python], .bare,
        #"^\s*assert\s+.*\b(?:is_admin|is_authenticated|is_staff|is_superuser|has_perm\w*|can_\w+|is_owner|authori[sz]ed)\b"#
      )
    ],
    examples: [
      .hit("py", "assert user.is_admin, \"admins only\""),
      .miss("py", "assert total >= 0"),
      .miss("tests/test_admin.py", "assert user.is_admin"),
    ])

  private static let cookie = Rule(
    RuleCard(
      "security/cookie-unprotected", .warning, confidence: 0.8, title: "Session cookie without its protection",
      body: "Without HttpOnly any script on the page can take the session; without Secure any network on the way can.",
      suggestion: "Set both to true.",
      reports: "HttpOnly or Secure switched off on purpose for a session or token cookie.",
      doesNotReport: "Cookies with other names, values read from a setting, and tests."),
    matches: [
      .init(
        [.python], .code,
        #"(?i)\bset_cookie\(.*(?:session|token|auth).*\b(?:httponly|secure)\s*=\s*False|^SESSION_COOKIE_(?:SECURE|HTTPONLY)\s*=\s*False"#
      ),
      .init(
        [.javascript], .code,
        #"(?i)\.cookie\(\s*["'][^"']*(?:session|token|auth|sid)[^"']*["'].*\b(?:httpOnly|secure):\s*false"#),
    ],
    when: [.not(.path(#"(?i)(?:^|[/_.-])(?:dev|development|local)"#))],
    examples: [
      .hit("py", "response.set_cookie(\"session\", value, httponly=False)"),
      .hit("js", "res.cookie('session', value, { httpOnly: false });"),
      .miss("py", "response.set_cookie(\"theme\", value, httponly=False)"),
      .miss("js", "res.cookie('session', value, { httpOnly: true, secure: true });"),
    ])

  private static let csrf = Rule(
    RuleCard(
      "security/csrf-off", .warning, confidence: 0.8, title: "Protection against forged requests is off",
      body: "A page on another site can make a signed-in user's browser send this request.",
      suggestion: "Leave it on; for calls by machines, check a signature or a token in a header instead.",
      reports: "csrf_exempt, skipped forgery checks in Rails, and csrf().disable() in Spring.",
      doesNotReport: "Webhook handlers, which authenticate by signature, and tests."),
    matches: [
      .init([.python], .bare, #"^\s*@csrf_exempt\b"#),
      .init([.ruby], .bare, #"\bskip_before_action\s+:verify_authenticity_token\b"#),
      .init([.java, .kotlin], .bare, #"\bcsrf\(\)\.disable\(\)|\bcsrf\(\s*\w+\s*->\s*\w+\.disable\(\)"#),
    ],
    when: [.not(.near(#"(?i)webhook|callback|signature"#, lines: 8)), .not(.path(#"(?i)webhook|/api/"#))],
    examples: [
      .hit("py", "@csrf_exempt\ndef change_address(request):\n    save(request)"),
      .hit("java", "http.csrf().disable();"),
      .miss("py", "@csrf_exempt\ndef payment_webhook(request):\n    check_signature(request)"),
      .miss("py", "def change_address(request):\n    save(request)"),
    ])
}
