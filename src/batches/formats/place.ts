/** Where reading of a file may begin: after so many of its lines and bytes. */
export interface Place {
  line: number;
  byte: number;
}

export const beginning: Place = { line: 0, byte: 0 };
