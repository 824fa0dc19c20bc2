extension Duration {
  /// Milliseconds, rounded down; saturates.
  package var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    let (sum, overflowAgain) = milliseconds.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return overflow || overflowAgain ? (seconds < 0 ? .min : .max) : sum
  }
}
