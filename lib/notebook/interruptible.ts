/**
 * JupyterLab's Stop sends SIGINT, which ends Deno's kernel with all its state unless somebody
 * listens. So listen, but only while the work runs: outside of it Stop has nothing to stop, and a
 * listener left behind would make the kernel deaf.
 */

/**
 * Runs `work` with a signal that Stop (or Ctrl-C) aborts, and returns what it returns.
 *
 * `work` must await now and then, and end soon after the signal: by returning, or by throwing the
 * signal's reason.
 *
 * ```ts
 * const sum = await interruptible(async (signal) => {
 *   let sum = 0;
 *   for (let i = 0; i < 3 && !signal.aborted; i++) sum += await Promise.resolve(i);
 *   return sum;
 * });
 * if (sum !== 3) throw new Error("must be 3");
 * ```
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = () => controller.abort(new DOMException("Stopped.", "AbortError"));
  Deno.addSignalListener("SIGINT", onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    Deno.removeSignalListener("SIGINT", onInterrupt);
  }
}
