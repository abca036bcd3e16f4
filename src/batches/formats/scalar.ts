/** `42` and `-3.5` become numbers; `007`, `1e5` and long digit strings stay text, for they are identifiers more often. */
export function numberOrText(text: string | undefined): number | string | undefined {
  return text !== undefined && /^-?(0|[1-9]\d{0,14})(\.\d{1,14})?$/.test(text) ? Number(text) : text;
}
