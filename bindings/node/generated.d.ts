// SPDX-License-Identifier: MIT
// Made from bindings/api.json by bindings/generate; change the headers.

/** Fields of an advice, made from #CTI_ADVICE_MAP. */
export declare const AdviceField: {
  readonly TIER: 0;
  readonly TIER_LABEL: 1;
  readonly SCORE: 2;
  readonly TIER_BY: 3;
  readonly LIST: 4;
  readonly LIST_LABEL: 5;
  readonly LIST_REASON: 6;
  readonly STAGE: 7;
  readonly STAGE_LABEL: 8;
  readonly SEGMENTS: 9;
  readonly CONTRACT: 10;
  readonly CONTRACT_DAYS: 11;
  readonly RENEWAL: 12;
  readonly RENEWAL_LABEL: 13;
  readonly LINE: 14;
  readonly LINE_LABEL: 15;
  readonly PHASE: 16;
  readonly CAMPAIGN: 17;
  readonly CAMPAIGN_LABEL: 18;
  readonly MEDIUM: 19;
  readonly DESK: 20;
  readonly DESK_LABEL: 21;
  readonly GROUP: 22;
  readonly SKILLS: 23;
  readonly PRIORITY: 24;
  readonly OWNER: 25;
  readonly OWNER_DEVICE: 26;
  readonly CHANNEL: 27;
  readonly CHANNEL_TIME: 28;
  readonly DO_NOT_CALL: 29;
  readonly DO_NOT_CALL_REASON: 30;
  readonly QUIET: 31;
  readonly VERIFY_REQUEST: 32;
  readonly VERIFY_NEEDED: 33;
  readonly VERIFY_REACHED: 34;
  readonly VERIFY_STATE: 35;
  readonly VERIFY_LEFT: 36;
  readonly REASON: 37;
  readonly REASON_LABEL: 38;
  readonly TENANT: 39;
  readonly HIDDEN: 40;
};
export type AdviceFieldWord = "tier"
  | "tier_label"
  | "score"
  | "tier_by"
  | "list"
  | "list_label"
  | "list_reason"
  | "stage"
  | "stage_label"
  | "segments"
  | "contract"
  | "contract_days"
  | "renewal"
  | "renewal_label"
  | "line"
  | "line_label"
  | "phase"
  | "campaign"
  | "campaign_label"
  | "medium"
  | "desk"
  | "desk_label"
  | "group"
  | "skills"
  | "priority"
  | "owner"
  | "owner_device"
  | "channel"
  | "channel_time"
  | "do_not_call"
  | "do_not_call_reason"
  | "quiet"
  | "verify_request"
  | "verify_needed"
  | "verify_reached"
  | "verify_state"
  | "verify_left"
  | "reason"
  | "reason_label"
  | "tenant"
  | "hidden";
export declare const AdviceFieldWords: Readonly<Record<number, AdviceFieldWord>>;
/** States of an agent. */
export declare const AgentState: {
  readonly LOGOUT: 0;
  readonly READY: 1;
  readonly NOT_READY: 2;
  readonly BUSY: 3;
  readonly WRAPUP: 4;
};
export type AgentStateWord = "logout"
  | "ready"
  | "not-ready"
  | "busy"
  | "wrapup";
