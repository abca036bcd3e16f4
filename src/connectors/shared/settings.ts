import { z } from 'zod';

/** An http or https address without user, query or fragment. */
export const baseUrl = z
  .string()
  .max(2000)
  .refine(isPlainHttp, 'must be an http or https address without user, ? and #');

/** The address with nothing behind it but what is put there. */
export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function isPlainHttp(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && username === '' && password === '' && !/[?#]/.test(text);
  } catch {
    return false;
  }
}

export function faultsOf(schema: z.ZodType, given: unknown): { path: string; message: string }[] {
  const parsed = schema.safeParse(given);
  return (parsed.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message }));
}
