internal import Engine
internal import Glibc

StandardStreams.secure()
// Agents of ours hold no secret, and their supervisor must be able to find what they leave behind.
if !(CommandLine.arguments.dropFirst().first.map { HiddenCommand(rawValue: $0) != nil } ?? false) { OwnMemory.hide() }
let status = await Program.run(Array(CommandLine.arguments.dropFirst()), Surroundings.current())
exit(status.code)