export declare const AgentStateWords: Readonly<Record<number, AgentStateWord>>;
/** Fields of a contact, made from #CTI_CONTACT_MAP. */
export declare const ContactField: {
  readonly ID: 0;
  readonly STATE: 1;
  readonly LINK: 2;
  readonly CALL: 3;
  readonly CHANNEL: 4;
  readonly DIRECTION: 5;
  readonly CALLER: 6;
  readonly CALLED: 7;
  readonly PARTY: 8;
  readonly NAME: 9;
  readonly DNIS: 10;
  readonly QUEUE: 11;
  readonly LINE: 12;
  readonly CAMPAIGN: 13;
  readonly DESK: 14;
  readonly TIER: 15;
  readonly CUSTOMER: 16;
  readonly IDENTITY: 17;
  readonly VERIFICATION: 18;
  readonly AGENT: 19;
  readonly DEVICE: 20;
  readonly CAUSE: 21;
  readonly DISPOSITION: 22;
  readonly NOTES: 23;
  readonly LEAD_PRODUCT: 24;
  readonly RECORDING: 25;
  readonly BEGAN: 26;
  readonly ASKED: 27;
  readonly ANSWERED: 28;
  readonly ENDED: 29;
  readonly WAIT_MS: 30;
  readonly TALK_MS: 31;
  readonly HOLD_MS: 32;
  readonly CONSULT_MS: 33;
  readonly TRANSFERS: 34;
  readonly LEAD_PROBABILITY: 35;
  readonly COST: 36;
  readonly VALUE: 37;
  readonly AUTOMATED: 38;
  readonly ABANDONED: 39;
  readonly OFFERS: 40;
  readonly FACTS: 41;
  readonly MEDIUM: 42;
  readonly PARTY_KIND: 43;
  readonly RECORD: 44;
};
export type ContactFieldWord = "id"
  | "state"
  | "link"
  | "call"
  | "channel"
  | "direction"
  | "caller"
  | "called"
  | "party"
  | "name"
  | "dnis"
  | "queue"
  | "line"
  | "campaign"
  | "desk"
  | "tier"
  | "customer"
  | "identity"
  | "verification"
  | "agent"
  | "device"
  | "cause"
  | "disposition"
  | "notes"
  | "lead_product"
  | "recording"
  | "began"
  | "asked"
  | "answered"
  | "ended"
  | "wait_ms"
  | "talk_ms"
  | "hold_ms"
  | "consult_ms"
  | "transfers"
  | "lead_probability"
  | "cost"
  | "value"
  | "automated"
  | "abandoned"
  | "offers"
  | "facts"
  | "medium"
  | "party_kind"
  | "record";
export declare const ContactFieldWords: Readonly<Record<number, ContactFieldWord>>;
/** What may be done beyond looking. */
export declare const DiagnoseFlag: {
  readonly CALL: 1;
};
/** How an event came to be known; a set of bits. */
export declare const EventFlag: {
  readonly SYNTHETIC: 1;
  readonly RESYNC: 2;
  readonly GUESSED: 4;
  readonly LATE: 8;
};
export type EventFlagWord = "synthetic"
  | "resync"
  | "guessed"
  | "late";
export declare const EventFlagWords: Readonly<Record<number, EventFlagWord>>;
/** Kinds of event, made from #CTI_EVENT_MAP. */
export declare const EventKind: {
  readonly CALL_BEGIN: 0;
  readonly DIAL: 1;
  readonly QUEUE: 2;
  readonly DEQUEUE: 3;
  readonly ABANDON: 4;
  readonly RING: 5;
  readonly ANSWER: 6;
  readonly HOLD: 7;
  readonly RETRIEVE: 8;
  readonly TRANSFER: 9;
  readonly TRANSFER_FAILED: 10;
  readonly DIVERT: 11;
  readonly PICKUP: 12;
  readonly PARK: 13;
  readonly UNPARK: 14;
  readonly CONFERENCE: 15;
  readonly DTMF: 16;
  readonly DATA: 17;
  readonly INFO: 18;
  readonly HANGUP: 19;
  readonly CALL_END: 20;
  readonly AGENT: 21;
  readonly RECORD: 22;
  readonly LINK: 23;
  readonly LOSS: 24;
  readonly POP: 25;
};
export type EventKindWord = "call-begin"
  | "dial"
  | "queue"
  | "dequeue"
  | "abandon"
  | "ring"
  | "answer"
  | "hold"
  | "retrieve"
  | "transfer"
  | "transfer-failed"
  | "divert"
  | "pickup"
  | "park"
  | "unpark"
  | "conference"
  | "dtmf"
  | "data"
  | "info"
  | "hangup"
  | "call-end"
  | "agent"
  | "record"
  | "link"
  | "loss"
  | "pop";
