// SPDX-License-Identifier: MIT
// Events. Each holds its line of JSON and reads from it only what is asked for:
// a program that looks at two fields of an event does not pay for all of them.
'use strict';

const { eventFields } = require('../generated.js');

const HEAD = '{"event":"'.length;
const OUTSIDE_ASCII = /[\x80-\xff]/;

/** Bytes that were read as Latin-1, as the UTF-8 that they are. */
function utf8(bytes) {
  return OUTSIDE_ASCII.test(bytes) ?
    Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

class CtiEvent {
  #line;
  #all = undefined;

  /** @param {string} line  JSON as the library writes it, a byte a character. */
  constructor(line) {
    this.#line = line;
  }

  /** An event of our own making; `event` comes first in it. */
  static of(fields) {
    return new CtiEvent(Buffer.from(JSON.stringify(fields)).latin1Slice());
  }

  /* Everything, read once. */
  #read() {
    return this.#all ??= JSON.parse(utf8(this.#line));
  }

  /* What stands behind a mark such as `"call":"` up to the next quote. No value
     can contain the mark: its quotes would have backslashes. An object inside
     the event may have the same key, but stands behind the event's own. */
  #text(mark, name) {
    const line = this.#line;
    const at = line.indexOf(mark, HEAD);

    if (at < 0)
      return undefined;
    const inside = line.indexOf('{', HEAD);
    const from = at + mark.length;
    const value = line.slice(from, line.indexOf('"', from));

    return (inside >= 0 && inside < at) || value.includes('\\') ?
      this.#read()[name] : utf8(value);
  }

  /** What happened: "ring". */
  get event() {
    return this.#line.slice(HEAD, this.#line.indexOf('"', HEAD));
  }

  /** A plain object with every field. */
  toJSON() {
    return { ...this.#read() };
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `CtiEvent ${inspect(this.#read(), options)}`;
  }

  static {
    const give = (name, get) => Object.defineProperty(this.prototype, name,
        { get, enumerable: true, configurable: true });
    const texts = eventFields.filter(({ type }) => type === 'STR')
        .map(({ name }) => name);
    const others = eventFields.filter(({ type }) => type !== 'STR')
        .map(({ name }) => name);

    for (const name of ['time', ...texts]) {
      const mark = `"${name}":"`;

      give(name, function text() {
        return this.#text(mark, name);
      });
    }
    for (const name of ['seq', 'flags', ...others, 'identity', 'greeting',
      'greeting_text', 'answered', 'customer', 'filled_by', 'candidates',
      'group', 'contacts', 'url', 'data', 'earlier', 'service'])
      give(name, function whole() {
        return this.#read()[name];
      });
  }
}

module.exports = { CtiEvent };
