/// Work that grows with the data or blocks everybody else.
enum PerformanceRules {
  static let all: [Rule] = [
    queryInLoop, requestInLoop, blockingAsync, blockingHandler, sleepInRequest, patternInLoop, selectAll, countAll,
    popFront, cachedMethod, indexLock,
  ]

  private static let pythonScope = #"^\s*(?:async\s+)?def\b|^\s*class\b"#
  private static let braceLoop =
    #"\b(?:for|while|foreach)\b\s*\(|\.(?:forEach|map|each)\b.*(?:=>|function|do\b|\{)|\bfor\b.*\{\s*$|\.each\s+do\b"#
  private static let braceScope = #"\bfunc\b|\bfunction\b|^\s*def\b|\bclass\b"#

  private static let queryInLoop = Rule(
    RuleCard(
      "performance/query-in-loop", .warning, confidence: 0.8, title: "A query for each turn of the loop",
      body:
        "Every turn waits for the database: a hundred rows are a hundred round trips, and the time grows with the data.",
      suggestion: "Fetch all rows with one query (`IN (…)`, a join, or a prefetch) before the loop.",
      reports: "A database call inside a loop that is visible in the change.",
      doesNotReport: "Loops that write in batches, retries, polling, migrations, scripts and tests."),
    matches: [
      .init(
        [.python], .bare,
        #"\b(?:cursor|cur|conn|connection|db|database|session)\.(?:execute|query|fetch_?one|fetch_?all|scalar|get)\(|\.objects\.(?:get|filter|create)\("#
      ),
      .init(
        [.javascript], .bare,
        #"\bawait\s+(?:\w+\.)?(?:db|prisma|pool|knex|conn|connection|repo(?:sitory)?|\w+Repo(?:sitory)?|\w+Model|[A-Z]\w+)\.(?:\w+\.)?(?:query|execute|find\w*|get\w*|select|save|create|update\w*)\("#
      ),
      .init([.go], .bare, #"\b(?:db|tx|conn|pool|q|queries)\.(?:Query|QueryRow|Exec|Get|Select)(?:Context|x)?\("#),
      .init([.ruby], .bare, #"\b[A-Z]\w+\.(?:find|find_by|where|create)!?[\s(]"#),
      .init(
        [.java, .kotlin, .csharp], .bare,
        #"\b\w*[rR]epository\.(?:find\w*|get\w*|save)\(|\b(?:jdbcTemplate|entityManager|statement|stmt)\.(?:query\w*|find|executeQuery)\("#
      ),
      .init(
        [.php], .bare, #"\$(?:db|pdo|stmt|this->db|conn)->(?:query|execute|prepare)\(|\b[A-Z]\w+::(?:find|where)\("#),
    ],
    when: [
      .any([
        .inside(#"^\s*(?:async\s+)?for\b.*:\s*$"#, stop: pythonScope), .inside(braceLoop, stop: braceScope),
      ]),
      .not(
        .inside(#"(?i)\b(?:retry|retries|attempt|batch|chunk|page)\w*\b|while\s+(?:True|true|1)"#, stop: pythonScope)),
      .not(.line(#"(?i)batch|bulk|many|chunk"#)),
    ],
    skips: [.test, .documentation, .example, .script, .migration],
    examples: [
      .hit(
        "py",
        "for order in orders:\n    row = cur.execute(\"SELECT name FROM customers WHERE id = ?\", (order.id,)).fetchone()"
      ),
      .hit("py", "for order in orders:\n    order.customer = Customer.objects.get(id=order.customer_id)"),
      .hit(
        "js",
        "for (const order of orders) {\n  order.customer = await prisma.customer.findUnique({ where: { id: order.id } });\n}"
      ),
      .hit(
        "go", "for _, o := range orders {\n\trow := db.QueryRow(\"SELECT name FROM customers WHERE id = $1\", o.ID)\n}"),
      .miss(
        "py",
        "rows = cur.execute(\"SELECT name FROM customers\").fetchall()\nfor row in rows:\n    names.append(row[0])"),
      .miss("py", "for attempt in range(3):\n    cur.execute(\"SELECT 1\")"),
      .miss("py", "for batch in batches:\n    cur.executemany(INSERT, batch)"),
      .miss("py", "for order in orders:\n    name = settings.get(order.id)"),
    ])

  private static let requestInLoop = Rule(
    RuleCard(
      "performance/request-in-loop", .suggestion, confidence: 0.6, title: "A network call for each turn of the loop",
      body: "The calls run one after the other: the whole takes as long as all of them together.",
      suggestion: "Ask for all items in one call where the service can, or run a bounded number at once.",
      reports: "An HTTP call inside a for loop over items.",
      doesNotReport: "Retries, pagination, polling, scripts and tests."),
    matches: [
      .init([.python], .bare, #"\b(?:requests|httpx)\.(?:get|post|put|patch|delete)\("#),
      .init([.javascript], .bare, #"\bawait\s+(?:fetch|axios(?:\.\w+)?)\("#),
      .init([.go], .bare, #"\bhttp\.(?:Get|Post)\("#),
    ],
    when: [
      .any([
        .inside(#"^\s*for\b.*\bin\b.*:\s*$"#, stop: pythonScope),
        .inside(#"\bfor\s*\(.*\bof\b|\bfor\b.*\brange\b"#, stop: braceScope),
      ]),
      .not(.inside(#"(?i)retry|retries|attempt|page|range\(|backoff|delay"#, stop: pythonScope)),
    ],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("py", "for item in items:\n    stock = requests.get(f\"{BASE}/stock/{item}\", timeout=5)"),
      .hit("js", "for (const item of items) {\n  const stock = await fetch(`${base}/stock/${item}`);\n}"),
      .miss("py", "for attempt in range(5):\n    answer = requests.get(url, timeout=5)"),
      .miss("py", "stock = requests.get(url, timeout=5)\nfor item in stock.json():\n    show(item)"),
    ])

  private static let blockingAsync = Rule(
    RuleCard(
      "performance/blocking-call-in-async", .warning, confidence: 0.85, title: "Blocking call in asynchronous code",
      body: "While this call waits, the event loop stands still: every other request of the process waits with it.",
      suggestion: "Use the asynchronous form (`await asyncio.sleep`, an async client), or run it in a thread.",
      reports: "sleep, synchronous HTTP, subprocess and file calls inside an async function.",
      doesNotReport: "Calls handed to a thread or executor, nested ordinary functions, start-up code and tests."),
    matches: [
      .init(
        [.python], .bare,
        #"\btime\.sleep\(|\brequests\.(?:get|post|put|patch|delete|head|request)\(|\burllib\.request\.urlopen\(|\bsubprocess\.(?:run|call|check_output|check_call)\(|\bos\.system\("#
      ),
      .init([.rust], .bare, #"\b(?:std::)?thread::sleep\(|\bstd::fs::\w+\(|\breqwest::blocking::"#),
      .init([.javascript], .bare, #"\b(?:readFileSync|writeFileSync|execSync|spawnSync|pbkdf2Sync|scryptSync)\("#),
      .init([.csharp], .bare, #"\bThread\.Sleep\(|\.GetAwaiter\(\)\.GetResult\(\)"#),
    ],
    when: [
      .inside(
        #"\basync\s+def\b|\basync\s+fn\b|\basync\s+function\b|\basync\s*\(.*=>|\basync\s+\w+\s*\(|\basync\s+Task\b"#,
        stop: #"^\s*def\b|\bfn\b|\bspawn_blocking\b|\bfunction\b"#),
      .not(.line(#"to_thread|run_in_executor|spawn_blocking"#)),
    ],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("py", "async def refund(order):\n    time.sleep(1)"),
      .hit("py", "async def rate():\n    answer = requests.get(URL, timeout=5)"),
      .hit("js", "async function show(req, res) {\n  const page = fs.readFileSync('page.html');\n}"),
      .hit("rs", "async fn show() {\n    std::thread::sleep(Duration::from_secs(1));\n}"),
      .miss("py", "async def refund(order):\n    await asyncio.sleep(1)"),
      .miss("py", "def refund(order):\n    time.sleep(1)"),
      .miss("py", "async def rate():\n    answer = await asyncio.to_thread(requests.get, URL)"),
      .miss("js", "const page = fs.readFileSync('page.html');"),
    ])

  private static let blockingHandler = Rule(
    RuleCard(
      "performance/blocking-call-in-handler", .warning, confidence: 0.8,
      title: "Synchronous file or process call in a request handler",
      body: "Node runs all requests on one thread: this call stops all of them until the disk or the process answers.",
      suggestion: "Use the promise form with `await`, or read it once at start.",
      reports: "A *Sync call inside a function with the parameters of a request handler.",
      doesNotReport: "Start-up code, command-line tools, build scripts and tests."),
    matches: [
      .init(
        [.javascript], .bare, #"\b(?:readFileSync|writeFileSync|execSync|spawnSync|existsSync|pbkdf2Sync|scryptSync)\("#
      )
    ],
    when: [.inside(#"\(\s*(?:req|request|ctx)\b[^)]*\)\s*(?:=>|\{)"#, stop: #"\basync\b"#)],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("js", "app.get('/', (req, res) => {\n  res.send(fs.readFileSync('page.html'));\n});"),
      .miss("js", "const page = fs.readFileSync('page.html');\napp.get('/', (req, res) => {\n  res.send(page);\n});"),
    ])

  private static let sleepInRequest = Rule(
    RuleCard(
      "performance/sleep-in-request", .warning, confidence: 0.75, title: "A request handler sleeps",
      body: "The worker is taken for the whole wait; a few such requests at once and no worker is left for others.",
      suggestion: "Answer at once and do the waiting in a job, or let the client retry.",
      reports: "A sleep inside a function that takes a request or a response writer.",
      doesNotReport: "Sleeps in jobs, scripts, retries outside handlers, and tests."),
    matches: [
      .init([.python], .bare, #"\btime\.sleep\("#), .init([.go], .bare, #"\btime\.Sleep\("#),
      .init([.java, .kotlin], .bare, #"\bThread\.sleep\("#), .init([.ruby, .php], .bare, #"^\s*sleep[\s(]\s*\d"#),
    ],
    when: [
      .inside(
        #"^\s*def\s+\w+\(\s*(?:self,\s*)?request\b|http\.ResponseWriter|HttpServletRequest"#,
        stop: #"^\s*(?:async\s+)?def\b|\bgo func\b"#)
    ],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("py", "def refund(request):\n    time.sleep(2)\n    return done()"),
      .hit("go", "func show(w http.ResponseWriter, r *http.Request) {\n\ttime.Sleep(time.Second)\n}"),
      .miss("py", "def poll(queue):\n    time.sleep(2)"),
      .miss("go", "func poll() {\n\ttime.Sleep(time.Second)\n}"),
    ])

  private static let patternInLoop = Rule(
    RuleCard(
      "performance/pattern-compiled-in-loop", .suggestion, confidence: 0.8,
      title: "Regular expression compiled in a loop",
      body: "Compiling costs far more than matching, and the pattern is the same every turn.",
      suggestion: "Compile it once, before the loop.",
      reports: "Compiling a literal pattern inside a loop.",
      doesNotReport: "Patterns made from the loop's variables, and tests."),
    matches: [
      .init([.go], .code, #"\bregexp\.(?:Must)?Compile\(\s*["`]"#),
      .init([.java, .kotlin, .scala], .code, #"\bPattern\.compile\(\s*""#),
      .init([.rust], .code, #"\bRegex::new\(\s*r?#*""#), .init([.python], .code, #"\bre\.compile\(\s*r?["']"#),
      .init([.csharp], .code, #"\bnew Regex\(\s*@?""#),
    ],
    when: [
      .any([
        .inside(#"^\s*(?:for|while)\b"#, stop: pythonScope),
        .inside(#"\bfor\b|\bwhile\b|\bloop\b"#, stop: #"\bfunc\b|\bfn\b|\bclass\b"#),
      ])
    ],
    examples: [
      .hit("go", "for _, line := range lines {\n\tre := regexp.MustCompile(`^a+$`)\n}"),
      .hit("java", "for (String line : lines) {\n    Pattern p = Pattern.compile(\"^a+$\");\n}"),
      .miss("go", "var re = regexp.MustCompile(`^a+$`)"),
      .miss("py", "for word in words:\n    found.append(re.compile(word))"),
    ])

  private static let selectAll = Rule(
    RuleCard(
      "performance/select-all-rows", .warning, confidence: 0.75, title: "The whole table is read",
      body: "No WHERE and no LIMIT: time and memory grow with the table, and one day it does not fit.",
      suggestion: "Name the columns, and bound the rows (`WHERE …`, `LIMIT`, or pages).",
      reports: "`SELECT *` from a table with neither condition nor limit, in program code.",
      doesNotReport: "Statements that go on on the next line, counts, migrations, scripts and tests."),
    matches: [
      .init(
        .programs.subtracting([.shell]), .code,
        #"["'`](?i:SELECT\s+\*\s+FROM\s+[\w.]+)(?:\s+(?i:ORDER\s+BY)\s+[\w., ]+)?\s*;?["'`]"#)
    ],
    when: [
      .not(.next(#"^\s*(?:["'+.`&]|[fr]?["'])"#)), .not(.line(#"(?i)limit|top\b|fetchone|information_schema|pragma"#)),
    ],
    skips: [.test, .documentation, .example, .script, .migration],
    examples: [
      .hit("py", "rows = cur.execute(\"SELECT * FROM refunds\").fetchall()"),
      .hit("js", "const rows = await db.query('SELECT * FROM refunds');"),
      .miss("py", "rows = cur.execute(\"SELECT * FROM refunds WHERE order_id = ?\", (order,))"),
      .miss("py", "rows = cur.execute(\"SELECT id FROM refunds LIMIT 100\")"),
      .miss("py", "rows = cur.execute(\n    \"SELECT * FROM refunds\"\n    \" WHERE order_id = ?\", (order,))"),
    ])

  private static let countAll = Rule(
    RuleCard(
      "performance/rows-loaded-to-count", .suggestion, confidence: 0.85, title: "All rows are loaded to count them",
      body:
        "The database sends every row and the program builds every object, only for a number that the database knows.",
      suggestion: "Use `.count()` (or `.exists()` where only some matter).",
      reports: "The length of a whole query result in Django, SQLAlchemy and Rails.",
      doesNotReport: "Lengths of lists, and counts done by the database."),
    matches: [
      .init(
        [.python], .bare,
        #"\blen\(\s*\w+\.objects\.(?:all|filter)\(.*\)\s*\)|\blen\(.*\.query(?:\(\w+\))?\.all\(\)\s*\)|\blen\(\s*\w+\.fetchall\(\)\s*\)"#
      ),
      .init([.ruby], .bare, #"\b[A-Z]\w+\.all\.(?:to_a\.)?length\b"#),
    ],
    examples: [
      .hit("py", "total = len(Refund.objects.all())"),
      .miss("py", "total = Refund.objects.count()"),
      .miss("py", "total = len(refunds)"),
    ])

  private static let popFront = Rule(
    RuleCard(
      "performance/pop-front-in-loop", .suggestion, confidence: 0.75,
      title: "Taking the first item of a list in a loop",
      body: "Each `pop(0)` moves all other items: a queue of n items costs n² steps.",
      suggestion: "Use `collections.deque` and `popleft()`.",
      reports: "`pop(0)` of something named as a queue inside a while loop in Python.",
      doesNotReport: "Single uses outside loops, short lists such as arguments and lines, and tests."),
    matches: [.init([.python], .bare, #"(?i)\b\w*(?:queue|todo|pending|frontier|jobs|work|tasks)\w*\.pop\(0\)"#)],
    when: [.inside(#"^\s*while\b"#, stop: pythonScope)],
    examples: [
      .hit("py", "while queue:\n    order = queue.pop(0)"),
      .miss("py", "program = arguments.pop(0)"),
      .miss("py", "while lines and not lines[0]:\n    lines.pop(0)"),
      .miss("py", "while queue:\n    order = queue.popleft()"),
    ])

  private static let cachedMethod = Rule(
    RuleCard(
      "performance/cache-keeps-objects", .suggestion, confidence: 0.75, title: "The cache keeps every object alive",
      body: "A cached method has `self` in its key: no instance that was ever used is freed while the cache lives.",
      suggestion: "Use `functools.cached_property`, or cache a module function of plain values.",
      reports: "functools.cache, or lru_cache without a bound, on a method.",
      doesNotReport: "Bounded caches, functions, static and class methods."),
    matches: [.init([.python], .bare, #"^\s+@(?:functools\.)?(?:cache|lru_cache\(\s*maxsize\s*=\s*None\s*\))\s*$"#)],
    when: [.next(#"^\s+def\s+\w+\(\s*self\b"#)],
    examples: [
      .hit("py", "class Shop:\n    @functools.cache\n    def price(self, item):\n        return 1"),
      .miss("py", "@functools.cache\ndef price(item):\n    return 1"),
      .miss("py", "class Shop:\n    @functools.lru_cache(maxsize=100)\n    def price(self, item):\n        return 1"),
    ])

  private static let indexLock = Rule(
    RuleCard(
      "performance/index-locks-table", .suggestion, confidence: 0.6, title: "Building the index stops writes",
      body:
        "PostgreSQL holds off every insert and update of the table until the index is built; on a big table that is an outage.",
      suggestion: "`CREATE INDEX CONCURRENTLY`, outside a transaction.",
      reports: "CREATE INDEX without CONCURRENTLY in a migration of an existing table.",
      doesNotReport: "Migrations that create a table, and files that are for SQLite or MySQL."),
    matches: [.init([.sql], .code, #"(?i)^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\b"#)],
    when: [
      .not(.file(#"(?i)CREATE\s+TABLE|AUTOINCREMENT|AUTO_INCREMENT|ENGINE\s*=|PRAGMA|sqlite"#)), .path(#"(?i)migrat"#),
    ],
    examples: [
      .hit("migrations/0008_index.sql", "CREATE INDEX refunds_order ON refunds (order_id);"),
      .miss("migrations/0008_index.sql", "CREATE INDEX CONCURRENTLY refunds_order ON refunds (order_id);"),
      .miss("migrations/0007_new.sql", "CREATE TABLE refunds (id bigint);\nCREATE INDEX refunds_id ON refunds (id);"),
    ])
}
