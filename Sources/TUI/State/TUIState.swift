package import Engine

/// Everything the screen shows. Built by `reduce` and by nothing else; views only read it.
package struct TUIState: Sendable {
  package var setup: ScreenSetup
  package internal(set) var size: Size
  /// Time since the review's start.
  package internal(set) var now: Duration = .zero
  package internal(set) var review = ReviewProgress()
  package internal(set) var triage: TriageBook
  package internal(set) var recording = RecordingState.off
  package internal(set) var replay: ReplayStatus?

  package internal(set) var view = ViewMode.dashboard
  /// The views to go back to, oldest first.
  package internal(set) var behind: [ViewMode] = []
  package internal(set) var overlay: Overlay?
  package internal(set) var focus = Focus.pane(0)
  /// Whether the focused pane fills the screen.
  package internal(set) var isZoomed = false
  package internal(set) var list = FindingsList()
  package internal(set) var ledger = LedgerList()
  package internal(set) var preview: Preview
  /// One line about what a key or an effect did; the next key takes it away.
  package internal(set) var banner: Banner?
  /// Whether the person has pressed a key that chose a view, so that the end of the review does not take them
  /// elsewhere.
  var hasChosenView = false

  package init(setup: ScreenSetup, size: Size) {
    self.setup = setup
    self.size = size
    triage = TriageBook(actions: setup.triage)
    preview = Preview(target: setup.target)
  }
}

/// What the caller decides before the screen opens.
package struct ScreenSetup: Sendable {
  /// Where `y` in the preview posts to, such as `file:review.md`; empty where nothing was named.
  package var target: String
  /// Acts of an earlier session on this run.
  package var triage: [TriageAction]
  /// Whether the findings list opens by itself when the review has ended.
  package var opensFindings: Bool

  package init(
    target: String = "", triage: [TriageAction] = [], opensFindings: Bool = true
  ) {
    self.target = target
    self.triage = triage
    self.opensFindings = opensFindings
  }
}

/// The view under any overlay.
package enum ViewMode: Sendable, Hashable, CaseIterable {
  case dashboard, findings, detail, preview, ledger
}

/// What lies over the view and takes the keys.
package enum Overlay: Sendable, Hashable {
  case suppress(SuppressDialog)
  case filter(LineEditor)
  case target(LineEditor)
  /// The key table, from this row on.
  case help(row: Int)
  /// What shall become of the running review?
  case quit
}

/// What the keys of the dashboard act on.
package enum Focus: Sendable, Hashable {
  /// An index into `ReviewProgress.shownPanes`.
  case pane(Int)
  case replayBar
}

/// A line about what just happened.
package struct Banner: Sendable, Hashable {
  package var ink: Ink
  package var text: String
}

/// The exact comment, and where it goes.
package struct Preview: Sendable, Hashable {
  package var target: String
  /// The comment as it will be posted, made safe to draw.
  package var lines: [ScreenText] = []
  /// The same, broken at the window's width.
  package var rows: [PreviewRow] = []
  /// First visible row.
  package var row = 0
  package var isPosting = false
  /// Where it was posted to, in words; nil while it was not.
  package var posted: String?
}

/// The place in the ledger.
package struct LedgerList: Sendable, Hashable {
  package var selected = 0
}
