"""Runs a notebook from its first to its last cell and writes the executed copy.

Usage: execute.py NOTEBOOK OUTPUT FOLDER. Each line on stdout is JSON: `{"cell", "of", "seconds"}`
after a code cell, or `{"error", "cell"}` as the last line of a run that failed (exit status 1; the
copy then ends at the failed cell). The kernel works in FOLDER.

Python, because Jupyter's own client is: Deno's kernel says idle before all its output is sent, and
nbclient stops reading there. So this one reads on until nothing has come for 0.4 s.
"""

import asyncio
import json
import queue
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, DeadKernelError

QUIET_SECONDS = 0.4


class PatientClient(NotebookClient):
    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        idle = False
        while True:
            try:
                timeout = QUIET_SECONDS if idle else None
                message = await self.kc.iopub_channel.get_msg(timeout=timeout)
            except queue.Empty:
                return
            if message["parent_header"].get("msg_id") != parent_msg_id:
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                idle = True


def say(**fields):
    print(json.dumps(fields), flush=True)


def main(source, target, folder):
    notebook = nbformat.read(source, as_version=4)
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    number = {index: n + 1 for n, index in enumerate(code)}
    started = {}
    current = [0]

    def on_execute(cell, cell_index):
        started[cell_index] = time.monotonic()
        current[0] = number.get(cell_index, 0)

    def on_executed(cell, cell_index, execute_reply):
        seconds = time.monotonic() - started[cell_index] - QUIET_SECONDS
        say(cell=number[cell_index], of=len(code), seconds=round(max(0, seconds), 1))

    client = PatientClient(
        notebook,
        kernel_name="deno",
        resources={"metadata": {"path": folder}},
        timeout=None,
        startup_timeout=120,
        iopub_timeout=600,
        record_timing=False,
        on_cell_execute=on_execute,
        on_cell_executed=on_executed,
    )
    try:
        client.execute()
        return 0
    except CellExecutionError as error:
        # Deno's kernel sends name, message and stack in the parts of its error reply.
        say(error=f"{error.ename}: {error.evalue}", cell=current[0])
    except DeadKernelError:
        say(error="the kernel died", cell=current[0])
    finally:
        nbformat.write(notebook, target)
    return 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
