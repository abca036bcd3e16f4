import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Whether it is one of the secrets. Hashed first, so that neither the time nor the length tells how near it was. */
export function isOneOf(given: string, secrets: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  let fits = false;
  for (const secret of secrets) if (secret !== '' && timingSafeEqual(digest(given), digest(secret))) fits = true;
  return fits;
}

/** The HMAC-SHA256 of the parts, one after the other, in lower case hexadecimal. */
export function hmacOf(secret: string, ...parts: (string | Buffer)[]): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

export function sha256Of(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The secret that a header carries, with or without a word such as `Bearer` before it. */
export function secretOf(header: string): string {
  return header.replace(/^(?:Bearer|Token|ApiKey|Basic) +/i, '');
}
