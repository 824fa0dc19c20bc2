internal import Engine
internal import Glibc

StandardStreams.secure()
let status = await Program.run(Array(CommandLine.arguments.dropFirst()), Surroundings.current())
exit(status.code)
