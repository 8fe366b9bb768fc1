import assert from "node:assert/strict";
import { openEngine } from "../../lib/engine/open.ts";
import { liveHandles } from "../../lib/engine/tensors.ts";

/** The records of an event file: length and contents, each with a checksum after it. */
function records(file: Uint8Array<ArrayBuffer>): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    found.push(file.subarray(at + 12, at + 12 + length));
    at += 12 + length + 4;
    assert(at <= file.length, "the last record is cut off");
  }
  return found;
}

Deno.test("eventWriter() writes a file that holds the version, tags and values", async () => {
  const engine = await openEngine({ precision: "float32" });
  const folder = await Deno.makeTempDir();
  const before = liveHandles();
  try {
    const writer = engine.eventWriter(folder)!;
    writer.scalar("loss/a tag of more than 22 bytes", 0.625, 3);
    writer.scalar("accuracy", 0.5, 300);
    writer.flush();
    const [entry, ...others] = [...Deno.readDirSync(folder)];
    assert.deepEqual(others, []);
    assert.match(entry!.name, /^events\.out\.tfevents\./);
    const read = () => records(Deno.readFileSync(`${folder}/${entry!.name}`));
    const flushed = read();
    assert.equal(flushed.length, 3);
    const texts = flushed.map((record) => new TextDecoder("latin1").decode(record));
    assert.match(texts[0]!, /brain\.Event:2/);
    assert.match(texts[1]!, /loss\/a tag of more than 22 bytes/);
    assert.match(texts[2]!, /accuracy/);
    // Field 2 of an event is its step; the values lie as float32 in the tensors.
    const holds = (record: Uint8Array, bytes: readonly number[]) =>
      assert(
        record.some((_, i) => bytes.every((byte, k) => record[i + k] === byte)),
        `${bytes} is not in the record`,
      );
    holds(flushed[1]!, [0x10, 3]);
    holds(flushed[2]!, [0x10, 0xac, 2]);
    holds(flushed[1]!, [...new Uint8Array(Float32Array.of(0.625).buffer)]);
    writer.scalar("late", 1, 301);
    writer.dispose();
    assert.equal(read().length, 4, "dispose() writes what is left");
    assert.equal(liveHandles(), before);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("eventWriter() says why when the folder cannot be made", async () => {
  const engine = await openEngine({ precision: "float32" });
  const file = await Deno.makeTempFile();
  const before = liveHandles();
  assert.throws(() => engine.eventWriter(`${file}/inside`), /CreateSummaryFileWriter: /);
  assert.equal(liveHandles(), before);
  await Deno.remove(file);
});

Deno.test("eventWriter() is null on backends without such ops", async () => {
  assert.equal((await openEngine({ backend: "cpu" })).eventWriter("unused"), null);
});
