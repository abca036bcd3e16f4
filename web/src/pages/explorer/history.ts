import { useCallback, useState } from 'react';

export interface Sent {
  query: string;
  variables: string;
  /** as an ISO time */
  at: string;
}

const key = 'muster.explorer.history';
const most = 30;
/** Variables may be whole answers: those are not kept. */
const longest = 20_000;

/** What was sent, the newest first; in this browser only. */
export function useHistory() {
  const [all, setAll] = useState<Sent[]>(read);
  const add = useCallback(({ query, variables }: Pick<Sent, 'query' | 'variables'>) => {
    if (query.length + variables.length > longest) return;
    setAll((before) => {
      const others = before.filter((one) => one.query !== query || one.variables !== variables);
      const next = [{ query, variables, at: new Date().toISOString() }, ...others].slice(0, most);
      write(next);
      return next;
    });
  }, []);
  const forget = useCallback(() => {
    write([]);
    setAll([]);
  }, []);
  return { all, add, forget };
}

function read(): Sent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as Sent[]) : [];
  } catch {
    return [];
  }
}

function write(all: Sent[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(all));
  } catch {
    // A browser without room forgets.
  }
}
