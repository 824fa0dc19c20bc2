/// The key table over whatever is there.
struct HelpView {
  let row: Int

  func draw(on canvas: inout Canvas) {
    let area = HelpText.area(in: canvas.size)
    let inside = canvas.dialog(
      area, BoxLabels(top: [Span("keys", .accent, bold: true)], bottom: [Span("j k scroll   q back", .dim)]))
    canvas.page(HelpText.rows(width: inside.width), from: row, in: inside)
  }
}
