import { Button } from '@mantine/core';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { messages } from '../messages';
import { Empty, Failure, Waiting } from '../parts/states';
import { leadToLot, leadToPerson } from './leads';
import { firstPlace, loadSession, requireSession } from './session';
import { Shell } from './shell';

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main className="page page-narrow">
      <Empty
        isPage
        title={messages.errors.noPage}
        action={
          <Button component={Link} to="/" variant="default">
            {messages.errors.home}
          </Button>
        }
      >
        {messages.errors.noPageHint}
      </Empty>
    </main>
  ),
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** An address may name any text; a clock is shown only by a zone that there is. */
function zone(name: string | undefined): string | undefined {
  try {
    // Browsers answer with a name of their own: Asia/Calcutta for Asia/Kolkata.
    return name && new Intl.DateTimeFormat('en', { timeZone: name }) ? name : undefined;
  } catch {
    return undefined;
  }
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = text(search.to);
    // Only places of the console: never somebody else's address. (Left out, the router would keep what was given.)
    return { to: to?.startsWith('/') && !to.startsWith('//') ? to : undefined };
  },
  component: lazyRouteComponent(() => import('../pages/entry/sign-in'), 'SignInPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../pages/entry/invitation'), 'InvitationPage'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: Shell,
});
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const session = await loadSession();
    throw redirect({ to: session ? firstPlace(session) : '/sign-in' });
  },
});
const notices = createRoute({
  getParentRoute: () => inside,
  path: '/notices',
  component: lazyRouteComponent(() => import('../pages/account/notices'), 'NoticesPage'),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/account/account'), 'AccountPage'),
});
const work = createRoute({
  getParentRoute: () => inside,
  path: '/work',
  component: lazyRouteComponent(() => import('../pages/work/home'), 'WorkPage'),
});
/** Where a tool sends people when they are done. */
const back = createRoute({
  getParentRoute: () => inside,
  path: '/work/$assignmentId',
  component: lazyRouteComponent(() => import('../pages/work/back'), 'BackPage'),
});
const record = createRoute({
  getParentRoute: () => inside,
  path: '/record',
  component: lazyRouteComponent(() => import('../pages/work/record'), 'RecordPage'),
});
const courses = createRoute({
  getParentRoute: () => inside,
  path: '/courses',
  component: lazyRouteComponent(() => import('../pages/learning/courses'), 'CoursesPage'),
});
const course = createRoute({
  getParentRoute: () => inside,
  path: '/courses/$courseId',
  validateSearch: (search: Record<string, unknown>): { drawn?: string } => ({ drawn: text(search.drawn) }),
  component: lazyRouteComponent(() => import('../pages/learning/course'), 'CoursePage'),
});
const myQuestions = createRoute({
  getParentRoute: () => inside,
  path: '/my-questions',
  component: lazyRouteComponent(() => import('../pages/questions/my-questions'), 'MyQuestionsPage'),
});
const questions = createRoute({
  getParentRoute: () => inside,
  path: '/questions',
  validateSearch: (search: Record<string, unknown>): { project?: string; all?: true } => ({
    project: text(search.project),
    all: search.all === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/questions/questions'), 'QuestionsPage'),
});
const projects = createRoute({
  getParentRoute: () => inside,
  path: '/projects',
  component: lazyRouteComponent(() => import('../pages/projects/projects'), 'ProjectsPage'),
});
const project = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('../pages/projects/project'), 'ProjectPage'),
});
const newProject = createRoute({
  getParentRoute: () => inside,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('../pages/setup/new-project'), 'NewProjectPage'),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId/settings',
  component: lazyRouteComponent(() => import('../pages/setup/settings'), 'SettingsPage'),
});
const projectCourses = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId/courses',
  component: lazyRouteComponent(() => import('../pages/courses/courses'), 'CoursesPage'),
});
const newCourse = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId/courses/new',
  component: lazyRouteComponent(() => import('../pages/courses/editor'), 'NewCoursePage'),
});
const projectCourse = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId/courses/$courseId',
  component: lazyRouteComponent(() => import('../pages/courses/course'), 'ProjectCoursePage'),
});
const editCourse = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId/courses/$courseId/edit',
  component: lazyRouteComponent(() => import('../pages/courses/editor'), 'EditCoursePage'),
});
const organization = createRoute({
  getParentRoute: () => inside,
  path: '/organization',
  validateSearch: (search: Record<string, unknown>): { tab?: 'teams' | 'keys' | 'changes' } => ({
    tab: search.tab === 'teams' || search.tab === 'keys' || search.tab === 'changes' ? search.tab : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/organization/organization'), 'OrganizationPage'),
});
const endpoints = createRoute({
  getParentRoute: () => inside,
  path: '/endpoints',
  component: lazyRouteComponent(() => import('../pages/webhooks/webhooks'), 'WebhooksPage'),
});
const endpoint = createRoute({
  getParentRoute: () => inside,
  path: '/endpoints/$endpointId',
  component: lazyRouteComponent(() => import('../pages/webhooks/endpoint'), 'EndpointPage'),
});
const connections = createRoute({
  getParentRoute: () => inside,
  path: '/connections',
  component: lazyRouteComponent(() => import('../pages/connections/connections'), 'ConnectionsPage'),
});
const connection = createRoute({
  getParentRoute: () => inside,
  path: '/connections/$connectionId',
  validateSearch: (search: Record<string, unknown>): { tab?: 'inbox' | 'users' } => ({
    tab: search.tab === 'inbox' || search.tab === 'users' ? search.tab : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/connections/connection'), 'ConnectionPage'),
});
const disputes = createRoute({
  getParentRoute: () => inside,
  path: '/disputes',
  validateSearch: (search: Record<string, unknown>): { project?: string; all?: true } => ({
    project: text(search.project),
    all: search.all === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/disputes/disputes'), 'DisputesPage'),
});
/** POST /graphql is the API; whoever goes there with a browser finds the page to try it on. */
const explorer = createRoute({
  getParentRoute: () => inside,
  path: '/graphql',
  component: lazyRouteComponent(() => import('../pages/explorer/explorer'), 'ExplorerPage'),
});
const batch = createRoute({
  getParentRoute: () => inside,
  path: '/batches/$batchId',
  validateSearch: (search: Record<string, unknown>): { tab?: 'forecast' | 'imports' | 'lots'; state?: string } => ({
    tab: search.tab === 'forecast' || search.tab === 'imports' || search.tab === 'lots' ? search.tab : undefined,
    state: text(search.state),
  }),
  component: lazyRouteComponent(() => import('../pages/batches/batch'), 'BatchPage'),
});
/** Known by its id alone, as notices and webhooks have it. */
const lot = createRoute({
  getParentRoute: () => inside,
  path: '/lots/$lotId',
  beforeLoad: ({ params }) => leadToLot(params.lotId),
});
const trustAction = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId/trust-actions/$trustActionId',
  beforeLoad: ({ params }) => leadToPerson(params.projectId, params.trustActionId),
});
const task = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('../pages/batches/task/task'), 'TaskPage'),
});
const board = createRoute({
  getParentRoute: () => inside,
  path: '/board',
  component: lazyRouteComponent(() => import('../pages/board/board'), 'BoardPage'),
});
const throughput = createRoute({
  getParentRoute: () => inside,
  path: '/throughput',
  validateSearch: (search: Record<string, unknown>): { project?: string; by?: 'HOUR' | 'DAY' } => ({
    project: text(search.project),
    by: search.by === 'HOUR' || search.by === 'DAY' ? search.by : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/throughput/throughput'), 'ThroughputPage'),
});
const quality = createRoute({
  getParentRoute: () => inside,
  path: '/quality',
  validateSearch: (
    search: Record<string, unknown>,
  ): { project?: string; tab?: 'speed' | 'alike' | 'mixups'; days?: number; batch?: string } => ({
    project: text(search.project),
    tab: search.tab === 'speed' || search.tab === 'alike' || search.tab === 'mixups' ? search.tab : undefined,
    days: search.days === 7 || search.days === 28 || search.days === 90 ? search.days : undefined,
    batch: text(search.batch),
  }),
  component: lazyRouteComponent(() => import('../pages/quality/quality'), 'QualityPage'),
});
const roster = createRoute({
  getParentRoute: () => inside,
  path: '/roster',
  validateSearch: (search: Record<string, unknown>): { week?: string; team?: string; zone?: string } => ({
    week: /^\d{4}-\d{2}-\d{2}$/.test(text(search.week) ?? '') ? text(search.week) : undefined,
    team: text(search.team),
    zone: zone(text(search.zone)),
  }),
  component: lazyRouteComponent(() => import('../pages/roster/roster'), 'RosterPage'),
});
const ownShifts = createRoute({
  getParentRoute: () => inside,
  path: '/shifts',
  component: lazyRouteComponent(() => import('../pages/roster/own-shifts'), 'OwnShiftsPage'),
});
const ownTime = createRoute({
  getParentRoute: () => inside,
  path: '/time',
  component: lazyRouteComponent(() => import('../pages/time/time'), 'OwnTimePage'),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  validateSearch: (search: Record<string, unknown>): { project?: string } => ({ project: text(search.project) }),
  component: lazyRouteComponent(() => import('../pages/people/people'), 'PeoplePage'),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: '/people/$memberId',
  validateSearch: (search: Record<string, unknown>): { project?: string } => ({ project: text(search.project) }),
  component: lazyRouteComponent(() => import('../pages/people/person'), 'PersonPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    invitation,
    inside.addChildren([
      ...([notices, account, work, back, record] as const),
      ...([courses, course, myQuestions, questions] as const),
      ...([projects, newProject, project, settings, batch, lot, task] as const),
      ...([projectCourses, newCourse, projectCourse, editCourse] as const),
      ...([board, people, person, trustAction, quality, throughput, roster, ownShifts, ownTime] as const),
      ...([organization, endpoints, endpoint, connections, connection, disputes, explorer] as const),
    ]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
  defaultPendingMs: 150,
  defaultPendingComponent: () => <Waiting />,
  defaultErrorComponent: ({ error, reset }) => (
    <main className="page page-narrow">
      <Failure error={error as Error} onRetry={reset} />
    </main>
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
