/// The help: the key table, scope by scope.
package enum HelpText {
  /// Rows of the whole help at a width.
  package static func rows(width: Int) -> [TextRow] {
    let keys = min(22, max(8, width / 3))
    var rows: [TextRow] = []
    for scope in KeyScope.allCases {
      let bindings = KeyTable.bindings.filter { $0.heading == scope }
      guard !bindings.isEmpty else { continue }
      if !rows.isEmpty { rows.append(.blank) }
      rows.append(TextRow(ScreenText(untrusted: scope.title), bold: true))
      for binding in bindings { rows += row(binding, keys: keys, width: width) }
    }
    return rows
  }

  /// The area of the overlay's text in a window.
  package static func area(in size: Size) -> Rect {
    let width = min(size.width, 84)
    let height = min(size.height, max(8, size.height - 4))
    return Rect(x: (size.width - width) / 2, y: (size.height - height) / 2, width: width, height: height)
  }

  static func lastRow(in size: Size) -> Int {
    let inside = area(in: size).inset(columns: 2, rows: 1)
    return Page(count: rows(width: inside.width).count, height: inside.height).lastFirst
  }

  private static func row(_ binding: KeyBinding, keys: Int, width: Int) -> [TextRow] {
    let label = ScreenText(untrusted: binding.label)
    let lines = TextLayout.wrap(ScreenText(untrusted: binding.help), width: max(1, width - keys))
    return lines.enumerated().map { number, line in
      TextRow(
        left: [Span(TextLayout.pad(number == 0 ? label : "", width: keys), .accent), Span(line, .text)])
    }
  }
}
