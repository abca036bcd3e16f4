import { SegmentedControl, Select, Stack, Tabs } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { quality as words } from '../../messages/quality';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { Alike } from './alike';
import { Mixups } from './mixups';
import { batchesQuery, projectsQuery } from './queries';
import { Speed } from './speed';

const route = getRouteApi('/in/quality');
const tabs = ['speed', 'alike', 'mixups'] as const;
const windows = [7, 28, 90];

/** Who is right, how fast, and what is mixed up? */
export function QualityPage() {
  const { project, tab = 'speed', days = 28, batch } = route.useSearch();
  const navigate = useNavigate();
  const query = useAsk(projectsQuery);
  const projects = query.data?.projects.nodes ?? [];
  const projectId = project ?? projects[0]?.id ?? '';
  const batches = useAsk(batchesQuery, { projectId }, { isEnabled: projectId !== '' && tab !== 'speed' });
  const go = (search: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ to: '/quality', search: { project: projectId, tab, days, batch, ...search }, replace: true });
  return (
    <>
      <PageHead title={words.title} crumbs={<Link to="/people">{messages.shell.people}</Link>}>
        <Select
          size="xs"
          w={260}
          aria-label={words.project}
          allowDeselect={false}
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId || null}
          onChange={(next) => go({ project: next ?? undefined, batch: undefined })}
        />
        {tab === 'speed' ? (
          <SegmentedControl
            size="xs"
            aria-label={words.window}
            data={windows.map((n) => ({ value: String(n), label: words.days(n) }))}
            value={String(days)}
            onChange={(next) => go({ days: Number(next) })}
          />
        ) : (
          <Select
            size="xs"
            w={220}
            aria-label={words.batch}
            placeholder={words.allBatches}
            clearable
            data={(batches.data?.batches.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={batch ?? null}
            onChange={(next) => go({ batch: next ?? undefined })}
          />
        )}
      </PageHead>
      <Loaded query={query}>
        {() =>
          projectId === '' ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <Stack gap="md">
              <Tabs value={tab} onChange={(next) => go({ tab: tabs.find((one) => one === next) })} keepMounted={false}>
                <Tabs.List mb="md">
                  {tabs.map((one) => (
                    <Tabs.Tab key={one} value={one}>
                      {words.tabs[one]}
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
                <Tabs.Panel value="speed">
                  <Speed projectId={projectId} days={days} />
                </Tabs.Panel>
                <Tabs.Panel value="alike">
                  <Alike projectId={projectId} batchId={batch} />
                </Tabs.Panel>
                <Tabs.Panel value="mixups">
                  <Mixups projectId={projectId} batchId={batch} />
                </Tabs.Panel>
              </Tabs>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}
