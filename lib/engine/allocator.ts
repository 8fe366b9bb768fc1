/**
 * TensorFlow takes and returns some hundred megabytes of activations a step. glibc hands blocks of
 * over 32 MiB back to the system each time, and the system zeroes them anew: tens of thousands of
 * page faults a step. Keeping them in the process costs nothing that the next step does not need.
 */

const M_TRIM_THRESHOLD = -1;
const M_MMAP_MAX = -4;
const M_ARENA_MAX = -8;

/** Asks glibc to keep freed memory. TensorFlow's Linux wheels need glibc, so it is there. */
export function tuneAllocator(): void {
  if (Deno.build.os !== "linux") return;
  const { symbols } = Deno.dlopen("libc.so.6", {
    mallopt: { parameters: ["i32", "i32"], result: "i32" },
  });
  symbols.mallopt(M_MMAP_MAX, 0);
  // The arenas of other threads end at 64 MiB; only the main one grows as far as it must.
  symbols.mallopt(M_ARENA_MAX, 1);
  symbols.mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
}
