/// Data that becomes code: SQL, shell, markup, objects, paths.
enum InjectionRules {
  static let all: [Rule] = [
    sql, shell, shellTrue, eval, html, deserialisation, path, serverRequest, redirect, workflow, formatString,
  ]

  /// A statement, not a sentence: the verb with the word that must follow it.
  private static let statement =
    #"(?:SELECT\b.{1,200}\bFROM\b|INSERT\s+INTO\b|UPDATE\s+[\w.`"]+\s+SET\b|DELETE\s+FROM\b)"#
  private static let anyCase =
    #"(?i:SELECT\b.{1,200}\bFROM\b|INSERT\s+INTO\b|UPDATE\s+[\w.`"]+\s+SET\b|DELETE\s+FROM\b)"#

  private static let sql = Rule(
    RuleCard(
      "security/sql-string-built", .critical, confidence: 0.85, title: "SQL built from strings",
      body: """
        The value goes into the statement as text. If any part of it can come from a request, the sender decides what the \
        database runs.
        """,
      suggestion: "Pass the values as parameters of the call (`?`, `%s` or `$1` in the statement) instead.",
      reports: "A SQL statement that is put together by interpolation, concatenation or formatting of values.",
      doesNotReport:
        "Parameters, lists of placeholders, interpolated table or column names, tagged templates and prose with SQL words."
    ),
    matches: [
      .init([.python], .code, #"\b[fF]["']{1,3}[^"']*\#(statement).*\{"#),
      .init([.python], .code, #"\.execute(?:many)?\(\s*[fF]["']{1,3}.*\#(anyCase).*\{"#),
      .init([.python], .code, #"["'][^"']*\#(statement)[^"']*["']+\s*(?:%\s*[\w(]|\+\s*\w|\.format\()"#),
      .init([.python], .code, #"["'][^"']*\#(statement)[^"]*(?:=|'\s*|\()["]\s*(?:%\s*[\w(]|\+\s*\w)"#),
      .init([.javascript], .code, "`[^`]*" + statement + #"[^`]*\$\{"#),
      .init(
        [.javascript, .java, .kotlin, .csharp, .go, .swift, .scala], .code,
        #"["'][^"]*\#(statement)[^"]*["']\s*\+\s*[a-zA-Z_]"#),
      .init([.go], .code, #"fmt\.Sprintf\(\s*["`][^"`]*\#(statement)[^"`]*%[svd]"#),
      .init([.java, .kotlin], .code, #"String\.format\(\s*"[^"]*\#(statement)[^"]*%[sd]"#),
      .init([.kotlin], .code, #"["][^"]*\#(statement)[^"]*\$[{a-z]"#),
      .init([.csharp], .code, #"\$@?"[^"]*\#(statement)[^"]*\{"#),
      .init([.php], .code, #"["][^"]*\#(statement)[^"]*(?:\$[a-zA-Z_]|"\s*\.\s*\$)"#),
      .init([.ruby], .code, #"["][^"]*\#(statement)[^"]*#\{"#),
    ],
    when: [
      .not(.line(#"[{(][^{}()]*(?i:placeholder|qmarks|marks|columns|cols|fields|table|schema|\bjoin\()[^{}]*[})]"#)),
      .not(.line(#"(?i)\b(?:sql|Prisma\.sql|pgp\.as|escapeId)`"#)),
      .not(.line(#"(?i)\+\s*(?:table|column|schema|order|sort)\w*"#)),
    ],
    examples: [
      .hit("py", #"cur.execute(f"SELECT id FROM refunds WHERE customer = '{customer}'")"#),
      .hit("py", #"cur.execute("SELECT * FROM users WHERE id=%s" % user_id)"#),
      .hit("js", "const rows = await db.query(`SELECT * FROM users WHERE id = ${req.params.id}`);"),
      .hit("go", #"rows, err := db.Query(fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name))"#),
      .hit("java", #"st.executeQuery("SELECT id FROM users WHERE name = '" + name + "'");"#),
      .hit("php", #"$db->query("SELECT id FROM users WHERE name = '$name'");"#),
      .hit("rb", #"User.find_by_sql("SELECT * FROM users WHERE name = '#{name}'")"#),
      .miss("py", #"cur.execute("SELECT id FROM refunds WHERE customer = %s", (customer,))"#),
      .miss("py", #"cur.execute(f"SELECT id FROM refunds WHERE id IN ({placeholders})", ids)"#),
      .miss("py", #"log.info(f"select one item from {shelf}")"#),
      .miss("js", "const rows = await sql`SELECT * FROM users WHERE id = ${id}`;"),
      .miss("go", #"rows, err := db.Query("SELECT id FROM users WHERE name = $1", name)"#),
    ])

  private static let shell = Rule(
    RuleCard(
      "security/shell-string-built", .critical, confidence: 0.85, title: "Shell command built from strings",
      body: "A value with `;`, `$(…)` or a quote in it runs as a command of its own, with the rights of this process.",
      suggestion: "Pass the program and its arguments as a list, without a shell.",
      reports: "A shell command line that is put together from a literal and a value.",
      doesNotReport:
        "Argument lists, fixed command lines, quoted values (`shlex.quote`, `escapeshellarg`), tests and build scripts."
    ),
    matches: [
      .init([.python], .code, #"\bos\.(?:system|popen)\(\s*(?:[fF]["'].*\{|["'][^"']*["']\s*(?:\+|%)|.*\.format\()"#),
      .init(
        [.python], .code,
        #"\bsubprocess\.\w+\(\s*(?:[fF]["'].*\{|["'][^"']*["']\s*(?:\+|%)|["'].*\.format\().*shell\s*=\s*True"#),
      .init([.javascript], .code, #"\b(?:exec|execSync)\(\s*(?:`[^`]*\$\{|["'][^"']*["']\s*\+)"#),
      .init(
        [.go], .code,
        #"exec\.Command(?:Context)?\(.*"(?:ba)?sh",\s*"-c",\s*(?:fmt\.Sprintf|"[^"]*"\s*\+|[^")]*\+\s*\w)"#),
      .init([.ruby], .code, #"(?:\b(?:system|exec|spawn)[\s(]+"|`)[^"`]*#\{"#),
      .init([.php], .code, #"\b(?:shell_exec|exec|system|passthru)\(\s*(?:"[^"]*\$|["'][^"']*["']\s*\.\s*\$)"#),
      .init([.java, .kotlin], .code, #"getRuntime\(\)\.exec\(\s*"[^"]*"\s*\+"#),
    ],
    when: [.not(.line(#"shlex\.quote|shellescape|escapeshell|Shellwords|\bquote\("#))],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("py", #"os.system(f"convert {upload} out.png")"#),
      .hit("py", #"subprocess.run("tar xf " + name, shell=True)"#),
      .hit("js", "exec(`git log ${branch}`, done);"),
      .hit("rb", ##"system("convert #{upload} out.png")"##),
      .hit("php", #"shell_exec("ls $dir");"#),
      .miss("py", #"subprocess.run(["convert", upload, "out.png"], check=True)"#),
      .miss("py", #"os.system(f"convert {shlex.quote(upload)} out.png")"#),
      .miss("js", "const found = pattern.exec(text);"),
    ])

  private static let shellTrue = Rule(
    RuleCard(
      "security/shell-true", .warning, confidence: 0.7, title: "A variable is run by a shell",
      body: "`shell=True` hands the whole text to a shell: whatever is in it besides the command is run as well.",
      suggestion: "Pass a list of arguments and leave `shell` out.",
      reports: "subprocess with `shell=True` on a variable.",
      doesNotReport: "Fixed command lines, lists without a shell, scripts and tests."),
    matches: [
      .init(
        [.python], .code,
        #"\bsubprocess\.(?:run|call|Popen|check_output|check_call)\(\s*[a-z_][\w.\[\]]*\s*,.*shell\s*=\s*True"#)
    ],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("py", "subprocess.run(command, shell=True)"),
      .miss("py", "subprocess.run(\"ls -l\", shell=True)"),
      .miss("py", "subprocess.run(command, check=True)"),
    ])

  private static let eval = Rule(
    RuleCard(
      "security/eval-of-data", .warning, confidence: 0.8, title: "Data is run as code",
      body: "Whoever supplies this text runs code with the rights of the process.",
      suggestion: "Parse the value instead: `json`, `ast.literal_eval`, or a table of allowed operations.",
      reports: "eval, exec, new Function and the like on something that is not a literal.",
      doesNotReport: "literal_eval, methods named eval (models, expressions, engines), literals and tests."),
    matches: [
      .init([.python], .bare, #"(?:^|[^.\w])(?:eval|exec)\(\s*(?:[a-z_]\w*|[fF]["'])"#),
      .init([.javascript], .bare, #"(?:^|[^.\w])eval\(\s*[a-zA-Z_`]|\bnew Function\(\s*[a-z]"#),
      .init([.php], .bare, #"(?:^|[^>:\w])eval\(\s*\$"#),
      .init([.ruby], .bare, #"\b(?:eval|instance_eval|class_eval)[\s(]+params\b"#),
    ],
    when: [.not(.line(#"\bdef (?:eval|exec)\b|function eval"#))],
    examples: [
      .hit("py", "result = eval(expression)"),
      .hit("js", "const value = eval(input);"),
      .hit("php", "eval($code);"),
      .miss("py", "result = ast.literal_eval(expression)"),
      .miss("py", "model.eval()"),
      .miss("py", "# eval(expression) was here"),
      .miss("js", "const found = pattern.exec(text);"),
    ])

  private static let html = Rule(
    RuleCard(
      "security/unsafe-html", .warning, confidence: 0.7, title: "Text goes into the page without escaping",
      body: "If any of it comes from a user, that user's script runs in every other visitor's session.",
      suggestion: "Use the escaping form (`textContent`, `{value}`, `{{ value }}`), or sanitise just before this line.",
      reports: "Assignment of a value to innerHTML and the escape switches of React, Vue, Django, Jinja, Rails and Go.",
      doesNotReport: "Literal markup, emptying an element, values that pass a sanitiser on the same line, and tests."),
    matches: [
      .init(
        [.javascript, .html], .code, #"\.(?:inner|outer)HTML\s*\+?=\s*(?:[a-zA-Z_$(]|`[^`]*\$\{|["'][^"']*["']\s*\+)"#),
      .init([.javascript], .code, #"dangerouslySetInnerHTML=\{\{\s*__html:\s*[a-zA-Z_]"#),
      .init([.javascript], .code, #"\bdocument\.write(?:ln)?\(\s*(?:[a-zA-Z_]|["'`].*(?:\+|\$\{))"#),
      .init([.javascript, .html], .code, #"\bv-html="[^"]"#),
      .init(
        [.html, .template], .code,
        #"\{\{[^}]*\|\s*safe\b|\{%\s*autoescape\s+(?:off|false)|<%==|<%=\s*raw\b|\.html_safe\b"#),
      .init([.python], .code, #"\b(?:mark_safe|Markup)\(\s*(?:[fF]["']|[a-z_]\w*\s*[),+%]|["'].*(?:%|\+|\.format\())"#),
      .init([.ruby], .code, #"\b\w+\.html_safe\b|\braw\(\s*params"#),
      .init([.go], .code, #"\btemplate\.(?:HTML|JS|URL)\(\s*[a-z]"#),
    ],
    when: [.not(.line(#"(?i)purify|sanitiz|sanitis|escape|bleach"#))],
    examples: [
      .hit("js", "node.innerHTML = comment.body;"),
      .hit("jsx", "<div dangerouslySetInnerHTML={{ __html: post.body }} />"),
      .hit("vue", "<p v-html=\"review.text\"></p>"),
      .hit("html", "<p>{{ review.text | safe }}</p>"),
      .hit("py", "return mark_safe(f\"<b>{name}</b>\")"),
      .miss("js", "node.innerHTML = '';"),
      .miss("js", "node.innerHTML = DOMPurify.sanitize(comment.body);"),
      .miss("html", "<p>{{ review.text }}</p>"),
    ])

  private static let deserialisation = Rule(
    RuleCard(
      "security/unsafe-deserialisation", .warning, confidence: 0.75, title: "Deserialising can run code",
      body:
        "This reader builds whatever objects the bytes ask for: crafted input runs code before anything can check it.",
      suggestion: "Use a format that holds data only (JSON, `yaml.safe_load`), or verify a signature first.",
      reports: "pickle, yaml.load without a safe loader, Marshal, ObjectInputStream, unserialize and BinaryFormatter.",
      doesNotReport: "Safe loaders, JSON, and tests."),
    matches: [
      .init([.python], .bare, #"\b(?:c?[pP]ickle|dill|marshal|shelve|joblib)\.loads?\("#),
      .init([.python], .bare, #"\byaml\.(?:unsafe_load|load|full_load)\("#),
      .init([.java, .kotlin], .bare, #"\bnew ObjectInputStream\(|\bObjectInputStream\(\w"#),
      .init([.ruby], .bare, #"\bMarshal\.load\(|\bYAML\.unsafe_load\("#),
      .init([.php], .bare, #"\bunserialize\(\s*\$"#),
      .init([.csharp], .bare, #"\bnew BinaryFormatter\("#),
      .init([.javascript], .bare, #"\bunserialize\(\s*req\b"#),
    ],
    when: [.not(.line(#"Safe|allowed_classes"#))],
    examples: [
      .hit("py", "cart = pickle.loads(cookie)"),
      .hit("py", "config = yaml.load(stream)"),
      .hit("java", "var in = new ObjectInputStream(socket.getInputStream());"),
      .hit("rb", "cart = Marshal.load(cookie)"),
      .miss("py", "config = yaml.load(stream, Loader=yaml.SafeLoader)"),
      .miss("py", "config = yaml.safe_load(stream)"),
      .miss("py", "raise ValueError(\"pickle.loads( is not allowed\")"),
    ])

  private static let path = Rule(
    RuleCard(
      "security/path-from-request", .critical, confidence: 0.85, title: "File name taken from the request",
      body: "`../../etc/passwd` as the parameter reads any file that the process can read.",
      suggestion: "Resolve the path, check that it lies below the allowed folder, and reject everything else.",
      reports: "A file call whose argument is a request parameter on the same line.",
      doesNotReport: "Names that pass basename, secure_filename, safe_join or the like, and uploads under new names."),
    matches: [
      .init(
        [.python], .code,
        #"\b(?:open|send_file|FileResponse|Path)\(.*\brequest\.(?:args|form|values|query_params|GET|POST|path_params|json)\b"#
      ),
      .init(
        [.javascript], .code,
        #"\b(?:readFile(?:Sync)?|createReadStream|sendFile|writeFile(?:Sync)?|unlink(?:Sync)?)\(.*\breq(?:uest)?\.(?:query|params|body)\b"#
      ),
      .init(
        [.php], .code,
        #"\b(?:include|include_once|require|require_once|file_get_contents|readfile|fopen)\b\s*\(?.*\$_(?:GET|POST|REQUEST|COOKIE)\b"#
      ),
      .init([.go], .code, #"\bos\.(?:Open|ReadFile|Create|Remove)\(.*\br\.(?:URL\.Query|FormValue|PathValue)"#),
      .init([.java, .kotlin], .code, #"\b(?:new File|Paths\.get|Path\.of)\(.*getParameter\("#),
      .init([.ruby], .code, #"\b(?:File\.(?:open|read)|send_file)[\s(].*\bparams\["#),
    ],
    when: [.not(.line(#"(?i)basename|secure_filename|safe_join|sanitiz|realpath|filepath\.Base"#))],
    examples: [
      .hit("py", "return send_file(\"receipts/\" + request.args[\"name\"])"),
      .hit("js", "res.sendFile(root + req.query.file);"),
      .hit("php", "include $_GET['page'] . '.php';"),
      .hit("go", "f, err := os.Open(\"data/\" + r.URL.Query().Get(\"f\"))"),
      .miss("py", "return send_file(safe_join(\"receipts\", request.args[\"name\"]))"),
      .miss("py", "return send_file(receipt_path(receipt))"),
    ])

  private static let serverRequest = Rule(
    RuleCard(
      "security/request-to-given-address", .warning, confidence: 0.8,
      title: "The server fetches an address from the request",
      body: "The sender makes this server call internal services, cloud metadata included, with the server's rights.",
      suggestion: "Allow only listed hosts, and resolve and check the address before the call.",
      reports: "An HTTP call whose address is a request parameter on the same line.",
      doesNotReport: "Addresses from configuration, and parameters that are only part of the path or query."),
    matches: [
      .init(
        [.python], .code,
        #"\b(?:requests|httpx|session|client)\.(?:get|post|put|head|request)\(\s*request\.(?:args|form|values|json|GET|POST|query_params)\b"#
      ),
      .init([.python], .code, #"\burlopen\(\s*request\.(?:args|form|values|json|GET|POST|query_params)\b"#),
      .init([.javascript], .code, #"\b(?:fetch|axios(?:\.\w+)?|got)\(\s*req(?:uest)?\.(?:query|params|body)\b"#),
      .init([.go], .code, #"\bhttp\.(?:Get|Post)\(\s*r\.(?:URL\.Query|FormValue)"#),
    ],
    examples: [
      .hit("py", "page = requests.get(request.args[\"url\"], timeout=5)"),
      .hit("js", "const page = await fetch(req.query.url);"),
      .miss("py", "page = requests.get(f\"{BASE}/items/{item_id}\", timeout=5)"),
      .miss("js", "const page = await fetch(`${base}/items/${id}`);"),
    ])

  private static let redirect = Rule(
    RuleCard(
      "security/open-redirect", .warning, confidence: 0.8, title: "Redirect to an address from the request",
      body: "A link on this site sends people wherever the sender likes: a sign-in page that looks like this one.",
      suggestion: "Accept only paths of this site, or names from a list.",
      reports: "A redirect whose target is a request parameter on the same line.",
      doesNotReport: "Targets that pass a check named safe, allowed or valid on the same line, and fixed targets."),
    matches: [
      .init(
        [.python], .code,
        #"\b(?:redirect|HttpResponseRedirect|RedirectResponse)\(\s*request\.(?:args|form|values|GET|POST|query_params)\b"#
      ),
      .init([.javascript], .code, #"\bres(?:ponse)?\.redirect\(\s*(?:\d+,\s*)?req(?:uest)?\.(?:query|params|body)\b"#),
      .init([.ruby], .code, #"\bredirect_to[\s(]+params\["#),
      .init([.go], .code, #"\bhttp\.Redirect\(\w+,\s*\w+,\s*r\.(?:URL\.Query|FormValue)"#),
    ],
    when: [.not(.line(#"(?i)safe|allow|valid"#))],
    examples: [
      .hit("py", "return redirect(request.args[\"next\"])"),
      .hit("js", "res.redirect(req.query.next);"),
      .miss("py", "return redirect(url_for(\"orders\"))"),
      .miss("js", "res.redirect('/orders');"),
    ])

  private static let workflow = Rule(
    RuleCard(
      "security/workflow-injection", .critical, confidence: 0.9, title: "Text of a stranger runs in the pipeline",
      body: """
        The expression is pasted into the script before the shell reads it: a pull request titled `"; curl … | sh` runs with \
        the pipeline's credentials.
        """,
      suggestion: "Put the value into `env:` and use the variable, in quotes, in the script.",
      reports: "A title, body, branch name or comment of an event inside a `run:` script.",
      doesNotReport: "The same values under `env:`, `with:` or `if:`, and numbers and hashes."),
    matches: [
      .init(
        [.workflow], .text,
        #"\$\{\{\s*github\.(?:head_ref|event\.(?:issue|pull_request|discussion)\.(?:title|body|head\.ref|head\.label)|event\.(?:comment|review)\.body|event\.head_commit\.message)"#
      )
    ],
    when: [
      .any([
        .line(#"^\s*(?:-\s*)?run:"#), .inside(#"^\s*(?:-\s*)?run:\s*[|>]"#, stop: #"^\s*(?:-\s*)?(?:env|with|if):"#),
      ])
    ],
    skips: [],
    examples: [
      .hit(".github/workflows/ci.yml", "      - run: echo \"${{ github.event.pull_request.title }}\""),
      .hit(".github/workflows/ci.yml", "      - run: |\n          git checkout ${{ github.head_ref }}"),
      .miss(".github/workflows/ci.yml", "        env:\n          TITLE: ${{ github.event.pull_request.title }}"),
      .miss(".github/workflows/ci.yml", "      - run: echo ${{ github.event.pull_request.number }}"),
    ])

  private static let formatString = Rule(
    RuleCard(
      "security/format-string", .warning, confidence: 0.75, title: "A variable is used as format string",
      body: "A `%n` or `%s` in the text makes the call read or write memory that is not its own.",
      suggestion: "Write `printf(\"%s\", text)`.",
      reports: "printf, fprintf and syslog with a variable where the format belongs, and gets.",
      doesNotReport: "Literal formats and wrappers that take a va_list."),
    matches: [
      .init(
        [.c], .bare,
        #"(?:^|[^\w.>:])(?:printf\(\s*[a-z_]\w*\s*\)|fprintf\(\s*\w+\s*,\s*[a-z_]\w*\s*\)|syslog\(\s*\w+\s*,\s*[a-z_]\w*\s*\))|(?:^|[^\w.>:])gets\(\s*\w"#
      )
    ],
    examples: [
      .hit("c", "printf(message);"),
      .hit("c", "gets(line);"),
      .miss("c", "printf(\"%s\", message);"),
      .miss("c", "vprintf(format, arguments);"),
    ])
}
