internal import Engine
internal import LocalPlugin

/// The plugins that this program comes with, in the order in which they configure.
enum InstalledPlugins {
  static let all: [any ReviewPlugin] = [LocalPlugin()]
}
