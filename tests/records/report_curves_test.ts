import assert from "node:assert/strict";
import {
  chosenReportEpoch,
  parseReportCurves,
  readReportCurves,
} from "../../lib/records/report_curves.ts";

// The curves average over batches and count the last, smaller one as a whole, so they differ by up to
// a tenth of a point from the accuracy that the report states.
const STATED: Readonly<Record<string, [epochs: number, chosen: number, accuracy: number]>> = {
  "ferplus aggressive": [87, 62, 86.32],
  "ferplus moderate": [70, 45, 85.58],
  "fer2013 aggressive": [75, 50, 71.86],
  "fer2013 moderate": [58, 33, 69.86],
  "fer2013 horizontal": [39, 14, 62.20],
  "fer2013 vertical": [39, 14, 56.97],
  "fer2013 none": [33, 8, 59.92],
};

Deno.test("readReportCurves() holds the seven runs of Table 1 with the epochs it chose", async () => {
  const curves = await readReportCurves();
  assert.equal(curves.length, Object.keys(STATED).length);
  for (const curve of curves) {
    const [epochs, chosen, stated] = STATED[`${curve.dataset} ${curve.augmentation}`]!;
    const { epoch, valAccuracy } = chosenReportEpoch(curve);
    assert.deepEqual([curve.epochs.length, epoch], [epochs, chosen]);
    assert.ok(Math.abs(100 * valAccuracy - stated) < 0.1, `${100 * valAccuracy} and ${stated}`);
  }
});

Deno.test("parseReportCurves() names the line when a number is missing", () => {
  const header = "dataset,augmentation,epoch,train_loss,train_accuracy,val_loss,val_accuracy";
  assert.throws(() => parseReportCurves(`${header}\nferplus,none,1,1,1,1`), /line 2 must be/);
  assert.throws(() => parseReportCurves("a,b\n"), /columns must be dataset,/);
});
