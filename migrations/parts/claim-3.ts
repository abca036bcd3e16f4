/** The door of breaks: asked once a search, since it is about the person alone. */
export const notOnBreak = (member: string): string =>
  `NOT EXISTS (SELECT FROM member_break mb WHERE mb.member_id = ${member} AND (mb.until IS NULL OR mb.until > v_now))`;
