/**
 * Specs of tfjs-core that fail on TensorFlow, each group with its cause. A group names what the
 * failure says and how many specs it takes, so a spec that fails in another way, or that passes
 * again, fails the test. tfjs-node's own test run leaves out a superset of these.
 */

export interface Exclusion {
  /** Which specs, by their full name. */
  readonly name: RegExp;
  /** What each of them fails with. */
  readonly message: RegExp;
  readonly count: number;
  readonly reason: string;
}

const missing = [
  ["StringNGrams", 33],
  ["SparseSegmentMean", 17],
  ["SparseSegmentSum", 16],
  ["SparseReshape", 16],
  ["RaggedRange", 15],
  ["RaggedTensorToTensor", 14],
  ["MaxPoolWithArgmax", 12],
  ["RaggedGather", 12],
  ["SparseFillEmptyRows", 10],
  ["DenseBincount", 8],
  ["Transform", 7],
  ["SearchSorted", 7],
  ["StringSplit", 7],
  ["StringToHashBucketFast", 4],
  ["BitwiseAnd", 1],
] as const;

export const exclusions: readonly Exclusion[] = [
  ...missing.map(([kernel, count]) => ({
    name: /./,
    message: new RegExp(`Kernel '${kernel}' not registered for backend 'tensorflow'`),
    count,
    reason: "tfjs-node has no such kernel and nothing here uses it",
  })),
  {
    name: /^fused conv2d .* in NCHW/,
    message: /FusedConv2D does not support dataFormat:'NCHW'/,
    count: 22,
    reason: "tfjs-node's fused convolution knows channels-last only",
  },
  {
    name: /^(avgPool|maxPool|pool|conv2dTranspose)/,
    message: /supports only 'valid' and 'same' padding while padding was (EXPLICIT|NUMBER)/,
    count: 31,
    reason: "tfjs-node's poolings and gradients of convolutions take no explicit padding; here " +
      "padding is an op of its own",
  },
  {
    name: /^avgPool3d .* f=\[1,1,3\] s=1 p=valid$/,
    message: /AvgPool3D: Computed output size would be negative/,
    count: 1,
    reason: "TensorFlow refuses a window larger than its input, tfjs gives an empty result",
  },
  {
    name: /^conv2dTranspose .*,p=same vec4$/,
    message: /Conv2DBackpropInput/,
    count: 1,
    reason:
      "the spec's sides do not belong together (8 in, 4 out, stride 1), which TensorFlow checks",
  },
  {
    name: /^scatterND .* should (work for (2d|simple 1d|multiple 1d|tensorLike input)|sum the dup)/,
    message: /ScatterNd: Dimensions/,
    count: 5,
    reason: "tfjs takes indices of rank 1, which TensorFlow reads as a single index",
  },
  {
    name: /^(greater|less)(Equal)? .* should support string comparison$/,
    message: /attr 'T' of string is not in the list/,
    count: 4,
    reason: "TensorFlow has no order of strings",
  },
  {
    name: /^(diag .* bool|leakyrelu .* int32|step kernel .* with int32 tensor)$/,
    message: /attr 'T' of (bool|int32) is not in the list/,
    count: 3,
    reason: "TensorFlow has the op for floating-point numbers only",
  },
  {
    name: /^multinomial .* creates the same data given the same seed$/,
    message: /Arrays differ/,
    count: 1,
    reason: "TensorFlow's stateful random op goes on in its stream; here random ops are stateless",
  },
  {
    name: /^sign /,
    message: /= NaN, expected\[\d\] = 0/,
    count: 3,
    reason: "the sign of NaN is NaN in TensorFlow, 0 in tfjs",
  },
  {
    name: /^round .* int32$/,
    message: /actual\[0\] = 0, expected\[0\] = -12345678/,
    count: 1,
    reason: "TensorFlow 2.21 itself rounds int32 to 0 (seen in Python too)",
  },
  {
    name: /^tan .* numbers exceed float32 precision$/,
    message: /30144\.1777/,
    count: 1,
    reason: "the last bit of a tangent near its pole",
  },
  {
    name: /^unique .* with NaN and Infinity$/,
    message: /NaN,Infinity,NaN/,
    count: 1,
    reason: "two NaNs are two values in TensorFlow, one in tfjs",
  },
  {
    name: /^einsum .*(duplicate axes not implemented yet|nonexistent dimension throws error)$/,
    message: /Expected function to throw an Error/,
    count: 2,
    reason: "TensorFlow computes what tfjs refuses",
  },
];

/** Specs that tfjs-core itself marks as pending. */
export const pending: readonly string[] = [
  "IS_BROWSER isBrowser: false",
  "IS_BROWSER isBrowser: true",
  "debug on tensorflow {} A x B",
  "gradient registry tensorflow {} warning when registering the same gradient twice",
  "kernel_registry tensorflow {} errors when registering the same kernel twice",
];
