import { Code, VisuallyHidden } from '@mantine/core';
import { changes as words } from '../../messages/changes';
import { type ChangedField, changedFields, type Told } from './changed-fields';

interface ChangeDetailProps {
  action: string;
  detail: unknown;
  policyVersion: number | null;
}

/** What an entry of the log says besides who and why: field by field, what it was and what it is. */
export function ChangeDetail({ action, detail, policyVersion }: ChangeDetailProps) {
  const fields = changedFields(action, detail, policyVersion);
  if (fields.length === 0) return null;
  return (
    <dl className="changed">
      {fields.map((field) => (
        <div key={field.name}>
          <dt>{field.name}</dt>
          <dd>
            <Value {...field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ was, is }: ChangedField) {
  if (was === undefined) return <Shown value={is} summary={words.whole} />;
  return (
    <>
      <VisuallyHidden>{words.was} </VisuallyHidden>
      <del>
        <Shown value={was} summary={words.wholeOld} />
      </del>
      <span aria-hidden="true"> → </span>
      <VisuallyHidden>, {words.is} </VisuallyHidden>
      <ins>
        <Shown value={is} summary={words.wholeNew} />
      </ins>
    </>
  );
}

function Shown({ value, summary }: { value: Told; summary: string }) {
  if ('text' in value) return value.text;
  return (
    <details>
      <summary>{summary}</summary>
      <Code block>{JSON.stringify(value.whole, null, 2)}</Code>
    </details>
  );
}
