/* A large house to open the console on: projects with a batch each, teams, people, and answers in one of the batches. */
import { openAsOwner, unhindered } from './fixtures/owner.mjs';
import * as make from './fixtures/queue.mjs';

const peopleInATeam = 50;
const overlap = 3;
/** Tasks of the first project that three people have answered. */
const mostAnswered = 20_000;

const globalId = (prefix, id) => `${prefix}_${id.replaceAll('-', '')}`;

/** @returns a session token for each role, and the ids of what the screens show */
export async function makeHouse(url, { tasks, people, projects, say }) {
  const owner = await openAsOwner(url);
  const organizationId = await make.createOrganization(owner);
  const teamIds = [];
  const members = [];
  for (let made = 0; made < people; made += peopleInATeam) {
    const teamId = await make.createTeam(owner, { organizationId, name: `Team ${teamIds.length + 1}` });
    const count = Math.min(peopleInATeam, people - made);
    members.push(...(await make.createPeople(owner, { organizationId, teamId, count })));
    teamIds.push(teamId);
  }
  say(`${people} people in ${teamIds.length} teams`);
  const places = [];
  for (let at = 0; at < projects; at++) {
    const projectId = await make.createProject(owner, {
      organizationId,
      teamIds,
      name: `Project ${at + 1}`,
      policy: { overlap },
    });
    places.push({
      projectId,
      batchId: await make.createBatch(owner, { organizationId, projectId, name: `Batch ${at + 1}` }),
    });
  }
  const each = Math.floor(tasks / projects);
  const lanes = [];
  await unhindered(owner, ['task', 'queue_item'], async () => {
    for (const [at, place] of places.entries()) {
      lanes.push(await make.createTasks(owner, { organizationId, ...place, count: each, overlap }));
      if ((at + 1) % 10 === 0) say(`${(at + 1) * each} tasks`);
    }
  });
  await make.createHistory(owner, {
    laneId: lanes[0],
    memberIds: members.slice(0, overlap),
    count: Math.min(mostAnswered, each),
  });
  await make.settle(owner);
  const [{ projectId, batchId }] = places;
  const taskId = await owner.value('SELECT id FROM task WHERE batch_id = $1 ORDER BY id LIMIT 1', [batchId]);
  const tokens = { annotator: (await make.createSessions(owner, { organizationId, memberIds: [members[0]] }))[0] };
  for (const [name, role] of [
    ['manager', 'PROJECT_MANAGER'],
    ['administrator', 'ADMIN'],
    ['lead', 'TEAM_LEAD'],
    ['client', 'CLIENT'],
  ]) {
    const [id] = await make.createPeople(owner, { organizationId, teamId: teamIds[0], count: 1, roles: [role], name });
    if (role === 'TEAM_LEAD') await owner.query('UPDATE team_member SET is_lead = true WHERE member_id = $1', [id]);
    [tokens[name]] = await make.createSessions(owner, { organizationId, memberIds: [id] });
  }
  await owner.close();
  return {
    tokens,
    places: {
      projectId: globalId('prj', projectId),
      batchId: globalId('bat', batchId),
      taskId: globalId('tsk', taskId),
      memberId: globalId('mbr', members[0]),
    },
  };
}