export declare const EventKindWords: Readonly<Record<number, EventKindWord>>;
/** Fields of events, made from #CTI_FIELD_MAP. */
export declare const Field: {
  readonly LINK: 0;
  readonly CALL: 1;
  readonly DEVICE: 2;
  readonly REMOTE: 3;
  readonly NAME: 4;
  readonly CALLED: 5;
  readonly DNIS: 6;
  readonly QUEUE: 7;
  readonly AGENT: 8;
  readonly POSITION: 9;
  readonly WAITED_MS: 10;
  readonly KIND: 11;
  readonly BY: 12;
  readonly TO: 13;
  readonly FROM: 14;
  readonly OF: 15;
  readonly MERGED: 16;
  readonly CONSULT_OF: 17;
  readonly ALERTING: 18;
  readonly REASON: 19;
  readonly CAUSE: 20;
  readonly CAUSE_CODE: 21;
  readonly CAUSE_TEXT: 22;
  readonly SLOT: 23;
  readonly DEVICES: 24;
  readonly ALSO: 25;
  readonly DIGITS: 26;
  readonly KEY: 27;
  readonly VALUE: 28;
  readonly DIRECTION: 29;
  readonly CALLER: 30;
  readonly STATE: 31;
  readonly DETAIL: 32;
  readonly REF: 33;
  readonly WITHHELD: 34;
  readonly POP: 35;
  readonly REVISION: 36;
};
export type FieldWord = "link"
  | "call"
  | "device"
  | "remote"
  | "name"
  | "called"
  | "dnis"
  | "queue"
  | "agent"
  | "position"
  | "waited_ms"
  | "kind"
  | "by"
  | "to"
  | "from"
  | "of"
  | "merged"
  | "consult_of"
  | "alerting"
  | "reason"
  | "cause"
  | "cause_code"
  | "cause_text"
  | "slot"
  | "devices"
  | "also"
  | "digits"
  | "key"
  | "value"
  | "direction"
  | "caller"
  | "state"
  | "detail"
  | "ref"
  | "withheld"
  | "pop"
  | "revision";
export declare const FieldWords: Readonly<Record<number, FieldWord>>;
/** How much a finding matters. */
export declare const FindingLevel: {
  readonly GOOD: 0;
  readonly NOTE: 1;
  readonly WARNING: 2;
  readonly FAULT: 3;
};
export type FindingLevelWord = "good"
  | "note"
  | "warning"
  | "fault";
export declare const FindingLevelWords: Readonly<Record<number, FindingLevelWord>>;
/** How to greet. */
export declare const Greeting: {
  readonly GENERIC: 0;
  readonly QUESTION: 1;
  readonly STATEMENT: 2;
};
export type GreetingWord = "generic"
  | "question"
  | "statement";
export declare const GreetingWords: Readonly<Record<number, GreetingWord>>;
/** What customers behind one number have in common. */
export declare const Group: {
  readonly NONE: 0;
  readonly HOUSEHOLD: 1;
  readonly COMPANY: 2;
  readonly SHARED: 3;
};
export type GroupWord = "none"
  | "household"
  | "company"
  | "shared";
export declare const GroupWords: Readonly<Record<number, GroupWord>>;
/** What a hint is about. */
export declare const HintKind: {
  readonly HINT: 0;
  readonly OFFER: 1;
  readonly CARE: 2;
  readonly RENEWAL: 3;
  readonly LEAD: 4;
};
export type HintKindWord = "hint"
  | "offer"
  | "care"
  | "renewal"
  | "lead";
export declare const HintKindWords: Readonly<Record<number, HintKindWord>>;
/** How sure an identification is. */
export declare const Identity: {
  readonly PENDING: 0;
  readonly IDENTIFIED: 1;
  readonly AMBIGUOUS: 2;
  readonly UNKNOWN: 3;
  readonly WITHHELD: 4;
};
export type IdentityWord = "pending"
  | "identified"
  | "ambiguous"
  | "unknown"
  | "withheld";
export declare const IdentityWords: Readonly<Record<number, IdentityWord>>;
/** States of a leg; CSTA's local connection states. */
export declare const LegState: {
  readonly NULL: 0;
  readonly INITIATED: 1;
  readonly QUEUED: 2;
  readonly ALERTING: 3;
  readonly CONNECTED: 4;
  readonly HELD: 5;
  readonly FAILED: 6;
  readonly CLEARED: 7;
};
export type LegStateWord = "null"
  | "initiated"
  | "queued"
  | "alerting"
  | "connected"
  | "held"
  | "failed"
  | "cleared";
export declare const LegStateWords: Readonly<Record<number, LegStateWord>>;
/** Where a link stands; also in `link` events by the names given. */
export declare const LinkState: {
  readonly CONNECTING: 0;
  readonly RESYNC: 1;
  readonly UP: 2;
  readonly DOWN: 3;
  readonly FAILED: 4;
};
export type LinkStateWord = "connecting"
  | "resync"
  | "up"
  | "down"
  | "failed";
