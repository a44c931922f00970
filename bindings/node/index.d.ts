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
  /** Which source each field is from; not in a pop. */
  readonly field_sources?: Readonly<Record<string, string>>;
  readonly [field: string]: string | number | undefined |
    Readonly<Record<string, string>>;
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
  /** Knows more countries: "phonenumber", or a path with a slash. */
  plugin?: string;
  /** Which numbers the plug-in is asked about; default "abroad". */
  pluginFor?: made.NumberScopeWord;
}

/** One thing that was done to a number. */
export interface NumberStep {
  /** In one word: "outside-prefix". */
  readonly name: string;
  readonly value: string;
  /** One sentence. */
  readonly text: string;
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
  /**
   * Look for what is wrong with it, and with its switch; changes nothing. `call`:
   * make a call that rings nowhere, to see whether the switch tells of it.
   */
  diagnose(options?: { call?: boolean; onFinding?: (finding: Finding) => void }):
    Promise<Diagnosis>;
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

/** One thing that was found of a link, or of the switch behind it. */
export interface Finding {
  readonly level: made.FindingLevelWord;
  /** Always the same: "ami-clock". */
  readonly id: string;
  /** What was found, and what to do: one sentence each. */
  readonly text: string;
  readonly remedy: string;
  /** Where, and the line it should have there; or "". */
  readonly file: string;
  readonly section: string;
  readonly line: string;
  /** What text and remedy were made of, with {1} to {9} for the values. */
  readonly textForm: string;
  readonly remedyForm: string;
  readonly values: readonly string[];
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** Why not everything was looked at; a finding says more. */
  readonly error: CtiError | null;
}

/** One step from what a switch said to what an agent's screen shows. */
export interface TraceStep {
  readonly kind: made.TraceKindWord;
  readonly link: string;
  readonly time: Date | null;
  /** Where the message begins that this follows from, in bytes. */
  readonly offset: number;
  /** Of a message its very bytes; else as `text`. */
  readonly raw: Buffer;
  /** The message, the JSON of a fact or an event, or a few words. */
  readonly text: string;
  readonly call: string;
  /** The switch's own ids of legs and bridges. */
  readonly ids: readonly string[];
  /** Of a fact or an event what its JSON has; else empty. */
  readonly row: Record<string, unknown>;
}

/** What a device or a queue did in a part of a contact. */
export interface Segment {
  readonly kind: made.SegmentKindWord;
  readonly began: Date | null;
  /** null while it is under way. */
  readonly ended: Date | null;
  readonly device: string;
  readonly agent: string;
  readonly queue: string;
  readonly remote: string;
  readonly outcome: string;
  readonly recording: string;
}

/** A contact with a customer, whatever transfers it went through. */
export interface Contact extends made.ContactFields {
  readonly segments: readonly Segment[];
}

/** How long an agent was in a state. */
export interface AgentSpan {
  readonly agent: string;
  readonly state: string;
  readonly reason: string;
  readonly began: Date | null;
  readonly ended: Date | null;
}

/** A record that the CRM does not take. */
export interface DeadLetter {
  readonly contact: string;
  readonly why: string;
  readonly revision: number;
  readonly attempts: number;
  readonly time: Date | null;
}

export interface JournalStats {
  readonly contacts: number;
  readonly written: number;
  readonly groups: number;
  readonly waiting: number;
  readonly lost: number;
  readonly delivered: number;
  readonly dead: number;
}

/** Which contacts to read. */
export interface JournalFilter {
  since?: Date;
  until?: Date;
  id?: string;
  number?: string;
  customer?: string;
  /** "tenant=agency": with that in its record. */
  record?: string;
  /** Only so many, the last ones. */
  limit?: number;
}

/** A journal's file (key journal.file), also while another process writes it. */
export declare class Journal {
  constructor(path: string);
  readonly path: string;
  /** One contact after the other, oldest first, until `fn` returns something true. */
  each(fn: (contact: Contact) => unknown, filter?: JournalFilter): Promise<void>;
  contacts(filter?: JournalFilter): Promise<Contact[]>;
  contact(id: string): Promise<Contact | null>;
  /** How long agents were in which state. */
  spans(filter?: { since?: Date; until?: Date }): Promise<AgentSpan[]>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Offer dead records again, of one contact or all: how many. */
  retry(contact?: string | null): Promise<number>;
  export(to: string, options?: JournalFilter & { format?: 'json' | 'csv' }): Promise<void>;
  /** A contact as a line of CSV; the line of names without one. */
  static csv(contact?: Partial<Contact>): string;
}

/** A report in the making: of a journal's file, or of a client's events. */
export declare class Report {
  /** Keys as of set(): { service_level_s: 30 }. */
  constructor(settings?: Record<string, string | number | readonly string[]>);
  /** Choose how to count, before anything is counted: docs/guide/metrics.md. */
  set(key: string, value: string | number | readonly string[]): void;
  addContact(contact: Partial<Contact>): void;
  addSpan(span: AgentSpan): void;
  addJournal(journal: Journal | string, filter?: JournalFilter): Promise<void>;
  /** No more events will come. */
  end(): void;
  /** In the unit that `metrics` says; null: there is nothing to count. */
  get(metric: made.MetricWord, group?: string, key?: string): number | null;
  write(format?: 'text' | 'json' | 'csv' | 'prometheus' | 'gnuplot'): string;
}

export interface Hint {
  readonly kind: made.HintKindWord;
  readonly id: string;
  readonly text: string;
  readonly reason: string;
  readonly product?: string;
  readonly probability?: number;
}

/** What follows from the service knowledge; as `service` of a pop. */
export interface Advice extends made.AdviceFields {
  readonly hints: readonly Hint[];
  readonly record: Readonly<Record<string, string>>;
}

/** Of client.verify(). Until the level that is needed is reached, digits are "*". */
export declare class Verification {
  private constructor();
  readonly call: string;
  /** Compare what the caller says; a wrong one is an attempt. */
  check(factor: string, value: string): boolean;
  /** The digits that the caller presses next are compared, and nobody sees them. */
  keys(factor: string): void;
  end(): void;
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
  /** Forget what agents have taught of a number, or of all. */
  unlearn(number?: string | null): void;
  /** Of a file that is being added as a source, in bytes. */
  readonly readingProgress: { readonly done: number; readonly total: number };

