import Engine
import Glibc

// A program for the tests of recordings: one that can be killed, limited and deprived without harm to the tests.
// First argument: what to do; second: the directory. See `Probe`.
signal(SIGXFSZ, SIG_IGN)
let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "record": Probe.record(in: arguments[2], bytes: Int(arguments[3]) ?? 0, segment: Int(arguments[4]) ?? 0)
case "interrupted": Probe.interrupted(in: arguments[2])
case "read": await Probe.read(in: arguments[2])
case "store": await Probe.store(in: arguments[2])
case "confine": await Confining.run(mode: arguments[2], shim: arguments[3], program: arguments[4], in: arguments[5])
default: exit(2)
}
