// SPDX-License-Identifier: MIT
// Events for `for await`: kept until they are asked for, but not without end.
'use strict';

const { CtiEvent } = require('./event.js');

// Without these a program would wait for ever; they are always kept.
const kept = new Set(['hangup', 'call-end', 'loss', 'link']);

class EventStream {
  #events = [];
  #from = 0;
  #wanted = [];
  #over = false;
  #lost = null;
  #count = 0;
  #leave;
  #max;

  constructor(leave, max) {
    this.#leave = leave;
    this.#max = max;
  }

  push(event) {
    const first = this.#wanted.shift();

    if (first)
      first({ value: event, done: false });
    else if (this.#events.length - this.#from < this.#max ||
             kept.has(event.event))
      this.#events.push(event);
    else
      this.#lose(event);
  }

  /** One event stands for all that were left out in a row. */
  #lose(event) {
    if (!this.#lost) {
      this.#lost = { event: 'loss', time: event.time, link: event.link,
        seq: event.seq, flags: ['synthetic'], from: event.time };
      this.#events.push(this.#lost);
      this.#count = 0;
    }
    this.#count++;
    this.#lost.to = event.time;
    this.#lost.detail = `${this.#count} events were not asked for in time`;
  }

  #take() {
    const event = this.#events[this.#from++];

    if (event === this.#lost)
      this.#lost = null;
    if (this.#from > 1000 && this.#from * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#from);
      this.#from = 0;
    }
    return event instanceof CtiEvent ? event : CtiEvent.of(event);
  }

  next() {
    if (this.#from < this.#events.length)
      return Promise.resolve({ value: this.#take(), done: false });
    if (this.#over)
      return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#wanted.push(resolve));
  }

  /** No more will come; what is kept can still be had. */
  end() {
    this.#over = true;
    for (const resolve of this.#wanted.splice(0))
      resolve({ value: undefined, done: true });
  }

  return() {
    this.#leave(this);
    this.#events = [];
    this.#from = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

module.exports = { EventStream };
