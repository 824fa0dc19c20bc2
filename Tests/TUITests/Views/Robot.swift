import Engine
import TUI

/// Plays events and keys into a state and looks at it, as the program would.
struct Robot {
  var state: TUIState
  /// Everything that was asked of the outer world, in order.
  var effects: [Effect] = []

  init(
    _ events: [ReviewEvent] = [], size: Size = Size(width: 120, height: 40), setup: ScreenSetup = ScreenSetup()
  ) {
    state = TUIState(setup: setup, size: size)
    send(.recording(.on))
    for event in events { send(.review(event)) }
  }

  mutating func send(_ event: TUIEvent) { effects += reduce(&state, event) }

  /// Presses the keys that a script names: single characters, `<enter>`-like names, and `'text_with_blanks`.
  mutating func press(_ script: String) {
    for key in Robot.keys(script) { send(.key(key)) }
  }

  /// What the screen shows.
  var canvas: Canvas {
    var canvas = Canvas(size: state.size)
    drawRoot(state, on: &canvas)
    return canvas
  }

  var frame: String { FrameText.render(canvas) }

  static func keys(_ script: String) -> [Key] {
    script.split(separator: " ").flatMap { word -> [Key] in
      if let key = named[String(word)] { return [key] }
      if word.hasPrefix("'") { return word.dropFirst().unicodeScalars.map { .char($0 == "_" ? " " : $0) } }
      return word.unicodeScalars.map { .char($0) }
    }
  }

  private static let named: [String: Key] = [
    "<enter>": .enter, "<esc>": .escape, "<tab>": .tab, "<backtab>": .backtab, "<space>": .char(" "), "<up>": .up,
    "<down>": .down, "<left>": .left, "<right>": .right, "<bs>": .backspace, "<C-c>": .ctrl("c"), "<C-d>": .ctrl("d"),
    "<C-u>": .ctrl("u"), "<home>": .home, "<end>": .end,
  ]
}
