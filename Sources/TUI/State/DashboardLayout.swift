package import Engine

/// Where everything of the dashboard goes. A function of sizes and counts alone, so that views and scrolling agree.
package struct DashboardLayout: Sendable, Equatable {
  package enum Form: Sendable, Equatable {
    /// Several panes side by side.
    case grid
    /// One pane, and a strip with the states of all.
    case focused
    /// No room for a pane: a line of words.
    case statusLine
  }

  /// What the layout has to place.
  package struct Content: Sendable, Equatable {
    package var panes: Int
    package var focused: Int
    package var isZoomed = false
    package var hasSkipped = false
    package var hasNotice = false
    package var hasReplay = false

    package init(
      panes: Int, focused: Int, isZoomed: Bool = false, hasSkipped: Bool = false, hasNotice: Bool = false,
      hasReplay: Bool = false
    ) {
      self.panes = panes
      self.focused = focused
      self.isZoomed = isZoomed
      self.hasSkipped = hasSkipped
      self.hasNotice = hasNotice
      self.hasReplay = hasReplay
    }
  }

  /// The smallest pane of a grid (tui.md, section 1).
  package static let smallestPane = Size(width: 36, height: 5)

  package var form = Form.statusLine
  package var header = 0
  /// By index of the pane; nil where it is not shown.
  package var panes: [Rect?] = []
  package var coordinator: Rect?
  package var strip: Int?
  /// How far the review is, in words, where no pane has room.
  package var status: Int?
  package var skipped: Int?
  package var notice: Int?
  package var totals: Int?
  package var replay: Int?
  package var footer: Int?

  package init(_ content: Content, in size: Size) {
    panes = Array(repeating: nil, count: content.panes)
    if size.height < 8 || size.width < 20 {
      placeStatusLine(content, size)
      return
    }
    if !content.isZoomed {
      for rows in Extras.choices where placeGrid(content, size, rows) { return }
    }
    placeFocused(content, size)
  }

  /// Rows that are nice to have; each choice gives up more of them.
  private struct Extras {
    var air: Bool
    var coordinatorRows: Int
    var skipped: Bool

    static let choices = [
      Extras(air: true, coordinatorRows: 3, skipped: true), Extras(air: false, coordinatorRows: 1, skipped: true),
      Extras(air: false, coordinatorRows: 0, skipped: false),
    ]
  }

  private mutating func placeStatusLine(_ content: Content, _ size: Size) {
    form = .statusLine
    if size.height >= 2 { footer = size.height - 1 }
    if size.height >= 3 { totals = size.height - 2 }
    if size.height >= 4, size.width >= 20 { strip = 1 }
    if size.height >= 5, content.hasReplay { replay = size.height - 3 }
    guard size.height >= (content.hasReplay ? 6 : 5) else { return }
    if content.hasNotice { notice = 2 } else { status = 2 }
  }

  /// Gives rows at the bottom away, lowest first; returns the first row that is taken.
  private mutating func placeBottom(_ content: Content, _ size: Size, air: Bool) -> Int {
    var next = size.height - 1
    func take(_ wanted: Bool = true) -> Int? {
      guard wanted else { return nil }
      defer { next -= 1 }
      return next
    }
    footer = take()
    if air { next -= 1 }
    replay = take(content.hasReplay)
    totals = take()
    notice = take(content.hasNotice)
    if air { next -= 1 }
    return next + 1
  }

  private mutating func placeGrid(_ content: Content, _ size: Size, _ extras: Extras) -> Bool {
    guard content.panes > 0, !extras.air || size.height >= 34 else { return false }
    let gap = size.width >= 100 ? 1 : 0
    let bottom = placeBottom(content, size, air: extras.air)
    let top = extras.air ? 2 : 1
    let skippedRows = content.hasSkipped && extras.skipped ? (extras.air ? 2 : 1) : 0
    let all = Rect(x: 0, y: top, width: size.width, height: bottom - top - skippedRows)
    guard let grid = PaneGrid(panes: content.panes, in: all, gap: gap, below: extras.coordinatorRows) else {
      return false
    }
    form = .grid
    panes = grid.panes
    coordinator = grid.coordinator
    skipped = skippedRows > 0 ? bottom - 1 : nil
    return true
  }

  private mutating func placeFocused(_ content: Content, _ size: Size) {
    form = .focused
    let bottom = placeBottom(content, size, air: size.height >= 34)
    strip = 1
    var top = size.height >= 20 ? 3 : 2
    if content.panes > 0, bottom - top < 3 {
      strip = nil
      top = 1
    }
    guard panes.indices.contains(content.focused) else { return }
    panes[content.focused] = Rect(x: 0, y: top, width: size.width, height: max(0, bottom - top))
  }
}

