/** Counting tests in a JUnit report as `deno test` writes it. */
import assert from "node:assert/strict";
import { parseJunit } from "../../apps/test/junit.ts";

const report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="6" failures="2" errors="0" time="0.067">
    <testsuite name="./a_test.ts" tests="5" disabled="2" errors="0" failures="2">
        <testcase name="ok &amp; &lt;fine&gt; 5 &gt; 4" classname="./a_test.ts" time="0.001">
        </testcase>
        <testcase name="bad" classname="./a_test.ts" time="0.001">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="rest: because &quot;reason&quot;" classname="./a_test.ts" time="0.000">
            <skipped/>
        </testcase>
        <testcase name="bad &gt; inner" classname="./a_test.ts" time="0.000">
            <failure message="Uncaught Error: x">Error: x</failure>
        </testcase>
        <testcase name="ok &amp; &lt;fine&gt; 5 &gt; 4 &gt; left out" classname="./a_test.ts">
            <skipped/>
        </testcase>
    </testsuite>
    <testsuite name="./c.ts#2-5.ts" tests="1" disabled="0" errors="0" failures="0">
        <testcase name="file:///c.ts#2-5.ts" classname="./c.ts#2-5.ts" time="0.000">
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("parseJunit() counts tests, not steps, but every skip, when given a report", () => {
  assert.deepEqual(parseJunit(report), {
    passed: 2,
    failed: ["bad"],
    skipped: ['rest: because "reason"', "ok & <fine> 5 > 4 > left out"],
  });
});
