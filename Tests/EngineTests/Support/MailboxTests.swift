import Engine
import Testing

struct MailboxTests {
  @Test func elementsWaitForTheReaderInOrder() async {
    let box = Mailbox<Int>()
    for number in 1...3 { box.send(number) }
    #expect(await box.next() == 1)
    #expect(await box.next() == 2)
    #expect(await box.next() == 3)
  }

  @Test func aWaitingReaderIsWoken() async {
    let box = Mailbox<Int>()
    async let first = box.next()
    box.send(7)
    #expect(await first == 7)
  }

  @Test func aCancelledReaderLosesNothing() async {
    let box = Mailbox<Int>()
    for round in 0..<200 {
      await withTaskGroup(of: Int?.self) { group in
        group.addTask { await box.next() }
        if round.isMultiple(of: 3) { await Task.yield() }
        group.cancelAll()
        let element = await group.next()
        #expect(element == .some(nil))
      }
      box.send(round)
      #expect(await box.next() == round)
    }
  }
}
