/// Draws the whole screen: the view, and what lies over it. Pure: the same state gives the same picture.
package func drawRoot(_ state: TUIState, on canvas: inout Canvas) {
  switch state.view {
  case .dashboard: DashboardView(state: state).draw(on: &canvas)
  case .findings, .detail: FindingsView(state: state).draw(on: &canvas)
  case .preview: PreviewView(state: state).draw(on: &canvas)
  case .ledger: LedgerView(state: state).draw(on: &canvas)
  }
  switch state.overlay {
  case .suppress(let dialog): SuppressView(state: state, dialog: dialog).draw(on: &canvas)
  case .help(let row): HelpView(row: row).draw(on: &canvas)
  case .quit: QuitView(state: state).draw(on: &canvas)
  case .filter(let line): InputLine(label: "filter ", line: line).draw(y: canvas.size.height - 1, on: &canvas)
  case .target(let line): InputLine(label: "post to ", line: line).draw(y: canvas.size.height - 1, on: &canvas)
  case nil: break
  }
}
