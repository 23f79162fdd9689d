const utcForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/;

/** A timestamptz in PostgreSQL's text (ISO style). Sessions in UTC have a short way: dates are many in a page. */
export function moment(text: string): Date {
  if (!utcForm.test(text)) return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  const at = (from: number) => (text.charCodeAt(from) - 48) * 10 + text.charCodeAt(from + 1) - 48;
  const year = at(0) * 100 + at(2);
  const ms = text.length > 22 ? Number(text.slice(20, -3).padEnd(3, '0')) : 0;
  return new Date(Date.UTC(year, at(5) - 1, at(8), at(11), at(14), at(17), ms));
}

/** The moment as JSON has it, with milliseconds, without its quotes. */
export function momentText(text: string): string {
  if (!utcForm.test(text)) return moment(text).toISOString();
  const ms = text.slice(20, -3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${ms}Z`;
}

/** What JSON escapes, and halves of pairs, which it escapes too. */
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Text as JSON has it between its quotes. Most needs no escape, and costs a fraction of making JSON of it. */
export function escapedText(text: string): string {
  return escaped.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}
