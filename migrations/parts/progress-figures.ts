/*
 * What is counted of a batch, and the same counted from the rows. Frozen with the migrations that use it.
 */

const states = [
  'OPEN',
  'ANSWERED',
  'ADJUDICATING',
  'REVIEWING',
  'REWORKING',
  'SETTLED',
  'TRIAGED',
  'CANCELLED',
] as const;

/** Tasks by state; then annotation answers: wanted, counted, late ones, those on seats beyond the overlap; then tasks again. */
export const figures = [
  ...states.map((state) => state.toLowerCase()), 'wanted', 'counted', 'quarantined', 'beyond', 'reviewed', 'held',
]; // prettier-ignore

/** 1 in the figure of the row's state, as a difference of two rows where there are two. */
export const stateFigures = (...rows: readonly [sign: '' | '-', row: string][]): string =>
  states.map((state) => rows.map(([sign, row]) => `${sign}(${row}.state = '${state}')::int`).join(' ')).join(', ');

/** How many tasks stand in each state, of those that are grouped. */
export const tasksByState = states.map((state) => `count(*) FILTER (WHERE t.state = '${state}')`).join(', ');

/** What the rows say, batch by batch. Each table is read once; tasks without answers cost no look-up. */
export const recount = `
  SELECT organization_id, batch_id, ${figures.map((name) => `sum(${name})::bigint AS ${name}`).join(', ')} FROM (
    SELECT t.organization_id, t.batch_id, ${states.map((state) => `(t.state = '${state}')::int AS ${state.toLowerCase()}`).join(', ')},
           t.overlap::int AS wanted, 0 AS counted, 0 AS quarantined, 0 AS beyond, 0 AS reviewed, (t.prelabel_wait_until IS NOT NULL)::int AS held FROM task t
    UNION ALL
    SELECT t.organization_id, t.batch_id, ${states.map(() => '0').join(', ')},
           0, (s.state = 'COUNTED')::int, (s.state = 'QUARANTINED')::int, (s.state = 'COUNTED' AND s.ordinal > t.overlap)::int, 0, 0
      FROM submission s JOIN task t ON t.id = s.task_id WHERE s.stage = 'ANNOTATE' AND s.state IN ('COUNTED', 'QUARANTINED')
    UNION ALL
    SELECT t.organization_id, t.batch_id, ${states.map(() => '0').join(', ')}, 0, 0, 0, 0, 1, 0
      FROM (SELECT DISTINCT v.task_id FROM verdict v WHERE v.purpose = 'REVIEW') v JOIN task t ON t.id = v.task_id) one
   GROUP BY organization_id, batch_id`;

/** What the rows say less what is kept. */
export const difference = `
  SELECT batch_id, jsonb_strip_nulls(jsonb_build_object(${figures.map((name) => `'${name}', nullif(sum(${name}), 0)`).join(', ')}))
    FROM (SELECT organization_id, batch_id, ${figures.join(', ')} FROM progress_recount
          UNION ALL SELECT organization_id, batch_id, ${figures.map((name) => `-${name}`).join(', ')} FROM batch_progress) both_sides
   WHERE organization_id = p_org GROUP BY batch_id HAVING ${figures.map((name) => `sum(${name}) <> 0`).join(' OR ')}`;
