import assert from "node:assert/strict";
import { writeFileAtomic } from "../../lib/records/atomic.ts";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map((item) => item.name).sort();
}

Deno.test("writeFileAtomic() writes text and bytes, makes folders, and leaves nothing beside", async () => {
  await inFolder(async (folder) => {
    await writeFileAtomic(`${folder}/a/text`, "é");
    await writeFileAtomic(`${folder}/a/bytes`, new Uint8Array([1, 2]));
    assert.equal(await Deno.readTextFile(`${folder}/a/text`), "é");
    assert.deepEqual(await Deno.readFile(`${folder}/a/bytes`), new Uint8Array([1, 2]));
    assert.deepEqual(names(`${folder}/a`), ["bytes", "text"]);
  });
});

Deno.test("writeFileAtomic() replaces a file when it exists, also with many writers", async () => {
  await inFolder(async (folder) => {
    const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomic(`${folder}/file`, text)));
    assert.ok(texts.includes(await Deno.readTextFile(`${folder}/file`)));
    assert.deepEqual(names(folder), ["file"]);
  });
});

Deno.test("writeFileAtomic() takes its temporary file away when the target is a folder", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/target/full`, { recursive: true });
    await assert.rejects(
      writeFileAtomic(`${folder}/target`, "text"),
      (error: Error) => error.message.startsWith(`Cannot write ${folder}/target: `),
    );
    assert.deepEqual(names(folder), ["target"]);
  });
});

Deno.test({
  name:
    "writeFileAtomic() keeps the old file when there is no room (a file size limit; not on Windows)",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await inFolder(async (folder) => {
      await writeFileAtomic(`${folder}/file`, "old");
      const script = `import { writeFileAtomic } from "${
        import.meta.resolve("../../lib/records/atomic.ts")
      }";
        try { await writeFileAtomic("${folder}/file", new Uint8Array(9_000_000)); console.log("written"); }
        catch (error) { console.log(error.message); }`;
      await Deno.writeTextFile(`${folder}/script.ts`, script);
      // SIGXFSZ ignored, so that the write fails with an error as on a full disk.
      const command = new Deno.Command("sh", {
        args: [
          "-c",
          `trap '' XFSZ; ulimit -f 8000; exec "$0" run -A --no-check "$1"`,
          Deno.execPath(),
          `${folder}/script.ts`,
        ],
      });
      const output = new TextDecoder().decode((await command.output()).stdout).trim();
      assert.match(output, /^Cannot write [^\n]*file: [^\n]+$/);
      assert.equal(await Deno.readTextFile(`${folder}/file`), "old");
      assert.deepEqual(names(folder), ["file", "script.ts"]);
    });
  },
});
