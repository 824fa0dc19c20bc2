/// Completions of shells, written from the table.
enum Completions {
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  static func words(of kind: ArgumentKind) -> [String] {
    switch kind {
    case .choice(let names), .list(let names): names
    case .file, .reference, .run, .free: []
    }
  }
}
