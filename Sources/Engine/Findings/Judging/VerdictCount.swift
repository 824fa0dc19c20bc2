/// All verdicts of one answer, sorted out: what holds for each candidate, and why something does not.
struct VerdictCount: Sendable {
  /// By number, from 1; without those that fall back.
  private(set) var verdicts: [Int: CandidateVerdict] = [:]
  /// What was said for a verdict that holds.
  private(set) var reasons: [Int: String] = [:]
  /// Why a candidate stays as the deterministic pass has it although something was said of it.
  private(set) var fallbacks: [Int: String] = [:]
  /// Verdicts on nothing that there is.
  private(set) var strays = 0
  private let count: Int

  init(_ raws: [RawVerdict], on candidates: [Finding]) {
    count = candidates.count
    var contradictions: Set<Int> = []
    for raw in raws {
      guard let number = raw.candidate, (1...max(1, count)).contains(number), count > 0 else {
        strays += 1
        continue
      }
      do throws(CandidateVerdict.Problem) {
        let verdict = try CandidateVerdict(raw, on: candidates[number - 1], number: number, of: count)
        if let other = verdicts[number], other != verdict { contradictions.insert(number) }
        verdicts[number] = verdict
        reasons[number] = reasons[number] ?? raw.reason
      } catch {
        fallbacks[number] = "the verdict on it \(error.words)"
      }
    }
    // A usable verdict counts, whatever unusable ones stand beside it.
    for number in verdicts.keys { fallbacks[number] = nil }
    for number in contradictions { fall(number, "the verdicts on it contradict each other") }
    breakCycles()
    for number in merges where root(of: number).map({ verdicts[$0] == .drop }) ?? false {
      fall(number, "the verdict on it merges it into what is dropped")
    }
  }

  /// The candidate that stands for this one in the end; itself where it is not merged.
  func target(of number: Int) -> Int { root(of: number) ?? number }

  /// Candidates of which nothing was said.
  var silent: Int { (1...max(1, count)).count { count > 0 && verdicts[$0] == nil && fallbacks[$0] == nil } }

  private var merges: [Int] {
    verdicts.keys.sorted().filter { if case .merge = verdicts[$0] { true } else { false } }
  }

  private mutating func fall(_ number: Int, _ words: String) {
    verdicts[number] = nil
    reasons[number] = nil
    fallbacks[number] = words
  }

  /// Nil where merging leads in a circle.
  private func root(of number: Int) -> Int? {
    var number = number
    for _ in 0...count {
      guard case .merge(let into) = verdicts[number] else { return number }
      number = into
    }
    return nil
  }

  private mutating func breakCycles() {
    let circular = merges.filter { start in
      var number = start
      for _ in 0...count {
        guard case .merge(let into) = verdicts[number] else { return false }
        if into == start { return true }
        number = into
      }
      return false
    }
    for number in circular { fall(number, "the verdict on it merges in a circle") }
  }
}
