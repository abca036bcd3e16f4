/** As much of luxon as is used here. */
declare module 'luxon' {
  export interface CalendarFields {
    year: number;
    month: number;
    day: number;
    hour?: number;
    minute?: number;
  }

  export class DateTime {
    static fromObject(fields: CalendarFields, options: { zone: string }): DateTime;
    static fromMillis(milliseconds: number, options: { zone: string }): DateTime;
    readonly isValid: boolean;
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
    toMillis(): number;
    /** The instants at which the clock of the zone shows this: two in the hour that comes twice. */
    getPossibleOffsets(): DateTime[];
    setLocale(locale: string): DateTime;
    toFormat(format: string): string;
  }
}
