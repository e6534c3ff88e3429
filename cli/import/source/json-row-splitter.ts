/**
 * Finds the rows in a JSON document while it is read in pieces. A tokenizer tells where each row begins and ends; each is
 * parsed alone, so that a broken one stands for itself.
 */
// Not from the package's index: the types of its TokenParser do not pass `exactOptionalPropertyTypes`.
import Tokenizer from '@streamparser/json/tokenizer.js';
import TokenType from '@streamparser/json/utils/types/tokenType.js';
import { NewlineCounter } from './newline-counter.ts';
import { columnsOf, type SourceRow } from './source-row.ts';

/** Where the rows are: the document is their array, or has it under `users`. */
export type JsonLayout = 'array' | 'users';

interface Token {
  readonly token: TokenType;
  readonly value: unknown;
  readonly offset: number;
}

const opening = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const closing = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);
const between = new Set([TokenType.COMMA, TokenType.COLON]);

/** Takes a document piece by piece; `rows` has those that are complete. */
export class JsonRowSplitter {
  readonly rows: SourceRow[] = [];
  readonly #tokenizer = new Tokenizer();
  readonly #newlines = new NewlineCounter();
  readonly #rowDepth: number;
  /** The bytes from the row on that is being read. */
  #kept = Buffer.alloc(0);
  #keptFrom = 0;
  #depth = 0;
  #key: unknown = null;
  #isInRows = false;
  #rowStart: number | null = null;
  #reached = 0;

  constructor(layout: JsonLayout) {
    this.#rowDepth = layout === 'array' ? 1 : 2;
    this.#tokenizer.onToken = token => this.#follow(token);
  }

  /** Bytes of the row that is being read. */
  get keptBytes(): number {
    return this.#kept.length;
  }

  /** The line up to which the document could be read. */
  get line(): number {
    return this.#newlines.lineAt(this.#reached);
  }

  /** Takes a piece. It throws if that is no JSON. */
  write(chunk: Buffer): void {
    this.#newlines.add(chunk);
    this.#kept = Buffer.concat([this.#kept, chunk]);
    this.#tokenizer.write(chunk);
    const end = this.#keptFrom + this.#kept.length;
    const needed = this.#rowStart ?? end;
    this.#kept = this.#kept.subarray(needed - this.#keptFrom);
    this.#keptFrom = needed;
  }

  /** Ends the document. It throws if something is open. */
  end(): void {
    this.#tokenizer.end();
    if (this.#depth > 0) throw new Error('the document does not end');
  }

  #follow({ token, value, offset }: Token): void {
    this.#reached = offset;
    if (closing.has(token)) {
      this.#depth -= 1;
      if (this.#isInRows && this.#depth === this.#rowDepth) this.#addRow(offset + 1);
      if (this.#depth < this.#rowDepth) this.#isInRows = false;
      return;
    }
    if (this.#isInRows && this.#depth === this.#rowDepth && !between.has(token))
      this.#beginRow(value, offset, token);
    if (this.#depth === 1 && token === TokenType.STRING) this.#key = value;
    if (!opening.has(token)) return;
    this.#depth += 1;
    // Rows are in the outermost array, or in the one of the key `users`.
    if (this.#depth === this.#rowDepth && token === TokenType.LEFT_BRACKET) {
      this.#isInRows = this.#rowDepth === 1 || this.#key === 'users';
    }
  }

  #beginRow(value: unknown, offset: number, token: TokenType): void {
    if (opening.has(token)) this.#rowStart = offset;
    else this.#add({ ...this.#placeOf(offset, offset + 1), broken: noObject, raw: value });
  }

  #addRow(endByte: number): void {
    const start = this.#rowStart ?? endByte;
    const text = this.#kept.toString('utf8', start - this.#keptFrom, endByte - this.#keptFrom);
    const columns = parse(text);
    const place = this.#placeOf(start, endByte);
    this.#add(columns === null ? { ...place, broken: noObject, raw: text } : { ...place, columns });
    this.#rowStart = null;
  }

  #placeOf(start: number, endByte: number) {
    return { line: this.#newlines.lineAt(start), endByte };
  }

  #add(row: SourceRow): void {
    this.rows.push(row);
  }
}

const noObject = 'The entry is no JSON object';

function parse(text: string) {
  try {
    return columnsOf(JSON.parse(text));
  } catch {
    // What the parser says quotes the text, which can hold a hash.
    return null;
  }
}
