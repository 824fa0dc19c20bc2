import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

@Suite struct OutputSinkTests {
  @Test func aFileIsCreatedOrEmptied() throws {
    let directory = try TemporaryDirectory()
    try directory.write("out", Array("much longer than before".utf8))
    try OutputSink(path: directory.file("out")).write(lines: ["one", "two"])
    #expect(directory.read("out") == Array("one\ntwo\n".utf8))
  }

  @Test func aFullDeviceAndAMissingDirectoryAreOneClearError() {
    for (path, words) in [
      ("/dev/full", "can't write to /dev/full: No space left on device"),
      ("/no/such/file", "can't write to /no/such/file: No such file or directory"),
    ] {
      #expect {
        try OutputSink(path: path).write([0x78])
      } throws: { error in
        guard case .failed(let failure)? = error as? OutputFailure else { return false }
        return failure.code == .delivery && failure.message == words
      }
    }
  }

  @Test func aReaderThatWentAwayIsToldApart() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    close(ends[0])
    let sink = OutputSink(descriptor: ends[1])
    #expect(throws: OutputFailure.readerGone) { try sink.write([0x78]) }
    close(ends[1])
  }

  @Test func aSlowReaderOfANonBlockingPipeGetsEverything() async throws {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    #expect(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
    let received = Locked([UInt8]())
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let handle = FileHandle(fileDescriptor: reading, closeOnDealloc: true)
      let data = (try? handle.readToEnd()) ?? Data()
      received.withLock { $0 = Array(data) }
      done.signal()
    }
    try OutputSink(descriptor: writing).write(bytes)
    close(writing)
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        done.wait()
        continuation.resume()
      }
    }
    let isSame = received.withLock { $0 == bytes }
    #expect(isSame)
  }
}
