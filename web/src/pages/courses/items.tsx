import { ActionIcon, Button, FileInput, Group, Paper, SegmentedControl, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'; // prettier-ignore
import { upload } from '../../api/client';
import { useChange } from '../../api/hooks';
import { courseForm as words } from '../../messages/courses';
import type { FaultAt } from '../../parts/faults';
import { JsonField } from '../../parts/json-field';
import { asSchema } from '../../parts/labels/label';
import { RightAnswer } from '../../parts/labels/right-answer';
import { type DraftItem, type Kind, newItem, type Source } from './draft';
import type { FormData } from './queries';

interface ItemsProps {
  kind: Kind;
  items: readonly DraftItem[];
  project: FormData['project'];
  /** By the paths of one task: `externalKey`, `labels[0].option`. */
  faultsAt: (at: number) => FaultAt;
  onChange: (items: DraftItem[]) => void;
}

const namesOf = { PRACTICE: words.practice, EXAM: words.exam };

/** The tasks of a course, of one kind, in their order. */
export function Items({ kind, items, project, faultsAt, onChange }: ItemsProps) {
  const swap = (at: number) => onChange(items.with(at - 1, items[at]!).with(at, items[at - 1]!));
  return (
    <Stack gap="sm">
      {items.map((item, at) => (
        <ItemCard
          key={item.key}
          name={words.taskOf(namesOf[kind], at + 1)}
          item={item}
          project={project}
          faultAt={faultsAt(at)}
          onChange={(next) => onChange(items.with(at, next))}
          onUp={at === 0 ? undefined : () => swap(at)}
          onRemove={() => onChange(items.toSpliced(at, 1))}
        />
      ))}
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {kind === 'EXAM' ? words.noExam : words.noPractice}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          onClick={() => onChange([...items, newItem({ source: items.at(-1)?.source ?? 'TEXT' })])}
        >
          {kind === 'EXAM' ? words.addExam : words.addPractice}
        </Button>
      </Group>
    </Stack>
  );
}

interface ItemCardProps {
  name: string;
  item: DraftItem;
  project: FormData['project'];
  faultAt: FaultAt;
  onChange: (item: DraftItem) => void;
  onUp?: () => void;
  onRemove: () => void;
}

function ItemCard({ name, item, project, faultAt, onChange, onUp, onRemove }: ItemCardProps) {
  const change = (part: Partial<DraftItem>) => onChange({ ...item, ...part });
  const setSource = (source: Source) => change({ source, labels: source === 'TASK' ? null : (item.labels ?? []) });
  return (
    <Paper p="sm" component="section" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Title order={3}>{name}</Title>
          <Group gap={4} wrap="nowrap">
            {onUp && (
              <ActionIcon aria-label={words.up(name)} title={words.up(name)} onClick={onUp}>
                ↑
              </ActionIcon>
            )}
            <ActionIcon aria-label={words.remove(name)} title={words.remove(name)} onClick={onRemove}>
              ✕
            </ActionIcon>
          </Group>
        </Group>
        {faultAt('') && (
          <Text size="sm" c="var(--m-now)" role="alert">
            {faultAt('')}
          </Text>
        )}
        <Group gap="sm" align="flex-start">
          <Select
            label={words.source}
            w={200}
            allowDeselect={false}
            data={Object.entries(words.sources).map(([value, label]) => ({ value, label }))}
            value={item.source}
            onChange={(next) => next && setSource(next as Source)}
          />
          <div style={{ flex: 1, minWidth: 260 }}>
            <Shown item={item} project={project} faultAt={faultAt} onChange={change} />
          </div>
        </Group>
        <Answer item={item} project={project} faultAt={faultAt} onChange={change} />
        <Textarea
          label={words.explanation}
          description={words.explanationHint}
          autosize
          maxRows={6}
          maxLength={2000}
          value={item.explanation}
          error={faultAt('explanation')}
          onChange={({ currentTarget }) => change({ explanation: currentTarget.value })}
        />
      </Stack>
    </Paper>
  );
}

interface PartProps {
  item: DraftItem;
  project: FormData['project'];
  faultAt: FaultAt;
  onChange: (part: Partial<DraftItem>) => void;
}

function Shown({ item, project, faultAt, onChange }: PartProps) {
  switch (item.source) {
    case 'TEXT':
      return (
        <Textarea
          label={words.text}
          autosize
          maxRows={8}
          value={item.text}
          error={faultAt('data')}
          onChange={({ currentTarget }) => onChange({ text: currentTarget.value })}
        />
      );
    case 'PICTURE':
      return <PictureField item={item} projectId={project.id} fault={faultAt('mediaId') ?? faultAt('data')} onChange={onChange} />; // prettier-ignore
    case 'TASK':
      return (
        <Group gap="sm" align="flex-start">
          <Select
            label={words.batch}
            w={220}
            searchable
            data={project.batches.nodes.map(({ id, name }) => ({ value: id, label: name }))}
            value={item.batchId}
            error={faultAt('batchId')}
            onChange={(batchId) => onChange({ batchId })}
          />
          <TextInput
            label={words.externalKey}
            w={220}
            maxLength={200}
            value={item.externalKey}
            error={faultAt('externalKey')}
            onChange={({ currentTarget }) => onChange({ externalKey: currentTarget.value })}
          />
        </Group>
      );
    case 'DATA':
      return (
        <JsonField
          label={words.data}
          hint={words.dataHint}
          notJson={words.notJson}
          value={item.data}
          fault={faultAt('data')}
          onChange={(data) => onChange({ data })}
        />
      );
  }
}

interface PictureFieldProps {
  item: DraftItem;
  projectId: string;
  fault: string | undefined;
  onChange: (part: Partial<DraftItem>) => void;
}

function PictureField({ item, projectId, fault, onChange }: PictureFieldProps) {
  const send = useChange(
    (file: File) =>
      upload<{ mediaId: string; fileName: string; width: number; height: number }>(
        `/media?projectId=${projectId}&name=${encodeURIComponent(file.name.slice(-200))}`,
        file,
        file.type,
        () => undefined,
      ),
    {
      isQuiet: true,
      onDone: ({ mediaId, fileName, width, height }) => onChange({ mediaId, data: { fileName, width, height } }),
    },
  );
  const { fileName } = item.data as { fileName?: string };
  return (
    <FileInput
      label={words.picture}
      description={item.mediaId && fileName ? words.pictureIs(fileName) : words.pictureHint}
      accept="image/png,image/jpeg"
      placeholder={send.isPending ? words.sending : fileName}
      error={send.error?.message ?? fault}
      onChange={(file) => file && send.mutate(file)}
    />
  );
}

/** The known answer of a copied task, or one that is given here. */
function Answer({ item, project, faultAt, onChange }: PartProps) {
  const schema = asSchema(project.labelSchema);
  return (
    <div>
      <Group gap="sm" mb={4}>
        <Text size="sm" fw={500}>
          {words.right}
        </Text>
        {item.source === 'TASK' && (
          <SegmentedControl
            size="xs"
            aria-label={words.right}
            data={[
              { value: 'known', label: words.knownAnswer },
              { value: 'own', label: words.ownAnswer },
            ]}
            value={item.labels === null ? 'known' : 'own'}
            onChange={(next) => onChange({ labels: next === 'known' ? null : [] })}
          />
        )}
      </Group>
      {item.labels === null ? (
        faultAt('labels') && (
          <Text size="sm" c="var(--m-now)" role="alert">
            {faultAt('labels')}
          </Text>
        )
      ) : (
        <RightAnswer
          labels={item.labels}
          schema={schema}
          fault={faultAt('labels')}
          onChange={(labels) => onChange({ labels })}
        />
      )}
    </div>
  );
}
