import Testing

@testable import TUI

@Suite("When a frame is drawn")
struct FramePacerTests {
  @Test("The first at once, then at most thirty a second, and none without a change")
  func cap() {
    var pacer = FramePacer()
    var frames = 0
    for millisecond in 0..<1000 {
      pacer.changed(urgently: false)
      if pacer.takeFrame(at: .milliseconds(millisecond)) { frames += 1 }
    }
    #expect(frames == 30)
    _ = pacer.takeFrame(at: .seconds(2))
    #expect(pacer.takeFrame(at: .seconds(9)) == false)
  }

  @Test("A key is answered at once")
  func key() {
    var pacer = FramePacer()
    #expect(pacer.takeFrame(at: .zero) == true)
    pacer.changed(urgently: false)
    #expect(pacer.takeFrame(at: .milliseconds(1)) == false)
    #expect(pacer.deadline(showsTime: true) == FramePacer.interval)
    pacer.changed(urgently: true)
    #expect(pacer.takeFrame(at: .milliseconds(2)) == true)
  }

  @Test("Sleeps without end where nothing shows the time")
  func idle() {
    var pacer = FramePacer()
    #expect(pacer.deadline(showsTime: false) == .zero)
    #expect(pacer.takeFrame(at: .seconds(5)) == true)
    #expect(pacer.deadline(showsTime: false) == nil)
    #expect(pacer.deadline(showsTime: true) == .seconds(6))
  }
}
