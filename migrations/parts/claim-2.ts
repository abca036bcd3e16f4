/**
 * The door of shifts: open unless the policy (y) enforces them. Windows of a person do not overlap, so the first that has
 * not ended, grace included, is the only one that can have begun: one row of an index, however long the roster is.
 */
export const inShift = (member: string): string =>
  `CASE WHEN y.is_shift_bound THEN coalesce((SELECT w.starts_at FROM shift_window w WHERE w.member_id = ${member}
      AND w.ends_at > v_now - y.shift_grace_minutes * interval '1 minute' ORDER BY w.ends_at LIMIT 1) <= v_now + y.shift_grace_minutes * interval '1 minute', false)
      ELSE true END`;
