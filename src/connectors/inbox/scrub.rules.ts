const removed = 'REDACTED';
/** What tools send along of their own secrets, wherever it stands. */
const secretKeys = new Set(['task_data_login', 'task_data_password', 'password', 'secret', 'api_key', 'access_token']);
/** Secrets in addresses: of the tool itself, and of signed links to pictures. */
const inAddress =
  /([?&#](?:token|access_token|api_key|apikey|password|sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature)=)[^&#\s"'\\]+/gi;

const deepest = 64;

/** Of a value that came out of JSON.parse. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    const inner: unknown[] = [];
    for (const one of level)
      if (typeof one === 'object' && one !== null) for (const each of Object.values(one)) inner.push(each);
    level = inner;
  }
  return false;
}

export const scrubText = (text: string): string => text.replace(inAddress, `$1${removed}`);

/**
 * A copy without the tool's own secrets: `token` of a project (Label Studio), log-ins and passwords, and `token=` in addresses.
 * @param value not too deep
 */
export function scrub(value: unknown, key = '', parent = ''): unknown {
  if (typeof value === 'string') {
    // A class or a field of labels may well be called “token”.
    const isSecret =
      secretKeys.has(key.toLowerCase()) || (key === 'token' && (parent === 'project' || parent === 'webhook'));
    return isSecret && value !== '' ? removed : scrubText(value);
  }
  if (Array.isArray(value)) return value.map((one) => scrub(one, key, parent));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, scrub(one, name, key)]));
}
