/** The tool did not answer, or not in time. It may answer later. The sentence may be shown: it has no address and no secret. */
export class ToolUnreachable extends Error {}

/** The tool answered no. The sentence is the tool's own, shortened and without secrets. */
export class ToolRefused extends Error {
  constructor(
    /** of HTTP */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
