// SPDX-License-Identifier: MIT
// What a client asks, and is asked: sources of customers, requests, routes.
'use strict';

const made = require('../generated.js');
const callbacks = require('./callbacks.js');
const check = require('./check.js');
const read = require('./read.js');
const requests = require('./requests.js');
const { Base } = require('./client.js');
const { C, koffi, blank, row } = require('./native.js');
const { CtiError, codes } = require('./error.js');
const { customers: customersOf } = require('./customer.js');
const { inner } = require('./inner.js');

const SOURCE = ['preset', 'base', 'user', 'secret', 'settings', 'searchBase'];
const ROUTE = ['when', 'deadlineMs', 'queues', 'numbers', 'devices', 'to'];

/** The part of a client that asks sources, switches and the application. */
class Asked extends Base {
  #base = this[inner];

  /* Sources of customers */

  async addCsv(name, path) {
    return this.#base.work('cti_source_add_csv', check.text(name, 'name'),
        check.text(path, 'path'));
  }

  async addSqlite(name, path) {
    return this.#base.work('cti_source_add_sqlite', check.text(name, 'name'),
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
    this.#base.may(C.cti_source_add_http(this.pointer, check.text(name, 'name'),
        this.#server('cti_http_source_opts', options)));
  }

  addLdap(name, options) {
    this.#base.may(C.cti_source_add_ldap(this.pointer, check.text(name, 'name'),
        this.#server('cti_ldap_source_opts', options)));
  }

  /** The application answers: `find` gives customers, or a promise of them. */
  addSource(name, find) {
    check.text(name, 'name');
    check.callable(find, 'find');
    const id = this.#base.slot((lookup) => this.#lookup(lookup, find), undefined,
        (lookup) => this.#base.owed.set(lookup,
            () => C.cti_lookup_answer(lookup, null, 0)));
    const err = C.cti_source_add(this.pointer, name,
        callbacks.address('cti_lookup_fn'), id);

    if (err) {
      this.#base.drop(id);
      throw this.#base.failure(err);
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
      this.#base.report(error);
      this.#answer(lookup, []);
      // To have failed is no answer that may be remembered.
      if (!this.closed && !field)
        C.cti_identify_forget(this.pointer, text);
      return;
    }
    this.#answer(lookup, customers);
  }

  /* Gives the customers back, and the lookup unless closing has done that. */
  #answer(lookup, customers) {
    if (this.#base.owed.delete(lookup))
      C.cti_lookup_answer(lookup, customers.length ?
        koffi.as(customers, 'cti_customer **') : null, customers.length);
    for (const one of customers)
      C.cti_customer_unref(one);
  }

  removeSource(name) {
    this.#base.may(C.cti_source_remove(this.pointer, check.text(name, 'name')));
  }

  async reloadSource(name) {
    check.text(name, 'name');
    return new Promise((resolve, reject) => {
      const id = this.#base.slot(({ error, customers, detail }) =>
        error ? reject(new CtiError(error, detail)) : resolve(customers),
      reject);
      const err = C.cti_source_reload(this.pointer, name,
          callbacks.address('cti_reloaded_fn'), id);

      if (err) {
        this.#base.drop(id);
        throw this.#base.failure(err);
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
      const id = this.#base.slot(resolve, reject);
      const err = C.cti_identify_with(client, opts,
          callbacks.address('cti_identification_fn'), id);

      if (err) {
        this.#base.drop(id);
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
      const id = this.#base.slot((told) => {
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
        this.#base.drop(id);
        throw this.#base.failure(err);
      }
      signal?.addEventListener('abort', stop, { once: true });
    });

    promise.id = Number(ticket.id);
    promise.call = ticket.call;
    return promise;
  }

  #cancel(id) {
    // It may have ended just now.
    if (!this.closed)
      C.cti_request_cancel(this.pointer, id);
  }

  /** null if the switch could do it now, or else the CtiError that says why. */
  check(kind, options) {
    const err = C.cti_request_check(this.pointer,
        requests.struct(kind, options));

    return err ? this.#base.failure(err) : null;
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
      id = this.#base.slot(({ route, told }) => route ?
        this.#decide(route, decide) : this.#base.tell('routed', told), undefined,
      ({ route }) => route &&
        this.#base.owed.set(route, () => C.cti_route_unref(route)));
      opts.user = id;
    }
    const err = C.cti_route_set(this.pointer, opts);

    if (err) {
      if (opts)
        this.#base.drop(id);
      throw this.#base.failure(err);
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
      this.#base.report(error);
    }
    if (!this.#base.owed.delete(route))
      return;
    if (to === null) {
      C.cti_route_default(route);
    } else if (C.cti_route_to(route, to) === codes.CTI_EINVAL) {
      this.#base.report(new CtiError(codes.CTI_EINVAL,
          `a call cannot be sent to "${to}"`));
      C.cti_route_default(route);
    }
  }
}

module.exports = { Asked };
