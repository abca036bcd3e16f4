import { Button, Group, Kbd, Paper, Stack, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { learning as words } from '../../messages/learning';
import { asSentence, date, dateTime } from '../../parts/format';
import { Empty, Loaded, PageHead, Waiting } from '../../parts/states';
import { ReadGuidelines } from '../work/doors';
import { Quiz } from '../work/quiz';
import { ExamDesk } from './exam';
import { Practice } from './practice';
import { coursesQuery, drawnQuery, type MyCourse, type TrainingHandOff } from './queries';

const route = getRouteApi('/in/courses/$courseId');

export function CoursePage() {
  const { courseId } = route.useParams();
  const { drawn } = route.useSearch();
  const query = useAsk(coursesQuery);
  const handOff = useAsk(drawnQuery, { id: drawn ?? '' }, { isEnabled: drawn !== undefined });
  if (drawn !== undefined && handOff.isPending) return <Waiting />;
  return (
    <div className="page-narrow">
      <Loaded query={query}>
        {({ myCourses }) => {
          const course = myCourses.find((one) => one.courseId === courseId);
          return course ? (
            <Course course={course} drawn={handOff.data?.trainingHandOff ?? null} />
          ) : (
            <Empty title={words.none}>{words.noneHint}</Empty>
          );
        }}
      </Loaded>
    </div>
  );
}

type Doing = 'guidelines' | 'quiz' | 'practice' | 'exam';
const doingOf: Record<string, Doing> = {
  READ_GUIDELINES: 'guidelines',
  ANSWER_QUIZ: 'quiz',
  PRACTISE: 'practice',
  START_EXAM: 'exam',
  ANSWER_EXAM: 'exam',
  FINISH_EXAM: 'exam',
};

/** Where one stands, and one button: the next thing to do. */
function Course({ course, drawn }: { course: MyCourse; drawn: TrainingHandOff | null }) {
  // What is begun stays on the screen, though it may no longer be the next step: the last word on it is still to be read.
  const [doing, setDoing] = useState<Doing | null>(drawn && (drawn.examAttemptId ? 'exam' : 'practice'));
  const navigate = useNavigate();
  const stop = () => {
    setDoing(null);
    // It was given once; a reload is no second time.
    if (drawn) void navigate({ to: '/courses/$courseId', params: { courseId }, search: {}, replace: true });
  };
  const { courseId, projectId } = course;
  return (
    <>
      <PageHead
        title={course.name}
        crumbs={
          <>
            <Link to="/courses">{words.courses}</Link>
            <span>{course.projectName}</span>
          </>
        }
      />
      {doing === null && <Standing course={course} onDo={setDoing} />}
      {doing === 'guidelines' && <ReadGuidelines projectId={projectId} onRead={stop} />}
      {doing === 'quiz' && <Quiz projectId={projectId} onPassed={stop} />}
      {doing === 'practice' && <Practice courseId={courseId} drawn={drawn} onEnd={stop} />}
      {doing === 'exam' && <ExamDesk courseId={courseId} drawn={drawn} onEnd={stop} />}
    </>
  );
}

function Standing({ course, onDo }: { course: MyCourse; onDo: (doing: Doing) => void }) {
  const navigate = useNavigate();
  const { next } = course;
  const step = words.steps[next];
  const act = () => {
    const doing = doingOf[next];
    if (doing) onDo(doing);
    else void navigate({ to: next === 'ASK_LEAD' ? '/my-questions' : '/work' });
  };
  useKey('n', step ?? '', act, { isOn: step !== undefined });
  const facts: [string, string | null][] = [
    [words.leadsTo, course.stages.map((stage) => messages.stages[stage] ?? stage).join(', ')],
    [words.practice, words.practised(course.practised, course.practiceItems)],
    [words.exam, words.examItems(course.examItems, course.timeLimitMinutes)],
    [words.attempts, course.attempts > 0 ? String(course.attempts) : null],
    [words.nextAttempt, course.nextAttemptAt && dateTime(course.nextAttemptAt)],
    [words.qualified, next === 'DONE' ? (course.qualifiedUntil ? date(course.qualifiedUntil) : words.forGood) : null],
  ];
  return (
    <Paper p="lg">
      <Stack gap="md">
        {course.description && <Text>{course.description}</Text>}
        <Text fw={600} role="status">
          {asSentence(course.sentence)}
        </Text>
        {step && (
          <Group>
            <Button size="md" onClick={act} rightSection={<Kbd size="xs">N</Kbd>}>
              {step}
            </Button>
          </Group>
        )}
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
      </Stack>
    </Paper>
  );
}
