/** Every word that people read in the console. A translation is another set of these. */
import { batchStates, common, decisions, errors, figures, roles, severities, stages, taskStates } from './common';
import { lots } from './lots';
import { batch, projects, task } from './manage';
import { people } from './people';
import { labels, record, work } from './work';
import { account, invitation, keyList, notices, palette, shell, signIn } from './frame';

export const messages = {
  common,
  errors,
  figures,
  stages,
  roles,
  batchStates,
  taskStates,
  decisions,
  severities,
  shell,
  palette,
  keyList,
  signIn,
  invitation,
  account,
  notices,
  labels,
  work,
  record,
  projects,
  batch,
  task,
  lots,
  people,
};
