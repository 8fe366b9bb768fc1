import assert from "node:assert/strict";
import { CLASS_LISTS, FER2013_LABELS } from "../../lib/data/classes.ts";
import type { FaceSet } from "../../lib/data/faces.ts";
import { labelByVotes, majorityColumn, parseVotes, voteShares } from "../../lib/data/ferplus.ts";

const HEADER = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt," +
  "unknown,NF";
const ROWS = [
  "Training,a.png,4,0,0,1,3,2,0,0,0,0", // neutral
  "Training,b.png,0,5,1,0,4,0,0,0,0,0", // happy
  "PublicTest,c.png,0,0,3,3,1,0,3,0,0,0", // surprise: the first of three
  "PrivateTest,d.png,1,1,1,1,1,1,1,1,1,1", // neutral: the first of ten
  "PrivateTest,,0,0,0,0,0,0,0,0,0,10", // not a face
  "Training,f.png,0,0,0,0,1,1,1,3,2,2", // contempt
  "Training,g.png,0,1,0,0,0,0,0,0,0,0", // happy by a single vote
];
const parse = (...rows: string[]) => parseVotes([HEADER, ...rows, ""].join("\n"), "votes.csv");
const votes = parse(...ROWS);

const usages = ["training", "training", "public", "private", "private", "training", "training"];
const faces: FaceSet = {
  name: "fer2013",
  classes: FER2013_LABELS,
  width: 1,
  height: 1,
  pixels: Uint8Array.from([10, 11, 12, 13, 14, 15, 16]),
  labels: new Uint8Array(7),
  rows: ["0", "1", "2", "3", "4", "5", "6"],
  usage: usages as FaceSet["usage"],
};

Deno.test("majorityColumn() gives the first of the columns when several have the most votes", () => {
  assert.deepEqual(ROWS.map((_, row) => majorityColumn(votes, row)), [0, 1, 2, 0, 9, 7, 1]);
});

Deno.test("labelByVotes() keeps the pictures whose majority is in the class list", () => {
  const six = labelByVotes(faces, votes, CLASS_LISTS.six, "majority");
  assert.deepEqual(six.rows, ["1", "2", "6"]);
  assert.deepEqual([...six.labels], [3, 5, 3]);
  assert.deepEqual([...six.pixels], [11, 12, 16]);
  assert.equal(six.targets, undefined);
  const eight = labelByVotes(faces, votes, CLASS_LISTS.eight, "majority");
  assert.deepEqual(eight.rows, ["0", "1", "2", "3", "5", "6"]);
  assert.deepEqual([...eight.labels], [6, 3, 5, 6, 7, 3]);
});

Deno.test("labelByVotes() gives the votes without single ones as targets when asked", () => {
  const { targets } = labelByVotes(faces, votes, CLASS_LISTS.six, "votes");
  const expected = [
    ...[4 / 9, 0, 0, 5 / 9, 0, 0],
    ...[0, 0, 1 / 3, 0, 1 / 3, 1 / 3],
    ...[0, 0, 0, 1, 0, 0],
  ];
  assert.equal(targets!.length, expected.length);
  expected.forEach((share, i) => assert.ok(Math.abs(targets![i]! - share) < 1e-6, `place ${i}`));
});

Deno.test("voteShares() keeps the majority class when all of its votes are single", () => {
  assert.deepEqual(voteShares([1, 1, 0], 0), [1, 0, 0]);
  assert.deepEqual(voteShares([3, 1, 2], 0), [0.6, 0, 0.4]);
});

Deno.test("labelByVotes() leaves pictures out whose row is not known", () => {
  const unknown = { ...faces, rows: faces.rows.map((row) => (row === "1" ? "parquet:1" : row)) };
  assert.deepEqual(labelByVotes(unknown, votes, CLASS_LISTS.six, "majority").rows, ["2", "6"]);
});

Deno.test("labelByVotes() names the picture when its votes are missing or another part's", () => {
  const short = parse(...ROWS.slice(0, 3));
  assert.throws(
    () => labelByVotes(faces, short, CLASS_LISTS.six, "majority"),
    /picture 3 of FER-2013: its votes are missing, votes\.csv has 3 rows/,
  );
  const shifted = parse(...ROWS.slice(1), ROWS[0]!);
  assert.throws(
    () => labelByVotes(faces, shifted, CLASS_LISTS.six, "majority"),
    /picture 1 of FER-2013: it is in the training part, but its votes in votes\.csv say public/,
  );
});

Deno.test("parseVotes() names file and row when a row is wrong", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["Training,a.png,4,0,0,1", /votes\.csv, row 1: it must have 12 fields, but has 6/],
    ["", /row 1: it must have 12 fields, but has 1/],
    ["Test,a.png,4,0,0,1,3,2,0,0,0,0", /row 1: usage must be .* but is "Test"/],
    ["Training,a.png,4,0,0,x,3,2,0,0,0,0", /row 1: a vote count must be 0 to 255, but is "x"/],
    ["Training,a.png,4,0,0,,3,2,0,0,0,0", /row 1: a vote count must be 0 to 255, but is ""/],
  ];
  for (const [row, message] of cases) assert.throws(() => parse(ROWS[0]!, row, ROWS[0]!), message);
  assert.throws(() => parseVotes("a,b\n", "votes.csv"), /its first line must be "Usage,Image name/);
});

Deno.test("labelByVotes() refuses a class that FER+ does not have", () => {
  assert.throws(
    () => labelByVotes(faces, votes, ["happy", "bored"], "majority"),
    /Cannot use class "bored": it must be one of neutral, happy/,
  );
});
