// SPDX-License-Identifier: MIT
// A client of the library: its events on node's own loop, everything else as
// methods. Node waits for the library's descriptor, and then all that waits is
// fetched with one call; nothing of this runs on another thread.
'use strict';

const { EventEmitter } = require('node:events');
const made = require('../generated.js');
const callbacks = require('./callbacks.js');
const check = require('./check.js');
const ending = require('./ending.js');
const read = require('./read.js');
const { C, blank, memcpy, take } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { CtiEvent } = require('./event.js');
const { EventStream } = require('./stream.js');
const { inner } = require('./inner.js');
const { Link } = require('./link.js');
const { later } = require('./pool.js');
const { wait } = require('./wait.js');
const { version } = require('../package.json');

const LINK = ['name', 'user', 'secret', 'record', 'switchName'];

const poll = C.cti_poll_json;
let bytes = Buffer.allocUnsafeSlow(1 << 18);

// Events at a time, where each is fetched by itself.
const COUNTED_MAX = 1000;

// Those that must let go of the library's thread before the process ends.
const clients = new Set();

function closeAll() {
  for (const client of clients)
    client.close().catch(() => {});
}

/** What a client is made of; the rest is in asked.js and keeps.js. */
class Base extends EventEmitter {
  #client = null;
  #descriptor = null;
  #jobs = [];
  #streams = new Set();
  #slots = new Map(); /* callbacks of C: what to do if they never come */
  #owed = new Map(); /* lookups and routes that C waits for: how to give back */
  #closing = null;
  #closed = null;
  #busy = false;
  #turn = Promise.resolve();
  #counting = null;

  constructor(options) {
    const given = check.options(options, 'options', ['logLevel', 'config']);
    const opts = blank('cti_client_opts');
    const out = [null];

    super({ captureRejections: true });
    opts.log_level = this.#level(given.logLevel ?? 'warn');
    opts.on_log = callbacks.address('cti_log_fn');
    opts.user = this.#slot((line) => this.#tell('log', line));
    const err = C.cti_client_new(out, opts);

    if (err) {
      this.#forgetSlots();
      throw new CtiError(err);
    }
    this.#client = out[0];
    ending.watch(this.#client);
    if (clients.size === 0)
      process.on('exit', closeAll);
    clients.add(this);
    try {
      this.set('client.name', `node ${version}`);
      for (const [key, value] of Object.entries(given.config ?? {}))
        this.set(key, value);
    } catch (error) {
      this.close();
      throw error;
    }
    this.#descriptor = wait(C.cti_fd(this.#client), () => this.#fetch());
  }

  #level(word) {
    const level = made.LogLevel[check.text(word, 'logLevel').toUpperCase()];

    if (level === undefined)
      throw new CtiError(codes.CTI_EINVAL,
          `logLevel must be error, warn, info or debug, not "${word}"`);
    return level;
  }

