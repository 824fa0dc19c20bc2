/// The footer: the keys that work now, in the order of the table, as many as fit.
package enum KeyHints {
  package struct Hint: Sendable, Hashable {
    package var keys: String
    package var words: String
  }

  /// Every hint for scopes, innermost first, in the order of the table; a key that an inner scope takes is not shown
  /// for an outer one. `panes` is how many can be focused.
  package static func all(in scopes: [KeyScope], isTop: Bool, panes: Int = 8) -> [Hint] {
    var hints: [Hint] = []
    var joined = ""
    for binding in live(in: scopes) {
      guard let words = binding.footer else { continue }
      let isPanes = binding.command == .pane(0)
      if isPanes, panes < 2 { continue }
      let label = isPanes ? "1-\(min(panes, binding.keys.count))" : binding.footerLabel
      let keys = joined.isEmpty ? label : joined + " " + label
      if words.isEmpty {
        joined = keys
      } else {
        hints.append(Hint(keys: keys, words: binding.command == .back && isTop ? "quit" : words))
        joined = ""
      }
    }
    return hints
  }

  /// The bindings of which no key is taken by a scope further in.
  private static func live(in scopes: [KeyScope]) -> [KeyBinding] {
    var taken: Set<Key> = []
    var live: Set<Int> = []
    for scope in scopes {
      let here = KeyTable.bindings.indices.filter { KeyTable.bindings[$0].scopes.contains(scope) }
      live.formUnion(here.filter { taken.isDisjoint(with: KeyTable.bindings[$0].keys) })
      for index in here { taken.formUnion(KeyTable.bindings[index].keys) }
    }
    return live.sorted().map { KeyTable.bindings[$0] }
  }

  /// Those that fit into `width` columns; help and the way out stay longest.
  package static func fitting(_ hints: [Hint], width: Int) -> [Hint] {
    var kept = hints
    func size() -> Int { kept.reduce(-3) { $0 + $1.keys.unicodeScalars.count + 1 + $1.words.unicodeScalars.count + 3 } }
    while kept.count > 1, size() > width {
      let index = kept.lastIndex { !["help", "back", "quit", "cancel"].contains($0.words) } ?? kept.count - 1
      kept.remove(at: index)
    }
    return kept
  }
}

extension TUIState {
  /// Whether `q` leaves the program rather than the view.
  package var isTop: Bool {
    overlay == nil && behind.isEmpty && !(isZoomed && view == .dashboard)
      && (view == .dashboard || review.isOver || replay != nil)
  }
}

extension KeyBinding {
  fileprivate var footerLabel: String { keys.count > 4 ? label : keys[0].label }
}

extension KeyHints {
  /// The keys of one scope with the help's words, for questions.
  package static func choices(in scope: KeyScope) -> [Hint] {
    KeyTable.bindings.filter { $0.scopes == [scope] }.map { Hint(keys: $0.keys[0].label, words: $0.help) }
  }
}
