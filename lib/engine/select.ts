/**
 * tfjs has one current backend in a process. Whoever calls its ops selects the right one first, so
 * that several engines can be open at once.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendName } from "./engine.ts";

/** Makes an opened backend the current one. At once, so that no other call comes in between. */
export function selectBackend(name: BackendName): void {
  if (tf.getBackend() === name) return;
  // Settles later, but has taken effect when it returns, as the backend is running already.
  void tf.setBackend(name);
  if (tf.getBackend() !== name) throw new Error(`internal: tfjs did not select backend ${name}`);
}
