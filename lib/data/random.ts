/**
 * Random numbers from a counter: Philox 4×32 with 10 rounds (Salmon et al., "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011), the generator family behind TensorFlow's and JAX's
 * stateless ops too. The numbers of a picture depend on (seed, epoch, picture) alone, so neither
 * the order of the pictures nor the batch size nor a resumed run changes them, and no state has to
 * be kept in a checkpoint.
 */

/** Separates the uses of one seed, so that no two of them share numbers. */
const STREAMS = {
  augmentation: 1,
  order: 2,
  sampling: 3,
  faces: 4,
  handheld: 5,
  dropout: 6,
} as const;
export type StreamName = keyof typeof STREAMS;

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16, aLow = a & 0xffff, bHigh = b >>> 16, bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
}

/**
 * One block of Philox 4×32-10: overwrites the four 32-bit counter words with random ones.
 *
 * @param block `[4]`, the counter; replaced by the output
 */
export function philox(block: Uint32Array, key0: number, key1: number): void {
  let c0 = block[0]!, c1 = block[1]!, c2 = block[2]!, c3 = block[3]!;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0), low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2), low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ key0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ key1) >>> 0;
    c3 = low0;
    key0 = (key0 + WEYL_0) >>> 0;
    key1 = (key1 + WEYL_1) >>> 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/**
 * A sequence of random numbers that can be pointed at any (seed, stream, epoch, item). One object
 * serves a whole run: `at` allocates nothing.
 *
 *     random.at(seed, "augmentation", epoch, picture);
 *     const angle = random.between(-15, 15); // the same whatever was drawn before
 */
export class Random {
  readonly #block = new Uint32Array(4);
  #key0 = 0;
  #key1 = 0;
  #epoch = 0;
  #item = 0;
  #counter = 0;
  #used = 4;

  /** Starts the sequence of this item; returns itself. All numbers are taken modulo 2³². */
  at(seed: number, stream: StreamName, epoch = 0, item = 0): this {
    this.#key0 = seed >>> 0;
    this.#key1 = STREAMS[stream];
    this.#epoch = epoch >>> 0;
    this.#item = item >>> 0;
    this.#counter = 0;
    this.#used = 4;
    return this;
  }

  /** The next 32 random bits as an unsigned number. */
  bits(): number {
    if (this.#used === 4) {
      this.#block[0] = this.#counter++;
      this.#block[1] = this.#epoch;
      this.#block[2] = this.#item;
      this.#block[3] = 0;
      philox(this.#block, this.#key0, this.#key1);
      this.#used = 0;
    }
    return this.#block[this.#used++]!;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** A whole number in [0, n), each equally likely to within n / 2³². */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}
