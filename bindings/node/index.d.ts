// SPDX-License-Identifier: MIT
// The types of the binding; those of constants and fields are in generated.d.ts.
/// <reference types="node" />
import { EventEmitter } from 'node:events';
import * as made from './generated';

export * from './generated';

/** What the library refuses. `message` is one sentence that names the remedy. */
export declare class CtiError extends Error {
  constructor(errno: number, detail?: string);
  /** The library's number: -8. */
  readonly errno: number;
  /** Its name: "CTI_EAUTH". */
  readonly code: made.ErrorName | 'CTI_EUNKNOWN';
  /** What it means in general: "the switch refused the login". */
  readonly text: string;
  /** Whether the same may succeed later without a change by anybody. */
  readonly retryable: boolean;
}

/** A failed request: what it was, beside why. */
export interface RequestError extends CtiError {
  readonly id: number;
  readonly kind: made.RequestKindWord;
  readonly call: string;
  readonly link: string;
}

export interface Customer {
  readonly id?: string;
  readonly name?: string;
  readonly score: number;
  readonly reason: string;
  readonly source: string;
  readonly number_kind: string;
  readonly [field: string]: string | number | undefined;
}

interface Common extends made.EventFields {
  /** RFC 3339, UTC, with milliseconds. */
  readonly time: string;
  readonly link: string;
  /** From 1, without gaps. */
  readonly seq: number;
  readonly flags?: made.EventFlagWord[];
  /** A plain object with every field; the event itself reads them as asked. */
  toJSON(): Record<string, unknown>;
}

/** Of every event but `pop`. */
export interface CallEvent extends Common {
  readonly event: Exclude<made.EventKindWord, 'pop' | 'link'>;
}

export interface LinkEvent extends Common {
  readonly event: 'link';
  readonly state: made.LinkStateWord;
}

/** What an agent's screen shows of one call. */
export interface PopEvent extends Common {
  readonly event: 'pop';
  readonly call: string;
  readonly device: string;
  readonly state: made.PopStateWord;
  readonly pop: string;
  readonly revision: number;
  readonly identity: made.IdentityWord;
  readonly greeting: made.GreetingWord;
  readonly greeting_text: string;
  readonly answered: boolean;
  /** The one to show: the best of the candidates. */
  readonly customer?: Readonly<Record<string, string>>;
  readonly candidates: readonly Customer[];
  readonly url: string;
  readonly data: Readonly<Record<string, string>>;
  /** What the service knowledge says, and more: see docs/guide/pops.md. */
  readonly [more: string]: unknown;
}

export type CtiEvent = CallEvent | LinkEvent | PopEvent;
/** The event of a kind. */
export type EventOf<K extends made.EventKindWord> = K extends 'pop' ? PopEvent
  : K extends 'link' ? LinkEvent : CallEvent & { readonly event: K };

export interface LogLine {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly text: string;
}

export interface PhoneNumber {
  readonly class: made.NumberClassWord;
  readonly e164: string;
  readonly national: string;
  readonly extension: string;
  readonly display: string;
  /** To match by, best first. */
  readonly keys: readonly string[];
}

export interface NumberPlan {
  country?: string;
  area?: string;
  outsidePrefix?: string;
  carrierPrefixes?: string;
  extensionDigits?: number;
}

/** Who is this? */
export interface Lookup {
  /** The number as it arrived, or the value. */
  readonly text: string;
  /** The field whose value is asked for, "" for a number. */
  readonly field: string;
  readonly number: PhoneNumber | null;
}

type Fields = Record<string, string | number | boolean | null | undefined>;
type Found = Fields | readonly Fields[] | null | undefined | void;

export interface Identification {
  readonly identity: made.IdentityWord;
  readonly greeting: made.GreetingWord;
  readonly greetingText: string;
  readonly candidates: readonly Customer[];
  readonly contacts: readonly Customer[];
  readonly group: made.GroupWord;
  readonly groupLabel: string;
  readonly groupMembers: number;
}

export interface LinkOptions {
  /** In events; else the URL's host or scheme. */
  name?: string;
  user?: string;
  secret?: string;
  /** File to record the switch's bytes to. */
  record?: string;
  /** Links with the same one feed one switch's model. */
  switchName?: string;
}

export interface LinkStats {
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly messages: number;
  readonly malformed: number;
  readonly connects: number;
  readonly orphans: number;
}

/** A connection to a switch. Throws CTI_ENOENT once it has been removed. */
export declare class Link {
  private constructor();
  readonly name: string;
  readonly state: made.LinkStateWord;
  /** Why it is where it is; "" while all is well. */
  readonly detail: string;
  stats(): LinkStats;
  reconnect(): void;
  remove(): void;
  /** The simulator: carry out one line of its script language. */
  simulate(command: string): void;
  /** The simulator with `?clock=virtual`: let its clock go on. */
  advance(ms: number): void;
}

export interface ServerOptions {
  preset?: string;
  base?: string;
  user?: string;
  secret?: string;
  settings?: Fields;
}

export interface RequestOptions {
  link?: string;
  call?: string;
  device?: string;
  to?: string;
  agent?: string;
  queue?: string;
  reason?: string;
  key?: string;
  value?: string;
  caller?: string;
  callerName?: string;
  data?: Fields;
  autoAnswer?: boolean;
  atOnce?: boolean;
  timeoutMs?: number;
  priority?: number;
  /** Wait no longer; what the switch was asked for is not undone. */
  signal?: AbortSignal;
}

export interface RequestResult {
  readonly id: number;
  readonly kind: made.RequestKindWord;
  readonly call: string;
  readonly link: string;
  readonly detail: string;
}