/// The best arrangement of panes in an area.
private struct PaneGrid {
  var panes: [Rect?]
  var coordinator: Rect?

  /// Nil where no arrangement has panes that are large enough.
  init?(panes count: Int, in area: Rect, gap: Int, below: Int) {
    var best: (score: Double, columns: Int)?
    for columns in 1...count {
      let rows = (count + columns - 1) / columns
      let spare = rows * columns - count
      let width = (area.width - gap * (columns - 1)) / columns
      let height = (area.height - (spare == 0 ? below : 0)) / rows
      guard width >= DashboardLayout.smallestPane.width, height >= DashboardLayout.smallestPane.height else { continue }
      // Text wants some 56 columns and 12 rows; beyond that, and in a tie, more columns keep panes tall.
      let score = Double(min(width, 56)) / 56 * (Double(min(height, 12)) / 12)
      if best.map({ score >= $0.score }) ?? true { best = (score, columns) }
    }
    guard let columns = best?.columns else { return nil }
    let rows = (count + columns - 1) / columns
    let spare = rows * columns - count
    let height = area.height - (spare == 0 ? below : 0)
    panes = (0..<count).map { index in
      let (x, width) = PaneGrid.part(index % columns, of: columns, in: area.width, gap: gap)
      let (y, tall) = PaneGrid.part(index / columns, of: rows, in: height, gap: 0)
      return Rect(x: area.x + x, y: area.y + y, width: width, height: tall)
    }
    if spare > 0, let last = panes.last ?? nil {
      let x = last.x + last.width + gap
      coordinator = Rect(x: x, y: last.y, width: area.x + area.width - x, height: last.height)
    } else if below > 0 {
      coordinator = Rect(x: area.x, y: area.y + height, width: area.width, height: below)
    }
  }

  /// Start and length of a part, such that all parts with their gaps fill `length`.
  private static func part(_ index: Int, of count: Int, in length: Int, gap: Int) -> (Int, Int) {
    let room = length - gap * (count - 1)
    let start = room * index / count
    return (start + gap * index, room * (index + 1) / count - start)
  }
}

extension TUIState {
  /// The dashboard's layout as things stand.
  package var dashboardLayout: DashboardLayout {
    let shown = review.panes.count { $0.skipReason == nil }
    return DashboardLayout(
      .init(
        panes: shown, focused: focusedPane ?? 0, isZoomed: isZoomed, hasSkipped: shown < review.panes.count,
        hasNotice: pressingNotice != nil, hasReplay: replay != nil),
      in: size)
  }

  /// The index of the focused one among the shown panes; the first while the replay bar has the focus and a pane
  /// fills the screen anyway.
  package var focusedPane: Int? {
    let shown = review.panes.count { $0.skipReason == nil }
    guard shown > 0 else { return nil }
    if case .pane(let index) = focus { return min(max(0, index), shown - 1) }
    return nil
  }

  /// The one line that a reader must not miss, most pressing first.
  package var pressingNotice: Notice? {
    if case .stopped(let reason) = recording { return Notice(.error, "recording stopped: " + reason) }
    if let end = review.end, !end.complete {
      let missing = end.missing.map { "\($0.id) (\($0.reason))" }.joined(separator: ", ")
      return Notice(.warning, "incomplete" + (missing.isEmpty ? ": the change was not read whole" : ": " + missing))
    }
    if let damage = replay?.damage { return Notice(.warning, "damaged recording: " + damage) }
    let pressing = review.notices.filter { $0.level != .note }
    guard let last = pressing.last, pressing.count > 1 else { return pressing.last }
    return Notice(last.level, last.text + " (and \(pressing.count - 1) more in the report)")
  }
}
