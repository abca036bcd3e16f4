import { changes as words } from '../../messages/changes';
import { batchStates, common, decisions, roles, stages } from '../../messages/common';
import { batch } from '../../messages/manage';
import { dateTime } from '../../parts/format';

/** What a field says: in words, or as it is where no words fit. */
export type Told = { text: string } | { whole: unknown };

export interface ChangedField {
  name: string;
  /** undefined where the entry does not say what was before */
  was?: Told;
  is: Told;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** What it was and what it is, and nothing that makes a span of days of it. */
const isMove = (value: unknown): value is { from: unknown; to: unknown } =>
  isFields(value) && 'from' in value && 'to' in value;

/** The entry, field by field. @param action noun:verb */
export function changedFields(action: string, detail: unknown, policyVersion: number | null): ChangedField[] {
  if (!isFields(detail)) return [];
  const { changes, ...said } = detail;
  const fields: ChangedField[] = policyVersion === null ? [] : [{ name: words.policyVersion, is: told(policyVersion) }];
  if (isMove(said)) {
    const { from, to, ...rest } = said;
    const noun = action.split(':')[0]!;
    if (from !== to) fields.push({ name: words.subjects[noun] ?? words.subject, was: told(from), is: told(to) });
    fields.push(...plainFields(rest));
  } else fields.push(...plainFields(said));
  if (isFields(changes))
    for (const [path, move] of Object.entries(changes))
      fields.push(
        isMove(move)
          ? { name: nameOf(path), was: told(move.from), is: told(move.to) }
          : { name: nameOf(path), is: told(move) },
      );
  else if (changes !== undefined) fields.push(...plainFields({ changes }));
  return fields;
}

const plainFields = (fields: Fields): ChangedField[] =>
  Object.entries(fields).map(([name, value]) => {
    const nothing = value === null ? words.nothing[name] : undefined;
    return { name: nameOf(name), is: nothing ? { text: nothing } : told(value) };
  });

const wordsOfCodes: Record<string, string> = { ...stages, ...roles, ...batchStates, ...decisions, ...batch.asKinds };

/** One word of it; null where it has parts. */
function wordOf(value: unknown): string | null {
  if (value === null || value === '') return words.none;
  if (typeof value === 'boolean') return value ? common.yes : common.no;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return dateTime(value);
  return wordsOfCodes[value] ?? value;
}

function told(value: unknown): Told {
  if (!Array.isArray(value)) {
    const word = wordOf(value);
    return word === null ? { whole: value } : { text: word };
  }
  const inside = value.map(wordOf);
  if (inside.includes(null)) return { whole: value };
  return { text: inside.length === 0 ? words.none : inside.join(', ') };
}

/** leaseMinutes.REVIEW → "Minutes for a task, Review" */
function nameOf(path: string): string {
  const known = words.fields[path];
  if (known) return known;
  const [first = '', ...inside] = path.split('.');
  const apart = (name: string) => wordsOfCodes[name] ?? name.replace(/([a-z\d])([A-Z])/g, (_, before: string, next: string) => `${before} ${next.toLowerCase()}`); // prettier-ignore
  const whole = [words.fields[first] ?? apart(first), ...inside.map(apart)].join(', ');
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
