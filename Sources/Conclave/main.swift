internal import Engine
internal import TUI
