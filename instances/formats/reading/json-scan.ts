/**
 * A strict scan of JSON text for what `JSON.parse` does not tell: where a syntax error stands, and which keys an object
 * holds twice (`JSON.parse` silently keeps the last). It accepts exactly what `JSON.parse` accepts, up to a bound on
 * nesting, and builds nothing but the keys of the objects still open, and those written with escapes.
 */
export interface JsonScan {
  /** Keys of the outermost object, as far as it could be read. */
  readonly topKeys: readonly string[];
  /** JSON pointers of keys that stand a second time in their object. */
  readonly duplicatePaths: readonly string[];
  /** In the order of the text. */
  readonly escapedKeys: readonly EscapedKey[];
  readonly error: JsonError | null;
}

/** A key written with an escape, and where it stands, quotation marks included. */
export interface EscapedKey {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export interface JsonError {
  readonly kind: 'syntax' | 'truncated' | 'too-deep';
  readonly offset: number;
  readonly expected: string;
}

/** Deepest nesting accepted; pools need five levels. */
export const JSON_DEPTH_MAX = 64;

interface Frame {
  /** Null for an array. */
  readonly keys: Set<string> | null;
  /** Key of the value being read, or its index. */
  key: string | number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const ESCAPE_CUT_OFF = /\\(?:u[0-9a-fA-F]{0,3})?$/y;
const PRIMITIVE = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const PRIMITIVE_CHARACTERS = /[-+.\w]*/y;

export function scanJson(text: string): JsonScan {
  return new Scanner(text).run();
}

/** Unwinds to `run` when the text stops being JSON. */
class Stop {
  readonly error: JsonError;
  constructor(error: JsonError) {
    this.error = error;
  }
}

class Scanner {
  readonly #text: string;
  #at = 0;
  readonly #frames: Frame[] = [];
  #topKeys: Set<string> = new Set();
  readonly #duplicatePaths: string[] = [];
  readonly #escapedKeys: EscapedKey[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  run(): JsonScan {
    let error: JsonError | null = null;
    try {
      this.#document();
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      error = stop.error;
    }
    const [topKeys, duplicatePaths, escapedKeys] = [[...this.#topKeys], this.#duplicatePaths, this.#escapedKeys];
    return { topKeys, duplicatePaths, escapedKeys, error };
  }

  #document(): void {
    this.#value();
    while (this.#frames.length > 0) this.#afterValue();
    if (this.#peek() >= 0) this.#stop('end of the document');
  }

  /** Reads a primitive whole, or opens containers down to the first primitive or empty container. */
  #value(): void {
    for (;;) {
      const code = this.#peek();
      if (code === OPEN_OBJECT) {
        if (!this.#open(new Set(), CLOSE_OBJECT)) return;
        this.#key();
      } else if (code === OPEN_ARRAY) {
        if (!this.#open(null, CLOSE_ARRAY)) return;
      } else {
        if (code === QUOTE) this.#string();
        else this.#primitive();
        return;
      }
    }
  }

  /** Opens an object or array; false where it closes at once. */
  #open(keys: Set<string> | null, close: number): boolean {
    if (this.#frames.length === JSON_DEPTH_MAX) this.#stop(`at most ${JSON_DEPTH_MAX} levels of nesting`, 'too-deep');
    if (this.#frames.length === 0 && keys) this.#topKeys = keys;
    this.#at++;
    if (this.#peek() === close) {
      this.#at++;
      return false;
    }
    this.#frames.push({ keys, key: 0 });
    return true;
  }

  #afterValue(): void {
    const frame = this.#frames[this.#frames.length - 1];
    const close = frame.keys ? CLOSE_OBJECT : CLOSE_ARRAY;
    const code = this.#peek();
    if (code === close) {
      this.#at++;
      this.#frames.pop();
    } else if (code === COMMA) {
      this.#at++;
      if (frame.keys) this.#key();
      else frame.key = (frame.key as number) + 1;
      this.#value();
    } else {
      this.#stop(frame.keys ? 'a comma or }' : 'a comma or ]');
    }
  }

  #key(): void {
    const frame = this.#frames[this.#frames.length - 1];
    if (this.#peek() !== QUOTE) this.#stop('a key in double quotes');
    const start = this.#at;
    const escaped = this.#string();
    const raw = this.#text.slice(start + 1, this.#at - 1);
    const key = escaped ? (JSON.parse(`"${raw}"`) as string) : raw;
    if (escaped) this.#escapedKeys.push({ key, start, end: this.#at });
    const count = frame.keys!.size;
    frame.keys!.add(key);
    frame.key = key;
    if (frame.keys!.size === count) this.#duplicatePaths.push(this.#path());
    if (this.#peek() !== COLON) this.#stop('a colon');
    this.#at++;
  }

  /** Reads a string; true where it holds an escape. */
  #string(): boolean {
    let escaped = false;
    for (this.#at++; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        this.#escape();
        escaped = true;
      } else if (!(code >= 0x20)) {
        this.#stop('a closing double quote on the same line');
      }
    }
    this.#at++;
    return escaped;
  }

  /** Moves to the last character of an escape. */
  #escape(): void {
    ESCAPE.lastIndex = this.#at;
    ESCAPE_CUT_OFF.lastIndex = this.#at;
    if (ESCAPE_CUT_OFF.test(this.#text)) this.#at = this.#text.length;
    else if (ESCAPE.test(this.#text)) this.#at = ESCAPE.lastIndex - 1;
    else this.#stop('an escape such as \\n or \\u0041');
  }

  #primitive(): void {
    const start = this.#at;
    PRIMITIVE.lastIndex = start;
    const end = PRIMITIVE.test(this.#text) ? PRIMITIVE.lastIndex : start;
    PRIMITIVE_CHARACTERS.lastIndex = start;
    PRIMITIVE_CHARACTERS.test(this.#text);
    if (end === start || end !== PRIMITIVE_CHARACTERS.lastIndex) {
      if (PRIMITIVE_CHARACTERS.lastIndex === this.#text.length) this.#at = this.#text.length;
      this.#stop('a value');
    }
    this.#at = end;
  }

  /** The next character that is not white space, or -1 at the end. */
  #peek(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return Number.isNaN(code) ? -1 : code;
      this.#at++;
    }
  }

  #path(): string {
    return this.#frames.map((frame) => `/${pointerPart(frame.key)}`).join('');
  }

  #stop(expected: string, kind: 'syntax' | 'too-deep' = 'syntax'): never {
    const truncated = this.#at >= this.#text.length;
    throw new Stop({ kind: truncated ? 'truncated' : kind, offset: this.#at, expected });
  }
}

/** A key as it stands in a JSON pointer (RFC 6901). */
export function pointerPart(key: string | number): string {
  return typeof key === 'number' ? String(key) : key.replaceAll('~', '~0').replaceAll('/', '~1');
}
