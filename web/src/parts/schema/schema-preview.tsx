import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { schemaWords as words } from '../../messages/setup';
import { hueAt, type LabelClass, type LabelField, type LabelSchema } from '../labels/label';

const isShape = ({ kind }: LabelClass) => kind === 'BOX' || kind === 'POLYGON' || kind === 'MASK';

/** By its place, not by its name: while it is being made, a class may have none, or that of another. */
const colourOf = (one: LabelClass, { classes }: LabelSchema) => one.colour ?? hueAt(classes.indexOf(one));

/** How an answer to a schema looks: a shape of each class, a piece of text, the tags and the questions. */
export function SchemaPreview({ schema }: { schema: LabelSchema }) {
  const shapes = schema.classes.filter(isShape);
  const tags = schema.classes.filter(({ kind }) => kind === 'TAG');
  const spans = schema.classes.filter(({ kind }) => kind === 'SPAN');
  const isEmpty = schema.classes.length + schema.fields.length === 0;
  return (
    <Paper p="md">
      <Title order={3} mb="xs">
        {words.preview}
      </Title>
      {isEmpty && <Text c="dimmed">{words.nothing}</Text>}
      <Stack gap="md">
        {shapes.length > 0 && <Sample classes={shapes} schema={schema} />}
        {spans.length > 0 && <Spans classes={spans} schema={schema} />}
        {schema.classes.length > 0 && (
          <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {schema.classes
              .filter((one) => !tags.includes(one))
              .map((one, at) => (
                <li key={at} style={{ padding: '2px 0' }}>
                  <Group gap={8} wrap="nowrap" align="baseline">
                    <Swatch colour={colourOf(one, schema)} />
                    <Text size="sm">
                      {one.name || '…'}{' '}
                      <Text component="span" size="xs" c="dimmed">
                        {[
                          words.classKinds[one.kind],
                          ...(one.attributes ?? []).map(
                            (attribute) => `${attribute.name || '…'}: ${attribute.options.join(' / ') || '…'}`,
                          ),
                        ].join(' · ')}
                      </Text>
                    </Text>
                  </Group>
                </li>
              ))}
          </ul>
        )}
        {tags.length > 0 && (
          <Group gap={6}>
            {tags.map((one, at) => (
              <Badge key={at} color="gray" variant="outline" leftSection={<Swatch colour={colourOf(one, schema)} />}>
                {one.name || '…'}
              </Badge>
            ))}
          </Group>
        )}
        {schema.fields.length > 0 && (
          <dl className="facts">
            {schema.fields.map((one, at) => (
              <Question key={at} one={one} />
            ))}
          </dl>
        )}
      </Stack>
    </Paper>
  );
}

function Question({ one }: { one: LabelField }) {
  const range = [one.minimum, one.maximum].some((end) => end !== undefined)
    ? ` ${one.minimum ?? '…'}–${one.maximum ?? '…'}`
    : '';
  return (
    <>
      <dt>
        {one.name || '…'}
        {one.required && <span title={words.required}> *</span>}
      </dt>
      <dd>
        {one.kind === 'CHOICE'
          ? `${words.one}: ${(one.options ?? []).join(', ') || '…'}`
          : `${words.fieldKinds[one.kind]}${range}`}
      </dd>
    </>
  );
}

const Swatch = ({ colour }: { colour: string }) => (
  <span
    aria-hidden="true"
    style={{ width: 10, height: 10, flex: 'none', borderRadius: 3, background: colour, display: 'inline-block' }}
  />
);

const [width, height] = [320, 200];

/** A shape of each class, where there is room. */
function Sample({ classes, schema }: { classes: readonly LabelClass[]; schema: LabelSchema }) {
  const shown = classes.slice(0, 8);
  const across = Math.min(4, shown.length);
  const down = Math.ceil(shown.length / across);
  return (
    <figure style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words.previewPicture}
        style={{ width: '100%', borderRadius: 8, background: '#23262c', display: 'block' }}
      >
        {shown.map((one, at) => {
          const [w, h] = [width / across, height / down];
          const [x, y] = [(at % across) * w + w * 0.15, Math.floor(at / across) * h + h * 0.18];
          return <Shape key={at} one={one} colour={colourOf(one, schema)} x={x} y={y} w={w * 0.7} h={h * 0.6} />;
        })}
      </svg>
      <figcaption>
        <Text size="xs" c="dimmed" mt={4}>
          {words.previewNote}
        </Text>
      </figcaption>
    </figure>
  );
}

interface ShapeProps {
  one: LabelClass;
  colour: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

function Shape({ one, colour, x, y, w, h }: ShapeProps) {
  const look = { fill: colour, stroke: colour, strokeWidth: 2, fillOpacity: 0.18 };
  const points = [[0.5, 0], [0.95, 0.3], [0.8, 0.95], [0.25, 1], [0, 0.4]] as const; // prettier-ignore
  return (
    <>
      {one.kind === 'BOX' && <rect x={x} y={y} width={w} height={h} {...look} />}
      {one.kind === 'POLYGON' && (
        <polygon points={points.map(([a, b]) => `${x + a * w},${y + b * h}`).join(' ')} {...look} />
      )}
      {one.kind === 'MASK' && (
        <ellipse cx={x + w / 2} cy={y + h / 2} rx={w / 2} ry={h / 2} {...look} strokeWidth={0} fillOpacity={0.5} />
      )}
      <text x={x} y={y + h + 13} fontSize="11" fill="#dfe2e8">
        {one.name || '…'}
      </text>
    </>
  );
}

function Spans({ classes, schema }: { classes: readonly LabelClass[]; schema: LabelSchema }) {
  const pieces = words.previewText.split(' ');
  return (
    <Text size="sm" lh={2}>
      {pieces.map((piece, at) => {
        const one = at % 2 === 1 ? classes[(at - 1) / 2] : undefined;
        return (
          <span key={at}>
            {one ? (
              <mark
                style={{
                  background: `color-mix(in srgb, ${colourOf(one, schema)} 35%, transparent)`,
                  color: 'inherit',
                }}
              >
                {piece}
              </mark>
            ) : (
              piece
            )}{' '}
          </span>
        );
      })}
    </Text>
  );
}
