import type { Role } from '../access/permissions.js';

/** Everybody's: the demo's data is nobody's secret. */
export const demoPassword = 'lungs-campaign-demo';

export interface DemoPerson {
  email: string;
  name: string;
  roles: Role[];
  /** leads the team */
  isLead?: boolean;
  /** offered on the page of the console where one signs in */
  shows?: Role;
}

/** The people of the demo's campaign (src/demo), here because the console offers one of each role to sign in as. */
export const demoCast: readonly DemoPerson[] = [
  { email: 'asha@lungs.example', name: 'Asha Gurung', roles: ['ANNOTATOR'], shows: 'ANNOTATOR' },
  { email: 'bikash@lungs.example', name: 'Bikash Rai', roles: ['ANNOTATOR'] },
  { email: 'chandra@lungs.example', name: 'Chandra Thapa', roles: ['ANNOTATOR'] },
  { email: 'deepa@lungs.example', name: 'Deepa Shrestha', roles: ['ANNOTATOR'] },
  { email: 'elena@lungs.example', name: 'Dr. Elena Rossi', roles: ['REVIEWER'], shows: 'REVIEWER' },
  { email: 'farid@lungs.example', name: 'Dr. Farid Haddad', roles: ['REVIEWER'] },
  { email: 'grace@lungs.example', name: 'Dr. Grace Okafor', roles: ['REVIEWER'] },
  { email: 'maya@lungs.example', name: 'Maya Lama', roles: ['PROJECT_MANAGER'], shows: 'PROJECT_MANAGER' },
  { email: 'nabin@lungs.example', name: 'Nabin Karki', roles: ['TEAM_LEAD'], isLead: true, shows: 'TEAM_LEAD' },
  { email: 'olga@hospital.example', name: 'Olga Petrova', roles: ['CLIENT'], shows: 'CLIENT' },
];
