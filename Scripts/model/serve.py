"""An OpenAI-compatible server of one model on a free port of the loopback, until it is told to end.
Usage: serve.py WEIGHTS NAME CONTEXT ADDRESS-FILE"""
import os, signal, sys, threading
import xllamacpp as llama

weights, name, context, address = sys.argv[1:]
settings = llama.CommonParams()
settings.model.path = weights
settings.model_alias = {name}
settings.hostnames = ["127.0.0.1"] if isinstance(getattr(settings, "hostnames", None), list) else "127.0.0.1"
settings.port = 0
settings.n_ctx = int(context)
settings.n_parallel = 1
settings.n_batch = settings.n_ubatch = 512
settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = os.cpu_count() or 2
settings.n_gpu_layers = 0
settings.verbosity = 0
settings.offline = True
settings.ui = False
settings.endpoint_metrics = True
settings.endpoint_slots = True
server = llama.Server(settings)
with open(address + ".new", "w") as file:
    file.write(server.listening_address + "\n")
os.replace(address + ".new", address)
end = threading.Event()
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: end.set())
while not end.wait(1):
    pass
os._exit(0)
