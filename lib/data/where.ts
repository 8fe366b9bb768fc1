/** Where each data set comes from and what its licence asks, in words for people. */

export interface Origin {
  readonly title: string;
  /** What to put into the data folder. */
  readonly files: string;
  readonly from: string;
  readonly licence: string;
}

export const ORIGINS: Readonly<Record<"fer2013" | "ferplus" | "raf-db", Origin>> = {
  fer2013: {
    title: "FER-2013",
    files: "fer2013.csv, or the folders train/ and test/ under fer2013/",
    from: "Kaggle: the competition challenges-in-representation-learning-facial-expression-" +
      "recognition-challenge (fer2013.csv), or the data set msambare/fer2013 (folders)",
    licence: "an account is needed and its terms allow research only; the faces were gathered by " +
      "web search, so the rights in the pictures stay with whoever took them",
  },
  ferplus: {
    title: "FER+",
    files: "fer2013new.csv, beside FER-2013 as fer2013.csv",
    from: "github.com/microsoft/FERPlus",
    licence: "the votes are under the MIT licence; the pictures are FER-2013's",
  },
  "raf-db": {
    title: "RAF-DB (aligned, basic emotions)",
    files: "basic/Image/aligned/ and basic/EmoLabel/list_patition_label.txt under raf-db/, or " +
      "the folders train/1 … test/7 under raf-db/DATASET/",
    from: "its authors, on request: www.whdeng.cn/RAF/model1.html",
    licence: "given out to academic staff for research that is not commercial; no picture may be " +
      "passed on",
  },
};

/** What to fetch for a data set, as one line. */
export function howToGet(name: keyof typeof ORIGINS): string {
  const { title, files, from } = ORIGINS[name];
  return `${title} is found as ${files}; get it from ${from}`;
}