export declare const LinkStateWords: Readonly<Record<number, LinkStateWord>>;
/** How much a log line matters. */
export declare const LogLevel: {
  readonly ERROR: 0;
  readonly WARN: 1;
  readonly INFO: 2;
  readonly DEBUG: 3;
};
/** Metrics, made from #CTI_METRIC_MAP. */
export declare const Metric: {
  readonly IN: 0;
  readonly AUTO_RATE_IN: 1;
  readonly SELF_SERVICE: 2;
  readonly ASKED: 3;
  readonly HUMAN_RATE_IN: 4;
  readonly SERVICE_LEVEL: 5;
  readonly ABANDONED: 6;
  readonly ABANDON_RATE: 7;
  readonly LOSS_RATE: 8;
  readonly SPEED_OF_ANSWER: 9;
  readonly OUT: 10;
  readonly AUTO_RATE_OUT: 11;
  readonly HUMAN_RATE_OUT: 12;
  readonly HANDLED: 13;
  readonly TALK: 14;
  readonly HOLD: 15;
  readonly HANDLE: 16;
  readonly OCCUPANCY: 17;
  readonly CUSTOMERS: 18;
  readonly COST: 19;
  readonly CONVERSION: 20;
  readonly RETENTION: 21;
  readonly LEADS: 22;
  readonly VALUE: 23;
  readonly PARTIES: 24;
  readonly TOUCHES: 25;
  readonly OFFERS: 26;
};
export type MetricWord = "in"
  | "auto_rate_in"
  | "self_service"
  | "asked"
  | "human_rate_in"
  | "service_level"
  | "abandoned"
  | "abandon_rate"
  | "loss_rate"
  | "speed_of_answer"
  | "out"
  | "auto_rate_out"
  | "human_rate_out"
  | "handled"
  | "talk"
  | "hold"
  | "handle"
  | "occupancy"
  | "customers_per_agent_day"
  | "cost_per_contact"
  | "conversion"
  | "retention"
  | "leads"
  | "value"
  | "parties"
  | "touches"
  | "offers";
export declare const MetricWords: Readonly<Record<number, MetricWord>>;
/** What sort of number it is. */
export declare const NumberClass: {
  readonly UNKNOWN: 0;
  readonly EXTENSION: 1;
  readonly MOBILE: 2;
  readonly FIXED: 3;
  readonly TOLL_FREE: 4;
  readonly SHARED: 5;
  readonly SERVICE: 6;
  readonly WITHHELD: 7;
};
export type NumberClassWord = "unknown"
  | "extension"
  | "mobile"
  | "fixed"
  | "toll-free"
  | "shared-cost"
  | "service"
  | "withheld";
export declare const NumberClassWords: Readonly<Record<number, NumberClassWord>>;
/** Which numbers a plug-in is asked about. */
export declare const NumberScope: {
  readonly ABROAD: 0;
  readonly ALL: 1;
};
export type NumberScopeWord = "abroad"
  | "all";
export declare const NumberScopeWords: Readonly<Record<number, NumberScopeWord>>;
/** What became of a pop. */
export declare const PopState: {
  readonly OPENED: 0;
  readonly UPDATED: 1;
  readonly CLOSED: 2;
};
export type PopStateWord = "opened"
  | "updated"
  | "closed";
export declare const PopStateWords: Readonly<Record<number, PopStateWord>>;
/** Bits of cti_request_opts.flags. */
export declare const RequestFlags: {
  readonly AUTO_ANSWER: 1;
  readonly AT_ONCE: 2;
};
/** Kinds of requests, made from #CTI_REQUEST_MAP. */
export declare const RequestKind: {
  readonly NONE: 0;
  readonly DIAL: 1;
  readonly ANSWER: 2;
  readonly HANGUP: 3;
  readonly CLEAR: 4;
  readonly HOLD: 5;
  readonly RETRIEVE: 6;
  readonly SWAP: 7;
  readonly TRANSFER: 8;
  readonly CONSULT: 9;
  readonly COMPLETE: 10;
  readonly CANCEL: 11;
  readonly JOIN: 12;
  readonly CONFERENCE: 13;
  readonly DROP: 14;
  readonly DEFLECT: 15;
  readonly PICKUP: 16;
  readonly PARK: 17;
  readonly UNPARK: 18;
  readonly DTMF: 19;
  readonly DATA: 20;
  readonly RECORD_START: 21;
  readonly RECORD_STOP: 22;
  readonly RECORD_PAUSE: 23;
  readonly RECORD_RESUME: 24;
  readonly MUTE: 25;
  readonly UNMUTE: 26;
  readonly AGENT_LOGIN: 27;
  readonly AGENT_LOGOUT: 28;
  readonly AGENT_READY: 29;
  readonly AGENT_NOT_READY: 30;
  readonly AGENT_WRAPUP: 31;
  readonly AGENT_WRAPUP_END: 32;
  readonly QUEUE_PRIORITY: 33;
  readonly QUEUE_WITHDRAW: 34;
};
export type RequestKindWord = "dial"
  | "answer"
  | "hangup"
  | "clear"
  | "hold"
  | "retrieve"
  | "swap"
  | "transfer"
  | "consult"
  | "complete"
  | "cancel"
  | "join"
  | "conference"
  | "drop"
  | "deflect"
  | "pickup"
  | "park"
  | "unpark"
  | "dtmf"
  | "data"
  | "record-start"
  | "record-stop"
  | "record-pause"
  | "record-resume"
  | "mute"
  | "unmute"
  | "agent-login"
  | "agent-logout"
  | "agent-ready"
  | "agent-not-ready"
  | "agent-wrapup"
  | "agent-wrapup-end"
  | "queue-priority"
  | "queue-withdraw";
