/// A file's diff as git would print it; parsing the text gives the same `FileDiff` back.
package enum PatchText {
  package static func git(_ file: FileDiff) -> [UInt8] {
    let old = file.oldPath ?? file.path
    let oldName = GitQuoting.quoted(Array("a/".utf8) + old.bytes)
    let newName = GitQuoting.quoted(Array("b/".utf8) + file.path.bytes)
    var text = Array("diff --git ".utf8) + oldName + [0x20] + newName + [0x0A]
    appendModes(file, to: &text)
    if file.status == .renamed || file.status == .copied {
      let verb = file.status == .renamed ? "rename" : "copy"
      text += "\(verb) from ".utf8 + GitQuoting.quoted(old.bytes) + [0x0A]
      text += "\(verb) to ".utf8 + GitQuoting.quoted(file.path.bytes) + [0x0A]
    }
    let absent = Array("/dev/null".utf8)
    let left = file.status == .added ? absent : oldName
    let right = file.status == .deleted ? absent : newName
    if file.isBinary {
      text += "Binary files ".utf8 + left + " and ".utf8 + right + " differ\n".utf8
    } else if !file.hunks.isEmpty {
      // Behind a name with a space, git's tab says where it ends.
      let tab: (RepoPath) -> [UInt8] = { $0.bytes.contains(0x20) ? [0x09, 0x0A] : [0x0A] }
      text += "--- ".utf8 + left + (file.status == .added ? [0x0A] : tab(old))
      text += "+++ ".utf8 + right + (file.status == .deleted ? [0x0A] : tab(file.path))
      for hunk in file.hunks { append(hunk, to: &text) }
    }
    return text
  }

  private static func appendModes(_ file: FileDiff, to text: inout [UInt8]) {
    func line(_ key: String, _ mode: UInt32?) {
      if let mode { text += "\(key) \(octal(mode))\n".utf8 }
    }
    switch file.status {
    case .added: line("new file mode", file.newMode)
    case .deleted: line("deleted file mode", file.oldMode)
    default:
      if let mode = file.newMode, mode == file.oldMode {
        text += "index 0000000..0000000 \(octal(mode))\n".utf8
      } else {
        line("old mode", file.oldMode)
        line("new mode", file.newMode)
      }
    }
  }

  private static func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private static func append(_ hunk: Hunk, to text: inout [UInt8]) {
    text += "@@ -\(range(hunk.oldStart, hunk.oldCount)) +\(range(hunk.newStart, hunk.newCount)) @@".utf8
    if !hunk.section.isEmpty { text += [0x20] + hunk.section }
    text.append(0x0A)
    for line in hunk.lines {
      switch line.kind {
      case .context: text.append(0x20)
      case .added: text.append(0x2B)
      case .removed: text.append(0x2D)
      }
      text += line.text
      text.append(0x0A)
      if line.lacksNewline { text += "\\ No newline at end of file\n".utf8 }
    }
  }

  private static func range(_ start: Int, _ count: Int) -> String { count == 1 ? "\(start)" : "\(start),\(count)" }
}
