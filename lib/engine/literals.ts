/**
 * tfjs-node uploads the values of a tensor when an op first uses it. A tensor from outside of a step
 * would therefore look as if it had been made inside and freeze into a constant: this keeps apart
 * what was made before the recording, and refuses it.
 */
import { type Binding, outsideError, readingError } from "./binding.ts";

/** What tfjs-node's backend does with values that come from JavaScript. */
interface ValueBackend {
  move(dataId: object, values: unknown, shape: number[], dtype: string, refCount: number): void;
  getInputTensorIds(tensors: readonly { dataId: object; shape: number[] }[]): number[];
  readSync(dataId: object): unknown;
}

/** Makes a backend refuse, while a step is recorded, values that were made before. */
export function refuseOutsideValues<Backend>(backend: Backend, binding: Binding): Backend {
  const guarded = backend as ValueBackend;
  const outside = new WeakSet<object>();
  const { move, getInputTensorIds, readSync } = guarded;
  guarded.move = (dataId, values, shape, dtype, refCount) => {
    if (!binding.trace) outside.add(dataId);
    move.call(guarded, dataId, values, shape, dtype, refCount);
  };
  guarded.getInputTensorIds = (tensors) => {
    const found = binding.trace && tensors.find(({ dataId }) => dataId && outside.has(dataId));
    if (found) throw outsideError(found.shape);
    return getInputTensorIds.call(guarded, tensors);
  };
  guarded.readSync = (dataId) => {
    if (binding.trace && outside.has(dataId)) throw readingError();
    return readSync.call(guarded, dataId);
  };
  return backend;
}
