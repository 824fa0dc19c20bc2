/// What a shim has told on its status pipe so far.
struct ShimReport: ~Copyable {
  private var framer = LineFramer(cap: 4096)
  /// The last word of the shim; nil while it has said none, and for ever where it was killed.
  private(set) var end: ShimStatus.End?
  private(set) var agent: Int32?
  private(set) var excess: Excess?
  private(set) var errorBytesDropped = 0

  /// Takes the next piece, whatever its borders. Lines that are none of the shim's are ignored.
  mutating func feed(_ bytes: Span<UInt8>, onVitals: (Vitals) -> Void) {
    var lines: [ShimStatus] = []
    framer.feed(bytes) { line in
      if let status = unsafe line.withUnsafeBufferPointer({ ShimStatus(unsafe String(decoding: $0, as: UTF8.self)) }) {
        lines.append(status)
      }
    }
    for line in lines {
      switch line {
      case .agent(let process): agent = process
      case .vitals(let vitals): onVitals(vitals)
      case .excess(let excess): self.excess = excess
      case .dropped(let bytes): errorBytesDropped = bytes
      case .end(let end): self.end = end
      }
    }
  }
}
