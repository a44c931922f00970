// SPDX-License-Identifier: MIT
// Made from bindings/api.json by bindings/generate; change the headers.
package org.libcti;

/** Constants, errors and fields of libcti. */
public final class Generated {
    private Generated() {
    }

    /** CTI_ABI_VERSION of the headers. */
    public static final int ABI_VERSION = 1;

    /** Fields of an advice, made from #CTI_ADVICE_MAP. */
    public enum AdviceField {
        /** {@code tier}; the header of C says more. */
        TIER(0, "tier", Type.STR),
        /** {@code tier_label}; the header of C says more. */
        TIER_LABEL(1, "tier_label", Type.STR),
        /** {@code score}; the header of C says more. */
        SCORE(2, "score", Type.INT),
        /** {@code tier_by}; the header of C says more. */
        TIER_BY(3, "tier_by", Type.STR),
        /** {@code list}; the header of C says more. */
        LIST(4, "list", Type.STR),
        /** {@code list_label}; the header of C says more. */
        LIST_LABEL(5, "list_label", Type.STR),
        /** {@code list_reason}; the header of C says more. */
        LIST_REASON(6, "list_reason", Type.STR),
        /** {@code stage}; the header of C says more. */
        STAGE(7, "stage", Type.STR),
        /** {@code stage_label}; the header of C says more. */
        STAGE_LABEL(8, "stage_label", Type.STR),
        /** {@code segments}; the header of C says more. */
        SEGMENTS(9, "segments", Type.LIST),
        /** {@code contract}; the header of C says more. */
        CONTRACT(10, "contract", Type.STR),
        /** {@code contract_days}; the header of C says more. */
        CONTRACT_DAYS(11, "contract_days", Type.INT),
        /** {@code renewal}; the header of C says more. */
        RENEWAL(12, "renewal", Type.STR),
        /** {@code renewal_label}; the header of C says more. */
        RENEWAL_LABEL(13, "renewal_label", Type.STR),
        /** {@code line}; the header of C says more. */
        LINE(14, "line", Type.STR),
        /** {@code line_label}; the header of C says more. */
        LINE_LABEL(15, "line_label", Type.STR),
        /** {@code phase}; the header of C says more. */
        PHASE(16, "phase", Type.STR),
        /** {@code campaign}; the header of C says more. */
        CAMPAIGN(17, "campaign", Type.STR),
        /** {@code campaign_label}; the header of C says more. */
        CAMPAIGN_LABEL(18, "campaign_label", Type.STR),
        /** {@code medium}; the header of C says more. */
        MEDIUM(19, "medium", Type.STR),
        /** {@code desk}; the header of C says more. */
        DESK(20, "desk", Type.STR),
        /** {@code desk_label}; the header of C says more. */
        DESK_LABEL(21, "desk_label", Type.STR),
        /** {@code group}; the header of C says more. */
        GROUP(22, "group", Type.STR),
        /** {@code skills}; the header of C says more. */
        SKILLS(23, "skills", Type.LIST),
        /** {@code priority}; the header of C says more. */
        PRIORITY(24, "priority", Type.INT),
        /** {@code owner}; the header of C says more. */
        OWNER(25, "owner", Type.STR),
        /** {@code owner_device}; the header of C says more. */
        OWNER_DEVICE(26, "owner_device", Type.STR),
        /** {@code channel}; the header of C says more. */
        CHANNEL(27, "channel", Type.STR),
        /** {@code channel_time}; the header of C says more. */
        CHANNEL_TIME(28, "channel_time", Type.STR),
        /** {@code do_not_call}; the header of C says more. */
        DO_NOT_CALL(29, "do_not_call", Type.BOOL),
        /** {@code do_not_call_reason}; the header of C says more. */
        DO_NOT_CALL_REASON(30, "do_not_call_reason", Type.STR),
        /** {@code quiet}; the header of C says more. */
        QUIET(31, "quiet", Type.STR),
        /** {@code verify_request}; the header of C says more. */
        VERIFY_REQUEST(32, "verify_request", Type.STR),
        /** {@code verify_needed}; the header of C says more. */
        VERIFY_NEEDED(33, "verify_needed", Type.STR),
        /** {@code verify_reached}; the header of C says more. */
        VERIFY_REACHED(34, "verify_reached", Type.STR),
        /** {@code verify_state}; the header of C says more. */
        VERIFY_STATE(35, "verify_state", Type.STR),
        /** {@code verify_left}; the header of C says more. */
        VERIFY_LEFT(36, "verify_left", Type.INT),
        /** {@code reason}; the header of C says more. */
        REASON(37, "reason", Type.STR),
        /** {@code reason_label}; the header of C says more. */
        REASON_LABEL(38, "reason_label", Type.STR),
        /** {@code tenant}; the header of C says more. */
        TENANT(39, "tenant", Type.STR),
        /** {@code hidden}; the header of C says more. */
        HIDDEN(40, "hidden", Type.LIST);