export declare const RequestKindWords: Readonly<Record<number, RequestKindWord>>;
/** What a request must name: bits for #CTI_REQUEST_MAP. */
export declare const RequestNeeds: {
  readonly CALL: 1;
  readonly DEVICE: 2;
  readonly CALL_OR_DEVICE: 4;
  readonly TO: 8;
  readonly KEY: 16;
  readonly VALUE: 32;
  readonly AGENT_OR_DEVICE: 64;
};
/** Why a question is asked: bits of cti_route_opts.when. */
export declare const RouteReason: {
  readonly SWITCH: 1;
  readonly QUEUE: 2;
  readonly RING: 4;
};
export type RouteReasonWord = "switch"
  | "queue"
  | "ring";
export declare const RouteReasonWords: Readonly<Record<number, RouteReasonWord>>;
/** What a device or a queue did in a segment of a contact. */
export declare const SegmentKind: {
  readonly QUEUE: 0;
  readonly RING: 1;
  readonly DIAL: 2;
  readonly TALK: 3;
  readonly HOLD: 4;
  readonly CONSULT: 5;
  readonly PARK: 6;
};
export type SegmentKindWord = "queue"
  | "ring"
  | "dial"
  | "talk"
  | "hold"
  | "consult"
  | "park";
export declare const SegmentKindWords: Readonly<Record<number, SegmentKindWord>>;
/** What a step is. */
export declare const TraceKind: {
  readonly MESSAGE: 0;
  readonly FACT: 1;
  readonly EVENT: 2;
  readonly NO_POP: 3;
  readonly OUTCOME: 4;
};
export type TraceKindWord = "message"
  | "fact"
  | "event"
  | "no-pop"
  | "outcome";
export declare const TraceKindWords: Readonly<Record<number, TraceKindWord>>;
export type ErrorName = "CTI_ENOMEM"
  | "CTI_EINVAL"
  | "CTI_ESTATE"
  | "CTI_ENOTSUP"
  | "CTI_ETIMEDOUT"
  | "CTI_ECANCELED"
  | "CTI_ELINKDOWN"
  | "CTI_EAUTH"
  | "CTI_EPROTO"
  | "CTI_EREFUSED"
  | "CTI_ENOENT"
  | "CTI_EURL"
  | "CTI_ESCHEME"
  | "CTI_ERESOLVE"
  | "CTI_ECONNECT"
  | "CTI_ETLS"
  | "CTI_EEOF"
  | "CTI_ETOOBIG"
  | "CTI_EKEY"
  | "CTI_EVALUE"
  | "CTI_EFORMAT"
  | "CTI_EIO"
  | "CTI_EEXIST"
  | "CTI_ETEMPLATE"
  | "CTI_EWITHHELD"
  | "CTI_EAGAIN"
  | "CTI_ETHREAD";
