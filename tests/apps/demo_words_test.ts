import assert from "node:assert/strict";
import { Announcer } from "../../apps/demo/page/announcer.ts";
import { cameraTrouble } from "../../apps/demo/page/camera.ts";
import { trustWords } from "../../apps/demo/page/facts.ts";
import { Meter } from "../../apps/demo/page/meter.ts";
import { Session } from "../../apps/demo/page/session.ts";
import { percent } from "../../lib/faces/percent.ts";
import { phrase, title, verdict } from "../../apps/demo/page/words.ts";

const classes = ["angry", "happy", "sad"];

Deno.test("verdict() is uncertain under the threshold and not at it", () => {
  const at = verdict([0.2, 0.5, 0.3], classes, 0.5);
  assert.deepEqual(at, { label: "happy", confidence: 0.5, certain: true });
  assert.equal(title(at), "Happy");
  const under = verdict([0.2, 0.4, 0.4], classes, 0.5);
  assert.deepEqual([title(under), under.label], ["Uncertain", "happy"]);
  assert.match(phrase(1, { ...under, confidence: 0.997 }), /over 99 percent$/);
  assert.equal(phrase(2, under), "Person 2: uncertain, perhaps happy, 40 percent");
});

Deno.test("percent() calls only certainty 0 or 100 %", () => {
  const words = [0, 0.0004, 0.006, 0.926, 0.9996, 1].map(percent);
  assert.deepEqual(words, ["0", "<1", "1", "93", ">99", "100"].map((n) => `${n}\u00a0%`));
});

Deno.test("Announcer says a change that lasts, at most every four seconds", () => {
  const announcer = new Announcer();
  const happy = new Map([[1, verdict([0, 0.9, 0.1], classes, 0.5)]]);
  const happier = new Map([[1, verdict([0, 0.95, 0.05], classes, 0.5)]]);
  const sad = new Map([[1, verdict([0, 0.1, 0.9], classes, 0.5)]]);
  assert.equal(announcer.update(0, happy), null);
  assert.equal(announcer.update(1, sad), null);
  assert.equal(announcer.update(1.2, happy), null);
  assert.equal(announcer.update(2.8, happy), "Person 1: happy, 90 percent");
  assert.equal(announcer.update(9, happier), null);
  assert.equal(announcer.update(10, sad), null);
  assert.equal(announcer.update(11.6, sad), "Person 1: sad, 90 percent");
  assert.equal(announcer.update(12, new Map()), null);
  assert.equal(announcer.update(14, new Map()), null);
  assert.equal(announcer.update(15.7, new Map()), "No face in view");
});

Deno.test("Announcer says a picture at once", () => {
  const announcer = new Announcer();
  assert.equal(announcer.now(0, new Map()), "No face in view");
  const both = new Map([1, 2].map((person) => [person, verdict([0, 0.9, 0.1], classes, 0.5)]));
  assert.equal(
    announcer.now(0.1, both),
    "Person 1: happy, 90 percent. Person 2: happy, 90 percent",
  );
});

Deno.test("cameraTrouble() tells refused, absent and busy apart", () => {
  const said = (name: string, message = "") => cameraTrouble(new DOMException(message, name)).title;
  assert.equal(said("NotAllowedError"), "The camera is not allowed");
  assert.match(said("NotAllowedError", "Permission denied by system"), /^The system/);
  assert.equal(said("NotFoundError"), "There is no camera");
  assert.equal(said("OverconstrainedError"), "There is no camera");
  assert.equal(said("NotReadableError"), "The camera is busy");
  assert.equal(said("NotSupportedError"), "This browser gives no access to a camera");
  assert.match(cameraTrouble(new Error("odd")).advice, /odd/);
});

Deno.test("Session writes a row for each fresh reading, in pixels of the source", () => {
  const session = new Session({ classes, threshold: 0.5 });
  const face = { x: 10.2, y: 20, width: 30, height: 40, score: 1 };
  const person = { person: 1, face, square: [0, 0, 1] as const, heat: null };
  const probabilities = Float32Array.from([0.25, 0.5, 0.25]);
  session.add("=cmd.mp4", 1.23456, {
    width: 640,
    height: 480,
    timings: {},
    people: [
      { ...person, fresh: true, probabilities },
      { ...person, person: 2, fresh: false, probabilities },
      { ...person, person: 3, fresh: true, probabilities: null },
    ],
  }, 2);
  assert.equal(session.rows, 1);
  assert.equal(
    session.csv(),
    "time,source,person,x,y,width,height,label,confidence,certain,angry,happy,sad\n" +
      "1.235,'=cmd.mp4,1,20,40,60,80,happy,0.5,yes,0.25,0.5,0.25\n",
  );
});

Deno.test("Meter counts readings and parts over the last two seconds", () => {
  const meter = new Meter();
  assert.equal(meter.rate, 0);
  meter.add(0, { network: 500 });
  for (let i = 0; i <= 20; i++) {
    meter.add(5000 + 100 * i, i % 5 === 0 ? { network: 40, detect: 60 } : { network: 40 });
  }
  assert.equal(meter.rate, 10);
  assert.equal(meter.mean("network"), 40);
  assert.equal(meter.mean("detect"), 60);
  assert.equal(meter.mean("draw"), null);
});

Deno.test("trustWords() states calibration where it is known and says where it is not", () => {
  const card = {
    title: "",
    origin: "",
    classes,
    temperature: 1.25,
    bytes: 1,
    threshold: 0.62,
    trust: null,
  };
  const unknown = trustWords(card).join(" ");
  assert.match(unknown, /No validation record/);
  assert.match(unknown, /no neutral face/);
  const trust = {
    pictures: 4451,
    accuracy: 0.85,
    precision: 0.9,
    coverage: 0.88,
    calibrationError: { before: 0.05, after: 0.012 },
  };
  const known = trustWords({ ...card, classes: [...classes, "neutral"], trust }).join(" ");
  assert.match(known, /On 4,451 validation faces 88.% got a label, and 90.% of these/);
  assert.match(
    known,
    /temperature 1\.25\): there they are off by 1\.2 points on average, by 5\.0 without/,
  );
  assert.doesNotMatch(known, /no neutral face/);
});