        /** The number in the C library. */
        public final int value;
        /** The name in JSON. */
        public final String word;
        /** STR, LIST, INT, BOOL, TIME or PAIRS. */
        public final Type type;

        AdviceField(int value, String word, Type type) {
            this.value = value;
            this.word = word;
            this.type = type;
        }

        /** The field of a number; null for one of a newer library. */
        public static AdviceField of(int value) {
            return value >= 0 && value < BY_NUMBER.length ? BY_NUMBER[value] : null;
        }

        private static final AdviceField[] BY_NUMBER = values();
    }

    /** States of an agent. */
    public enum AgentState {
        /** "logout". */
        LOGOUT(0, "logout"),
        /** "ready". */
        READY(1, "ready"),
        /** "not-ready". */
        NOT_READY(2, "not-ready"),
        /** "busy": on a call. */
        BUSY(3, "busy"),
        /** "wrapup": work after a call. */
        WRAPUP(4, "wrapup");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        AgentState(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static AgentState of(int value) {
            for (AgentState one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final AgentState[] BY_NUMBER = values();
    }

    /** Fields of a contact, made from #CTI_CONTACT_MAP. */
    public enum ContactField {
        /** {@code id}; the header of C says more. */
        ID(0, "id", Type.STR),
        /** {@code state}; the header of C says more. */
        STATE(1, "state", Type.STR),
        /** {@code link}; the header of C says more. */
        LINK(2, "link", Type.STR),
        /** {@code call}; the header of C says more. */
        CALL(3, "call", Type.STR),
        /** {@code channel}; the header of C says more. */
        CHANNEL(4, "channel", Type.STR),
        /** {@code direction}; the header of C says more. */
        DIRECTION(5, "direction", Type.STR),
        /** {@code caller}; the header of C says more. */
        CALLER(6, "caller", Type.STR),
        /** {@code called}; the header of C says more. */
        CALLED(7, "called", Type.STR),
        /** {@code party}; the header of C says more. */
        PARTY(8, "party", Type.STR),
        /** {@code name}; the header of C says more. */
        NAME(9, "name", Type.STR),
        /** {@code dnis}; the header of C says more. */
        DNIS(10, "dnis", Type.STR),
        /** {@code queue}; the header of C says more. */
        QUEUE(11, "queue", Type.STR),
        /** {@code line}; the header of C says more. */
        LINE(12, "line", Type.STR),
        /** {@code campaign}; the header of C says more. */
        CAMPAIGN(13, "campaign", Type.STR),
        /** {@code desk}; the header of C says more. */
        DESK(14, "desk", Type.STR),
        /** {@code tier}; the header of C says more. */
        TIER(15, "tier", Type.STR),
        /** {@code customer}; the header of C says more. */
        CUSTOMER(16, "customer", Type.STR),
        /** {@code identity}; the header of C says more. */
        IDENTITY(17, "identity", Type.STR),
        /** {@code verification}; the header of C says more. */
        VERIFICATION(18, "verification", Type.STR),
        /** {@code agent}; the header of C says more. */
        AGENT(19, "agent", Type.STR),
        /** {@code device}; the header of C says more. */
        DEVICE(20, "device", Type.STR),
        /** {@code cause}; the header of C says more. */
        CAUSE(21, "cause", Type.STR),
        /** {@code disposition}; the header of C says more. */
        DISPOSITION(22, "disposition", Type.STR),
        /** {@code notes}; the header of C says more. */
        NOTES(23, "notes", Type.STR),
        /** {@code lead_product}; the header of C says more. */
        LEAD_PRODUCT(24, "lead_product", Type.STR),
        /** {@code recording}; the header of C says more. */
        RECORDING(25, "recording", Type.STR),
        /** {@code began}; the header of C says more. */
        BEGAN(26, "began", Type.TIME),
        /** {@code asked}; the header of C says more. */
        ASKED(27, "asked", Type.TIME),
        /** {@code answered}; the header of C says more. */
        ANSWERED(28, "answered", Type.TIME),
        /** {@code ended}; the header of C says more. */
        ENDED(29, "ended", Type.TIME),
        /** {@code wait_ms}; the header of C says more. */
        WAIT_MS(30, "wait_ms", Type.INT),
        /** {@code talk_ms}; the header of C says more. */
        TALK_MS(31, "talk_ms", Type.INT),
        /** {@code hold_ms}; the header of C says more. */
        HOLD_MS(32, "hold_ms", Type.INT),
        /** {@code consult_ms}; the header of C says more. */
        CONSULT_MS(33, "consult_ms", Type.INT),
        /** {@code transfers}; the header of C says more. */
        TRANSFERS(34, "transfers", Type.INT),
        /** {@code lead_probability}; the header of C says more. */
        LEAD_PROBABILITY(35, "lead_probability", Type.INT),
        /** {@code cost}; the header of C says more. */
        COST(36, "cost", Type.INT),
        /** {@code value}; the header of C says more. */
        VALUE(37, "value", Type.INT),
        /** {@code automated}; the header of C says more. */
        AUTOMATED(38, "automated", Type.BOOL),
        /** {@code abandoned}; the header of C says more. */
        ABANDONED(39, "abandoned", Type.BOOL),
        /** {@code offers}; the header of C says more. */
        OFFERS(40, "offers", Type.PAIRS),
        /** {@code facts}; the header of C says more. */
        FACTS(41, "facts", Type.PAIRS),
        /** {@code medium}; the header of C says more. */
        MEDIUM(42, "medium", Type.STR),
        /** {@code party_kind}; the header of C says more. */
        PARTY_KIND(43, "party_kind", Type.STR),
        /** {@code record}; the header of C says more. */
        RECORD(44, "record", Type.PAIRS);

        /** The number in the C library. */
        public final int value;
        /** The name in JSON. */
        public final String word;
        /** STR, LIST, INT, BOOL, TIME or PAIRS. */
        public final Type type;

        ContactField(int value, String word, Type type) {
            this.value = value;
            this.word = word;
            this.type = type;
        }

        /** The field of a number; null for one of a newer library. */
        public static ContactField of(int value) {
            return value >= 0 && value < BY_NUMBER.length ? BY_NUMBER[value] : null;
        }

        private static final ContactField[] BY_NUMBER = values();
    }

    /** What may be done beyond looking. */
    public enum DiagnoseFlag {
        /** Make a call that rings nowhere and ends at once, to see whether the switch tells of it. Other programs on the switch see it too. */
        CALL(1, "");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        DiagnoseFlag(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static DiagnoseFlag of(int value) {
            for (DiagnoseFlag one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final DiagnoseFlag[] BY_NUMBER = values();
    }

    /** How an event came to be known; a set of bits. */
    public static final class EventFlag {
        private EventFlag() {
        }

        /** "synthetic": made by the library, the switch did not say it. */
        public static final int SYNTHETIC = 1;
        /** "resync": found in a snapshot after (re)connecting. */
        public static final int RESYNC = 2;
        /** "guessed": inferred from what surrounds it. */
        public static final int GUESSED = 4;
        /** "late": told after its time. */
        public static final int LATE = 8;
    }

    /** Kinds of event, made from #CTI_EVENT_MAP. */
    public enum EventKind {
        /** {@code call_begin}; the header of C says more. */
        CALL_BEGIN(0, "call-begin"),
        /** {@code dial}; the header of C says more. */
        DIAL(1, "dial"),
        /** {@code queue}; the header of C says more. */
        QUEUE(2, "queue"),
        /** {@code dequeue}; the header of C says more. */
        DEQUEUE(3, "dequeue"),
        /** {@code abandon}; the header of C says more. */
        ABANDON(4, "abandon"),
        /** {@code ring}; the header of C says more. */
        RING(5, "ring"),
        /** {@code answer}; the header of C says more. */
        ANSWER(6, "answer"),
        /** {@code hold}; the header of C says more. */
        HOLD(7, "hold"),
        /** {@code retrieve}; the header of C says more. */
        RETRIEVE(8, "retrieve"),
        /** {@code transfer}; the header of C says more. */
        TRANSFER(9, "transfer"),
        /** {@code transfer_failed}; the header of C says more. */
        TRANSFER_FAILED(10, "transfer-failed"),
        /** {@code divert}; the header of C says more. */
        DIVERT(11, "divert"),
        /** {@code pickup}; the header of C says more. */
        PICKUP(12, "pickup"),
        /** {@code park}; the header of C says more. */
        PARK(13, "park"),
        /** {@code unpark}; the header of C says more. */
        UNPARK(14, "unpark"),
        /** {@code conference}; the header of C says more. */
        CONFERENCE(15, "conference"),
        /** {@code dtmf}; the header of C says more. */
        DTMF(16, "dtmf"),
        /** {@code data}; the header of C says more. */
        DATA(17, "data"),
        /** {@code info}; the header of C says more. */
        INFO(18, "info"),
        /** {@code hangup}; the header of C says more. */
        HANGUP(19, "hangup"),
        /** {@code call_end}; the header of C says more. */
        CALL_END(20, "call-end"),
        /** {@code agent}; the header of C says more. */
        AGENT(21, "agent"),
        /** {@code record}; the header of C says more. */
        RECORD(22, "record"),
        /** {@code link}; the header of C says more. */
        LINK(23, "link"),
        /** {@code loss}; the header of C says more. */
        LOSS(24, "loss"),
        /** {@code pop}; the header of C says more. */
        POP(25, "pop");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        EventKind(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static EventKind of(int value) {
            for (EventKind one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final EventKind[] BY_NUMBER = values();
    }

    /** Fields of events, made from #CTI_FIELD_MAP. */
    public enum Field {
        /** {@code link}; the header of C says more. */
        LINK(0, "link", Type.STR),
        /** {@code call}; the header of C says more. */
        CALL(1, "call", Type.STR),
        /** {@code device}; the header of C says more. */
        DEVICE(2, "device", Type.STR),
        /** {@code remote}; the header of C says more. */
        REMOTE(3, "remote", Type.STR),
        /** {@code name}; the header of C says more. */
        NAME(4, "name", Type.STR),
        /** {@code called}; the header of C says more. */
        CALLED(5, "called", Type.STR),
        /** {@code dnis}; the header of C says more. */
        DNIS(6, "dnis", Type.STR),
        /** {@code queue}; the header of C says more. */
        QUEUE(7, "queue", Type.STR),
        /** {@code agent}; the header of C says more. */
        AGENT(8, "agent", Type.STR),
        /** {@code position}; the header of C says more. */
        POSITION(9, "position", Type.INT),
        /** {@code waited_ms}; the header of C says more. */
        WAITED_MS(10, "waited_ms", Type.INT),
        /** {@code kind}; the header of C says more. */
        KIND(11, "kind", Type.STR),
        /** {@code by}; the header of C says more. */
        BY(12, "by", Type.STR),
        /** {@code to}; the header of C says more. */
        TO(13, "to", Type.STR),
        /** {@code from}; the header of C says more. */
        FROM(14, "from", Type.STR),
        /** {@code of}; the header of C says more. */
        OF(15, "of", Type.STR),
        /** {@code merged}; the header of C says more. */
        MERGED(16, "merged", Type.STR),
        /** {@code consult_of}; the header of C says more. */
        CONSULT_OF(17, "consult_of", Type.STR),
        /** {@code alerting}; the header of C says more. */
        ALERTING(18, "alerting", Type.BOOL),
        /** {@code reason}; the header of C says more. */
        REASON(19, "reason", Type.STR),
        /** {@code cause}; the header of C says more. */
        CAUSE(20, "cause", Type.STR),
        /** {@code cause_code}; the header of C says more. */
        CAUSE_CODE(21, "cause_code", Type.INT),
        /** {@code cause_text}; the header of C says more. */
        CAUSE_TEXT(22, "cause_text", Type.STR),
        /** {@code slot}; the header of C says more. */
        SLOT(23, "slot", Type.STR),
        /** {@code devices}; the header of C says more. */
        DEVICES(24, "devices", Type.LIST),
        /** {@code also}; the header of C says more. */
        ALSO(25, "also", Type.LIST),
        /** {@code digits}; the header of C says more. */
        DIGITS(26, "digits", Type.STR),
        /** {@code key}; the header of C says more. */
        KEY(27, "key", Type.STR),
        /** {@code value}; the header of C says more. */
        VALUE(28, "value", Type.STR),
        /** {@code direction}; the header of C says more. */
        DIRECTION(29, "direction", Type.STR),
        /** {@code caller}; the header of C says more. */
        CALLER(30, "caller", Type.STR),
        /** {@code state}; the header of C says more. */
        STATE(31, "state", Type.STR),
        /** {@code detail}; the header of C says more. */
        DETAIL(32, "detail", Type.STR),
        /** {@code ref}; the header of C says more. */
        REF(33, "ref", Type.STR),
        /** {@code withheld}; the header of C says more. */
        WITHHELD(34, "withheld", Type.BOOL),
        /** {@code pop}; the header of C says more. */
        POP(35, "pop", Type.STR),
        /** {@code revision}; the header of C says more. */
        REVISION(36, "revision", Type.INT);

        /** The number in the C library. */
        public final int value;
        /** The name in JSON. */
        public final String word;
        /** STR, LIST, INT, BOOL, TIME or PAIRS. */
        public final Type type;

        Field(int value, String word, Type type) {
            this.value = value;
            this.word = word;
            this.type = type;
        }

        /** The field of a number; null for one of a newer library. */
        public static Field of(int value) {
            return value >= 0 && value < BY_NUMBER.length ? BY_NUMBER[value] : null;
        }

        private static final Field[] BY_NUMBER = values();
    }

    /** How much a finding matters. */
    public enum FindingLevel {
        /** "good": as it should be. */
        GOOD(0, "good"),
        /** "note": worth knowing, or not to be seen. */
        NOTE(1, "note"),
        /** "warning": something will not work, or not always. */
        WARNING(2, "warning"),
        /** "fault": the link is of no use so. */
        FAULT(3, "fault");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        FindingLevel(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static FindingLevel of(int value) {
            for (FindingLevel one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final FindingLevel[] BY_NUMBER = values();
    }

    /** How to greet. */
    public enum Greeting {
        /** "generic": who calls is not known. */
        GENERIC(0, "generic"),
        /** "question": probably; ask by name. */
        QUESTION(1, "question"),
        /** "statement": sure; greet by name. */
        STATEMENT(2, "statement");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        Greeting(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static Greeting of(int value) {
            for (Greeting one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final Greeting[] BY_NUMBER = values();
    }

    /** What customers behind one number have in common. */
    public enum Group {
        /** "none": there is one, or they are strangers. */
        NONE(0, "none"),
        /** "household": field `household` is the same. */
        HOUSEHOLD(1, "household"),
        /** "company": field `company` is the same. */
        COMPANY(2, "company"),
        /** "shared": a hotel's or a switchboard's: nobody's. */
        SHARED(3, "shared");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        Group(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static Group of(int value) {
            for (Group one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final Group[] BY_NUMBER = values();
    }

    /** What a hint is about. */
    public enum HintKind {
        /** "hint": good to know. */
        HINT(0, "hint"),
        /** "offer": something that fits the customer's need. */
        OFFER(1, "offer"),
        /** "care": a birthday, a trouble. */
        CARE(2, "care"),
        /** "renewal": the contract is running out. */
        RENEWAL(3, "renewal"),
        /** "lead": a product and how probable it is. */
        LEAD(4, "lead");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        HintKind(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static HintKind of(int value) {
            for (HintKind one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final HintKind[] BY_NUMBER = values();
    }

    /** How sure an identification is. */
    public enum Identity {
        /** "pending": sources are still being asked. */
        PENDING(0, "pending"),
        /** "identified": one customer. */
        IDENTIFIED(1, "identified"),
        /** "ambiguous": several, ranked. */
        AMBIGUOUS(2, "ambiguous"),
        /** "unknown": nobody knows the number. */
        UNKNOWN(3, "unknown"),
        /** "withheld": there is no number. */
        WITHHELD(4, "withheld");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        Identity(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static Identity of(int value) {
            for (Identity one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final Identity[] BY_NUMBER = values();
    }

    /** States of a leg; CSTA's local connection states. */
    public enum LegState {
        /** "null". */
        NULL(0, "null"),
        /** "initiated": off hook, dialling. */
        INITIATED(1, "initiated"),
        /** "queued". */
        QUEUED(2, "queued"),
        /** "alerting": it rings. */
        ALERTING(3, "alerting"),
        /** "connected". */
        CONNECTED(4, "connected"),
        /** "held": it has put the others on hold. */
        HELD(5, "held"),
        /** "failed". */
        FAILED(6, "failed"),
        /** "cleared". */
        CLEARED(7, "cleared");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        LegState(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static LegState of(int value) {
            for (LegState one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final LegState[] BY_NUMBER = values();
    }

    /** Where a link stands; also in `link` events by the names given. */
    public enum LinkState {
        /** "connecting": dialling, TLS, login. */
        CONNECTING(0, "connecting"),
        /** "resync": reading the state of the switch. */
        RESYNC(1, "resync"),
        /** "up": live. */
        UP(2, "up"),
        /** "down": lost; will be tried again. */
        DOWN(3, "down"),
        /** "failed": will not be tried again, or only after a minute (a refused login). */
        FAILED(4, "failed");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        LinkState(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static LinkState of(int value) {
            for (LinkState one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final LinkState[] BY_NUMBER = values();
    }

    /** How much a log line matters. */
    public enum LogLevel {
        /** Something is broken and stays so. */
        ERROR(0, ""),
        /** Something needs attention. */
        WARN(1, ""),
        /** Links going up and down. */
        INFO(2, ""),
        /** Every step. */
        DEBUG(3, "");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        LogLevel(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static LogLevel of(int value) {
            for (LogLevel one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final LogLevel[] BY_NUMBER = values();
    }

    /** Metrics, made from #CTI_METRIC_MAP. */
    public enum Metric {
        /** Inbound contacts. */
        IN(0, "in", "COUNT",
            "inbound contacts"),
        /** Of these, accepted by a menu, a queue or a person. */
        AUTO_RATE_IN(1, "auto_rate_in", "RATIO",
            "of these, accepted by a menu, a queue or a person"),
        /** Of these, never asked for a person. */
        SELF_SERVICE(2, "self_service", "RATIO",
            "of these, never asked for a person"),
        /** Inbound contacts that entered a queue or rang a telephone. */
        ASKED(3, "asked", "COUNT",
            "inbound contacts that entered a queue or rang a telephone"),
        /** Of asked without short abandonments, answered by a person. */
        HUMAN_RATE_IN(4, "human_rate_in", "RATIO",
            "of asked without short abandonments, answered by a person"),
        /** Of asked without short abandonments, answered within service_level_s. */
        SERVICE_LEVEL(5, "service_level", "RATIO",
            "of asked without short abandonments, answered within service_level_s"),
        /** Asked, and the caller gave up before an answer, short ones too. */
        ABANDONED(6, "abandoned", "COUNT",
            "asked, and the caller gave up before an answer, short ones too"),
        /** Abandoned without short ones, of asked without short ones. */
        ABANDON_RATE(7, "abandon_rate", "RATIO",
            "abandoned without short ones, of asked without short ones"),
        /** Not answered for any reason, of asked without short abandonments. */
        LOSS_RATE(8, "loss_rate", "RATIO",
            "not answered for any reason, of asked without short abandonments"),
        /** Mean wait of those answered, from asked to the first word. */
        SPEED_OF_ANSWER(9, "speed_of_answer", "TIME",
            "mean wait of those answered, from asked to the first word"),
        /** Outbound contacts. */
        OUT(10, "out", "COUNT",
            "outbound contacts"),
        /** Of these, put through by the network: not busy, unavailable or failed. */
        AUTO_RATE_OUT(11, "auto_rate_out", "RATIO",
            "of these, put through by the network: not busy, unavailable or failed"),
        /** Of these, somebody answered. */
        HUMAN_RATE_OUT(12, "human_rate_out", "RATIO",
            "of these, somebody answered"),
        /** Contacts in which somebody talked. */
        HANDLED(13, "handled", "COUNT",
            "contacts in which somebody talked"),
        /** Mean talk of the handled, without hold. */
        TALK(14, "talk", "TIME",
            "mean talk of the handled, without hold"),
        /** Mean hold of the handled. */
        HOLD(15, "hold", "TIME",
            "mean hold of the handled"),
        /** Mean talk, hold and (of agents, of intervals and in all) wrap-up of the handled. */
        HANDLE(16, "handle", "TIME",
            "mean talk, hold and (of agents, of intervals and in all) wrap-up of the handled"),
        /** Busy and wrap-up, of busy, wrap-up and ready; pauses left out. */
        OCCUPANCY(17, "occupancy", "RATIO",
            "busy and wrap-up, of busy, wrap-up and ready; pauses left out"),
        /** Different parties an agent talked with on a day he worked. */
        CUSTOMERS(18, "customers_per_agent_day", "HUNDREDTHS",
            "different parties an agent talked with on a day he worked"),
        /** The contact's own cost, else cost_per_contact and cost_per_minute of talk and hold; mean of the handled. */
        COST(19, "cost_per_contact", "MONEY",
            "the contact's own cost, else cost_per_contact and cost_per_minute of talk and hold; mean of the handled"),
        /** Of the handled, with a disposition of the list converted. */
        CONVERSION(20, "conversion", "RATIO",
            "of the handled, with a disposition of the list converted"),
        /** Dispositions of the list retained, of these and those of lost. */
        RETENTION(21, "retention", "RATIO",
            "dispositions of the list retained, of these and those of lost"),
        /** Contacts with a lead. */
        LEADS(22, "leads", "COUNT",
            "contacts with a lead"),
        /** Sum of the values of the contacts. */
        VALUE(23, "value", "MONEY",
            "sum of the values of the contacts"),
        /** Different customers or numbers among the contacts, in and out. */
        PARTIES(24, "parties", "COUNT",
            "different customers or numbers among the contacts, in and out"),
        /** Contacts for each of these parties. */
        TOUCHES(25, "touches", "HUNDREDTHS",
            "contacts for each of these parties"),
        /** Offers made, by product and contact. */
        OFFERS(26, "offers", "COUNT",
            "offers made, by product and contact");

        /** The number in the C library. */
        public final int value;
        /** The name in JSON. */
        public final String word;
        /** COUNT, RATIO (in 1 of 10000), TIME (ms), MONEY (thousandths) or
         * HUNDREDTHS. */
        public final String unit;
        /** What it counts. */
        public final String definition;

        Metric(int value, String word, String unit, String definition) {
            this.value = value;
            this.word = word;
            this.unit = unit;
            this.definition = definition;
        }

        /** The metric of a number; null for one of a newer library. */
        public static Metric of(int value) {
            return value >= 0 && value < BY_NUMBER.length ? BY_NUMBER[value] : null;
        }

        private static final Metric[] BY_NUMBER = values();
    }

    /** What sort of number it is. */
    public enum NumberClass {
        /** "unknown". */
        UNKNOWN(0, "unknown"),
        /** "extension": short, of the site. */
        EXTENSION(1, "extension"),
        /** "mobile". */
        MOBILE(2, "mobile"),
        /** "fixed". */
        FIXED(3, "fixed"),
        /** "toll-free". */
        TOLL_FREE(4, "toll-free"),
        /** "shared-cost": 400 in China. */
        SHARED(5, "shared-cost"),
        /** "service": 95588, 10086, 110. */
        SERVICE(6, "service"),
        /** "withheld". */
        WITHHELD(7, "withheld");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        NumberClass(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static NumberClass of(int value) {
            for (NumberClass one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final NumberClass[] BY_NUMBER = values();
    }

    /** Which numbers a plug-in is asked about. */
    public enum NumberScope {
        /** "abroad": those of other countries. */
        ABROAD(0, "abroad"),
        /** "all": the site's own country's too. */
        ALL(1, "all");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        NumberScope(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static NumberScope of(int value) {
            for (NumberScope one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final NumberScope[] BY_NUMBER = values();
    }

    /** What became of a pop. */
    public enum PopState {
        /** "opened": show it. */
        OPENED(0, "opened"),
        /** "updated": show what changed. */
        UPDATED(1, "updated"),
        /** "closed": take it away, or let the agent finish. */
        CLOSED(2, "closed");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        PopState(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static PopState of(int value) {
            for (PopState one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final PopState[] BY_NUMBER = values();
    }

    /** Bits of cti_request_opts.flags. */
    public static final class RequestFlags {
        private RequestFlags() {
        }

        /** `dial`: the device is asked to pick up by itself. */
        public static final int AUTO_ANSWER = 1;
        /** Agent states: at once, even while the agent is on a call. Without it the switch is told when that call has ended. */
        public static final int AT_ONCE = 2;
    }

    /** Kinds of requests, made from #CTI_REQUEST_MAP. */
    public enum RequestKind {
        /** {@code none}; the header of C says more. */
        NONE(0, ""),
        /** {@code dial}; the header of C says more. */
        DIAL(1, "dial"),
        /** {@code answer}; the header of C says more. */
        ANSWER(2, "answer"),
        /** {@code hangup}; the header of C says more. */
        HANGUP(3, "hangup"),
        /** {@code clear}; the header of C says more. */
        CLEAR(4, "clear"),
        /** {@code hold}; the header of C says more. */
        HOLD(5, "hold"),
        /** {@code retrieve}; the header of C says more. */
        RETRIEVE(6, "retrieve"),
        /** {@code swap}; the header of C says more. */
        SWAP(7, "swap"),
        /** {@code transfer}; the header of C says more. */
        TRANSFER(8, "transfer"),
        /** {@code consult}; the header of C says more. */
        CONSULT(9, "consult"),
        /** {@code complete}; the header of C says more. */
        COMPLETE(10, "complete"),
        /** {@code cancel}; the header of C says more. */
        CANCEL(11, "cancel"),
        /** {@code join}; the header of C says more. */
        JOIN(12, "join"),
        /** {@code conference}; the header of C says more. */
        CONFERENCE(13, "conference"),
        /** {@code drop}; the header of C says more. */
        DROP(14, "drop"),
        /** {@code deflect}; the header of C says more. */
        DEFLECT(15, "deflect"),
        /** {@code pickup}; the header of C says more. */
        PICKUP(16, "pickup"),
        /** {@code park}; the header of C says more. */
        PARK(17, "park"),
        /** {@code unpark}; the header of C says more. */
        UNPARK(18, "unpark"),
        /** {@code dtmf}; the header of C says more. */
        DTMF(19, "dtmf"),
        /** {@code data}; the header of C says more. */
        DATA(20, "data"),
        /** {@code record_start}; the header of C says more. */
        RECORD_START(21, "record-start"),
        /** {@code record_stop}; the header of C says more. */
        RECORD_STOP(22, "record-stop"),
        /** {@code record_pause}; the header of C says more. */
        RECORD_PAUSE(23, "record-pause"),
        /** {@code record_resume}; the header of C says more. */
        RECORD_RESUME(24, "record-resume"),
        /** {@code mute}; the header of C says more. */
        MUTE(25, "mute"),
        /** {@code unmute}; the header of C says more. */
        UNMUTE(26, "unmute"),
        /** {@code agent_login}; the header of C says more. */
        AGENT_LOGIN(27, "agent-login"),
        /** {@code agent_logout}; the header of C says more. */
        AGENT_LOGOUT(28, "agent-logout"),
        /** {@code agent_ready}; the header of C says more. */
        AGENT_READY(29, "agent-ready"),
        /** {@code agent_not_ready}; the header of C says more. */
        AGENT_NOT_READY(30, "agent-not-ready"),
        /** {@code agent_wrapup}; the header of C says more. */
        AGENT_WRAPUP(31, "agent-wrapup"),
        /** {@code agent_wrapup_end}; the header of C says more. */
        AGENT_WRAPUP_END(32, "agent-wrapup-end"),
        /** {@code queue_priority}; the header of C says more. */
        QUEUE_PRIORITY(33, "queue-priority"),
        /** {@code queue_withdraw}; the header of C says more. */
        QUEUE_WITHDRAW(34, "queue-withdraw");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        RequestKind(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static RequestKind of(int value) {
            for (RequestKind one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final RequestKind[] BY_NUMBER = values();
    }

    /** What a request must name: bits for #CTI_REQUEST_MAP. */
    public static final class RequestNeeds {
        private RequestNeeds() {
        }

        /** Cti_request_opts.call. */
        public static final int CALL = 1;
        /** Cti_request_opts.device. */
        public static final int DEVICE = 2;
        /** One of the two, or both. */
        public static final int CALL_OR_DEVICE = 4;
        /** Cti_request_opts.to. */
        public static final int TO = 8;
        /** Cti_request_opts.key. */
        public static final int KEY = 16;
        /** Cti_request_opts.value. */
        public static final int VALUE = 32;
        /** Cti_request_opts.agent or device. */
        public static final int AGENT_OR_DEVICE = 64;
    }

    /** Why a question is asked: bits of cti_route_opts.when. */
    public static final class RouteReason {
        private RouteReason() {
        }

        /** "switch": its dialplan asks, and waits. */
        public static final int SWITCH = 1;
        /** "queue": the call has joined a queue. */
        public static final int QUEUE = 2;
        /** "ring": it begins to ring at a device. */
        public static final int RING = 4;
    }

    /** What a device or a queue did in a segment of a contact. */
    public enum SegmentKind {
        /** "queue": the party waited in a queue. */
        QUEUE(0, "queue"),
        /** "ring": a telephone rang. */
        RING(1, "ring"),
        /** "dial": a telephone waited for the far end. */
        DIAL(2, "dial"),
        /** "talk": a telephone talked with the party. */
        TALK(3, "talk"),
        /** "hold": it had the party on hold. */
        HOLD(4, "hold"),
        /** "consult": it talked with a colleague about it. */
        CONSULT(5, "consult"),
        /** "park": the party was parked; remote: the slot. */
        PARK(6, "park");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        SegmentKind(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static SegmentKind of(int value) {
            for (SegmentKind one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final SegmentKind[] BY_NUMBER = values();
    }

    /** What a step is. */
    public enum TraceKind {
        /** "message": the switch said something. text: its very bytes. */
        MESSAGE(0, "message"),
        /** "fact": what the adapter read in the message. text: a JSON object, `fact` its kind, and the fields that it fills. */
        FACT(1, "fact"),
        /** "event": something is told to the application. text: the event's JSON; event: itself. Pops are among them. */
        EVENT(2, "event"),
        /** "no-pop": a telephone takes part in a call, and no pop opens. text: why, in a few words; ids: the device. */
        NO_POP(3, "no-pop"),
        /** "outcome": what became of the fact before. text: "told", or in a few words of the language of cti_strerror(), such as "changed nothing". call: to which call its leg belongs by now. */
        OUTCOME(4, "outcome");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        TraceKind(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static TraceKind of(int value) {
            for (TraceKind one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final TraceKind[] BY_NUMBER = values();
    }

    /** What the library can fail with. */
    public enum ErrorCode {
        /** Out of memory. */
        ENOMEM(-1, "out of memory"),
        /** Invalid argument. */
        EINVAL(-2, "invalid argument"),
        /** Not possible in the present state. */
        ESTATE(-3, "not possible in the present state"),
        /** The switch cannot do this. */
        ENOTSUP(-4, "the switch cannot do this"),
        /** No answer in time. */
        ETIMEDOUT(-5, "no answer in time"),
        /** Canceled by the application. */
        ECANCELED(-6, "canceled by the application"),
        /** The link to the switch is down. */
        ELINKDOWN(-7, "the link to the switch is down"),
        /** The switch refused the login. */
        EAUTH(-8, "the switch refused the login"),
        /** The other side sent something unreadable. */
        EPROTO(-9, "the other side sent something unreadable"),
        /** The switch refused the request. */
        EREFUSED(-10, "the switch refused the request"),
        /** Not found. */
        ENOENT(-11, "not found"),
        /** The URL cannot be understood. */
        EURL(-12, "the URL cannot be understood"),
        /** No adapter for this URL scheme. */
        ESCHEME(-13, "no adapter for this URL scheme"),
        /** The host name has no address. */
        ERESOLVE(-14, "the host name has no address"),
        /** The connection was refused or is unreachable. */
        ECONNECT(-15, "the connection was refused or is unreachable"),
        /** The TLS connection cannot be trusted or set up. */
        ETLS(-16, "the TLS connection cannot be trusted or set up"),
        /** The other side closed the connection. */
        EEOF(-17, "the other side closed the connection"),
        /** Larger than the limit. */
        ETOOBIG(-18, "larger than the limit"),
        /** Unknown configuration key. */
        EKEY(-19, "unknown configuration key"),
        /** The value does not fit the configuration key. */
        EVALUE(-20, "the value does not fit the configuration key"),
        /** The file is not in the expected format. */
        EFORMAT(-21, "the file is not in the expected format"),
        /** Reading or writing a file failed. */
        EIO(-22, "reading or writing a file failed"),
        /** The name is taken already. */
        EEXIST(-23, "the name is taken already"),
        /** The template cannot be used. */
        ETEMPLATE(-24, "the template cannot be used"),
        /** The number is withheld. */
        EWITHHELD(-25, "the number is withheld"),
        /** Nothing yet; try again. */
        EAGAIN(-26, "nothing yet; try again"),
        /** Called from a thread that must not call it. */
        ETHREAD(-27, "called from a thread that must not call it");

        /** The negative number. */
        public final int code;
        /** The sentence, in English. */
        public final String text;

        ErrorCode(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** The error of a number; null for one of a newer library. */
        public static ErrorCode of(int code) {
            for (ErrorCode one : BY_NUMBER) {
                if (one.code == code) {
                    return one;
                }
            }
            return null;
        }

        private static final ErrorCode[] BY_NUMBER = values();
    }

    /** What a field holds. */
    public enum Type {
        /** A text. */
        STR,
        /** Several texts. */
        LIST,
        /** A whole number. */
        INT,
        /** Whether it is so. */
        BOOL,
        /** A time. */
        TIME,
        /** Names with values. */
        PAIRS
    }
}
