import { Badge, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { time as words } from '../../messages/time';
import { span } from '../../parts/format';
import { FormDialog } from './form';
import { CorrectEntry } from './propose';
import type { TimeCorrection, TimeEntry } from './queries';
import { inForce, secondsOf, type Times, whenOf } from './times';

interface Correcting {
  entryId: string;
  held: Times;
}

/** What was noted beside the tasks, as it holds now; what was noted at first stands below. */
export function Entries({
  entries,
  corrections,
}: {
  entries: readonly TimeEntry[];
  corrections: readonly TimeCorrection[];
}) {
  const [correcting, setCorrecting] = useState<Correcting | null>(null);
  const close = () => setCorrecting(null);
  return (
    <>
      <div className="rows-frame" tabIndex={0} role="region" aria-label={words.noted}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.what}</th>
              <th scope="col" className="num">
                {words.took}
              </th>
              <th scope="col">{words.note}</th>
              <th scope="col" aria-label={words.correct} />
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} held={inForce(entry, corrections)} onCorrect={setCorrecting} />
            ))}
          </tbody>
        </table>
      </div>
      <FormDialog isOpen={correcting !== null} title={words.correctTitle} onClose={close}>
        {correcting && <CorrectEntry {...correcting} onClose={close} />}
      </FormDialog>
    </>
  );
}

interface EntryProps {
  entry: TimeEntry;
  /** What holds now; null: it was taken out. */
  held: Times | null;
  onCorrect: (correcting: Correcting) => void;
}

function Entry({ entry, held, onCorrect }: EntryProps) {
  const { id, code, startedAt, endedAt, note, isEntered, correctionId } = entry;
  const noted: Times = { code, startedAt, endedAt: endedAt ?? startedAt };
  const shown = held ?? noted;
  const what = words.codes[shown.code]!;
  return (
    <tr>
      <td style={{ textDecoration: held ? undefined : 'line-through' }}>
        {whenOf(shown)}
        {correctionId && held && (
          <Text size="xs" c="dimmed">
            {words.first(`${words.codes[code]}, ${whenOf(noted)}`)}
          </Text>
        )}
      </td>
      <td>
        {what} {!held && <Badge color="gray">{words.taken}</Badge>}
      </td>
      <td className="num tabular">{endedAt === null ? words.runsStill : held ? span(secondsOf(held)) : '–'}</td>
      <td>
        {note}{' '}
        {isEntered && (
          <Text component="span" size="xs" c="dimmed">
            {words.byHand}
          </Text>
        )}
      </td>
      <td className="num">
        {endedAt !== null && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={words.correctOf(what, whenOf(shown))}
            onClick={() => onCorrect({ entryId: id, held: shown })}
          >
            {words.correct}
          </Button>
        )}
      </td>
    </tr>
  );
}
