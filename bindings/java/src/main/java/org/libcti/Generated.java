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
        TIER(0, "tier", Type.STR),
        TIER_LABEL(1, "tier_label", Type.STR),
        SCORE(2, "score", Type.INT),
        TIER_BY(3, "tier_by", Type.STR),
        LIST(4, "list", Type.STR),
        LIST_LABEL(5, "list_label", Type.STR),
        LIST_REASON(6, "list_reason", Type.STR),
        STAGE(7, "stage", Type.STR),
        STAGE_LABEL(8, "stage_label", Type.STR),
        SEGMENTS(9, "segments", Type.LIST),
        CONTRACT(10, "contract", Type.STR),
        CONTRACT_DAYS(11, "contract_days", Type.INT),
        RENEWAL(12, "renewal", Type.STR),
        RENEWAL_LABEL(13, "renewal_label", Type.STR),
        LINE(14, "line", Type.STR),
        LINE_LABEL(15, "line_label", Type.STR),
        PHASE(16, "phase", Type.STR),
        CAMPAIGN(17, "campaign", Type.STR),
        CAMPAIGN_LABEL(18, "campaign_label", Type.STR),
        MEDIUM(19, "medium", Type.STR),
        DESK(20, "desk", Type.STR),
        DESK_LABEL(21, "desk_label", Type.STR),
        GROUP(22, "group", Type.STR),
        SKILLS(23, "skills", Type.LIST),
        PRIORITY(24, "priority", Type.INT),
        OWNER(25, "owner", Type.STR),
        OWNER_DEVICE(26, "owner_device", Type.STR),
        CHANNEL(27, "channel", Type.STR),
        CHANNEL_TIME(28, "channel_time", Type.STR),
        DO_NOT_CALL(29, "do_not_call", Type.BOOL),
        DO_NOT_CALL_REASON(30, "do_not_call_reason", Type.STR),
        QUIET(31, "quiet", Type.STR),
        VERIFY_REQUEST(32, "verify_request", Type.STR),
        VERIFY_NEEDED(33, "verify_needed", Type.STR),
        VERIFY_REACHED(34, "verify_reached", Type.STR),
        VERIFY_STATE(35, "verify_state", Type.STR),
        VERIFY_LEFT(36, "verify_left", Type.INT),
        REASON(37, "reason", Type.STR),
        REASON_LABEL(38, "reason_label", Type.STR),
        TENANT(39, "tenant", Type.STR),
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
        LOGOUT(0, "logout"),
        READY(1, "ready"),
        NOT_READY(2, "not-ready"),
        BUSY(3, "busy"),
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
        ID(0, "id", Type.STR),
        STATE(1, "state", Type.STR),
        LINK(2, "link", Type.STR),
        CALL(3, "call", Type.STR),
        CHANNEL(4, "channel", Type.STR),
        DIRECTION(5, "direction", Type.STR),
        CALLER(6, "caller", Type.STR),
        CALLED(7, "called", Type.STR),
        PARTY(8, "party", Type.STR),
        NAME(9, "name", Type.STR),
        DNIS(10, "dnis", Type.STR),
        QUEUE(11, "queue", Type.STR),
        LINE(12, "line", Type.STR),
        CAMPAIGN(13, "campaign", Type.STR),
        DESK(14, "desk", Type.STR),
        TIER(15, "tier", Type.STR),
        CUSTOMER(16, "customer", Type.STR),
        IDENTITY(17, "identity", Type.STR),
        VERIFICATION(18, "verification", Type.STR),
        AGENT(19, "agent", Type.STR),
        DEVICE(20, "device", Type.STR),
        CAUSE(21, "cause", Type.STR),
        DISPOSITION(22, "disposition", Type.STR),
        NOTES(23, "notes", Type.STR),
        LEAD_PRODUCT(24, "lead_product", Type.STR),
        RECORDING(25, "recording", Type.STR),
        BEGAN(26, "began", Type.TIME),
        ASKED(27, "asked", Type.TIME),
        ANSWERED(28, "answered", Type.TIME),
        ENDED(29, "ended", Type.TIME),
        WAIT_MS(30, "wait_ms", Type.INT),
        TALK_MS(31, "talk_ms", Type.INT),
        HOLD_MS(32, "hold_ms", Type.INT),
        CONSULT_MS(33, "consult_ms", Type.INT),
        TRANSFERS(34, "transfers", Type.INT),
        LEAD_PROBABILITY(35, "lead_probability", Type.INT),
        COST(36, "cost", Type.INT),
        VALUE(37, "value", Type.INT),
        AUTOMATED(38, "automated", Type.BOOL),
        ABANDONED(39, "abandoned", Type.BOOL),
        OFFERS(40, "offers", Type.PAIRS),
        FACTS(41, "facts", Type.PAIRS),
        MEDIUM(42, "medium", Type.STR),
        PARTY_KIND(43, "party_kind", Type.STR),
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

        public static final int SYNTHETIC = 1;
        public static final int RESYNC = 2;
        public static final int GUESSED = 4;
        public static final int LATE = 8;
    }

    /** Kinds of event, made from #CTI_EVENT_MAP. */
    public enum EventKind {
        CALL_BEGIN(0, "call-begin"),
        DIAL(1, "dial"),
        QUEUE(2, "queue"),
        DEQUEUE(3, "dequeue"),
        ABANDON(4, "abandon"),
        RING(5, "ring"),
        ANSWER(6, "answer"),
        HOLD(7, "hold"),
        RETRIEVE(8, "retrieve"),
        TRANSFER(9, "transfer"),
        TRANSFER_FAILED(10, "transfer-failed"),
        DIVERT(11, "divert"),
        PICKUP(12, "pickup"),
        PARK(13, "park"),
        UNPARK(14, "unpark"),
        CONFERENCE(15, "conference"),
        DTMF(16, "dtmf"),
        DATA(17, "data"),
        INFO(18, "info"),
        HANGUP(19, "hangup"),
        CALL_END(20, "call-end"),
        AGENT(21, "agent"),
        RECORD(22, "record"),
        LINK(23, "link"),
        LOSS(24, "loss"),
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
        LINK(0, "link", Type.STR),
        CALL(1, "call", Type.STR),
        DEVICE(2, "device", Type.STR),
        REMOTE(3, "remote", Type.STR),
        NAME(4, "name", Type.STR),
        CALLED(5, "called", Type.STR),
        DNIS(6, "dnis", Type.STR),
        QUEUE(7, "queue", Type.STR),
        AGENT(8, "agent", Type.STR),
        POSITION(9, "position", Type.INT),
        WAITED_MS(10, "waited_ms", Type.INT),
        KIND(11, "kind", Type.STR),
        BY(12, "by", Type.STR),
        TO(13, "to", Type.STR),
        FROM(14, "from", Type.STR),
        OF(15, "of", Type.STR),
        MERGED(16, "merged", Type.STR),
        CONSULT_OF(17, "consult_of", Type.STR),
        ALERTING(18, "alerting", Type.BOOL),
        REASON(19, "reason", Type.STR),
        CAUSE(20, "cause", Type.STR),
        CAUSE_CODE(21, "cause_code", Type.INT),
        CAUSE_TEXT(22, "cause_text", Type.STR),
        SLOT(23, "slot", Type.STR),
        DEVICES(24, "devices", Type.LIST),
        ALSO(25, "also", Type.LIST),
        DIGITS(26, "digits", Type.STR),
        KEY(27, "key", Type.STR),
        VALUE(28, "value", Type.STR),
        DIRECTION(29, "direction", Type.STR),
        CALLER(30, "caller", Type.STR),
        STATE(31, "state", Type.STR),
        DETAIL(32, "detail", Type.STR),
        REF(33, "ref", Type.STR),
        WITHHELD(34, "withheld", Type.BOOL),
        POP(35, "pop", Type.STR),
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
        GOOD(0, "good"),
        NOTE(1, "note"),
        WARNING(2, "warning"),
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
        GENERIC(0, "generic"),
        QUESTION(1, "question"),
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
        NONE(0, "none"),
        HOUSEHOLD(1, "household"),
        COMPANY(2, "company"),
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
        HINT(0, "hint"),
        OFFER(1, "offer"),
        CARE(2, "care"),
        RENEWAL(3, "renewal"),
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
        PENDING(0, "pending"),
        IDENTIFIED(1, "identified"),
        AMBIGUOUS(2, "ambiguous"),
        UNKNOWN(3, "unknown"),
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
        NULL(0, "null"),
        INITIATED(1, "initiated"),
        QUEUED(2, "queued"),
        ALERTING(3, "alerting"),
        CONNECTED(4, "connected"),
        HELD(5, "held"),
        FAILED(6, "failed"),
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
        CONNECTING(0, "connecting"),
        RESYNC(1, "resync"),
        UP(2, "up"),
        DOWN(3, "down"),
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
        ERROR(0, ""),
        WARN(1, ""),
        INFO(2, ""),
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
        IN(0, "in"),
        AUTO_RATE_IN(1, "auto_rate_in"),
        SELF_SERVICE(2, "self_service"),
        ASKED(3, "asked"),
        HUMAN_RATE_IN(4, "human_rate_in"),
        SERVICE_LEVEL(5, "service_level"),
        ABANDONED(6, "abandoned"),
        ABANDON_RATE(7, "abandon_rate"),
        LOSS_RATE(8, "loss_rate"),
        SPEED_OF_ANSWER(9, "speed_of_answer"),
        OUT(10, "out"),
        AUTO_RATE_OUT(11, "auto_rate_out"),
        HUMAN_RATE_OUT(12, "human_rate_out"),
        HANDLED(13, "handled"),
        TALK(14, "talk"),
        HOLD(15, "hold"),
        HANDLE(16, "handle"),
        OCCUPANCY(17, "occupancy"),
        CUSTOMERS(18, "customers_per_agent_day"),
        COST(19, "cost_per_contact"),
        CONVERSION(20, "conversion"),
        RETENTION(21, "retention"),
        LEADS(22, "leads"),
        VALUE(23, "value"),
        PARTIES(24, "parties"),
        TOUCHES(25, "touches"),
        OFFERS(26, "offers");

        /** The number in the C library. */
        public final int value;
        /** The word in JSON, or an empty string. */
        public final String word;

        Metric(int value, String word) {
            this.value = value;
            this.word = word;
        }

        /** The constant of a number; null for one of a newer library. */
        public static Metric of(int value) {
            for (Metric one : BY_NUMBER) {
                if (one.value == value) {
                    return one;
                }
            }
            return null;
        }

        private static final Metric[] BY_NUMBER = values();
    }

    /** What sort of number it is. */
    public enum NumberClass {
        UNKNOWN(0, "unknown"),
        EXTENSION(1, "extension"),
        MOBILE(2, "mobile"),
        FIXED(3, "fixed"),
        TOLL_FREE(4, "toll-free"),
        SHARED(5, "shared-cost"),
        SERVICE(6, "service"),
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
        ABROAD(0, "abroad"),
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
        OPENED(0, "opened"),
        UPDATED(1, "updated"),
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

        public static final int AUTO_ANSWER = 1;
        public static final int AT_ONCE = 2;
    }

    /** Kinds of requests, made from #CTI_REQUEST_MAP. */
    public enum RequestKind {
        NONE(0, ""),
        DIAL(1, "dial"),
        ANSWER(2, "answer"),
        HANGUP(3, "hangup"),
        CLEAR(4, "clear"),
        HOLD(5, "hold"),
        RETRIEVE(6, "retrieve"),
        SWAP(7, "swap"),
        TRANSFER(8, "transfer"),
        CONSULT(9, "consult"),
        COMPLETE(10, "complete"),
        CANCEL(11, "cancel"),
        JOIN(12, "join"),
        CONFERENCE(13, "conference"),
        DROP(14, "drop"),
        DEFLECT(15, "deflect"),
        PICKUP(16, "pickup"),
        PARK(17, "park"),
        UNPARK(18, "unpark"),
        DTMF(19, "dtmf"),
        DATA(20, "data"),
        RECORD_START(21, "record-start"),
        RECORD_STOP(22, "record-stop"),
        RECORD_PAUSE(23, "record-pause"),
        RECORD_RESUME(24, "record-resume"),
        MUTE(25, "mute"),
        UNMUTE(26, "unmute"),
        AGENT_LOGIN(27, "agent-login"),
        AGENT_LOGOUT(28, "agent-logout"),
        AGENT_READY(29, "agent-ready"),
        AGENT_NOT_READY(30, "agent-not-ready"),
        AGENT_WRAPUP(31, "agent-wrapup"),
        AGENT_WRAPUP_END(32, "agent-wrapup-end"),
        QUEUE_PRIORITY(33, "queue-priority"),
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

        public static final int CALL = 1;
        public static final int DEVICE = 2;
        public static final int CALL_OR_DEVICE = 4;
        public static final int TO = 8;
        public static final int KEY = 16;
        public static final int VALUE = 32;
        public static final int AGENT_OR_DEVICE = 64;
    }

    /** Why a question is asked: bits of cti_route_opts.when. */
    public static final class RouteReason {
        private RouteReason() {
        }

        public static final int SWITCH = 1;
        public static final int QUEUE = 2;
        public static final int RING = 4;
    }

    /** What a device or a queue did in a segment of a contact. */
    public enum SegmentKind {
        QUEUE(0, "queue"),
        RING(1, "ring"),
        DIAL(2, "dial"),
        TALK(3, "talk"),
        HOLD(4, "hold"),
        CONSULT(5, "consult"),
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
        MESSAGE(0, "message"),
        FACT(1, "fact"),
        EVENT(2, "event"),
        NO_POP(3, "no-pop"),
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
        ENOMEM(-1, "out of memory"),
        EINVAL(-2, "invalid argument"),
        ESTATE(-3, "not possible in the present state"),
        ENOTSUP(-4, "the switch cannot do this"),
        ETIMEDOUT(-5, "no answer in time"),
        ECANCELED(-6, "canceled by the application"),
        ELINKDOWN(-7, "the link to the switch is down"),
        EAUTH(-8, "the switch refused the login"),
        EPROTO(-9, "the other side sent something unreadable"),
        EREFUSED(-10, "the switch refused the request"),
        ENOENT(-11, "not found"),
        EURL(-12, "the URL cannot be understood"),
        ESCHEME(-13, "no adapter for this URL scheme"),
        ERESOLVE(-14, "the host name has no address"),
        ECONNECT(-15, "the connection was refused or is unreachable"),
        ETLS(-16, "the TLS connection cannot be trusted or set up"),
        EEOF(-17, "the other side closed the connection"),
        ETOOBIG(-18, "larger than the limit"),
        EKEY(-19, "unknown configuration key"),
        EVALUE(-20, "the value does not fit the configuration key"),
        EFORMAT(-21, "the file is not in the expected format"),
        EIO(-22, "reading or writing a file failed"),
        EEXIST(-23, "the name is taken already"),
        ETEMPLATE(-24, "the template cannot be used"),
        EWITHHELD(-25, "the number is withheld"),
        EAGAIN(-26, "nothing yet; try again"),
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
        STR, LIST, INT, BOOL, TIME, PAIRS
    }
}
