/*
 * The hours of work and the progress of batches switched off and on again, in a database that is only there to be measured: without
 * their triggers nothing of a claim or an answer is counted. Before anything is checked, what was missed is added.
 */
// What an answer adds to the progress stands in its row of the hours of work, and goes with that.
const triggers = {
  work: { assignment: ['counts_claim', 'counts_work'], submission: ['counts_work'] },
  progress: { task: ['counts_change'] },
};

export async function switchRollups(owner, isOn, which = Object.keys(triggers)) {
  for (const of of which)
    for (const [table, names] of Object.entries(triggers[of]))
      for (const name of names)
        await owner.query(`ALTER TABLE ${table} ${isOn ? 'ENABLE' : 'DISABLE'} TRIGGER ${name}`);
}

/** What was done without them is added; afterwards nothing may differ. */
export async function mendRollups(owner, organizationId) {
  await switchRollups(owner, true);
  await owner.query(
    `INSERT INTO work_time (organization_id, assignment_id, member_id, at, active_seconds, idle_seconds, away_seconds)
     SELECT a.organization_id, a.id, a.member_id, a.closed_at, a.active_seconds - coalesce(w.active, 0), a.idle_seconds - coalesce(w.idle, 0), 0
       FROM assignment a LEFT JOIN (SELECT assignment_id, sum(active_seconds) AS active, sum(idle_seconds) AS idle FROM work_time GROUP BY 1) w ON w.assignment_id = a.id
      WHERE a.organization_id = $1 AND (a.active_seconds <> coalesce(w.active, 0) OR a.idle_seconds <> coalesce(w.idle, 0))`,
    [organizationId],
  );
  await owner.query('SELECT repair_work($1)', [organizationId]);
  await owner.query('SELECT repair_progress($1)', [organizationId]);
  const work = await owner.rows('SELECT * FROM work_differences($1) LIMIT 10', [organizationId]);
  return [...work, ...(await owner.rows('SELECT * FROM progress_differences($1) LIMIT 10', [organizationId]))];
}
