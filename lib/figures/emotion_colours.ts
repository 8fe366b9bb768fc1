/**
 * A colour for each emotion, from Okabe and Ito's palette like the house style, for pictures and
 * videos where people and emotions change from frame to frame. The name always stands beside it.
 */

const EMOTION_COLOURS: Readonly<Record<string, string>> = {
  angry: "#d55e00",
  disgust: "#009e73",
  fear: "#cc79a7",
  happy: "#e69f00",
  sad: "#0072b2",
  surprise: "#56b4e9",
  neutral: "#a7abb0",
};

/** The colour of a class; grey for one that is no emotion known here. */
export function emotionColour(name: string): string {
  return EMOTION_COLOURS[name] ?? EMOTION_COLOURS["neutral"]!;
}
