/** Everything that people read as numbers and times is made here, in their zone and the language of the page. */

const language = 'en-GB';
let zone: string | undefined;

/** The zone of the signed-in person; before that, the browser's. */
export function showTimesIn(timeZone: string | undefined): void {
  zone = timeZone;
}

export const shownZone = (): string => zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

const formatter = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: zone });

export const dateTime = (at: string | Date): string =>
  formatter({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const date = (at: string | Date): string => formatter({ dateStyle: 'medium' }).format(new Date(at));

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** "3 hours ago", "in 5 minutes". */
export function ago(at: string | Date, now: number = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? steps.at(-1)!;
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

export const count = (value: number): string => new Intl.NumberFormat(language).format(value);

/** 0.9412 → "94.1 %" */
export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

/** [0.91, 0.962] → "91–96 %" */
export const range = (low: number, high: number): string => `${Math.floor(low * 100)}–${Math.ceil(high * 100)} %`;

/** 754 → "12:34", 4000 → "1:06:40" */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** 5400 → "1 h 30 min"; what is not nothing is never told as 0 min. */
export function span(seconds: number): string {
  if (seconds > 0 && seconds < 30) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let [size, unit] = [value, 0];
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

const clockOf = () =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone }); // prettier-ignore

/** When today began for the person who looks; on the day on which clocks are put, an hour beside it. */
export function startOfToday(now: number = Date.now()): string {
  const [hours = 0, minutes = 0, seconds = 0] = clockOf().format(now).split(':').map(Number);
  const whole = Math.floor(now / 1000) - (hours * 3600 + minutes * 60 + seconds);
  return new Date(whole * 1000).toISOString();
}

export const hourOf = (at: string | Date): string =>
  formatter({ hour: '2-digit', minute: '2-digit' }).format(new Date(at));

export const shortDate = (at: string | Date): string =>
  formatter({ weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at));

/** What the API says within a sentence of its own, as one that stands alone. */
export const asSentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
