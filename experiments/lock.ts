/**
 * One process per run: a lock file in the run's cache folder, held by the operating system. It lets
 * go when the process ends, however it ends, so a lock of a dead process never has to be judged by
 * its age or broken by hand.
 */

import { setTimeout as delay } from "node:timers/promises";

/** A held lock; disposing it lets go. */
export interface RunLock extends Disposable {
  readonly path: string;
}

/** The lock's file in the cache folder of a run. */
function lockPath(cache: string): string {
  return `${cache}/lock`;
}

/**
 * Takes the lock of a run.
 *
 * @param cache cache folder of the run; made where it is missing
 * @throws Error when another process, or another call in this one, holds it
 */
export async function lockRun(cache: string): Promise<RunLock> {
  await Deno.mkdir(cache, { recursive: true });
  const path = lockPath(cache);
  const file = await Deno.open(path, { create: true, read: true, write: true });
  // `isLocked` of another process holds it for a moment too.
  if (!await file.tryLock(true) && !await delay(100).then(() => file.tryLock(true))) {
    const holder = (await new Response(file.readable).text()).trim();
    throw new Error(
      `Cannot train in ${cache}: no other process may train there, but process ${holder} does. ` +
        `Wait for it, or stop it with \`kill -INT ${holder}\``,
    );
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return { path, [Symbol.dispose]: () => file.close() };
}

/** Whether some process trains in this cache folder. */
export async function isLocked(cache: string): Promise<boolean> {
  try {
    using file = await Deno.open(lockPath(cache), { read: true });
    return !await file.tryLock(false);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
