/// What a piece of other people's text in a prompt is (system.md, section 8).
package enum FenceTag: String, CaseIterable, Sendable {
  case input = "mr_input"
  case body = "mr_body"
  case comments = "mr_comments"
  case details = "mr_details"
  case changedFiles = "changed_files"
  case inlineFindings = "existing_inline_findings"
  case previousReview = "previous_review"
  case instructions = "custom_review_instructions"
  case agentsTemplate = "agents_md_template_instructions"
  case commits = "commit_messages"
  case agentsMD = "agents_md"
  case candidates = "review_candidates"
  case patch = "changed_code"
}

/// Puts text that others control between tags that it can neither close nor forge: they carry 128 random bits, and what
/// looks like one of the tags is taken out of the text (reliability.md, UR-13).
package struct PromptFence: Sendable, Hashable {
  /// Bytes of one text that go into a prompt.
  package static let longest = 64 << 10

  /// 32 hexadecimal digits, drawn anew for each review.
  package let boundary: String

  package init(_ high: UInt64, _ low: UInt64) {
    boundary = [high, low].map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// For texts without a review around them: says what will stand there.
  package static let placeholder = PromptFence(boundary: "BOUNDARY")

  /// The fence of a prompt that is there already, such as the one an agent got.
  package init(boundary: String) { self.boundary = boundary }

  /// `text` as a block of its own, at most `limit` bytes of it.
  package func wrap(_ text: String, in tag: FenceTag, limit: Int = longest) -> String {
    var inside = PromptFence.clean(text, limit: limit)
    // Nobody can know it; who repeats it has seen an earlier prompt of this review.
    if !boundary.isEmpty, inside.utf8.count >= boundary.utf8.count {
      inside = inside.replacing(boundary, with: "[boundary]")
    }
    let mark = "\(tag.rawValue) boundary=\"\(boundary)\""
    return "<\(mark)>\n\(inside)\(inside.hasSuffix("\n") ? "" : "\n")</\(mark)>\n"
  }

  /// Text that is safe inside of a block: hidden characters shown as escapes, no tag of ours, no mark by which models
  /// tell whose turn it is, and no more than `limit` bytes before the mark of a cut.
  package static func clean(_ text: String, limit: Int = longest) -> String {
    // Escapes make a text longer, so that it is cut before and after.
    let head = UTF8Cut.text(text.utf8.prefix(limit + 4), limit: limit)
    let shown = PlainText.escapeLines(head.replacing("\r\n", with: "\n"))
    let stripped = TagStripper.strip(UTF8Cut.text(shown.utf8, limit: limit))
    let isCut = text.utf8.count > limit || shown.utf8.count > limit
    return isCut ? stripped + "\n[cut off here]" : stripped
  }

  /// The same on one line.
  package static func line(_ text: String, limit: Int = 300) -> String {
    let head = UTF8Cut.text(text.utf8.prefix(limit + 4), limit: limit)
    let cut = UTF8Cut.text(PlainText.escape(head).utf8, limit: limit)
    return TagStripper.strip(cut) + (text.utf8.count > limit ? " […]" : "")
  }
}