export interface ErrorInfo {
  readonly code: number;
  readonly name: ErrorName;
  readonly text: string;
}
export declare const errors: readonly ErrorInfo[];
export interface FieldInfo {
  readonly value: number;
  readonly name: string;
  readonly type: "STR" | "LIST" | "INT" | "BOOL" | "TIME" | "PAIRS";
}
export declare const eventFields: readonly FieldInfo[];
export declare const contactFields: readonly FieldInfo[];
export declare const adviceFields: readonly FieldInfo[];
export interface RequestInfo {
  readonly value: number;
  readonly word: string;
  readonly needs: number;
  readonly doc: string;
}
export declare const requests: readonly RequestInfo[];
export interface MetricInfo {
  readonly value: number;
  readonly name: MetricWord;
  readonly unit: "COUNT" | "RATIO" | "TIME" | "MONEY" | "HUNDREDTHS";
  readonly definition: string;
}
export declare const metrics: readonly MetricInfo[];
export declare const abiVersion: number;
export declare const handles: readonly string[];
export declare const structs: Readonly<Record<string, Record<string, string>>>;
export declare const callbacks: Readonly<Record<string, string>>;
export declare const prototypes: Readonly<Record<string, string>>;
/** The fields that an event may have. */
export interface EventFields {
  readonly link?: string;
  readonly call?: string;
  readonly device?: string;
  readonly remote?: string;
  readonly name?: string;
  readonly called?: string;
  readonly dnis?: string;
  readonly queue?: string;
  readonly agent?: string;
  readonly position?: number;
  readonly waited_ms?: number;
  readonly kind?: string;
  readonly by?: string;
  readonly to?: string;
  readonly from?: string;
  readonly of?: string;
  readonly merged?: string;
  readonly consult_of?: string;
  readonly alerting?: boolean;
  readonly reason?: string;
  readonly cause?: string;
  readonly cause_code?: number;
  readonly cause_text?: string;
  readonly slot?: string;
  readonly devices?: string[];
  readonly also?: string[];
  readonly digits?: string;
  readonly key?: string;
  readonly value?: string;
  readonly direction?: string;
  readonly caller?: string;
  readonly state?: string;
  readonly detail?: string;
  readonly ref?: string;
  readonly withheld?: boolean;
  readonly pop?: string;
  readonly revision?: number;
}
/** What the journal has of a contact. */
export interface ContactFields {
  readonly id: string;
  readonly state: string;
  readonly link: string;
  readonly call: string;
  readonly channel: string;
  readonly direction: string;
  readonly caller: string;
  readonly called: string;
  readonly party: string;
  readonly name: string;
  readonly dnis: string;
  readonly queue: string;
  readonly line: string;
  readonly campaign: string;
  readonly desk: string;
  readonly tier: string;
  readonly customer: string;
  readonly identity: string;
  readonly verification: string;
  readonly agent: string;
  readonly device: string;
  readonly cause: string;
  readonly disposition: string;
  readonly notes: string;
  readonly lead_product: string;
  readonly recording: string;
  readonly began: Date | null;
  readonly asked: Date | null;
  readonly answered: Date | null;
  readonly ended: Date | null;
  readonly wait_ms: number;
  readonly talk_ms: number;
  readonly hold_ms: number;
  readonly consult_ms: number;
  readonly transfers: number;
  readonly lead_probability: number;
  readonly cost: number;
  readonly value: number;
  readonly automated: boolean;
  readonly abandoned: boolean;
  readonly offers: Record<string, string>;
  readonly facts: Record<string, string>;
  readonly medium: string;
  readonly party_kind: string;
  readonly record: Record<string, string>;
}
/** What an advice may say. */
export interface AdviceFields {
  readonly tier?: string;
  readonly tier_label?: string;
  readonly score?: number;
  readonly tier_by?: string;
  readonly list?: string;
  readonly list_label?: string;
  readonly list_reason?: string;
  readonly stage?: string;
  readonly stage_label?: string;
  readonly segments?: string[];
  readonly contract?: string;
  readonly contract_days?: number;
  readonly renewal?: string;
  readonly renewal_label?: string;
  readonly line?: string;
  readonly line_label?: string;
  readonly phase?: string;
  readonly campaign?: string;
  readonly campaign_label?: string;
  readonly medium?: string;
  readonly desk?: string;
  readonly desk_label?: string;
  readonly group?: string;
  readonly skills?: string[];
  readonly priority?: number;
  readonly owner?: string;
  readonly owner_device?: string;
  readonly channel?: string;
  readonly channel_time?: string;
  readonly do_not_call?: boolean;
  readonly do_not_call_reason?: string;
  readonly quiet?: string;
  readonly verify_request?: string;
  readonly verify_needed?: string;
  readonly verify_reached?: string;
  readonly verify_state?: string;
  readonly verify_left?: number;
  readonly reason?: string;
  readonly reason_label?: string;
  readonly tenant?: string;
  readonly hidden?: string[];
}
