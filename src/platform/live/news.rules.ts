/** As much of a piece of news as tells what it is about. */
export interface About {
  type: string;
  subject_id: string;
  data: Record<string, unknown>;
}

/** What a piece of news is about, such as `project:<uuid>`: its subject by the noun of its type, and every id in its data. */
export function topicsOf(events: readonly About[]): string[] {
  const topics = new Set<string>();
  for (const { type, subject_id, data } of events) {
    topics.add(topic(type.split('.', 1)[0]!, subject_id));
    for (const [key, value] of Object.entries(data))
      if (key.endsWith('Id') && typeof value === 'string' && isUuid.test(value))
        topics.add(topic(key.slice(0, -2), value));
  }
  return [...topics];
}

export const topic = (noun: string, id: string): string => `${noun}:${id}`;

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** PostgreSQL refuses notices of 8,000 bytes or more. */
const longest = 7900;

/** The topics in as few notices as hold them. */
export function noticesOf(topics: readonly string[]): string[] {
  const notices: string[] = [];
  let notice = '';
  for (const one of topics) {
    if (notice !== '' && notice.length + 1 + one.length > longest) {
      notices.push(notice);
      notice = '';
    }
    notice += notice === '' ? one : ` ${one}`;
  }
  return notice === '' ? notices : [...notices, notice];
}
