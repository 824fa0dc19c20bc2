extension TUIState {
  var commentText: String { "" }
}
