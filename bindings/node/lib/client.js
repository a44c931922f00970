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
const requests = require('./requests.js');
const { C, koffi, blank, memcpy, row, take } = require('./native.js');
const { customers: customersOf } = require('./customer.js');
const { CtiError, codes } = require('./error.js');
const { CtiEvent } = require('./event.js');
const { EventStream } = require('./stream.js');
const { inner } = require('./inner.js');
const { Link } = require('./link.js');
const { later } = require('./pool.js');
const { wait } = require('./wait.js');
const { version } = require('../package.json');

const SOURCE = ['preset', 'base', 'user', 'secret', 'settings', 'searchBase'];
const LINK = ['name', 'user', 'secret', 'record', 'switchName'];
const ROUTE = ['when', 'deadlineMs', 'queues', 'numbers', 'devices', 'to'];

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

/** What a client is made of, without what it keeps: that is in keeps.js. */
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
      work: (name, ...args) => this.#work(name, ...args),
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
    const err = this.#counting ? this.#counted(events, out, len) :
      poll(this.#client, 0, 0, out, len);

    if (err === 0 && !this.#counting)
      events.push(...lines(out, len[0]));

    this.#runJobs();
    this.#deliver(events);
    if (err && err !== codes.CTI_EAGAIN && err !== codes.CTI_ECANCELED)
      this.#report(new CtiError(err));
  }

  /* The same one by one, since a report wants the events themselves. */
  #counted(events, out, len) {
    let err = 0;

    while (events.length < COUNTED_MAX && !err) {
      err = C.cti_poll(this.#client, 0, out);
      if (err)
        break;
      const event = out[0];
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

  /* Sources of customers */

  async addCsv(name, path) {
    return this.#work('cti_source_add_csv', check.text(name, 'name'),
        check.text(path, 'path'));
  }

  async addSqlite(name, path) {
    return this.#work('cti_source_add_sqlite', check.text(name, 'name'),
        check.text(path, 'path'));
  }

  #server(struct, options) {
    const given = check.options(options, 'options', SOURCE);
    const opts = blank(struct);

    for (const name of ['preset', 'base', 'user', 'secret'])
      opts[name] = check.maybe(given[name], name);
    if (given.searchBase !== undefined)
      opts.search_base = check.text(given.searchBase, 'searchBase');
    opts.settings = row(check.pairs(given.settings, 'settings'));
    return opts;
  }

  addHttp(name, options) {
    this.#may(C.cti_source_add_http(this.pointer, check.text(name, 'name'),
        this.#server('cti_http_source_opts', options)));
  }

  addLdap(name, options) {
    this.#may(C.cti_source_add_ldap(this.pointer, check.text(name, 'name'),
        this.#server('cti_ldap_source_opts', options)));
  }

  /** The application answers: `find` gives customers, or a promise of them. */
  addSource(name, find) {
    check.text(name, 'name');
    check.callable(find, 'find');
    const id = this.#slot((lookup) => this.#lookup(lookup, find), undefined,
        (lookup) => this.#owed.set(lookup,
            () => C.cti_lookup_answer(lookup, null, 0)));
    const err = C.cti_source_add(this.pointer, name,
        callbacks.address('cti_lookup_fn'), id);

    if (err) {
      this.#drop(id);
      throw this.#failure(err);
    }
  }

  async #lookup(lookup, find) {
    const text = C.cti_lookup_text(lookup);
    const field = C.cti_lookup_field(lookup);
    const asked = { text, field, number: field ? null :
      read.numberAt(C.cti_lookup_number(lookup)) };
    let customers = [];

    try {
      customers = customersOf(await find(asked));
    } catch (error) {
      this.#report(error);
      this.#answer(lookup, []);
      // To have failed is no answer that may be remembered.
      if (!this.#closing && !field)
        C.cti_identify_forget(this.#client, text);
      return;
    }
    this.#answer(lookup, customers);
  }

  /* Gives the customers back, and the lookup unless closing has done that. */
  #answer(lookup, customers) {
    if (this.#owed.delete(lookup))
      C.cti_lookup_answer(lookup, customers.length ?
        koffi.as(customers, 'cti_customer **') : null, customers.length);
    for (const one of customers)
      C.cti_customer_unref(one);
  }

  removeSource(name) {
    this.#may(C.cti_source_remove(this.pointer, check.text(name, 'name')));
  }

  async reloadSource(name) {
    check.text(name, 'name');
    return new Promise((resolve, reject) => {
      const id = this.#slot(({ error, customers, detail }) =>
        error ? reject(new CtiError(error, detail)) : resolve(customers),
      reject);
      const err = C.cti_source_reload(this.pointer, name,
          callbacks.address('cti_reloaded_fn'), id);

      if (err) {
        this.#drop(id);
        throw this.#failure(err);
      }
    });
  }

  async identify(number, options) {
    const given = check.options(options, 'options', ['data']);
    const opts = blank('cti_identify_opts');

    opts.number = check.maybe(number, 'number');
    opts.data = row(check.pairs(given.data, 'data'));
    return new Promise((resolve, reject) => {
      const client = this.pointer;
      const id = this.#slot(resolve, reject);
      const err = C.cti_identify_with(client, opts,
          callbacks.address('cti_identification_fn'), id);

      if (err) {
        this.#drop(id);
        throw new CtiError(err);
      }
    });
  }

  /** Forget what is cached of a number, or of all. */
  forget(number) {
    C.cti_identify_forget(this.pointer, check.maybe(number, 'number'));
  }

  /** A customer's record has changed. */
  invalidate(customerId) {
    C.cti_customer_invalidate(this.pointer,
        check.text(customerId, 'customerId'));
  }

  /** The agent says which of a pop's candidates it is. */
  choose(popId, customerId) {
    const err = C.cti_pop_choose(this.pointer, check.text(popId, 'popId'),
        check.text(customerId, 'customerId'));

    if (err)
      throw new CtiError(err,
          `there is no open pop "${popId}" with a candidate "${customerId}"`);
  }

  /* Requests */

  request(kind, options) {
    const ticket = blank('cti_request_ticket');
    const promise = new Promise((resolve, reject) => {
      const client = this.pointer;
      const opts = requests.struct(kind, options);
      const signal = options?.signal;

      signal?.throwIfAborted();
      const stop = () => this.#cancel(ticket.id);
      const end = () => signal?.removeEventListener('abort', stop);
      const id = this.#slot((told) => {
        const result = requests.result(told);

        end();
        if (result instanceof Error)
          reject(result);
        else
          resolve(result);
      }, (error) => {
        end();
        reject(error);
      });
      const err = C.cti_request_send(client, opts,
          callbacks.address('cti_request_fn'), id, ticket);

      if (err) {
        this.#drop(id);
        throw this.#failure(err);
      }
      signal?.addEventListener('abort', stop, { once: true });
    });

    promise.id = Number(ticket.id);
    promise.call = ticket.call;
    return promise;
  }

  #cancel(id) {
    // It may have ended just now.
    if (!this.#closing)
      C.cti_request_cancel(this.#client, id);
  }

  /** null if the switch could do it now, or else the CtiError that says why. */
  check(kind, options) {
    const err = C.cti_request_check(this.pointer,
        requests.struct(kind, options));

    return err ? this.#failure(err) : null;
  }

  /** The words of all requests that are possible now. */
  possible({ call, device } = {}) {
    return requests.words(C.cti_request_possible(this.pointer,
        check.maybe(call, 'call'), check.maybe(device, 'device')));
  }

  /* Routes */

  /** Be asked where calls shall go; without arguments: no more. */
  route(options, decide) {
    const given = check.options(options, 'options', ROUTE);
    let opts = null;
    let id;

    if (options !== undefined && options !== null) {
      check.callable(decide, 'decide');
      opts = this.#routeOptions(given);
      id = this.#slot(({ route, told }) => route ?
        this.#decide(route, decide) : this.#tell('routed', told), undefined,
      ({ route }) => route &&
        this.#owed.set(route, () => C.cti_route_unref(route)));
      opts.user = id;
    }
    const err = C.cti_route_set(this.pointer, opts);

    if (err) {
      if (opts)
        this.#drop(id);
      throw this.#failure(err);
    }
  }

  #routeOptions(given) {
    const opts = blank('cti_route_opts');

    for (const word of given.when ?? ['switch', 'queue', 'ring']) {
      const bit = made.RouteReason[String(word).toUpperCase()];

      if (bit === undefined)
        throw new CtiError(codes.CTI_EINVAL,
            `when may have switch, queue and ring, not "${word}"`);
      opts.when |= bit;
    }
    opts.deadline_ms = check.whole(given.deadlineMs, 'deadlineMs', 0,
        0xffffffff, 0);
    for (const name of ['queues', 'numbers', 'devices', 'to'])
      opts[name] = check.maybe(given[name], name);
    opts.on_route = callbacks.address('cti_route_fn');
    opts.on_routed = callbacks.address('cti_routed_fn');
    return opts;
  }

  async #decide(route, decide) {
    let to = null;

    try {
      to = check.maybe(await decide(read.route(route)), 'the answer');
    } catch (error) {
      this.#report(error);
    }
    if (!this.#owed.delete(route))
      return;
    if (to === null) {
      C.cti_route_default(route);
    } else if (C.cti_route_to(route, to) === codes.CTI_EINVAL) {
      this.#report(new CtiError(codes.CTI_EINVAL,
          `a call cannot be sent to "${to}"`));
      C.cti_route_default(route);
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
