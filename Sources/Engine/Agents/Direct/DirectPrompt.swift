/// What the direct agent sends first: the prompt that it got, with the patches between the part that all reviewers share and its
/// own.
///
/// Everything before its own part is the same for all reviewers to the byte, so that the endpoint reads it once.
package enum DirectPrompt {
  /// The first two messages of a review.
  package static func messages(
    for task: DirectTask, files: AgentFiles
  ) throws(ReviewFailure) -> (system: String, user: String) {
    let patches = try patches(task, files)
    guard task.asksForJSON else { return (task.common, patches + "\n" + task.own) }
    return (
      PromptForm.removed(from: task.common), patches + "\n" + PromptForm.removed(from: task.own) + "\n" + jsonForm
    )
  }

  /// Asks once more, for an answer that did not keep to the format.
  package static let repair = """
    Your answer does not keep to the format. Give your findings once more as JSON: {"findings":[…]}, each with severity, file, \
    line, title, evidence, body and suggestion; an empty list where you found nothing.
    """

  private static let jsonForm = """
    # The form of your answer

    Answer with JSON alone: an object with the list findings, empty \
    where nothing is wrong. Each finding has file, evidence, line, severity, title, body and suggestion, which may be empty. \
    evidence is a line of the patches above that begins with +, copied exactly without that +: the very line that is wrong. \
    title and body say what goes wrong there. At most three findings, the worst first.

    """

  /// Bytes that a request has beside the prompt, with patches of these sizes: as `messages` puts them in, and the tools.
  package static func bytes(of patches: [Int], _ settings: DirectSettings) -> Int {
    // The tags around a patch, and its name.
    let around = 140
    var room = TokenEstimate.bytes(of: settings.contextTokens) / 100 * settings.patchPercent
    var bytes = ToolDeclarations.json.utf8.count + 20
    for patch in patches {
      guard patch <= room else {
        bytes += 12
        continue
      }
      room -= patch + around
      bytes += patch + around
    }
    return bytes
  }

  /// The patches that fit, whole and in order; the others by name.
  private static func patches(_ task: DirectTask, _ files: AgentFiles) throws(ReviewFailure) -> String {
    var room = TokenEstimate.bytes(of: task.settings.contextTokens) / 100 * task.settings.patchPercent
    var text = "# The patches\n\n"
    var left: [String] = []
    for name in try files.names(task.diffDirectory) where name.hasSuffix(".patch") {
      let bytes = try files.read("\(task.diffDirectory)/\(name)")
      guard bytes.count <= room else {
        left.append(name)
        continue
      }
      // What is escaped grows, by eight times at most.
      let patch = task.fence.wrap(String(decoding: bytes, as: UTF8.self), in: .patch, limit: bytes.count * 8)
      room -= patch.utf8.count
      text += "`\(name)`:\n\n\(patch)\n"
    }
    guard !left.isEmpty else { return text }
    return text + "Too long to be shown here; read these with the tool patch: \(left.joined(separator: ", "))\n"
  }
}

/// Estimates between bytes and tokens, on the safe side for code.
enum TokenEstimate {
  private static let bytesPerToken = 3

  static func bytes(of tokens: Int) -> Int { tokens.multipliedReportingOverflow(by: bytesPerToken).partialValue }
  static func tokens(of bytes: Int) -> Int { bytes / bytesPerToken + 1 }
}
