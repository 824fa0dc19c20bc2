internal import Foundation

/// A directory that is gone with its owner.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "conclave-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  package func write(_ name: String, _ bytes: some Sequence<UInt8>, permissions: Int = 0o600) throws -> String {
    let path = file(name)
    let isProgram = permissions & 0o111 != 0
    let written = isProgram ? "\(path).text" : path
    try Data(bytes).write(to: URL(filePath: written))
    // A program that was written here can't be started while a child that another test forked meanwhile still holds it
    // open (ETXTBSY); nobody inherits the copy's descriptor.
    if isProgram { try Shell.run("cp '\(written)' '\(path)'; rm '\(written)'", in: self.path) }
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    return path
  }

  package func read(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: file(name)).map { Array($0) } ?? []
  }
}
