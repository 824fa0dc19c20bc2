internal import Engine

extension RuntimeChoice {
  /// The runtime, told whether it has a coordinator: a play that has a part for one makes a rehearsal judge.
  func withJudge() throws(ReviewFailure) -> ProcessRuntime {
    var runtime = runtime
    if let path = promptFields.first(where: { $0.key == "scenario" })?.value {
      runtime.judges = try RehearsalShelf.hasCoordinator(path)
    }
    return runtime
  }
}
