import type { Facts } from './facts.js';
import { isCut, isDefect, law, type Operation, type Violation } from './history.js';

/** What the answers promised, against what is there in the end. */
export function brokenPromises(history: Operation[], facts: Facts): Violation[] {
  return [
    ...defects(history),
    ...acknowledged(history, facts),
    ...foreignTokens(history),
    ...keys(history, facts),
    ...blindness(history, facts),
    ...doors(history, facts),
  ];
}

function defects(history: Operation[]): Violation[] {
  return history.filter(isDefect).map((one) => ({ law: law.defects, what: `${one.name}: ${one.outcome}` }));
}

/** Every answer that was acknowledged is there, once and as it was said; and nothing that nobody sent. */
function acknowledged(history: Operation[], facts: Facts): Violation[] {
  const violations: Violation[] = [];
  const say = (what: string) => violations.push({ law: law.acknowledged, what });
  const byId = new Map(facts.submissions.map((one) => [one.id, one]));
  for (const one of history) {
    for (const { id } of one.shown ?? []) if (!facts.assignments.has(id)) say(`assignment ${id} was handed out, and is not there`); // prettier-ignore
    if (one.name !== 'submit' || !['COUNTED', 'QUARANTINED'].includes(one.outcome)) continue;
    const kept = byId.get(one.submission!);
    if (!kept) say(`answer ${one.submission} was acknowledged, and is not there`);
    else if (kept.assignment_id !== one.assignment) say(`answer ${kept.id} is of another assignment`);
    else if (kept.option !== one.option) say(`answer ${kept.id} was ${one.option}, and is ${kept.option}`);
  }
  const sent = new Set(history.flatMap((one) => (['submit', 'skip'].includes(one.name) ? [one.assignment!] : [])));
  for (const one of facts.submissions) if (!sent.has(one.assignment_id)) say(`answer ${one.id} was sent by nobody`);
  return violations;
}

/** A write under the token of another is refused, whatever it says. */
function foreignTokens(history: Operation[]): Violation[] {
  const writes = new Set(['COUNTED', 'QUARANTINED']);
  return history
    .filter(
      (one) => one.isOwnToken === false && (writes.has(one.outcome) || (one.outcome === 'OK' && one.name !== 'judge')),
    )
    .map((one) => ({
      law: law.tokens,
      what: `${one.name} of ${one.assignment} under the token of another: ${one.outcome}`,
    }));
}

/** Once a key has brought a new assignment it brings the same one, for as long as anybody asks. */
function keys(history: Operation[], facts: Facts): Violation[] {
  const made = new Map<string, { id: string; end: number }>();
  for (const { key, shown, end } of history)
    for (const { id } of shown ?? [])
      if (key && facts.assignments.get(id)?.claim_key === key)
        made.set(key, { id, end: Math.min(end, made.get(key)?.end ?? Infinity) });
  return history.flatMap(({ key, shown, start }) => {
    const first = key ? made.get(key) : undefined;
    if (!first || !shown?.[0] || start < first.end || shown[0].id === first.id) return [];
    return [{ law: law.keys, what: `${key}: ${first.id}, then ${shown[0].id}` }];
  });
}

/** Whoever looked while they had a part in a task that nobody had settled yet saw only their own answer. */
function blindness(history: Operation[], facts: Facts): Violation[] {
  const violations: Violation[] = [];
  const parts = new Map<string, number>();
  for (const one of history)
    for (const { id } of one.shown ?? []) {
      const part = `${facts.assignments.get(id)?.task_id} ${one.member}`;
      parts.set(part, Math.min(parts.get(part) ?? Infinity, one.end));
    }
  // From when on a task may have been settled or cancelled, and so open to who worked on it.
  const openedSince = new Map<string, number>();
  for (const { name, task, start } of history)
    if (task && (name === 'decide' || name === 'cancel'))
      openedSince.set(task, Math.min(start, openedSince.get(task) ?? Infinity));
  for (const look of history.filter((one) => one.name === 'look' && one.seen)) {
    const since = parts.get(`${look.task} ${look.member}`);
    const shown = openedSince.get(look.task!) ?? Infinity;
    if (since === undefined || since > look.start || shown < look.end) continue;
    if (look.seen!.some((member) => member !== look.member))
      violations.push({ law: law.blindness, what: `${look.member} works on ${look.task} and saw answers of others` });
  }
  return violations;
}

/** Between a pause that was confirmed and the next word about it nothing new is handed out. */
function doors(history: Operation[], facts: Facts): Violation[] {
  if (!history.some((one) => one.name === 'pause')) return [];
  const violations: Violation[] = [];
  const shownBefore = new Set<string>();
  const ends = history.filter((one) => !isCut(one)).sort((a, b) => a.end - b.end);
  const cuts = history.filter((one) => isCut(one) && ['claim', 'claimSeveral', 'submit'].includes(one.name));
  for (const claim of ends) {
    for (const { id } of claim.shown ?? []) {
      if (shownBefore.has(id)) continue;
      shownBefore.add(id);
      const asked = history.filter(
        (one) => one.shown?.some((shown) => shown.id === id) || (cuts.includes(one) && one.member === claim.member),
      );
      const since = Math.min(...asked.map((one) => one.start));
      const pause = lastBefore(
        history,
        since,
        (one) => ['pause', 'resume'].includes(one.name) && one.member === claim.member,
      );
      if (pause?.name !== 'pause' || pause.outcome !== 'OK') continue;
      const words = history.filter((one) => one.name === 'resume' && one.member === claim.member);
      // A resumption that may have come in between makes it fine.
      if (words.some((one) => one.end > pause.start && one.start < claim.end)) continue;
      const stage = facts.assignments.get(id)?.stage;
      violations.push({ law: law.doors, what: `${claim.member} was paused, and got ${stage} ${id}` });
    }
  }
  return violations;
}

function lastBefore(
  history: Operation[],
  moment: number,
  isWanted: (one: Operation) => boolean,
): Operation | undefined {
  return history
    .filter((one) => isWanted(one) && one.end < moment)
    .sort((a, b) => a.end - b.end)
    .at(-1);
}
