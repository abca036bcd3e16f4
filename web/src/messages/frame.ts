import { counted } from './counted';

export const shell = {
  main: 'Places',
  work: 'Work',
  record: 'My record',
  board: 'Board',
  courses: 'My courses',
  myShifts: 'My shifts',
  myTime: 'My time',
  myQuestions: 'My questions',
  questions: 'Questions',
  projects: 'Projects',
  people: 'People',
  throughput: 'Throughput',
  quality: 'Quality',
  roster: 'Roster',
  disputes: 'Disputes',
  connections: 'Connections',
  webhooks: 'Webhooks',
  organization: 'Organization',
  explorer: 'Try the API',
  account: 'Account',
  notices: 'Notices',
  unread: (n: number) => `${n} unread`,
  asked: (leave: number, hours: number) =>
    [leave > 0 && `${leave} asked for leave`, hours > 0 && `${hours} asked for other hours`].filter(Boolean).join(', '),
  search: 'Search',
  keys: 'Keys',
  toDark: 'Dark colours',
  toLight: 'Light colours',
  signOut: 'Sign out',
};

export const palette = {
  title: 'Search and commands',
  placeholder: 'Project, batch, person or command',
  nothing: 'Nothing has this name.',
  kinds: { command: 'Command', project: 'Project', batch: 'Batch', person: 'Person' },
  searching: 'Looking…',
};

export const keyList = {
  title: 'Keys',
  everywhere: 'Everywhere',
  here: 'On this page',
  palette: 'Search and commands',
  list: 'This list',
  goWork: 'Go to work',
  goBoard: 'Go to the board',
  goProjects: 'Go to projects',
  goPeople: 'Go to people',
  goThroughput: 'Go to throughput',
  goQuality: 'Go to quality',
  goRoster: 'Go to the roster',
  goNotices: 'Go to notices',
  goDisputes: 'Go to disputes',
  goCourses: 'Go to my courses',
  goShifts: 'Go to my shifts',
  goTime: 'Go to my time',
  goQuestions: 'Go to questions',
  goOrganization: 'Go to the organization',
};

export const signIn = {
  title: 'Sign in',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  demoTitle: 'Try the demo',
  demoHint: 'The lung campaign is loaded. Everybody knows these passwords: choose a role.',
  as: (role: string, name: string) => `${role}: ${name}`,
  haveInvitation: 'I have an invitation',
};

export const invitation = {
  title: 'Accept an invitation',
  token: 'Invitation',
  tokenHint: 'It begins with mui_ and holds for 72 hours.',
  name: 'Your name',
  nameHint: 'Left empty, the name in the invitation.',
  password: 'Choose a password',
  passwordHint: 'At least 12 characters.',
  submit: 'Accept and sign in',
  haveAccount: 'I have an account',
};

export const account = {
  title: 'Account',
  who: 'Who you are',
  roles: 'Roles',
  organization: 'Organization',
  zone: 'Time zone',
  zoneHint: 'Dates and times are shown in it, and “today” begins at its midnight.',
  zoneSaved: 'Times are shown in your zone now.',
  useBrowserZone: (zone: string) => `Use ${zone}`,
  passwordTitle: 'Change the password',
  current: 'Current password',
  next: 'New password',
  change: 'Change password',
  changed: (ended: number) =>
    ended === 0
      ? 'The password is changed.'
      : `The password is changed; ${counted(ended, 'other session was', 'other sessions were')} ended.`,
  sessions: 'Where you are signed in',
  client: 'Browser or program',
  began: 'Signed in',
  lastUsed: 'Last used',
  ends: 'Ends',
  thisOne: 'this one',
  end: 'Sign out there',
  ended: 'Signed out there.',
  unknownClient: 'unknown',
};

export const notices = {
  title: 'Notices',
  empty: 'Nothing new',
  emptyHint: 'What others say about your work, and what rules did, comes here.',
  read: 'Mark all as read',
  showRead: 'Show read ones too',
};
