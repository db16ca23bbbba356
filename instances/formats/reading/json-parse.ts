/**
 * `JSON.parse` with keys read right. V8 13.6 (Node 24.21.0) takes a key written with an escape for another that stood at the
 * same place of an object read before, where that one begins as this one is written: after `{"a":1,"\\":2}` the second key
 * of `{"a":1,"\"":2}` is read as a backslash. Keys can be ids, so one person would become another. Values are read right.
 */
import type { EscapedKey, JsonScan } from './json-scan.ts';

/** The value of a text in which `scan` found no error. */
export function parseScanned(text: string, { escapedKeys }: Pick<JsonScan, 'escapedKeys'>): unknown {
  if (escapedKeys.length === 0) return JSON.parse(text);
  const mark = unusedMark(text);
  return withKeys(JSON.parse(withPlaceholders(text, escapedKeys, mark)), escapedKeys, mark);
}

/** Text that stands nowhere in the file, and needs no escape. */
function unusedMark(text: string): string {
  let mark = 'key';
  for (let number = 0; text.includes(mark); number++) mark = `key${number}-`;
  return mark;
}

/** The same text with the mark and its number in place of each escaped key. */
function withPlaceholders(text: string, escapedKeys: readonly EscapedKey[], mark: string): string {
  const parts = escapedKeys.map(({ start }, index) => {
    const from = index === 0 ? 0 : escapedKeys[index - 1].end;
    return `${text.slice(from, start)}"${mark}${index}"`;
  });
  return parts.join('') + text.slice(escapedKeys[escapedKeys.length - 1].end);
}

function withKeys(value: unknown, escapedKeys: readonly EscapedKey[], mark: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withKeys(item, escapedKeys, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.startsWith(mark) ? escapedKeys[Number(key.slice(mark.length))].key : key,
      withKeys(item, escapedKeys, mark),
    ]),
  );
}
