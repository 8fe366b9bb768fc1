"""PyTorch's side of the bench: one mode a process, asked over stdin, answering over stdout.

    python torch_peer.py MODE THREADS BATCH SIZE

A request is a line `{"task": "train", "steps": 4}`; the answer is a line with the milliseconds of
each step. Tasks: train, infer (with `batch`), product (with `side`), memory. The first line it
prints says what it runs.
"""

import json
import resource
import sys
import time

import torch
from residual_se import ResidualSE
from torch import nn

MODES = {
    "float32": ("float32", False, False),
    "float32-channels-last": ("float32", True, False),
    "bfloat16-channels-last": ("bfloat16", True, False),
    "bfloat16-compiled": ("bfloat16", True, True),
}
CLASS_WEIGHTS = [1.27, 15.6, 5.45, 0.4, 0.87, 0.83]


class Peer:
    def __init__(self, mode, batch, size):
        precision, channels_last, self.compiled = MODES[mode]
        self.reduced = precision == "bfloat16"
        self.format = torch.channels_last if channels_last else torch.contiguous_format
        self.size = size
        self.net = ResidualSE().to(memory_format=self.format)
        # fused: one pass over memory for each weight, PyTorch's fastest on a processor, too
        self.optimizer = torch.optim.AdamW(self.net.parameters(), 1e-3, fused=True)
        self.pictures = self.batch(batch)
        self.labels = torch.arange(batch) % 6
        self.weights = torch.tensor(CLASS_WEIGHTS)
        self.forward = torch.compile(self.net, dynamic=False) if self.compiled else self.net

    def batch(self, count):
        pictures = torch.randn(count, 1, self.size, self.size)
        return pictures.expand(-1, 3, -1, -1).contiguous(memory_format=self.format)

    def step(self):
        self.net.train()
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.reduced):
            logits = self.forward(self.pictures)
        loss = nn.functional.cross_entropy(logits.float(), self.labels, self.weights)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def train(self, request):
        return timed(self.step, request["steps"])

    def infer(self, request):
        self.net.eval()
        pictures = self.batch(request["batch"])

        def run():
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=self.reduced):
                return self.forward(pictures).float().sum().item()

        return timed(run, request["steps"])

    def product(self, request):
        dtype = torch.bfloat16 if self.reduced else torch.float32
        a, b = (torch.randn(request["side"], request["side"], dtype=dtype) for _ in range(2))
        return timed(lambda: torch.mm(a, b), request["steps"])

    def memory(self, _):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # kilobytes, but bytes on macOS
        return {"bytes": peak * (1 if sys.platform == "darwin" else 1024)}


def timed(run, steps):
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return {"milliseconds": times}


def main():
    mode, threads, batch, size = sys.argv[1], *map(int, sys.argv[2:])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    peer = Peer(mode, batch, size)
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(peer, request["task"])(request)
        except Exception as error:  # whatever stops this mode is the bench's to report
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
