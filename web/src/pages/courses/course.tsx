import { Alert, Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { courses as words } from '../../messages/courses';
import { percent } from '../../parts/format';
import { Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { CourseState, stageWords } from './courses';
import { ProjectCrumbs } from './crumbs';
import { CoursePeople } from './people';
import { type Course, courseQuery, type CourseVersion, publishMutation, retireMutation } from './queries';

const route = getRouteApi('/in/projects/$projectId/courses/$courseId');

/** One course: what it is, who is in it, and how they do. */
export function ProjectCoursePage() {
  const { projectId, courseId } = route.useParams();
  const query = useAsk(courseQuery, { projectId, id: courseId }, { everySeconds: 15 });
  return (
    <Loaded query={query}>
      {({ course, project, skills }) => (
        <>
          <PageHead
            title={
              <>
                {course.name} <CourseState state={course.state} />
              </>
            }
            crumbs={<ProjectCrumbs projectId={projectId} name={project.name} course={{}} />}
          >
            <Actions course={course} projectId={projectId} />
          </PageHead>
          <Stack gap="lg">
            {course.draft && course.state !== 'DRAFT' && (
              <Alert color="gray">{words.draftHint(course.draft.version)}</Alert>
            )}
            {course.state === 'RETIRED' && <Alert color="gray">{words.retiredHint}</Alert>}
            <section>
              <Title order={2} mb="xs">
                {words.people}
              </Title>
              <CoursePeople course={course} />
            </section>
            <section>
              <Title order={2} mb="xs">
                {words.what}
              </Title>
              <What version={(course.published ?? course.draft)!} skills={skills.nodes} />
            </section>
          </Stack>
        </>
      )}
    </Loaded>
  );
}

function Actions({ course, projectId }: { course: Course; projectId: string }) {
  const { can } = useSession();
  const [isRetiring, setRetiring] = useState(false);
  const { id, name, state, draft } = course;
  const publish = useChange(
    async () => granted((await ask(publishMutation, { courseId: id })).publishCourse) as { published: { version: number } | null }, // prettier-ignore
    { onDone: ({ published }) => tellDone(draft ? words.published(published?.version ?? 1) : words.offered) },
  );
  const retire = useChange(async () => granted((await ask(retireMutation, { courseId: id })).retireCourse), {
    onDone: () => {
      setRetiring(false);
      tellDone(words.retired);
    },
  });
  if (!can('course:manage')) return null;
  return (
    <>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link to="/projects/$projectId/courses/$courseId/edit" params={{ projectId, courseId: id }} {...props} />
        )}
      >
        {words.edit}
      </Button>
      {state === 'PUBLISHED' && (
        <Button variant="default" onClick={() => setRetiring(true)}>
          {words.retire}
        </Button>
      )}
      {(draft ?? state === 'RETIRED') && (
        <Button loading={publish.isPending} onClick={() => publish.mutate()}>
          {draft ? words.publish : words.offerAgain}
        </Button>
      )}
      <Modal opened={isRetiring} onClose={() => setRetiring(false)} title={words.retireTitle(name)} lockScroll={false}>
        <Stack gap="sm">
          <Text size="sm">{words.retireHint}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setRetiring(false)}>
              {messages.common.cancel}
            </Button>
            <Button loading={retire.isPending} onClick={() => retire.mutate()}>
              {words.retire}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function What({ version, skills }: { version: CourseVersion; skills: readonly { id: string; name: string }[] }) {
  const { rules, items } = version;
  const pool = (kind: string) => (items ?? []).filter((one) => one.kind === kind).length;
  const skill = skills.find(({ id }) => id === rules.skillId);
  const facts: [string, string | null][] = [
    [words.leadsTo, stageWords(version.stages)],
    [words.facts.guidelines, version.guidelineVersion === null ? null : words.ofGuidelines(version.guidelineVersion)],
    [words.facts.practice, items && words.practiceOf(pool('PRACTICE'))],
    [words.facts.exam, items && words.examOf(rules.examItems, pool('EXAM'))],
    [words.facts.mark, percent(rules.passMark, 0)],
    [words.facts.tries, words.triesOf(rules.attempts, rules.retryHours, rules.mostAttempts)],
    [words.facts.time, rules.timeLimitMinutes === null ? words.noLimit : words.minutes(rules.timeLimitMinutes)],
    [words.facts.grants, skill ? words.skillOf(skill.name, rules.skillLevel ?? 1) : null],
    [words.facts.lasts, rules.validDays === null ? words.forGood : words.days(rules.validDays)],
    [words.facts.tells, words.tells[rules.tells]!],
  ];
  return (
    <Paper p="md">
      {version.description && <Text mb="sm">{version.description}</Text>}
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Paper>
  );
}
