/** The counted answers of one task that were given independently of each other. */
export interface TaskAnswers {
  taskId: string;
  source: string | null;
  answers: GivenAnswer[];
  /** JSON of what settled, where it was asked for and somebody or something beside one answer stands behind it. */
  result?: string | null;
}

export interface GivenAnswer {
  /** The member. */
  by: string;
  /** JSON: read where it is used, in a worker thread, since a polygon may have thousands of points. */
  labels: string;
}
