import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../api/hooks';
import { useSession } from '../../app/session';
import { ownShifts } from '../../messages/roster';
import { time as words } from '../../messages/time';
import { shownZone } from '../../parts/format';
import { Loaded, PageHead } from '../../parts/states';
import { localOf, mondayOf, plusDays } from '../roster/week';
import { EnterTime } from './enter';
import { Entries } from './entries';
import { FormDialog } from './form';
import { OwnCorrections } from './own-corrections';
import { CorrectWork } from './propose';
import { ownTimeQuery } from './queries';
import { Running } from './running';
import { Week } from './week';

/** Somebody's own time: what runs, the week, what is noted beside the tasks, and corrections of it. */
export function OwnTimePage() {
  const { me } = useSession();
  const [asking, setAsking] = useState<'ENTER' | 'WORK' | null>(null);
  const zone = shownZone();
  const today = localOf(new Date(), zone).date;
  const monday = mondayOf(today);
  const query = useAsk(
    ownTimeQuery,
    { memberId: me.id, filter: { firstDay: monday, lastDay: plusDays(monday, 6), memberIds: [me.id] } },
    { everySeconds: 60 },
  );
  const close = () => setAsking(null);
  return (
    <div className="page-narrow">
      <PageHead title={words.title} />
      <Loaded query={query}>
        {({ timeEntries, timeCorrections, hours, projects }) => (
          <Stack gap="lg">
            <Running entry={timeEntries.nodes.find(({ endedAt }) => endedAt === null) ?? null} />
            <section aria-label={words.week}>
              <Group justify="space-between" mb="xs">
                <Title order={2}>{words.week}</Title>
                {projects.nodes.length > 0 && (
                  <Button variant="default" onClick={() => setAsking('WORK')}>
                    {words.work}
                  </Button>
                )}
              </Group>
              <Week hours={hours} monday={monday} />
            </section>
            <section aria-label={words.noted}>
              <Group justify="space-between" mb="xs">
                <Title order={2}>{words.noted}</Title>
                <Button variant="default" onClick={() => setAsking('ENTER')}>
                  {words.enter}
                </Button>
              </Group>
              {timeEntries.nodes.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {words.noneNoted}
                </Text>
              ) : (
                <Paper>
                  <Entries entries={timeEntries.nodes} corrections={timeCorrections.nodes} />
                </Paper>
              )}
            </section>
            <section aria-label={words.own}>
              <Title order={2} mb="xs">
                {words.own}
              </Title>
              <OwnCorrections corrections={timeCorrections.nodes} />
            </section>
            <Text size="xs" c="dimmed">
              {ownShifts.zone(zone)}
            </Text>
            <FormDialog isOpen={asking === 'ENTER'} title={words.enterTitle} onClose={close}>
              <EnterTime today={today} onClose={close} />
            </FormDialog>
            <FormDialog isOpen={asking === 'WORK'} title={words.workTitle} onClose={close}>
              <CorrectWork projects={projects.nodes} onClose={close} />
            </FormDialog>
          </Stack>
        )}
      </Loaded>
    </div>
  );
}
