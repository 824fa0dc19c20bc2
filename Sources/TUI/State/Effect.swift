package import Engine

/// What the outer world shall do; the only way out of the reducer.
package enum Effect: Sendable, Hashable {
  /// Write the act to `triage.jsonl`; answered by `persisted` or `persistFailed`.
  case persistTriage(TriageAction)
  /// Post what the preview shows; answered by `posted` or `postFailed`.
  case post(target: String)
  /// Open a finding's words in `$EDITOR`; answered by `edited`, or `failed`.
  case openEditor(FindingID)
  case openFile(path: RepoPath, line: Int?)
  case copy(String)
  case skip(SpecialistID)
  case retry(SpecialistID)
  /// Stop the specialists that still run and judge with what is there.
  case judgeNow
  /// Stop the whole review; the screen stays.
  case abort
  case replay(ReplayCommand)
  /// Leave the screen.
  case quit(QuitReason)
}

/// Why the screen is left.
package enum QuitReason: Sendable, Hashable {
  /// The review had ended, or this is a replay.
  case finished
  /// The person gave the running review up.
  case aborted
}

/// What a key asks of the player of a recording.
package enum ReplayCommand: Sendable, Hashable {
  case togglePause
  case seek(by: Duration)
  /// Events forwards, or backwards where negative.
  case step(Int)
  case faster
  case slower
  /// To so many tenths of the recording.
  case tenth(Int)
  case start
  case end
}

/// How an effect ended.
package enum EffectResult: Sendable, Hashable {
  case persisted(TriageAction)
  /// The act is taken back on the screen, with the reason.
  case persistFailed(TriageAction, String)
  /// The words that came back from the editor; nil where nothing was changed.
  case edited(FindingID, FindingEdit?)
  /// Where it went, in words.
  case posted(String)
  case postFailed(String)
  /// Anything else that worked and is worth a line.
  case done(String)
  case failed(String)
}