  /** Say how a contact went; its id or its call's. */
  dispose(contact: string, disposition: string): void;
  note(contact: string, text: string): void;
  offer(contact: string, product: string, outcome?: string): void;
  /** What the contact has taught of the customer, for the CRM. */
  fact(contact: string, name: string, value: string): void;
  /** line, campaign, cost, value, ... */
  setContact(contact: string, field: string, value: string | number): void;
  /** A contact of another channel: id, channel and began at least. */
  addContact(contact: Partial<Contact>): void;
  journalStats(): JournalStats;
  /** Count what events tell from now on; null: no more. */
  addReport(report: Report | null): void;

  /** Read the file of service knowledge; without a path, the one in use. */
  loadService(path?: string | null): Promise<void>;
  /** Judge a customer outside of a pop. */
  advise(customer?: Fields | null, options?: { dnis?: string; queue?: string;
    direction?: 'inbound' | 'outbound'; time?: Date; data?: Fields }): Advice;
  /** Begin to verify the party of a call for a class of request. */
  verify(call: string, request: string): Verification;
  /** Be told every step from a switch's words to a pop; null: no more. */
  trace(fn: ((step: TraceStep) => void) | null): void;

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
/** The same, and what was done and why. */
export declare function explainNumber(number: string | null, plan?: NumberPlan):
  { number: PhoneNumber; steps: NumberStep[] };
/** Make the SQLite directory for addSqlite() of a CSV file: broken lines left out. */
export declare function buildDirectory(csv: string, sqlite: string, options?: {
  plan?: NumberPlan;
  progress?: (told: { done: number; total: number }) => void;
}): Promise<number>;
/** Whether a file of service knowledge is right: what it holds, one sentence. */
export declare function checkService(path: string): Promise<string>;
/** The simulator's language: how a command is written, a tab, what it does. */
export declare function simCommands(): string[];
export declare function runtimeInfo(): Record<string, unknown>;
export declare function version(): string;
