/**
 * Uses TensorFlow in a worker and ends the worker: Deno closes its libraries then, while TensorFlow's
 * threads live on. A small op, because a large one keeps the libraries loaded by itself.
 */
import { openEngine } from "../../../lib/engine/open.ts";

if ("WorkerGlobalScope" in globalThis) {
  const engine = await openEngine({ precision: "float32" });
  const step = engine.compile(
    "pass",
    engine.createState({}),
    (_, { x }) => ({ outputs: { y: x! } }),
  );
  const { y } = await step.run({ x: { shape: [1], values: Float32Array.of(7) } });
  self.postMessage(y![0]);
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const answer = await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  worker.terminate();
  // Time for Deno to close the libraries, and for a thread to trip over it.
  await new Promise((resolve) => setTimeout(resolve, 300));
  console.log(answer);
}
