private let head =
  "<finding severity=\"warning\" category=\"security\" file=\"src/db.py\" line=\"42\" confidence=\"0.8\">"
private let plain = head + "<title>T</title><evidence>e</evidence></finding>"
private let read = "warning src/db.py:42 T [e]"

private func evidence(_ text: String) -> String {
  head + "<title>T</title><evidence>\(text)</evidence></finding><done findings=\"1\"/>"
}

private func reads(_ text: String) -> [String] { ["warning src/db.py:42 T [\(text)]", "done"] }

extension AnswerCase {
  static let all: [AnswerCase] = [
    // Shape
    AnswerCase(
      "all parts",
      """
      \(head)
        <title>SQL built by string formatting</title>
        <evidence>cur.execute("SELECT * FROM u WHERE id=%s" % uid)</evidence>
        <body>Anyone can
      read all.</body>
        <suggestion>cur.execute("…", (uid,))</suggestion>
      </finding>
      <done findings="1"/>
      """,
      [
        "warning src/db.py:42 SQL built by string formatting [cur.execute(\"SELECT * FROM u WHERE id=%s\" % uid)] "
          + "{Anyone can\nread all.} <cur.execute(\"…\", (uid,))>", "done",
      ]),
    AnswerCase("empty answer", "", []),
    AnswerCase("prose only", "I found nothing of note. a < b, <b>bold</b> and <donut>.", []),
    AnswerCase("nothing found, and proved", "All fine.\n<done findings=\"0\"/>\n", ["done"]),
    AnswerCase("prose around", "Let me look.\n\(plain)\nThat is all.\n<done findings=\"1\"/> Bye.", [read, "done"]),
    AnswerCase(
      "two side by side", plain + plain.replacing("42", with: "43"),
      [read, "warning src/db.py:43 T [e]"]),
    AnswerCase(
      "parts in another order",
      head + "<suggestion>s</suggestion><body>b</body><evidence>e</evidence><title>T</title></finding>",
      ["warning src/db.py:42 T [e] {b} <s>"]),
    AnswerCase(
      "unknown elements between", head + "<cwe>89</cwe><title>T</title><x><y/></x><evidence>e</evidence></finding>",
      [read]),
    AnswerCase(
      "a part twice: the first counts", head + "<title>T</title><title>U</title><evidence>e</evidence></finding>",
      [read]),
    AnswerCase("no body, no title", head + "<evidence>e\nf</evidence></finding>", ["warning src/db.py:42 e f [e\nf]"]),
    AnswerCase(
      "title over lines", head + "<title>\n  T\n  U  </title><evidence>e</evidence></finding>",
      ["warning src/db.py:42 T U [e]"]),
    AnswerCase(
      "upper-case tags", "<FINDING severity=WARNING file=a><Title>T</Title><Evidence>e</EVIDENCE></Finding>",
      ["warning a T [e]"]),
    AnswerCase(
      "everything as attributes", "<finding file='a' title='T' evidence='x &lt; y' body='b'/>",
      ["suggestion a T [x < y] {b}"]),
    AnswerCase(
      "empty and self-closing parts",
      head + "<title>T</title><evidence>e</evidence><body></body><suggestion/></finding>", [read]),
    AnswerCase(
      "spaces in tags", "<finding  file = \"a\"  line = '7' ><title >T</title ><evidence\n>e</evidence\n></finding >",
      ["suggestion a:7 T [e]"]),

    // Attributes
    AnswerCase(
      "other order and quotes",
      "<finding line='3' file='a b.py' severity='critical'><title>T</title><evidence>e</evidence></finding>",
      ["critical a b.py:3 T [e]"]),
    AnswerCase(
      "no quotes", "<finding severity=critical file=a.py line=3><title>T</title><evidence>e</evidence></finding>",
      ["critical a.py:3 T [e]"]),
    AnswerCase(
      "a forgotten quote",
      "<finding file=\"a.py line=\"3\" severity=\"critical\"><title>T</title><evidence>e</evidence></finding>",
      ["critical a.py:3 T [e]"]),
    AnswerCase(
      "a quote never closed",
      "<finding severity=warning file=\"a.py line=3><title>say \"T\" now</title><evidence>e</evidence></finding>",
      ["warning a.py line=3 say \"T\" now [e]"]),
    AnswerCase(
      "marks inside quotes", "<finding file=\"List<T>.cs\" line=\"1\"><title>T</title><evidence>e</evidence></finding>",
      ["suggestion List<T>.cs:1 T [e]"]),
    AnswerCase(
      "escaped quotes", "<finding file=\\\"a.py\\\" line=\\\"3\\\"><title>T</title><evidence>e</evidence></finding>",
      ["suggestion a.py:3 T [e]"]),
    AnswerCase(
      "typographic quotes", "<finding file=“a.py” line=“3”><title>T</title><evidence>e</evidence></finding>",
      ["suggestion a.py:3 T [e]"]),
    AnswerCase(
      "attributes over lines",
      "<finding\n  severity=\"critical\"\n  file=\"a\"\n><title>T</title><evidence>e</evidence></finding>",
      ["critical a T [e]"]),
    AnswerCase(
      "no file",
      "<finding severity=\"critical\"><title>T</title><evidence>e</evidence></finding><done findings=\"1\"/>",
      ["unusable: a finding names no file", "done: the answer speaks of 1 findings, 0 could be read"]),
    AnswerCase("nothing said", "<finding file=\"a\"></finding>", ["unusable: a finding in a says nothing"]),
    AnswerCase(
      "a range of lines", "<finding file=\"a\" line=\"L12-15\"><title>T</title></finding>", ["suggestion a:12 T []"]),
    AnswerCase("line 0", "<finding file=\"a\" line=\"0\"><title>T</title></finding>", ["suggestion a T []"]),
    AnswerCase("line below 0", "<finding file=\"a\" line=\"-1\"><title>T</title></finding>", ["suggestion a T []"]),
    AnswerCase(
      "a line beyond every file", "<finding file=\"a\" line=\"1000000000000\"><title>T</title></finding>",
      ["suggestion a T []"]),

    // Severities
    AnswerCase("blocker", "<finding file=\"a\" severity=\"Blocker\"><title>T</title></finding>", ["critical a T []"]),
    AnswerCase(
      "high is a warning", "<finding file=\"a\" severity=\"high\"><title>T</title></finding>", ["warning a T []"]),
    AnswerCase(
      "an invented severity", "<finding file=\"a\" severity=\"apocalyptic\"><title>T</title></finding>",
      ["suggestion a T []"]),

    // Code in the parts
    AnswerCase(
      "unescaped marks", evidence("if (a < b && c > d) { v<int> x; }"), reads("if (a < b && c > d) { v<int> x; }")),
    AnswerCase(
      "markup", evidence("<body onload=x><title>t</title></body>"), reads("<body onload=x><title>t</title></body>")),
    AnswerCase(
      "entities", evidence("a &lt; b &amp;&amp; c &gt; &quot;d&apos; &#65;&#x42;"), reads("a < b && c > \"d' AB")),
    AnswerCase("decoded once", evidence("&amp;lt;"), reads("&lt;")),
    AnswerCase(
      "no entities", evidence("&nbsp; &bomb; &#0; &#xD800; &#99999999; & &;"),
      reads("&nbsp; &bomb; &#0; &#xD800; &#99999999; & &;")),
    AnswerCase("entity bomb", "<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]>" + evidence("&c;"), reads("&c;")),
    AnswerCase(
      "CDATA", evidence("<![CDATA[if (a < b) { \"</evidence>\" + \"&lt;\" }]]>"),
      reads("if (a < b) { \"</evidence>\" + \"&lt;\" }")),
    AnswerCase("CDATA on lines of its own", evidence("\n<![CDATA[\n  x = 1\n]]>\n"), reads("  x = 1")),
    AnswerCase("two CDATA", evidence("<![CDATA[a]]]]><![CDATA[>b]]>"), reads("a]]>b")),
    AnswerCase("a finding inside CDATA", evidence("<![CDATA[\(plain)]]>"), reads(plain)),
    AnswerCase("CDATA never closed", evidence("<![CDATA[a < b"), reads("a < b")),
    AnswerCase(
      "CDATA never closed, then one that is",
      evidence("<![CDATA[a").replacing("<done findings=\"1\"/>", with: "")
        + evidence("<![CDATA[b]]>").replacing("\"1\"", with: "\"2\""),
      ["warning src/db.py:42 T [a]", "warning src/db.py:42 T [b]", "done"]),
    AnswerCase("CDATA in the middle is code", evidence("x //<![CDATA[ y //]]>"), reads("x //<![CDATA[ y //]]>")),
    AnswerCase(
      "the closing tag of a finding in code", evidence("print(\"</finding>\")"), reads("print(\"</finding>\")")),
    AnswerCase(
      "the opening tag of a finding in code", evidence("p(\"<finding file='a'>\") + p(\"</finding>\")"),
      reads("p(\"<finding file='a'>\") + p(\"</finding>\")")),
    AnswerCase("a fence around the evidence", evidence("```python\nx = 1\n```"), reads("x = 1")),
    AnswerCase("a longer fence with one inside", evidence("````md\n```sh\nls\n```\n````"), reads("```sh\nls\n```")),
    AnswerCase("indentation stays", evidence("\n    if x:\n        y\n  "), reads("    if x:\n        y")),
    AnswerCase(
      "a suggestion block is only its text",
      head + "<title>T</title><evidence>e</evidence><suggestion>```suggestion\nx\n```</suggestion></finding>",
      ["warning src/db.py:42 T [e] <x>"]),

    // Fences and proof
    AnswerCase("all in a fence", "```xml\n\(plain)\n<done findings=\"1\"/>\n```", [read, "done"]),
    AnswerCase("a fence in a fence", "````\n```xml\n\(plain)\n```\n<done findings=\"1\"/>\n````\n", [read, "done"]),
    AnswerCase("a fence closed before the proof", "```xml\n\(plain)\n```\n\n<done findings=\"1\"/>", [read, "done"]),
    AnswerCase("a quoted proof is none", "I will end with:\n```\n<done findings=\"0\"/>\n```\n", []),
    AnswerCase("a proof in a line of code is none", "I will end with `<done findings=\"0\"/>`.", []),
    AnswerCase(
      "a proof inside evidence is none",
      evidence("<done findings=\"1\"/>").replacing("</finding><done findings=\"1\"/>", with: "</finding>"),
      ["warning src/db.py:42 T [<done findings=\"1\"/>]"]),
    AnswerCase(
      "fewer than promised", plain + "<done findings=\"2\"/>",
      [read, "done: the answer speaks of 2 findings, 1 could be read"]),
    AnswerCase("no number", plain + "<done/>", [read, "done: the answer does not say that it is finished"]),
    AnswerCase(
      "a number that is none", plain + "<done findings=\"99999999999999999999\"/>",
      [read, "done: the answer does not say that it is finished"]),
    AnswerCase("a proof with a closing tag", plain + "<done findings=\"1\"></done>", [read, "done"]),
    AnswerCase(
      "two blocks that say the same", "\(plain)<done findings=\"1\"/>\n\nFinal:\n\(plain)<done findings=\"1\"/>",
      [read, "done", "done"]),
    AnswerCase(
      "two blocks", "\(plain)<done findings=\"1\"/>\(plain.replacing("42", with: "7"))<done findings=\"1\"/>",
      [read, "done", "warning src/db.py:7 T [e]", "done"]),

    // Cut off
    AnswerCase("cut in the opening tag", "text <finding severity=\"warn", []),
    AnswerCase("cut in the title", head + "<title>T", []),
    AnswerCase("cut in the evidence", head + "<title>T</title><evidence>abc", ["~warning src/db.py:42 T [abc]"]),
    AnswerCase("cut in CDATA", head + "<title>T</title><evidence><![CDATA[abc", ["~warning src/db.py:42 T [abc]"]),
    AnswerCase(
      "cut in the body", head + "<title>T</title><evidence>e</evidence><body>wh", ["~warning src/db.py:42 T [e] {wh}"]),
    AnswerCase("cut before the end", head + "<title>T</title><evidence>e</evidence>", ["~\(read)"]),
    AnswerCase(
      "cut in a tag inside", head + "<title>T</title><evidence>e</evid", ["~warning src/db.py:42 T [e</evid]"]),
    AnswerCase(
      "glued: the cut one comes again", head + "<title>T</title><evid" + plain + "<done findings=\"1\"/>",
      [read, "done"]),
    AnswerCase("glued in the evidence", head + "<title>T</title><evidence>ab" + plain, [read]),
    AnswerCase("glued three times", head + head + "<title>T</tit" + plain + "<done findings=\"1\"/>", [read, "done"]),
    AnswerCase(
      "cut, then another",
      head + "<title>T</title><evidence>ab</evidence>" + plain.replacing("42", with: "7").replacing("T<", with: "U<"),
      ["~warning src/db.py:42 T [ab]", "warning src/db.py:7 U [e]"]),
    AnswerCase(
      "never closed, then done", head + "<title>T</title><evidence>e</evidence>\n<done findings=\"1\"/>",
      ["~\(read)", "done: the answer speaks of 1 findings, 0 could be read"]),
    AnswerCase(
      "a part never closed", head + "<title>T</title><evidence>e\n<body>b</body></finding><done findings=\"1\"/>",
      ["warning src/db.py:42 T [e] {b}", "done"]),
    AnswerCase(
      "the title never closed", head + "<title>T\n<evidence>e</evidence></finding><done findings=\"1\"/>",
      [read, "done"]),
    AnswerCase(
      "the last part never closed",
      head + "<title>T</title><evidence>e</evidence><body>b</finding>\n" + plain.replacing("42", with: "7"),
      ["warning src/db.py:42 T [e] {b}", "warning src/db.py:7 T [e]"]),
    AnswerCase("stray closing tags", "</finding></evidence></done>\(plain)</finding>", [read]),
  ]
}
