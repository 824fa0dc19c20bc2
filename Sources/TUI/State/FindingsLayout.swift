internal import Engine

/// Where list and detail go: one above the other where there is room for both, else one at a time.
///
/// The list wants width for five columns and the detail wants height for code and reasons; stacked, both get what
/// they want from 100×30 on, and paths and titles of neighbours line up.
package struct FindingsLayout: Sendable, Equatable {
  package var notice: Int?
  package var list: Rect?
  package var rule: Int?
  package var detail: Rect?
  package var counts: Int?
  package var footer: Int?

  package init(size: Size, findings: Int, isDetail: Bool, hasNotice: Bool) {
    let air = size.height >= 20
    var top = air ? 2 : 1
    var bottom = size.height
    if bottom > 2 {
      bottom -= 1
      footer = bottom
    }
    if bottom > 8 {
      bottom -= air ? 2 : 1
      counts = bottom
      bottom -= air ? 1 : 0
    }
    if hasNotice, bottom - top > 3 {
      notice = top
      top += air ? 2 : 1
    }
    let area = Rect(x: 0, y: top, width: size.width, height: bottom - top)
    if isDetail {
      detail = area
    } else if size.width >= 100, size.height >= 30, findings > 0 {
      // A third for the list, but no blank rows while it is short.
      let rows = min(findings, max(6, area.height / 3))
      list = Rect(x: 0, y: area.y, width: area.width, height: rows)
      rule = area.y + rows + 1
      detail = Rect(x: 0, y: area.y + rows + 3, width: area.width, height: area.height - rows - 3)
    } else {
      list = area
    }
  }
}

extension TUIState {
  package var findingsLayout: FindingsLayout {
    FindingsLayout(
      size: size, findings: list.shown.count, isDetail: view == .detail, hasNotice: pressingNotice != nil)
  }

  /// The selected finding's rows at the width it is shown in.
  package func detailRows(width: Int) -> [TextRow] {
    selectedFinding.map { DetailText(finding: $0, book: triage, width: width).rows } ?? []
  }

  /// The last row at which a scrolled detail still fills its area.
  var detailLastRow: Int {
    guard let area = findingsLayout.detail else { return 0 }
    return Page(count: detailRows(width: DetailText.width(of: area)).count, height: area.height).lastFirst
  }
}
