/**
 * Label Studio counts a text as its browser does, in UTF-16 code units; Muster counts Unicode code points.
 * Behind the first emoji the two differ.
 */

/** The code points before a UTF-16 offset; null when the offset lies outside the text or splits a character in two. */
export function codePointsBefore(text: string, offset: number): number | null {
  if (!Number.isInteger(offset) || offset < 0 || offset > text.length) return null;
  const unit = text.charCodeAt(offset);
  const before = text.charCodeAt(offset - 1);
  if (unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff) return null;
  let points = 0;
  for (let at = 0; at < offset; points += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return points;
}

/** The UTF-16 offset behind so many code points; null when the text is shorter. */
export function unitsBefore(text: string, points: number): number | null {
  let at = 0;
  for (let point = 0; point < points; point += 1) {
    if (at >= text.length) return null;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