  /** For C, as long as the client is open. */
  get pointer() {
    if (this.#closing)
      throw new CtiError(codes.CTI_ESTATE, 'the client is closed');
    return this.#client;
  }

  get closed() {
    return this.#closing !== null;
  }

  /** What the other part of a client may use. */
  get [inner]() {
    return {
      slot: (...how) => this.#slot(...how),
      drop: (id) => this.#drop(id),
      failure: (err) => this.#failure(err),
      may: (err) => this.#may(err),
      work: (name, ...args) => this.#work(name, ...args),
      report: (error) => this.#report(error),
      tell: (name, value) => this.#tell(name, value),
      owed: this.#owed,
      count: (report) => {
        this.#counting = report;
      },
    };
  }

  /* What C says later: `tell` runs when the call into C has returned, `arrive`
     at once. `never` is for answers that come once, or `many` times and then
     no more. */
  #slot(tell, never, arrive, many = never === undefined) {
    const id = callbacks.open((value) => {
      arrive?.(value);
      this.#jobs.push(() => {
        if (!many)
          this.#slots.delete(id);
        tell(value);
      });
    }, !many);

    this.#slots.set(id, never);
    return id;
  }

  #drop(id) {
    callbacks.close(id);
    this.#slots.delete(id);
  }

  #forgetSlots() {
    for (const [id, never] of [...this.#slots]) {
      this.#drop(id);
      never?.(new CtiError(codes.CTI_ECANCELED, 'the client was closed'));
    }
  }

  #failure(err) {
    // The sentence is borrowed: another thread may be writing the next one.
    return new CtiError(err, this.#busy || !this.#client ? '' :
      C.cti_client_detail(this.#client));
  }

  #may(err) {
    if (err)
      throw this.#failure(err);
  }

  /* A call that may take seconds, on a thread of node's pool: one at a time. */
  #work(name, ...args) {
    const run = () => new Promise((resolve, reject) => {
      const client = this.pointer;

      this.#busy = true;
      // What is used over there cannot be closed here.
      ending.leave(client);
      C[name].async(client, ...args, later((error, err) => {
        this.#busy = false;
        ending.watch(client);
        if (error || err)
          reject(error || this.#failure(err));
        else
          resolve();
        if (this.#closing)
          this.#end();
      }));
    });
    const done = this.#turn.then(run);

    this.#turn = done.catch(() => {});
    return done;
  }

  /* All that waits: callbacks first, then events. */
  #fetch() {
    const out = [null];
    const len = [0];

    if (this.#closing)
      return;
    const events = [];
    const err = this.#counting ? this.#counted(events) :
      poll(this.#client, 0, 0, out, len);

    if (err === 0 && !this.#counting)
      events.push(...lines(out, len[0]));

    this.#runJobs();
    this.#deliver(events);
    if (err && err !== codes.CTI_EAGAIN && err !== codes.CTI_ECANCELED)
      this.#report(new CtiError(err));
  }

  /* The same one by one, since a report wants the events themselves. */
  #counted(events) {
    let err = 0;

    while (events.length < COUNTED_MAX && !err) {
      // Each time anew: a worker that is being stopped gets nothing, and says 0.
      const got = [null];
      const out = [null];
      const len = [0];

      err = C.cti_poll(this.#client, 0, got);
      const [event] = got;

      if (err || event === null)
        break;
      const missed = C.cti_report_event(this.#counting.pointer, event);

      err = C.cti_event_json(event, out, len);
      C.cti_event_unref(event);
      if (missed)
        this.#report(new CtiError(missed, 'a report has missed an event'));
      if (!err)
        events.push(...lines(out, len[0]));
    }
    return events.length ? 0 : err;
  }

  #runJobs() {
    for (const job of this.#jobs.splice(0)) {
      if (this.#closing)
        return;
      try {
        job();
      } catch (error) {
        this.#report(error);
      }
    }
  }

  #deliver(events) {
    for (const event of events) {
      if (this.#closing)
        return;
      for (const stream of this.#streams)
        stream.push(event);
      this.#tell(event.event, event);
      this.#tell('event', event);
    }
  }

  #tell(name, value) {
    try {
      this.emit(name, value);
    } catch (error) {
      this.#report(error);
    }
  }

  /* A callback of the application has failed; the link goes on. */
  #report(error) {
    try {
      if (this.listenerCount('error')) {
        this.emit('error', error);
        return;
      }
    } catch (another) {
      error = another;
    }
    process.emitWarning(`libcti: a callback has failed: ${
      error instanceof Error ? error.stack : error}`, 'CtiWarning');
  }

  [Symbol.for('nodejs.rejection')](error) {
    this.#report(error);
  }

  [Symbol.asyncIterator]() {
    return this.events();
  }

  /** The events from now on, for `for await`. */
  events(options) {
    const { max } = check.options(options, 'options', ['max']);
    const stream = new EventStream((one) => this.#streams.delete(one),
        check.whole(max, 'max', 1, 0x7fffffff, 100000));

    if (this.#closing)
      stream.end();
    else
      this.#streams.add(stream);
    return stream;
  }

  /** As of a socket: whether the process waits for this client. */
  ref() {
    void this.pointer;
    this.#descriptor.ref();
    return this;
  }

  unref() {
    void this.pointer;
    this.#descriptor.unref();
    return this;
  }

  get dropped() {
    return Number(C.cti_client_dropped(this.pointer));
  }

  /* Configuration */

  set(key, value) {
    const plain = typeof value === 'number' || typeof value === 'boolean';

    this.#may(C.cti_set(this.pointer, check.text(key, 'key'),
        check.text(Array.isArray(value) ? value.join(',') :
          plain ? String(value) : value, 'value')));
  }

  get(key) {
    const out = [null];

    this.#may(C.cti_get(this.pointer, check.text(key, 'key'), out));
    return take(out);
  }

  async load(path) {
    return this.#work('cti_load', check.text(path, 'path'));
  }

  /* Links */

  link(url, options) {
    const given = check.options(options, 'options', LINK);
    const opts = blank('cti_link_opts');
    const out = [null];

    opts.url = check.text(url, 'url');
    opts.name = check.maybe(given.name, 'name');
    opts.user = check.maybe(given.user, 'user');
    opts.secret = check.maybe(given.secret, 'secret');
    opts.record = check.maybe(given.record, 'record');
    opts.switch_name = check.maybe(given.switchName, 'switchName');
    this.#may(C.cti_link_add(this.pointer, out, opts));
    return new Link(this, C.cti_link_name(out[0]));
  }

  findLink(name) {
    const found = C.cti_link_find(this.pointer, check.text(name, 'name'));

    return found === null ? null : new Link(this, name);
  }

  snapshot() {
    const out = [null];

    this.#may(C.cti_snapshot_take(this.pointer, out));
    try {
      return read.snapshot(out[0]);
    } finally {
      C.cti_snapshot_unref(out[0]);
    }
  }

  /* The end */

  /** Resolves when nothing is left; every method throws from now on. */
  close() {
    if (!this.#closing) {
      this.#closing = new Promise((resolve) => {
        this.#closed = resolve;
      });
      this.#descriptor?.close();
      // What runs on another thread uses the client until it has ended.
      if (!this.#busy)
        this.#end();
    }
    return this.#closing;
  }

  #end() {
    const client = this.#client;

    this.#client = null;
    ending.leave(client);
    C.cti_client_close(client);
    // Nobody waits for these any more, but they hold memory.
    this.#owed.forEach((giveBack) => giveBack());
    this.#owed.clear();
    clients.delete(this);
    if (clients.size === 0)
      process.off('exit', closeAll);
    this.#jobs = [];
    this.#forgetSlots();
    for (const stream of this.#streams)
      stream.end();
    this.#streams.clear();
    process.nextTick(() => this.#tell('close'));
    this.#closed();
  }

  [Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')]() {
    return this.close();
  }
}

/** The lines of cti_poll_json() as events. Each has a text of its own: one that
 * is kept must not hold all that came with it. */
function lines(out, len) {
  const events = [];

  if (len > bytes.length)
    bytes = Buffer.allocUnsafeSlow(len * 2);
  memcpy(bytes, out[0], len);
  C.cti_free(out[0]);
  const text = bytes.latin1Slice(0, len);

  for (let from = 0, to; from < len; from = to + 1) {
    // A single event has no line end.
    to = text.indexOf('\n', from);
    to = to < 0 ? len : to;
    events.push(new CtiEvent(bytes.latin1Slice(from, to)));
  }
  return events;
}

module.exports = { Base };
