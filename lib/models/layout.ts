/**
 * Between TensorFlow's and PyTorch's layouts of a weight: convolution `[height, width, in, out]` ↔
 * `[out, in, height, width]`, linear `[in, out]` ↔ `[out, in]`; one-dimensional weights stay.
 */

/** Shape in PyTorch's layout of a weight that has this shape in TensorFlow's. */
export function torchShape(shape: readonly number[]): number[] {
  if (shape.length === 4) return [shape[3]!, shape[2]!, shape[0]!, shape[1]!];
  return shape.length === 2 ? [shape[1]!, shape[0]!] : [...shape];
}

/** Values of a weight of TensorFlow shape `shape`, rearranged to PyTorch's layout. */
export function toTorch(values: Float32Array, shape: readonly number[]): Float32Array {
  return rearrange(values, shape, (torch, native) => [torch, native]);
}

/** Values in PyTorch's layout of a weight of TensorFlow shape `shape`, rearranged to TensorFlow's. */
export function fromTorch(values: Float32Array, shape: readonly number[]): Float32Array {
  return rearrange(values, shape, (torch, native) => [native, torch]);
}

function rearrange(
  values: Float32Array,
  shape: readonly number[],
  order: (torch: number, native: number) => [to: number, from: number],
): Float32Array {
  if (shape.length < 2) return values.slice();
  const result = new Float32Array(values.length);
  // A linear weight is a convolution of side 1.
  const [height, width, input, output] = shape.length === 4
    ? shape as [number, number, number, number]
    : [1, 1, shape[0]!, shape[1]!] as const;
  const area = height * width;
  let native = 0;
  for (let position = 0; position < area; position++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++, native++) {
        const [to, from] = order((o * input + i) * area + position, native);
        result[to] = values[from]!;
      }
    }
  }
  return result;
}
