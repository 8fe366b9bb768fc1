/**
 * A tiny run as a process of its own, to be killed: `deno run -A tiny_run_child.ts FOLDER`. Saves
 * after every step and prints a line per step.
 */
import { trainTiny } from "./tiny_run.ts";

const [folder] = Deno.args;
try {
  await trainTiny(folder!, {
    checkpointSeconds: 0,
    onEvent: ({ kind }) => console.log(kind),
  });
} catch (error) {
  console.error((error as Error).message);
  Deno.exit(1);
}
// TensorFlow's threads would keep the process.
Deno.exit(0);