/** Fulfilled when the switch has accepted the request and begun it. */
export interface PendingRequest extends Promise<RequestResult> {
  readonly id: number;
  /** `dial`: the id that its call will have; else "". */
  readonly call: string;
}

export interface Route {
  readonly reason: made.RouteReasonWord;
  readonly call: string;
  readonly link: string;
  readonly caller: string;
  readonly callerName: string;
  readonly withheld: boolean;
  readonly dnis: string;
  readonly queue: string;
  readonly device: string;
  readonly identity: made.IdentityWord;
  readonly customers: readonly Customer[];
  readonly data: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
}

/** What became of a question. */
export interface Routed extends Route {
  readonly error: number;
  readonly to: string;
  readonly detail: string;
}

export interface RouteOptions {
  when?: readonly made.RouteReasonWord[];
  deadlineMs?: number;
  queues?: string;
  numbers?: string;
  devices?: string;
  /** The default; "": the way it would go by itself. */
  to?: string;
}

export interface Leg {
  readonly device: string;
  readonly remote: string;
  readonly called: string;
  readonly state: made.LegStateWord;
  readonly watched: boolean;
}

export interface Call {
  readonly id: string;
  readonly link: string;
  readonly direction: string;
  readonly caller: string;
  readonly callerName: string;
  readonly withheld: boolean;
  readonly dnis: string;
  readonly queue: string;
  readonly consultOf: string;
  readonly began: Date | null;
  readonly queued: Date | null;
  readonly legs: readonly Leg[];
}

export interface Agent {
  readonly id: string;
  readonly device: string;
  readonly state: made.AgentStateWord;
  readonly reason: string;
  readonly since: Date | null;
  readonly queues: readonly string[];
}

export interface Queue {
  readonly name: string;
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly agents: number;
  readonly ready: number;
}

export interface Snapshot {
  readonly calls: readonly Call[];
  readonly devices: readonly { readonly number: string; readonly legs: number }[];
  readonly agents: readonly Agent[];
  readonly queues: readonly Queue[];
}

export interface ClientOptions {
  /** Lines above it are not made; default "warn". */
  logLevel?: LogLine['level'];
  /** Keys as of set(). */
  config?: Record<string, string | number | boolean | readonly string[]>;
}

type ClientEvents = {
  [K in made.EventKindWord]: [event: EventOf<K>];
} & {
  /** Every event. */
  event: [event: CtiEvent];
  log: [line: LogLine];
  routed: [result: Routed];
  /** A callback of yours has thrown; without a listener: a warning. */
  error: [error: Error];
  close: [];
};

/** Events for `for await`; `return()` or `break` ends it. */
export interface EventStream extends AsyncIterableIterator<CtiEvent> {
  return(): Promise<IteratorResult<CtiEvent>>;
}

/**
 * Links to switches, and who is told of the calls on them. An open client keeps
 * the process alive, as a socket does: close() it, or unref() it. Every method
 * throws CTI_ESTATE once it is closed; those that give a promise reject.
 */
export declare class Client extends EventEmitter implements AsyncIterable<CtiEvent> {
  constructor(options?: ClientOptions);
  on<K extends keyof ClientEvents>(name: K, listener: (...args: ClientEvents[K]) => void): this;
  once<K extends keyof ClientEvents>(name: K, listener: (...args: ClientEvents[K]) => void): this;
  off<K extends keyof ClientEvents>(name: K, listener: (...args: ClientEvents[K]) => void): this;
  readonly closed: boolean;
  /** Events that did not fit into the library's queue. */
  readonly dropped: number;
  /** The events from now on; `max` (100000) may wait, then a `loss` stands for them. */
  events(options?: { max?: number }): EventStream;
  [Symbol.asyncIterator](): EventStream;
  ref(): this;
  unref(): this;

  set(key: string, value: string | number | boolean | readonly string[]): void;
  get(key: string): string;
  /** Read a JSON file of keys, links and sources. */
  load(path: string): Promise<void>;

  link(url: string, options?: LinkOptions): Link;
  findLink(name: string): Link | null;
  snapshot(): Snapshot;

  addCsv(name: string, path: string): Promise<void>;
  addSqlite(name: string, path: string): Promise<void>;
  addHttp(name: string, options: ServerOptions & { preset: string }): void;
  addLdap(name: string, options: ServerOptions & { searchBase?: string }): void;
  /** The application answers who it is, at once or by a promise. */
  addSource(name: string, find: (asked: Lookup) => Found | Promise<Found>): void;
  removeSource(name: string): void;
  /** Read a source's file again; the number of customers. */
  reloadSource(name: string): Promise<number>;
  identify(number: string | null, options?: { data?: Fields }): Promise<Identification>;
  forget(number?: string | null): void;
  invalidate(customerId: string): void;
  choose(popId: string, customerId: string): void;

  dispose(contact: string, disposition: string): void;
  note(contact: string, text: string): void;

  request(kind: made.RequestKindWord, options?: RequestOptions): PendingRequest;
  check(kind: made.RequestKindWord, options?: RequestOptions): CtiError | null;
  possible(of?: { call?: string; device?: string }): made.RequestKindWord[];

  /** Be asked where calls shall go: a number, "" (its own way), or nothing (the default). */
  route(options: RouteOptions, decide: (route: Route) => string | null | undefined | void |
    Promise<string | null | undefined | void>): void;
  route(options?: null): void;

  close(): Promise<void>;
}

export interface KeyInfo {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly doc: string;
  readonly secret: boolean;
}

export declare function keys(): KeyInfo[];
export declare function parseNumber(number: string | null, plan?: NumberPlan): PhoneNumber;
export declare function runtimeInfo(): Record<string, unknown>;
export declare function version(): string;
