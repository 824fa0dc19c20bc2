/// Code that does not do what it says.
enum MistakeRules {
  static let all: [Rule] = [
    swallowed, bareExcept, ignoredError, mutableDefault, compareNone, identityOfLiteral, compareNaN, assertTuple,
    assignInCondition, raiseNotImplemented, throwText, asyncForEach, deferInLoop, moneyAsFloat, naiveTime,
    returnInFinally, noTimeout, removeVariable, unhandledBody,
  ]

  private static let swallowed = Rule(
    RuleCard(
      "code-quality/swallowed-error", .warning, confidence: 0.85, title: "An error is swallowed",
      body:
        "When this fails, nobody learns of it: the program goes on with a state that it does not know, and the log is empty.",
      suggestion: "Catch only what is expected, and log, return or rethrow it.",
      reports: "A handler for all errors that does nothing.",
      doesNotReport:
        "Handlers of one named error, handlers with a comment that says why, optional promises, clean-up on close, and tests."
    ),
    matches: [
      .init([.python], .code, #"^\s*except(?:\s+(?:Base)?Exception(?:\s+as\s+\w+)?)?\s*:\s*(?:pass\s*)?$"#),
      .init([.javascript], .text, #"\bcatch\s*(?:\(\s*\w*\s*\))?\s*\{\s*\}"#),
      .init(
        [.javascript, .java, .kotlin, .csharp, .php, .scala], .text,
        #"\bcatch\s*(?:\(\s*(?:(?:final\s+)?(?:Exception|Throwable|RuntimeException|\\?Exception|\w+\s*:\s*(?:Exception|Throwable))?\s*\$?\w*)\s*\))?\s*\{\s*$|\bcatch\s*\(\s*(?:Exception|Throwable)\s+\w+\s*\)\s*\{\s*\}"#
      ),
      .init([.go], .code, #"^\s*if\s+(?:.*;\s*)?err\s*!=\s*nil\s*\{\s*$"#),
      .init([.ruby], .code, #"\brescue\s+nil\b|^\s*rescue(?:\s*=>\s*\w+|\s+StandardError)?\s*$"#),
      .init([.swift], .text, #"\bcatch\s*\{\s*\}"#),
    ],
    when: [
      .any([
        .line(#":\s*pass\s*$|\{\s*\}|\brescue\s+nil\b"#), .next(#"^\s*(?:pass|\.\.\.)\s*$"#),
        emptyBlock,
      ]),
      .not(.text(#"(?:#|//|/\*).*\w"#)), .not(.nextText(#"(?:#|//|/\*).*\w"#)),
      .not(.near(#"(?i)\b(?:close|unlink|cleanup|clean_up|shutdown)\b"#, lines: 2)),
    ],
    examples: [
      .hit("py", "try:\n    notify(customer)\nexcept Exception:\n    pass"),
      .hit("js", "try {\n  notify(customer);\n} catch (e) {}"),
      .hit("java", "try {\n    notify(customer);\n} catch (Exception e) {\n}"),
      .hit("go", "if err != nil {\n}"),
      .hit("rb", "notify(customer) rescue nil"),
      .miss("py", "try:\n    notify(customer)\nexcept Exception:\n    log.exception(\"not notified\")"),
      .miss("py", "try:\n    import yaml\nexcept ImportError:\n    pass"),
      .miss("py", "try:\n    notify(customer)\nexcept Exception:  # the mail is a courtesy\n    pass"),
      .miss("py", "try:\n    notify(customer)\nexcept Exception:\n    # the mail is a courtesy\n    pass"),
      .miss("js", "try {\n  notify(customer);\n} catch (e) {\n  // the mail is a courtesy\n}"),
      .miss("js", "try {\n  notify(customer);\n} catch (e) {\n  report(e);\n}"),
      .miss("js", "const known = await stat(path).catch(() => {});"),
      .miss("go", "if err != nil {\n\treturn err\n}"),
    ])

  /// Only a closing brace follows, with no comment between.
  private static let emptyBlock = RuleCondition.next(#"^\s*\}\s*;?\s*$|^\s*end\s*$"#)

  private static let bareExcept = Rule(
    RuleCard(
      "code-quality/bare-except", .suggestion, confidence: 0.75, title: "`except:` also catches Ctrl-C and exit",
      body:
        "A bare except catches KeyboardInterrupt and SystemExit too: the program can't be stopped while it is in here.",
      suggestion: "Write `except Exception:` or name the errors that are expected.",
      reports: "`except:` without a class in Python.",
      doesNotReport: "Handlers that raise again, and empty ones, which are reported as swallowed errors."),
    matches: [.init([.python], .code, #"^\s*except\s*:"#)],
    when: [
      .not(.near(#"^\s*raise\b"#, lines: 4)), .not(.next(#"^\s*(?:pass|\.\.\.)\s*$"#)), .not(.line(#":\s*pass"#)),
    ],
    examples: [
      .hit("py", "try:\n    notify(customer)\nexcept:\n    log.exception(\"not notified\")"),
      .miss("py", "try:\n    notify(customer)\nexcept:\n    rollback()\n    raise"),
      .miss("py", "try:\n    notify(customer)\nexcept OSError:\n    log.exception(\"not notified\")"),
    ])

  private static let ignoredError = Rule(
    RuleCard(
      "code-quality/ignored-error", .warning, confidence: 0.75, title: "The error result is thrown away",
      body: "If the call fails, the value beside it is empty or half read, and the code goes on with it.",
      suggestion: "Check the error and return it.",
      reports:
        "A discarded error of calls that read, parse, open or query, and json.Unmarshal as a bare statement, in Go.",
      doesNotReport: "Errors of Close, Write to a buffer and Fprint, ignored with a comment, and tests."),
    matches: [
      .init(
        [.go], .bare,
        #",\s*_\s*:?=\s*(?:os\.(?:Open|ReadFile|Create|Stat)|io\.ReadAll|ioutil\.\w+|json\.(?:Marshal|Unmarshal)|strconv\.\w+|url\.Parse|http\.\w+|\w+\.(?:Query|Exec|QueryContext|ExecContext|Begin))\("#
      ),
      .init([.go], .bare, #"^\s*json\.Unmarshal\("#),
    ],
    when: [.not(.text(#"//.*\w"#))],
    examples: [
      .hit("go", "body, _ := io.ReadAll(r.Body)"),
      .hit("go", "\tjson.Unmarshal(body, &order)"),
      .miss("go", "body, err := io.ReadAll(r.Body)"),
      .miss("go", "n, _ := strconv.Atoi(s) // checked by the route"),
      .miss("go", "if err := json.Unmarshal(body, &order); err != nil {\n\treturn err\n}"),
    ])

  private static let mutableDefault = Rule(
    RuleCard(
      "code-quality/mutable-default", .warning, confidence: 0.9, title: "The default value is shared by all calls",
      body: "Python makes the default once: what one call adds to it, the next call finds in it.",
      suggestion: "Use `None` as default and make the value inside the function.",
      reports: "A list, dict or set literal (or an empty constructor) as default of a parameter.",
      doesNotReport: "Tuples, strings, numbers, None, dataclass fields and annotations."),
    matches: [
      .init(
        [.python], .bare,
        #"^\s*(?:async\s+)?def\s+\w+\(.*\w\s*(?::\s*[^=,()]+(?:\[[^\]]*\])?)?\s*=\s*(?:\[[^\]]*\]|\{[^}]*\}|list\(\)|dict\(\)|set\(\))\s*[,)]"#
      )
    ],
    examples: [
      .hit("py", "def refund(order, notes=[]):"),
      .hit("py", "def refund(order, notes: dict[str, str] = {}, dry=False):"),
      .miss("py", "def refund(order, notes=None):"),
      .miss("py", "def refund(order, notes=()):"),
      .miss("py", "notes: list[str] = field(default_factory=list)"),
    ])

  private static let compareNone = Rule(
    RuleCard(
      "code-quality/compare-none", .suggestion, confidence: 0.85, title: "None compared with ==",
      body: "`==` asks the object, and some (arrays, records, mocks) answer something other than yes or no.",
      suggestion: "Write `is None` or `is not None`.",
      reports: "`== None` and `!= None` in Python.",
      doesNotReport: "Query expressions, where == builds SQL, and tests."),
    matches: [.init([.python], .bare, #"[!=]=\s*None\b"#)],
    when: [.not(.line(#"\b(?:filter|where|select|query|having|join|and_|or_|case)\w*\(|\.c\.|\bdf\["#))],
    examples: [
      .hit("py", "if refund == None:"),
      .miss("py", "if refund is None:"),
      .miss("py", "rows = session.query(Refund).filter(Refund.paid_at == None)"),
    ])

  private static let identityOfLiteral = Rule(
    RuleCard(
      "code-quality/identity-of-literal", .warning, confidence: 0.9, title: "`is` compares identity, not value",
      body:
        "Whether two equal strings or numbers are the same object depends on the interpreter: this test may be false for equal values.",
      suggestion: "Use `==`.",
      reports: "`is` and `is not` with a string or number literal in Python.",
      doesNotReport: "None, True, False, and prose in strings."),
    matches: [.init([.python], .bare, #"\bis\s+(?:not\s+)?(?:["']|-?\d)"#)],
    when: [.line(#"\b(?:if|elif|while|return|and|or|assert|not)\b|="#)],
    examples: [
      .hit("py", "if state is \"paid\":"),
      .hit("py", "if count is not 0:"),
      .miss("py", "if state is None:"),
      .miss("py", "message = \"it is 'late'\""),
    ])

  private static let compareNaN = Rule(
    RuleCard(
      "code-quality/compare-nan", .warning, confidence: 0.95, title: "Nothing equals NaN",
      body: "NaN differs from everything, itself included: this comparison always has the same result.",
      suggestion: "Use `Number.isNaN(x)`, `math.isnan(x)` or `math.IsNaN(x)`.",
      reports: "A comparison with NaN by an equality operator.",
      doesNotReport: "isNaN functions and assignments."),
    matches: [
      .init([.javascript], .bare, #"[!=]==?\s*(?:Number\.)?NaN\b|\b(?:Number\.)?NaN\s*[!=]==?"#),
      .init([.python], .code, #"[!=]=\s*(?:float\(\s*["']nan["']\s*\)|(?:math|np|numpy)\.nan\b)"#),
      .init([.go], .bare, #"[!=]=\s*math\.NaN\(\)"#),
    ],
    examples: [
      .hit("js", "if (amount === NaN) {"),
      .hit("py", "if amount == float(\"nan\"):"),
      .miss("js", "if (Number.isNaN(amount)) {"),
      .miss("js", "let amount = NaN;"),
    ])

  private static let assertTuple = Rule(
    RuleCard(
      "code-quality/assert-tuple", .warning, confidence: 0.9, title: "This assert can't fail",
      body: "The parentheses make a tuple of condition and message, and a tuple that is not empty is true.",
      suggestion: "Remove the parentheses: `assert condition, \"message\"`.",
      reports: "assert of a parenthesised condition and string, in Python, tests included.",
      doesNotReport: "Parentheses around the condition alone, and calls."),
    matches: [.init([.python], .bare, #"^\s*assert\s*\([^()]*(?:\([^()]*\)[^()]*)*,\s*[fF]?["'][^()]*["']\s*\)\s*$"#)],
    skips: [],
    examples: [
      .hit("py", "assert (total > 0, \"no total\")"),
      .hit("tests/test_total.py", "    assert (len(rows) == 2, \"rows\")"),
      .miss("py", "assert (total > 0), \"no total\""),
      .miss("py", "assert total in (1, \"a\")"),
    ])

  private static let assignInCondition = Rule(
    RuleCard(
      "code-quality/assignment-in-condition", .warning, confidence: 0.75,
      title: "Assignment where a comparison is meant",
      body: "A single `=` sets the variable and then tests the new value: the branch no longer depends on the old one.",
      suggestion: "Use `===` (or `==`); put a wanted assignment in double parentheses.",
      reports: "`if (x = value)` in JavaScript, C and PHP.",
      doesNotReport: "Double parentheses, declarations, loops, and assignments of a call's result."),
    matches: [
      .init(
        [.javascript, .c, .php], .bare,
        #"\bif\s*\(\s*\$?[\w.>-]+\s*=\s*(?:["'][^"']*["']|\d+|\$?[A-Za-z_][\w.]*)\s*\)"#)
    ],
    examples: [
      .hit("js", "if (state = 'paid') {"),
      .hit("c", "if (state = PAID) {"),
      .miss("js", "if (state === 'paid') {"),
      .miss("js", "if ((match = pattern.exec(text))) {"),
      .miss("c", "if (fd >= 0) {"),
      .miss("js", "if (f = 1, y) t = 2;"),
    ])

  private static let raiseNotImplemented = Rule(
    RuleCard(
      "code-quality/raise-not-implemented", .warning, confidence: 0.95, title: "NotImplemented is no exception",
      body: "Raising it ends in a TypeError about exceptions, which hides what was meant.",
      suggestion: "`raise NotImplementedError`.",
      reports: "`raise NotImplemented` in Python.",
      doesNotReport: "`return NotImplemented`, which operators need, and NotImplementedError."),
    matches: [.init([.python], .bare, #"^\s*raise\s+NotImplemented\b(?:\s*$|\()"#)], skips: [],
    examples: [
      .hit("py", "    raise NotImplemented"),
      .miss("py", "    raise NotImplementedError"),
      .miss("py", "    return NotImplemented"),
    ])

  private static let throwText = Rule(
    RuleCard(
      "code-quality/throw-text", .suggestion, confidence: 0.85, title: "A string is thrown",
      body:
        "It has no stack: whoever finds it in the log can't tell where it came from, and `error.message` is undefined.",
      suggestion: "`throw new Error(…)`.",
      reports: "throw with a string or template literal in JavaScript and TypeScript.",
      doesNotReport: "Errors, variables and tests."),
    matches: [.init([.javascript], .bare, #"^\s*throw\s+["'`]"#)],
    examples: [
      .hit("js", "  throw 'no such order';"),
      .miss("js", "  throw new Error('no such order');"),
    ])

  private static let asyncForEach = Rule(
    RuleCard(
      "code-quality/async-for-each", .warning, confidence: 0.85, title: "forEach does not wait",
      body: "The code after the loop runs before any of the callbacks has finished, and an error in one is lost.",
      suggestion: "`for (const item of items) { await … }`, or `await Promise.all(items.map(…))`.",
      reports: "An async callback given to forEach.",
      doesNotReport: "map (whose promises can be awaited) and ordinary callbacks."),
    matches: [.init([.javascript], .bare, #"\.forEach\(\s*async\b"#)], skips: [.documentation],
    examples: [
      .hit("js", "orders.forEach(async (order) => {"),
      .miss("js", "await Promise.all(orders.map(async (order) => {"),
      .miss("js", "orders.forEach((order) => {"),
    ])

  private static let deferInLoop = Rule(
    RuleCard(
      "code-quality/defer-in-loop", .warning, confidence: 0.8, title: "defer in a loop runs at the function's end",
      body:
        "Each turn keeps its file, lock or row set open until the function returns: long loops run out of descriptors.",
      suggestion: "Move the body into a function of its own, or close at the end of the turn.",
      reports: "defer inside a for loop in Go.",
      doesNotReport: "defer inside a function literal in the loop."),
    matches: [.init([.go], .bare, #"^\s*defer\s"#)], when: [.inside(#"^\s*for\b"#, stop: #"\bfunc\b"#)],
    examples: [
      .hit("go", "for _, name := range names {\n\tf, err := os.Open(name)\n\tdefer f.Close()\n}"),
      .miss("go", "for _, name := range names {\n\tfunc() {\n\t\tdefer f.Close()\n\t}()\n}"),
      .miss("go", "func run() {\n\tdefer f.Close()\n}"),
    ])

  private static let moneyAsFloat = Rule(
    RuleCard(
      "code-quality/money-as-float", .warning, confidence: 0.75, title: "Money as a binary fraction",
      body: "0.1 + 0.2 is not 0.3 in floating point: sums drift by cents, and comparisons with a limit go wrong.",
      suggestion: "Count in cents as an integer, or use `Decimal` / `NUMERIC(12, 2)`.",
      reports: "float, parseFloat, REAL or DOUBLE for something named amount, price, balance, fee or refund.",
      doesNotReport: "Decimals, integers, rates and percentages, and tests."),
    matches: [
      .init(
        [.python], .bare,
        #"(?i)\bfloat\(\s*[^()]*\b\w*(?:amount|price|balance|fee)\w*\b|\b\w*(?:amount|price|balance|fee)\w*\s*:\s*float\b"#
      ),
      .init([.javascript], .bare, #"(?i)\bparseFloat\(\s*[^()]*\b\w*(?:amount|price|balance)\w*\b"#),
      .init(
        [.sql], .bare, #"(?i)^\s*(?:ADD\s+COLUMN\s+)?\w*(?:amount|price|balance|fee)\w*\s+(?:FLOAT|REAL|DOUBLE)\b"#),
      .init(
        [.java, .kotlin, .go, .csharp], .bare,
        #"(?i)\b(?:double|float)\s+\w*(?:amount|price|balance)\w*\s*[=;,)]|\b\w*(?:amount|price|balance)\w*\s*:?\s*float(?:32|64)\b"#
      ),
    ],
    when: [.not(.line(#"(?i)rate|ratio|percent|pct|factor|score|feed|coffee"#))],
    examples: [
      .hit("py", "amount = float(refund.amount)"),
      .hit("migrations/0007_refunds.sql", "    amount REAL NOT NULL,"),
      .hit("js", "const amount = parseFloat(form.amount);"),
      .miss("py", "amount = Decimal(body[\"amount\"])"),
      .miss("py", "amount_cents: int"),
      .miss("migrations/0007_refunds.sql", "    amount_cents INTEGER NOT NULL,"),
    ])

  private static let naiveTime = Rule(
    RuleCard(
      "code-quality/naive-utc", .suggestion, confidence: 0.9, title: "utcnow() gives a time without a zone",
      body:
        "Other code takes it as local time, so that differences and time stamps are off by the zone's offset; Python 3.12 deprecates it.",
      suggestion: "`datetime.now(timezone.utc)`.",
      reports: "datetime.utcnow and utcfromtimestamp.",
      doesNotReport: "Calls that name a zone, and tests."),
    matches: [.init([.python], .bare, #"\bdatetime\.(?:utcnow|utcfromtimestamp)\("#)],
    examples: [
      .hit("py", "created = datetime.utcnow()"),
      .miss("py", "created = datetime.now(timezone.utc)"),
    ])

  private static let returnInFinally = Rule(
    RuleCard(
      "code-quality/return-in-finally", .warning, confidence: 0.8, title: "return in finally discards the error",
      body: "Whatever was raised in the block before is dropped without a trace, and the caller gets this value.",
      suggestion: "Move the return behind the block.",
      reports: "return directly inside finally.",
      doesNotReport: "Functions defined inside it, and tests."),
    matches: [.init([.python, .javascript, .java], .bare, #"^\s*return\b"#)],
    when: [.inside(#"\bfinally\b\s*[:{]"#, stop: #"\bdef\b|=>|\bfunction\b|\btry\b|\bclass\b"#)],
    examples: [
      .hit("py", "try:\n    pay()\nfinally:\n    return done"),
      .hit("js", "try {\n  pay();\n} finally {\n  return done;\n}"),
      .miss("py", "try:\n    pay()\nfinally:\n    close()\nreturn done"),
    ])

  private static let noTimeout = Rule(
    RuleCard(
      "code-quality/request-without-timeout", .warning, confidence: 0.8, title: "The call may wait for ever",
      body:
        "requests has no time limit of its own: when the other side hangs, this worker hangs with it, and soon all do.",
      suggestion: "Pass `timeout=` (seconds), and decide what happens when it passes.",
      reports: "A call of the requests module that ends on its line without a timeout.",
      doesNotReport: "Calls that go on on the next lines, sessions and other clients, scripts and tests."),
    matches: [
      .init([.python], .bare, #"\brequests\.(?:get|post|put|patch|delete|head)\([^()]*(?:\([^()]*\)[^()]*)*\)"#)
    ],
    when: [.not(.line(#"\btimeout\s*=|\*\*"#))], skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("py", "answer = requests.post(url, json=body)"),
      .miss("py", "answer = requests.post(url, json=body, timeout=5)"),
      .miss("py", "answer = requests.post(\n    url,\n    timeout=5,\n)"),
      .miss("py", "answer = requests.post(url, **options)"),
    ])

  private static let removeVariable = Rule(
    RuleCard(
      "code-quality/remove-unset-variable", .warning, confidence: 0.85,
      title: "With the variable empty, this deletes from the root",
      body: "If the variable is unset or misspelt, the path starts at `/`, and everything below is deleted.",
      suggestion: "Write `\"${DIR:?}/…\"`, which stops when it is empty.",
      reports: "rm -r of a path that begins with an unguarded variable and a slash.",
      doesNotReport: "Guarded variables (`:?`), variables alone, and scripts with set -u in sight."),
    matches: [
      .init(
        [.shell, .make, .dockerfile, .workflow], .code,
        #"\brm\s+-[a-zA-Z]*[rR][a-zA-Z]*\s+(?:-\w+\s+)*"?\$(?:\{\w+\}|\w+)"?/"#)
    ],
    when: [
      .not(.file(#"set\s+-[a-z]*u|set\s+-o\s+nounset"#)),
      .not(.line(#"\$(?:\{?(?:HOME|PWD|TMPDIR|GITHUB_WORKSPACE|RUNNER_TEMP)\b)"#)),
    ],
    skips: [.documentation],
    examples: [
      .hit("sh", "rm -rf $BUILD/*"),
      .miss("sh", "rm -rf \"${BUILD:?}/\"*"),
      .miss("sh", "set -eu\nrm -rf \"$BUILD/cache\""),
      .miss("sh", "rm -rf build/*"),
    ])

  private static let unhandledBody = Rule(
    RuleCard(
      "code-quality/body-not-closed", .warning, confidence: 0.6, title: "The response body is never closed",
      body: "Each call keeps its connection: the pool runs dry and later calls hang.",
      suggestion: "`defer resp.Body.Close()` after the error check.",
      reports: "http.Get or client.Do in Go with no Close of a body in the ten lines around.",
      doesNotReport: "Responses that are returned or handed on, and tests."),
    matches: [
      .init([.go], .bare, #"\b\w+,\s*err\s*:?=\s*(?:http\.(?:Get|Post|Head)|\w*[cC]lient\.(?:Do|Get|Post))\("#)
    ],
    when: [.not(.near(#"\.Body\.Close\(|\breturn\s+resp\b|\breturn\s+res\b|\(resp\b|\(res\b"#, lines: 10))],
    examples: [
      .hit("go", "resp, err := http.Get(url)\nif err != nil {\n\treturn err\n}\nstatus := resp.StatusCode"),
      .miss("go", "resp, err := http.Get(url)\nif err != nil {\n\treturn err\n}\ndefer resp.Body.Close()"),
    ])
}
