import { Alert, Button, Group, MultiSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiError, ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { courseForm as words, courses } from '../../messages/courses';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { Section } from '../../parts/section';
import { ErrorWords, Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { ProjectCrumbs } from './crumbs';
import { contentOf, type CourseDraft, draftOf, newDraft, newItem, placeOf } from './draft';
import { Items } from './items';
import { createMutation, type FormData, formQuery, publishMutation, updateMutation } from './queries';
import { GrantRules, PassingRules } from './rules';

const newRoute = getRouteApi('/in/projects/$projectId/courses/new');
const editRoute = getRouteApi('/in/projects/$projectId/courses/$courseId/edit');

export function NewCoursePage() {
  const { projectId } = newRoute.useParams();
  return <Editor projectId={projectId} courseId={null} />;
}

export function EditCoursePage() {
  const { projectId, courseId } = editRoute.useParams();
  return <Editor key={courseId} projectId={projectId} courseId={courseId} />;
}

function Editor({ projectId, courseId }: { projectId: string; courseId: string | null }) {
  const { can } = useSession();
  const query = useAsk(formQuery, {
    projectId,
    id: courseId ?? '',
    isNew: courseId === null,
    withGold: can('gold:manage'),
  });
  return (
    <Loaded query={query}>
      {(data) => (
        <>
          <PageHead
            title={data.course ? words.editTitle(data.course.name) : words.newTitle}
            crumbs={
              <ProjectCrumbs
                projectId={projectId}
                name={data.project.name}
                course={data.course ? { id: data.course.id, name: data.course.name } : {}}
              />
            }
          />
          <Form data={data} courseId={courseId} />
        </>
      )}
    </Loaded>
  );
}

function Form({ data, courseId }: { data: FormData; courseId: string | null }) {
  const { project, skills, gold, course } = data;
  const from = course && (course.draft ?? course.published);
  const withItems = !from || from.items !== null;
  const [draft, setDraft] = useState<CourseDraft>(() => (from ? draftOf(course.name, from) : newDraft()));
  const navigate = useNavigate();
  const change = (part: Partial<CourseDraft>) => setDraft((had) => ({ ...had, ...part }));
  // What was made is changed from then on, also when putting it in force is refused.
  const [madeId, setMadeId] = useState(courseId);
  const save = useChange(
    async (isToPublish: boolean) => {
      const content = contentOf(draft, withItems);
      let id = madeId;
      if (id) granted((await ask(updateMutation, { courseId: id, input: content })).updateCourse);
      else {
        const made = (await ask(createMutation, { input: { ...content, projectId: project.id } })).createCourse;
        ({ id } = granted(made) as { id: string });
        setMadeId(id);
      }
      if (!isToPublish) return { id, version: null };
      const put = granted((await ask(publishMutation, { courseId: id })).publishCourse);
      return { id, version: (put as { published: { version: number } | null }).published?.version ?? 1 };
    },
    {
      isQuiet: true,
      onDone: ({ id, version }) => {
        tellDone(version === null ? words.saved : courses.published(version));
        return navigate({
          to: '/projects/$projectId/courses/$courseId',
          params: { projectId: project.id, courseId: id },
        });
      },
    },
  );
  const faultAt = faultsOf(save.error);
  const submit = (isToPublish: boolean) => save.mutate(isToPublish, { onError: showFirstFault });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(false);
  };
  const faultsFor = (kind: 'PRACTICE' | 'EXAM') => (at: number) => itemFaults(save.error, placeOf(draft, kind, at));
  const copied = new Set([...draft.PRACTICE, ...draft.EXAM].map(({ batchId, externalKey }) => `${batchId} ${externalKey}`)); // prettier-ignore
  const known = gold?.nodes.filter((one) => !one.retiredAt && !copied.has(`${one.batchId} ${one.externalKey}`));
  return (
    <form onSubmit={onSubmit} noValidate className="form-sections">
      {courseId && <Text c="dimmed">{words.editHint}</Text>}
      <Section title={words.what}>
        <Stack gap="sm" maw={560}>
          <TextInput
            label={words.name}
            required
            withAsterisk={false}
            maxLength={200}
            value={draft.name}
            error={faultAt('name') ?? (save.error?.code === 'NAME_TAKEN' && save.error.message)}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <Textarea
            label={words.description}
            description={words.descriptionHint}
            autosize
            maxLength={10_000}
            value={draft.description}
            error={faultAt('description')}
            onChange={({ currentTarget }) => change({ description: currentTarget.value })}
          />
          <MultiSelect
            label={words.stages}
            description={words.stagesHint}
            data={['ANNOTATE', 'REVIEW', 'ADJUDICATE', 'AUDIT'].map((value) => ({
              value,
              label: messages.stages[value]!,
            }))}
            value={draft.stages}
            error={faultAt('stages')}
            onChange={(stages) => change({ stages })}
          />
        </Stack>
      </Section>
      <Section title={words.guidelines} hint={words.guidelinesHint(project.guidelines?.version ?? null)}>
        <Link to="/projects/$projectId/settings" params={{ projectId: project.id }}>
          {words.toGuidelines}
        </Link>
      </Section>
      {withItems ? (
        <>
          <Section title={words.practice} hint={words.practiceHint}>
            <Items
              kind="PRACTICE"
              items={draft.PRACTICE}
              project={project}
              faultsAt={faultsFor('PRACTICE')}
              onChange={(PRACTICE) => change({ PRACTICE })}
            />
          </Section>
          <Section title={words.exam} hint={words.examHint}>
            <Items
              kind="EXAM"
              items={draft.EXAM}
              project={project}
              faultsAt={faultsFor('EXAM')}
              onChange={(EXAM) => change({ EXAM })}
            />
            {known && (
              <MultiSelect
                mt="sm"
                maw={560}
                label={words.addGold}
                description={known.length > 0 ? words.addGoldHint : words.noGold}
                disabled={known.length === 0}
                searchable
                data={known.map(({ taskId, externalKey }) => ({ value: taskId, label: externalKey }))}
                value={[]}
                onChange={([taskId]) => {
                  const one = known.find((gone) => gone.taskId === taskId);
                  if (!one) return;
                  const { batchId, externalKey } = one;
                  change({ EXAM: [...draft.EXAM, newItem({ source: 'TASK', batchId, externalKey, labels: null })] });
                }}
              />
            )}
          </Section>
        </>
      ) : (
        <Alert color="gray">{words.hidden}</Alert>
      )}
      <Section title={words.rules}>
        <PassingRules
          rules={draft.rules}
          faultAt={faultsOf(save.error, 'rules.')}
          onChange={(part) => change({ rules: { ...draft.rules, ...part } })}
        />
      </Section>
      <Section title={words.grants} hint={words.grantsHint}>
        <GrantRules
          skills={skills.nodes}
          rules={draft.rules}
          faultAt={faultsOf(save.error, 'rules.')}
          onChange={(part) => change({ rules: { ...draft.rules, ...part } })}
        />
      </Section>
      {save.isError && (
        <Alert color="red" role="alert" title={words.failed}>
          <ErrorWords error={save.error} />
        </Alert>
      )}
      <Group>
        <Button type="submit" variant="default" size="sm" loading={save.isPending && !save.variables}>
          {words.save}
        </Button>
        <Button size="sm" loading={save.isPending && save.variables} onClick={() => submit(true)}>
          {words.saveAndPublish}
        </Button>
      </Group>
    </form>
  );
}

/** Faults of one task; what lies within its answer or its data stands beside these. */
function itemFaults(error: unknown, place: number) {
  const under = `items[${place}]`;
  const at = faultsOf(error, `${under}.`);
  const own = faultsOf(error)(under);
  const within = new Map<string, string>();
  const fields = error instanceof ApiError ? error.fields : [];
  for (const { path, message } of fields) {
    const field = new RegExp(`^(?:input\\.)?items\\[${place}\\]\\.(labels|data)(.+)$`).exec(path);
    if (field && !within.has(field[1]!)) within.set(field[1]!, `${field[1]}${field[2]} ${message}`);
  }
  return (path: string) => (path === '' ? own : (at(path) ?? within.get(path)));
}
