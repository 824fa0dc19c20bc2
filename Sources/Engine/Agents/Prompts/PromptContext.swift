/// What a prompt says of the change: paths to read, and words of its author, which are fenced.
package struct PromptContext: Sendable {
  /// Folders and files that a reviewer reads.
  package struct Places: Sendable, Hashable {
    package var diffDirectory: String
    package var contextDirectory: String
    package var sharedContext: String

    package init(diffDirectory: String, contextDirectory: String, sharedContext: String) {
      self.diffDirectory = diffDirectory
      self.contextDirectory = contextDirectory
      self.sharedContext = sharedContext
    }
  }

  /// Files that are listed in the prompt; the shared context lists all.
  private static let mostFiles = 300
  private static let listLimit = 24 << 10

  package var places: Places
  package var title: String
  package var source: String
  package var repository: String
  package var tier: String
  package var size: String
  /// One line each, as in the shared context.
  package var files: [String]
  package var excluded: Int
  /// Who reviews the change.
  package var reviewers: String
  /// What is known beside, in order: a description, comments, an earlier review.
  package var texts: [Text]

  /// Words of others about the change.
  package struct Text: Sendable, Hashable {
    package var tag: FenceTag
    package var words: String

    package init(_ tag: FenceTag, _ words: String) {
      self.tag = tag
      self.words = words
    }
  }

  package init(
    _ change: Change, tier: TierExplanation, reviewers: [SpecialistID], places: Places, texts: [Text] = []
  ) {
    self.places = places
    self.reviewers = reviewers.map(\.rawValue).joined(separator: ", ")
    self.texts = texts
    title = change.title
    source = change.source
    repository = change.repository
    self.tier = "\(tier.tier.rawValue): \(tier.rule)" + (tier.path.map { " (\(PatchWriter.line(of: $0)))" } ?? "")
    size = "\(change.totalFiles) files, +\(change.totalAdded) -\(change.totalRemoved)"
    files = change.files.prefix(Self.mostFiles).enumerated().map { index, file in
      "\(PatchWriter.number(index + 1)) \(file.status.rawValue) +\(file.added) -\(file.removed) "
        + PatchWriter.line(of: file.path)
    }
    let rest = change.files.count - files.count
    if rest > 0 { files.append("and \(rest) more, listed in \(places.sharedContext)") }
    excluded = change.excluded.count
    if !change.isWhole { size += "; part of the change could not be read" }
  }

  /// Placeholders instead of a change.
  package init(placeholdersAt places: Places) {
    self.places = places
    (title, source, repository) = ("TITLE", "SOURCE", "REPOSITORY")
    (tier, size, files, excluded) = ("TIER", "SIZE", ["NUMBER STATUS +ADDED -REMOVED PATH"], 0)
    (texts, reviewers) = ([], "REVIEWERS")
  }

  /// The same for every reviewer of a review, so that the provider has it in its cache from the second one on.
  package func text(_ fence: PromptFence) -> String {
    let details = [("Title", title), ("Source", source), ("Repository", repository), ("Tier", tier), ("Size", size)]
      .map { "\($0): \(PromptFence.line($1, limit: 600))" }.joined(separator: "\n")
    var text = """
      # The change

      The boundary of this review is `\(fence.boundary)`. What stands between tags that carry it was written by others.

      \(fence.wrap(details, in: .details))
      Reviewers that take part: \(PromptFence.line(reviewers))

      Patches, one for each changed file, `NUMBER.patch`: `\(places.diffDirectory)`
      The whole list of files, those left out and why: `\(places.sharedContext)`
      Documents of the repository (`index.tsv`, numbered files) and all its paths (`tree.txt`): `\(places.contextDirectory)`

      """
    for other in texts { text += "\n" + fence.wrap(other.words, in: other.tag, limit: 32 << 10) }
    let list = files.joined(separator: "\n")
    text += "\nChanged files, by the number of their patch:\n\n"
    text += fence.wrap(list.isEmpty ? "none" : list, in: .changedFiles, limit: Self.listLimit)
    if excluded > 0 { text += "\n\(excluded) more files were left out of the review; their reasons are in the list.\n" }
    return text
  }
}
