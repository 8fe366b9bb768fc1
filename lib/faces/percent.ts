/** "92 %", with a space that does not break; nothing that is only nearly so is called 0 or 100 %. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return ">99\u00a0%";
  if (whole === 0 && share > 0) return "<1\u00a0%";
  return `${whole}\u00a0%`;
}
