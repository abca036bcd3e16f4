import { readdirSync, readFileSync } from 'node:fs';

const folder = 'test/fixtures/payloads';

/** The kept payloads of a tool, by the beginning of their file's name, and how many reports each must give. */
export function payloads(
  prefix: string,
  reports: Record<string, number>,
): { name: string; body: any; reports: number }[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${prefix}_`));
  const named = files.map((name) => ({ name, short: name.slice(prefix.length + 1, name.indexOf('.')), body: JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) })); // prettier-ignore
  const unknown = Object.keys(reports).filter((short) => !named.some((each) => each.short === short));
  if (unknown.length > 0) throw new Error(`no payload of ${prefix}: ${unknown.join(', ')}`);
  return named.map(({ name, short, body }) => ({ name, body, reports: reports[short] ?? 0 }));
}
