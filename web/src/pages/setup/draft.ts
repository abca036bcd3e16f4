import { useCallback, useState } from 'react';
import type { LabelSchema } from '../../parts/labels/label';
import { newPolicy, type PolicyDraft } from '../../parts/policy/policy';

export interface ProjectDraft {
  name: string;
  description: string;
  teamIds: string[];
  schema: LabelSchema;
  metadata: { field: string; visibility: string }[];
  guidelines: string;
  policy: PolicyDraft;
  connectionId: string | null;
}

const empty = (): ProjectDraft => ({
  name: '',
  description: '',
  teamIds: [],
  schema: { classes: [], fields: [] },
  metadata: [],
  guidelines: '',
  policy: newPolicy(),
  connectionId: null,
});

/** A project in the making outlives a closed tab. It is each person's own, also where several use one browser. */
export function useDraft(memberId: string) {
  const key = `muster.draft.project.${memberId}`;
  const [draft, setDraft] = useState<ProjectDraft>(() => ({ ...empty(), ...read(key) }));
  const change = useCallback(
    (part: Partial<ProjectDraft>) =>
      setDraft((before) => {
        const next = { ...before, ...part };
        keep(key, next);
        return next;
      }),
    [key],
  );
  const forget = useCallback(() => {
    keep(key, null);
    setDraft(empty());
  }, [key]);
  return { draft, change, forget };
}

function read(key: string): Partial<ProjectDraft> {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '{}') ?? {}) as Partial<ProjectDraft>;
  } catch {
    return {};
  }
}

/** A browser may have no room, or allow none: then the draft lives as long as the page. */
function keep(key: string, draft: ProjectDraft | null): void {
  try {
    if (draft === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // nothing to be done
  }
}
