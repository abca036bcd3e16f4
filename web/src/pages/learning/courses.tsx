import { Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../api/hooks';
import { learning as words } from '../../messages/learning';
import { asSentence } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { coursesQuery } from './queries';

/** The courses that are open to one, each with its one next step. */
export function CoursesPage() {
  const query = useAsk(coursesQuery);
  return (
    <div className="page-narrow">
      <PageHead title={words.title} />
      <Loaded query={query}>
        {({ myCourses }) =>
          myCourses.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {myCourses.map(({ courseId, name, projectName, sentence }) => (
                <Paper key={courseId} component="li" p="md">
                  <Title order={2}>
                    <Link to="/courses/$courseId" params={{ courseId }}>
                      {name}
                    </Link>
                  </Title>
                  <Text size="xs" c="dimmed">
                    {projectName}
                  </Text>
                  <Text size="sm">{asSentence(sentence)}</Text>
                </Paper>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </div>
  );
}
