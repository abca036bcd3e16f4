import { Paper, Text } from '@mantine/core';
import { messages } from '../../messages';
import { hueOf, type Label, type LabelSchema, sizeOf } from './label';
import { Picture, type PictureProps } from './picture';

interface ItemProps extends Omit<PictureProps, 'size' | 'schema'> {
  data: unknown;
  schema: LabelSchema;
}

/** The item as people look at it: a picture, a text with its spans, or what else was sent. */
export function Item({ data, ...picture }: ItemProps) {
  const { text, fileName, url } = (data ?? {}) as { text?: unknown; fileName?: unknown; url?: unknown };
  const size = sizeOf(data);
  if (picture.mediaUrl || size || typeof fileName === 'string')
    return (
      <>
        <Picture {...picture} size={size} />
        {!picture.mediaUrl && typeof url === 'string' && /^https?:/.test(url) && (
          <Text size="xs" mt={4}>
            <a href={url} target="_blank" rel="noreferrer noopener">
              {messages.labels.elsewhere}
            </a>
          </Text>
        )}
      </>
    );
  if (typeof text === 'string') return <SpannedText text={text} labels={picture.labels} schema={picture.schema} />;
  return <Facts value={data} />;
}

/** Spans count characters, not UTF-16 units. */
function SpannedText({ text, labels, schema }: { text: string; labels: readonly Label[]; schema: LabelSchema }) {
  const characters = Array.from(text);
  const spans = labels.filter(({ kind }) => kind === 'SPAN').sort((a, b) => a.start! - b.start!);
  const ends = [...new Set([0, characters.length, ...spans.flatMap(({ start, end }) => [start!, end!])])].sort((a, b) => a - b); // prettier-ignore
  return (
    <Paper p="md" style={{ whiteSpace: 'pre-wrap', lineHeight: 1.9 }}>
      {ends.slice(0, -1).map((start, at) => {
        const piece = characters.slice(start, ends[at + 1]).join('');
        const span = spans.find((one) => one.start! <= start && one.end! >= ends[at + 1]!);
        return span ? (
          <mark
            key={start}
            title={span.class}
            style={{
              background: `color-mix(in srgb, ${hueOf(span.class, schema)} 35%, transparent)`,
              color: 'inherit',
            }}
          >
            {piece}
          </mark>
        ) : (
          <span key={start}>{piece}</span>
        );
      })}
    </Paper>
  );
}

/** Whatever it is, by name and value. */
export function Facts({ value }: { value: unknown }) {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  if (entries.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {messages.common.none}
      </Text>
    );
  return (
    <dl className="facts">
      {entries.map(([name, one]) => (
        <FactPair key={name} name={name} value={one} />
      ))}
    </dl>
  );
}

function FactPair({ name, value }: { name: string; value: unknown }) {
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  return (
    <>
      <dt>{name}</dt>
      <dd>{shown.length > 300 ? `${shown.slice(0, 300)}…` : shown}</dd>
    </>
  );
}
