import { Badge, Kbd, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { graphql } from '../api/graphql';
import { useAsk } from '../api/hooks';
import { messages } from '../messages';
import iconUrl from '../../icon.svg';
import { KeyList, showKeyList, useKey } from './keys';
import { type Command, Palette } from './palette';
import { useSession, useSignOut } from './session';

const words = messages.shell;

const unreadQuery = graphql(`
  query UnreadNotices($plans: Boolean!, $approves: Boolean!) {
    myNotices(unreadOnly: true) {
      id
    }
    leaveRequests(state: REQUESTED, first: 100) @include(if: $plans) {
      nodes {
        memberId
      }
    }
    timeCorrections(state: PROPOSED, first: 100) @include(if: $approves) {
      nodes {
        memberId
      }
    }
  }
`);

type Place =
  | '/courses'
  | '/my-questions'
  | '/questions'
  | '/work'
  | '/shifts'
  | '/time'
  | '/record'
  | '/board'
  | '/throughput'
  | '/quality'
  | '/roster'
  | '/projects'
  | '/people'
  | '/disputes'
  | '/connections'
  | '/endpoints'
  | '/organization';

/** The frame of every page: the places of one's roles, search, keys, notices, colours. */
export function Shell() {
  const { me, can } = useSession();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const waiting = useAsk(
    unreadQuery,
    { plans: can('shift:manage'), approves: can('time:approve') },
    { everySeconds: 60 },
  ).data;
  const unread = waiting?.myNotices.length ?? 0;
  // Nobody decides on leave or hours of their own.
  const isOthers = ({ memberId }: { memberId: string }) => memberId !== me.id;
  const askedLeave = (waiting?.leaveRequests?.nodes ?? []).filter(isOthers).length;
  const askedHours = (waiting?.timeCorrections?.nodes ?? []).filter(isOthers).length;

  const places = useMemo(() => {
    const all: { to: Place; label: string; isOpen: boolean; keys: string; keyLabel: string }[] = [
      { to: '/work', label: words.work, isOpen: can('task:claim'), keys: 'g w', keyLabel: messages.keyList.goWork },
      { to: '/record', label: words.record, isOpen: can('task:claim'), keys: '', keyLabel: '' },
      { to: '/courses', label: words.courses, isOpen: can('course:take'), keys: 'g c', keyLabel: messages.keyList.goCourses }, // prettier-ignore
      { to: '/shifts', label: words.myShifts, isOpen: can('leave:request') && can('shift:read'), keys: 'g s', keyLabel: messages.keyList.goShifts }, // prettier-ignore
      { to: '/time', label: words.myTime, isOpen: can('time:enter') && can('time:read'), keys: 'g m', keyLabel: messages.keyList.goTime }, // prettier-ignore
      { to: '/my-questions', label: words.myQuestions, isOpen: can('question:ask'), keys: '', keyLabel: '' },
      { to: '/board', label: words.board, isOpen: can('queue:read'), keys: 'g b', keyLabel: messages.keyList.goBoard },
      { to: '/projects', label: words.projects, isOpen: can('batch:read'), keys: 'g p', keyLabel: messages.keyList.goProjects }, // prettier-ignore
      { to: '/people', label: words.people, isOpen: can('team:read'), keys: 'g t', keyLabel: messages.keyList.goPeople }, // prettier-ignore
      { to: '/throughput', label: words.throughput, isOpen: can('queue:read'), keys: 'g h', keyLabel: messages.keyList.goThroughput }, // prettier-ignore
      { to: '/quality', label: words.quality, isOpen: can('people:compare'), keys: 'g y', keyLabel: messages.keyList.goQuality }, // prettier-ignore
      { to: '/roster', label: words.roster, isOpen: can('queue:read') && can('shift:read'), keys: 'g r', keyLabel: messages.keyList.goRoster }, // prettier-ignore
      { to: '/disputes', label: words.disputes, isOpen: can('dispute:read'), keys: 'g d', keyLabel: messages.keyList.goDisputes }, // prettier-ignore
      { to: '/questions', label: words.questions, isOpen: can('question:read'), keys: 'g q', keyLabel: messages.keyList.goQuestions }, // prettier-ignore
      { to: '/connections', label: words.connections, isOpen: can('connection:read'), keys: '', keyLabel: '' },
      { to: '/endpoints', label: words.webhooks, isOpen: can('webhook:manage'), keys: '', keyLabel: '' },
      { to: '/organization', label: words.organization, isOpen: can('member:read'), keys: 'g o', keyLabel: messages.keyList.goOrganization }, // prettier-ignore
    ];
    return all.filter(({ isOpen }) => isOpen);
  }, [can]);
  const toggleColours = useCallback(
    () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
    [scheme, setColorScheme],
  );

  useHotkeys([['mod+K', () => setPaletteOpen(true)]], []);
  const colourLabel = scheme === 'dark' ? words.toLight : words.toDark;
  const commands = useMemo<Command[]>(
    () => [
      ...places.map(({ to, label }) => ({ label, run: () => void navigate({ to }) })),
      { label: words.notices, run: () => void navigate({ to: '/notices' }) },
      { label: words.account, run: () => void navigate({ to: '/account' }) },
      { label: words.explorer, run: () => void navigate({ to: '/graphql' }) },
      { label: words.keys, run: showKeyList },
      { label: colourLabel, run: toggleColours },
      { label: words.signOut, run: signOut },
    ],
    [places, navigate, colourLabel, toggleColours, signOut],
  );
  const closePalette = useCallback(() => setPaletteOpen(false), []);

  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {messages.common.skipToContent}
      </a>
      <nav className="shell-nav" aria-label={words.main}>
        <div className="shell-brand">
          <img src={iconUrl} alt="" width={22} height={22} />
          <span>Muster</span>
        </div>
        <button type="button" className="nav-link wide-only" onClick={() => setPaletteOpen(true)}>
          <Text component="span" c="dimmed" inherit>
            {words.search}
          </Text>
          <Kbd size="xs">Ctrl K</Kbd>
        </button>
        {places.map(({ to, label, keys, keyLabel }) => (
          <PlaceLink key={to} to={to} label={label} keys={keys} keyLabel={keyLabel}>
            {to === '/roster' && askedLeave + askedHours > 0 && (
              <Badge size="sm" variant="filled" aria-label={words.asked(askedLeave, askedHours)}>
                {askedLeave + askedHours}
              </Badge>
            )}
          </PlaceLink>
        ))}
        <div className="shell-foot">
          <Link to="/notices" className="nav-link" activeProps={{ 'aria-current': 'page' }}>
            {words.notices}
            {unread > 0 && (
              <Badge size="sm" variant="filled" aria-label={words.unread(unread)}>
                {unread}
              </Badge>
            )}
          </Link>
          <button type="button" className="nav-link wide-only" onClick={showKeyList}>
            {words.keys}
            <Kbd size="xs">?</Kbd>
          </button>
          <button type="button" className="nav-link wide-only" onClick={toggleColours}>
            {colourLabel}
          </button>
          <Link to="/account" className="nav-link" activeProps={{ 'aria-current': 'page' }} title={me.email}>
            {me.name}
          </Link>
          <button type="button" className="nav-link wide-only" onClick={signOut}>
            {words.signOut}
          </button>
        </div>
      </nav>
      <main id="content" className="page" tabIndex={-1}>
        <Outlet />
      </main>
      <KeyList />
      <Palette isOpen={isPaletteOpen} onClose={closePalette} commands={commands} />
    </div>
  );
}

interface PlaceLinkProps {
  to: Place;
  label: string;
  keys: string;
  keyLabel: string;
  children?: ReactNode;
}

function PlaceLink({ to, label, keys, keyLabel, children }: PlaceLinkProps) {
  const navigate = useNavigate();
  useKey(keys, keyLabel, () => void navigate({ to }), { isOn: keys !== '', isEverywhere: true });
  return (
    <Link to={to} className="nav-link" activeProps={{ 'aria-current': 'page' }}>
      {label}
      {children}
    </Link>
  );
}
