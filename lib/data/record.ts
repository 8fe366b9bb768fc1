/**
 * The description of the data sets as it was recorded where they were at hand: numbers only, so that
 * notebooks and figures about the data also work where the data may not be.
 */
import recorded from "../../data/description.json" with { type: "json" };
import { describeRelabelling, type RelabelledClass } from "./agreement.ts";
import { type DataDescription, describeData } from "./describe.ts";
import { findSources } from "./locate.ts";

export interface DataRecord {
  readonly datasets: DataDescription["datasets"];
  readonly relabelled: readonly RelabelledClass[];
}

/**
 * The description of FER-2013 and FER+ in a folder, or, where they are not both there, the recorded
 * one; `source` says which.
 */
export async function dataRecord(
  folder: string,
): Promise<DataRecord & { readonly source: "read" | "recorded" }> {
  const sources = await findSources(folder);
  const there = sources.votes !== null && sources.fer2013 !== null &&
    sources.fer2013.form !== "folders";
  if (!there) return { ...(recorded as DataRecord), source: "recorded" };
  const { datasets } = await describeData(folder);
  return { datasets, relabelled: await describeRelabelling(sources), source: "read" };
}
