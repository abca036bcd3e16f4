/** The counted answers of one task that were given independently of each other. */
export interface TaskAnswers {
  taskId: string;
  source: string | null;
  answers: GivenAnswer[];
}

export interface GivenAnswer {
  /** The member. */
  by: string;
  /** JSON: read where it is used, in a worker thread, since a polygon may have thousands of points. */
  labels: string;
}
