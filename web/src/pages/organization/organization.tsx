import { Tabs } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useSession } from '../../app/session';
import { organization as words } from '../../messages/organization';
import { PageHead } from '../../parts/states';
import { Changes } from './changes';
import { Keys } from './keys';
import { Members } from './members';
import { Teams } from './teams';

const route = getRouteApi('/in/organization');

/** Who is in the organization, in which teams, and which programs have keys. */
export function OrganizationPage() {
  const { tab = 'members' } = route.useSearch();
  const { can } = useSession();
  const navigate = useNavigate();
  const show = (next: string | null) =>
    void navigate({
      to: '/organization',
      search: { tab: next === 'teams' || next === 'keys' || next === 'changes' ? next : undefined },
      replace: true,
    });
  return (
    <>
      <PageHead title={words.title} />
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="members">{words.members}</Tabs.Tab>
          <Tabs.Tab value="teams">{words.teams}</Tabs.Tab>
          {can('key:manage') && <Tabs.Tab value="keys">{words.keys}</Tabs.Tab>}
          {can('log:read') && <Tabs.Tab value="changes">{words.changes}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="members">
          <Members />
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <Teams />
        </Tabs.Panel>
        <Tabs.Panel value="changes">{can('log:read') && <Changes />}</Tabs.Panel>
        <Tabs.Panel value="keys">{can('key:manage') && <Keys />}</Tabs.Panel>
      </Tabs>
    </>
  );
}
