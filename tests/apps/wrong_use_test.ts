import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const apps = fileURLToPath(new URL("../../apps/", import.meta.url));

/** Command lines that mean nothing, with what is said of them. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ["classify faces --out faces.csv --report sheet.txt", /--report: .* \.html, but is sheet\.txt/],
  ["classify faces --out a.html --report ./a.html", /--report: .* another file than --out/],
  ["classify faces --out faces.csv --margin -1", /--margin/],
  ["annotate film.mp4", /--out is missing/],
  ["annotate film.mp4 --out film.avi", /--out: .* \.mp4, but is film\.avi/],
  ["annotate film.mp4 --out out.mp4 --size 100", /--size: .* multiple of 32 .* but is 100/],
  ["annotate film.mp4 --out out.mp4 --every 0", /--every: .* 1 or more, but is 0/],
  ["annotate film.mp4 --out film.mp4", /the video and the results must be other files/],
  ["train no-such-experiment", /no-such-experiment/],
  ["train ferplus-quick --budget enormous", /enormous/],
  ["train ferplus-quick --set batch=many", /batch/],
  ["grid --only nothing-*", /nothing-\*/],
];

Deno.test("commands refuse wrong use with one line and status 2, and write nothing", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    for (const [line, expected] of WRONG) {
      const [name, ...args] = line.split(" ");
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", `${apps}${name}.ts`, ...args],
        cwd,
        env: { NO_COLOR: "1" },
      }).output();
      const said = new TextDecoder().decode(stderr).trim();
      assert.match(said, expected, line);
      assert.equal(said.split("\n").length, 1, `${line}: ${said}`);
      assert.equal(code, 2, `${line}: ${said}`);
      assert.equal(stdout.length, 0, line);
      assert.deepEqual([...Deno.readDirSync(cwd)], [], line);
    }
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
