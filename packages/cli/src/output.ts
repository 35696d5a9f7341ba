import { styleText } from 'node:util';
import Table from 'cli-table3';

/** Writes one line for people. */
export const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

/** Writes one value for machines: one line of JSON, dates as ISO 8601. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value));

/** Writes a message as protobuf's JSON says it: enum values by name, times as ISO 8601, defaults left out; `more` beside its fields. */
export const sayMessage = <Message>(codec: { toJSON(message: Message): unknown }, message: Message, more: object = {}): void =>
  sayJson({ ...(codec.toJSON(message) as object), ...more });

type Style = Parameters<typeof styleText>[0];

/** Styles text when the terminal shows styles. */
export const styled = (style: Style, text: string): string =>
  process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;

export const dim = (text: string): string => styled('dim', text);
export const bold = (text: string): string => styled('bold', text);

/** Aligned columns without borders. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
  };
  const chars = { ...none, left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' };
  const made = new Table({ head: head.map(dim), chars, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } });
  for (const row of rows) made.push(row.map(String));
  return made.toString().replace(/[ \t]+$/gm, '');
};

/** `2022-02-03 09:00`, in UTC. */
export const minute = (time: Date | undefined): string => (time === undefined ? '' : time.toISOString().slice(0, 16).replace('T', ' '));

/** `3 d 4 h`, `4 h 5 min`, `5 min`; nothing when it is not given. */
export const duration = (time: { seconds: number } | undefined): string => {
  if (time === undefined) return '';
  const minutes = Math.round(time.seconds / 60);
  const [days, hours] = [Math.floor(minutes / (24 * 60)), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
};

/** `Thursday 3 February 2022`, in UTC. */
export const longDay = (time: Date): string =>
  time.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).replace(',', '');

/** `3 February 2022`, in UTC. */
export const day = (time: Date): string =>
  time.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `3 February 2022, 09:00`, in UTC. */
export const dayAndHour = (time: Date): string => `${day(time)}, ${time.toISOString().slice(11, 16)}`;

/** The word of an enum value, for people: `REFERRAL_STATUS_IN_SERVICE` is "in service". */
export const word = (names: Readonly<Record<number, string>>, value: number): string => {
  const common = names[0]?.replace(/UNSPECIFIED$/, '') ?? '';
  return (names[value] ?? String(value)).replace(common, '').toLowerCase().replace(/_/g, ' ');
};

/** Names and what they are, aligned and indented. */
export const list = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${dim(name.padEnd(width))}  ${value}`).join('\n');
};
