import assert from "node:assert/strict";
import { readPicture } from "../../lib/faces/decode.ts";
import { overlap } from "../../lib/faces/face.ts";
import { createHaarDetector } from "../../lib/faces/haar.ts";
import { rescale } from "../../lib/faces/rescale.ts";
import { SAMPLE_FACE, samplePicture } from "../../lib/faces/sample_picture.ts";

const picture = await readPicture(await samplePicture());

Deno.test("createHaarDetector() finds the face, also in a picture it searches smaller", async () => {
  const detector = createHaarDetector();
  const [face, ...others] = await detector.detect(picture);
  assert.ok(overlap(face!, SAMPLE_FACE) > 0.5, JSON.stringify(face));
  assert.equal(others.length, 0);
  const large = await detector.detect(rescale(picture, 1536, 1536));
  const { x, y, width, height } = SAMPLE_FACE;
  const expected = { x: 3 * x, y: 3 * y, width: 3 * width, height: 3 * height };
  assert.ok(large.some((found) => overlap(found, expected) > 0.5), JSON.stringify(large));
  detector.dispose();
});

Deno.test("createHaarDetector() finds nothing in an empty picture", async () => {
  const detector = createHaarDetector();
  const blank = { width: 200, height: 100, pixels: new Uint8Array(200 * 100 * 3).fill(90) };
  assert.deepEqual(await detector.detect(blank), []);
  assert.deepEqual(await detector.detect({ width: 1, height: 1, pixels: new Uint8Array(3) }), []);
  detector.dispose();
});

Deno.test("createHaarDetector() survives a C++ exception of OpenCV", async () => {
  const settings = { scaleFactor: 0.5, minNeighbors: 5 };
  const detector = createHaarDetector(settings);
  await assert.rejects(
    detector.detect(picture),
    /Cannot search for faces: OpenCV.*scaleFactor > 1/s,
  );
  settings.scaleFactor = 1.1;
  assert.equal((await detector.detect(picture)).length, 1);
  detector.dispose();
});
