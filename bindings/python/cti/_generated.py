# SPDX-License-Identifier: MIT
"""Constants, errors and fields of libcti. Made from bindings/api.json by bindings/generate; change the headers."""
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import (Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple,
                    Type, TypedDict)

class Error(Exception):
    """What the library refused, or a request ended with."""
    code: int = 0
    """The negative number."""
    name: str = "CTI_OK"
    """For example "CTI_EAUTH"."""
    text: str = ""
    """What the number means, in general."""
    sentence: str
    """What happened: names the thing and the remedy."""

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.text
        super().__init__(self.sentence)

    @property
    def retryable(self) -> bool:
        """Whether the same may succeed later without a change by anybody."""
        from ._native import lib
        return bool(lib.cti_error_is_retryable(self.code))

    def __str__(self) -> str:
        return "%s (%s)" % (self.sentence, self.name)


class ErrorInfo(NamedTuple):
    """One error of the library."""
    code: int
    name: str
    text: str


class FieldInfo(NamedTuple):
    """One field: its number, its name in JSON, its type."""
    value: int
    name: str
    type: str


class RequestInfo(NamedTuple):
    """One request: its number, its word, what it needs, what it does."""
    value: int
    word: str
    needs: int
    doc: str


class MetricInfo(NamedTuple):
    """One metric: its number, its name, its unit, what it counts."""
    value: int
    name: str
    unit: str
    definition: str


class AdviceField(IntEnum):
    """Fields of an advice, made from #CTI_ADVICE_MAP."""
    TIER = 0
    TIER_LABEL = 1
    SCORE = 2
    TIER_BY = 3
    LIST = 4
    LIST_LABEL = 5
    LIST_REASON = 6
    STAGE = 7
    STAGE_LABEL = 8
    SEGMENTS = 9
    CONTRACT = 10
    CONTRACT_DAYS = 11
    RENEWAL = 12
    RENEWAL_LABEL = 13
    LINE = 14
    LINE_LABEL = 15
    PHASE = 16
    CAMPAIGN = 17
    CAMPAIGN_LABEL = 18
    MEDIUM = 19
    DESK = 20
    DESK_LABEL = 21
    GROUP = 22
    SKILLS = 23
    PRIORITY = 24
    OWNER = 25
    OWNER_DEVICE = 26
    CHANNEL = 27
    CHANNEL_TIME = 28
    DO_NOT_CALL = 29
    DO_NOT_CALL_REASON = 30
    QUIET = 31
    VERIFY_REQUEST = 32
    VERIFY_NEEDED = 33
    VERIFY_REACHED = 34
    VERIFY_STATE = 35
    VERIFY_LEFT = 36
    REASON = 37
    REASON_LABEL = 38
    TENANT = 39
    HIDDEN = 40


class AgentState(IntEnum):
    """States of an agent."""
    LOGOUT = 0
    READY = 1
    NOT_READY = 2
    BUSY = 3
    WRAPUP = 4


class ContactField(IntEnum):
    """Fields of a contact, made from #CTI_CONTACT_MAP."""
    ID = 0
    STATE = 1
    LINK = 2
    CALL = 3
    CHANNEL = 4
    DIRECTION = 5
    CALLER = 6
    CALLED = 7
    PARTY = 8
    NAME = 9
    DNIS = 10
    QUEUE = 11
    LINE = 12
    CAMPAIGN = 13
    DESK = 14
    TIER = 15
    CUSTOMER = 16
    IDENTITY = 17
    VERIFICATION = 18
    AGENT = 19
    DEVICE = 20
    CAUSE = 21
    DISPOSITION = 22
    NOTES = 23
    LEAD_PRODUCT = 24
    RECORDING = 25
    BEGAN = 26
    ASKED = 27
    ANSWERED = 28
    ENDED = 29
    WAIT_MS = 30
    TALK_MS = 31
    HOLD_MS = 32
    CONSULT_MS = 33
    TRANSFERS = 34
    LEAD_PROBABILITY = 35
    COST = 36
    VALUE = 37
    AUTOMATED = 38
    ABANDONED = 39
    OFFERS = 40
    FACTS = 41
    MEDIUM = 42
    PARTY_KIND = 43
    RECORD = 44


class DiagnoseFlag(IntEnum):
    """What may be done beyond looking."""
    CALL = 1


class EventFlag(IntFlag):
    """How an event came to be known; a set of bits."""
    SYNTHETIC = 1
    RESYNC = 2
    GUESSED = 4
    LATE = 8


class EventKind(IntEnum):
    """Kinds of event, made from #CTI_EVENT_MAP."""
    CALL_BEGIN = 0
    DIAL = 1
    QUEUE = 2
    DEQUEUE = 3
    ABANDON = 4
    RING = 5
    ANSWER = 6
    HOLD = 7
    RETRIEVE = 8
    TRANSFER = 9
    TRANSFER_FAILED = 10
    DIVERT = 11
    PICKUP = 12
    PARK = 13
    UNPARK = 14
    CONFERENCE = 15
    DTMF = 16
    DATA = 17
    INFO = 18
    HANGUP = 19
    CALL_END = 20
    AGENT = 21
    RECORD = 22
    LINK = 23
    LOSS = 24
    POP = 25


class Field(IntEnum):
    """Fields of events, made from #CTI_FIELD_MAP."""
    LINK = 0
    CALL = 1
    DEVICE = 2
    REMOTE = 3
    NAME = 4
    CALLED = 5
    DNIS = 6
    QUEUE = 7
    AGENT = 8
    POSITION = 9
    WAITED_MS = 10
    KIND = 11
    BY = 12
    TO = 13
    FROM = 14
    OF = 15
    MERGED = 16
    CONSULT_OF = 17
    ALERTING = 18
    REASON = 19
    CAUSE = 20
    CAUSE_CODE = 21
    CAUSE_TEXT = 22
    SLOT = 23
    DEVICES = 24
    ALSO = 25
    DIGITS = 26
    KEY = 27
    VALUE = 28
    DIRECTION = 29
    CALLER = 30
    STATE = 31
    DETAIL = 32
    REF = 33
    WITHHELD = 34
    POP = 35
    REVISION = 36


class FindingLevel(IntEnum):
    """How much a finding matters."""
    GOOD = 0
    NOTE = 1
    WARNING = 2
    FAULT = 3


class Greeting(IntEnum):
    """How to greet."""
    GENERIC = 0
    QUESTION = 1
    STATEMENT = 2


class Group(IntEnum):
    """What customers behind one number have in common."""
    NONE = 0
    HOUSEHOLD = 1
    COMPANY = 2
    SHARED = 3


class HintKind(IntEnum):
    """What a hint is about."""
    HINT = 0
    OFFER = 1
    CARE = 2
    RENEWAL = 3
    LEAD = 4


class Identity(IntEnum):
    """How sure an identification is."""
    PENDING = 0
    IDENTIFIED = 1
    AMBIGUOUS = 2
    UNKNOWN = 3
    WITHHELD = 4


class LegState(IntEnum):
    """States of a leg; CSTA's local connection states."""
    NULL = 0
    INITIATED = 1
    QUEUED = 2
    ALERTING = 3
    CONNECTED = 4
    HELD = 5
    FAILED = 6
    CLEARED = 7


class LinkState(IntEnum):
    """Where a link stands; also in `link` events by the names given."""
    CONNECTING = 0
    RESYNC = 1
    UP = 2
    DOWN = 3
    FAILED = 4


class LogLevel(IntEnum):
    """How much a log line matters."""
    ERROR = 0
    WARN = 1
    INFO = 2
    DEBUG = 3


class Metric(IntEnum):
    """Metrics, made from #CTI_METRIC_MAP."""
    IN = 0
    AUTO_RATE_IN = 1
    SELF_SERVICE = 2
    ASKED = 3
    HUMAN_RATE_IN = 4
    SERVICE_LEVEL = 5
    ABANDONED = 6
    ABANDON_RATE = 7
    LOSS_RATE = 8
    SPEED_OF_ANSWER = 9
    OUT = 10
    AUTO_RATE_OUT = 11
    HUMAN_RATE_OUT = 12
    HANDLED = 13
    TALK = 14
    HOLD = 15
    HANDLE = 16
    OCCUPANCY = 17
    CUSTOMERS = 18
    COST = 19
    CONVERSION = 20
    RETENTION = 21
    LEADS = 22
    VALUE = 23
    PARTIES = 24
    TOUCHES = 25
    OFFERS = 26


class NumberClass(IntEnum):
    """What sort of number it is."""
    UNKNOWN = 0
    EXTENSION = 1
    MOBILE = 2
    FIXED = 3
    TOLL_FREE = 4
    SHARED = 5
    SERVICE = 6
    WITHHELD = 7


class NumberScope(IntEnum):
    """Which numbers a plug-in is asked about."""
    ABROAD = 0
    ALL = 1


class PopState(IntEnum):
    """What became of a pop."""
    OPENED = 0
    UPDATED = 1
    CLOSED = 2


class RequestFlags(IntFlag):
    """Bits of cti_request_opts.flags."""
    AUTO_ANSWER = 1
    AT_ONCE = 2


class RequestKind(IntEnum):
    """Kinds of requests, made from #CTI_REQUEST_MAP."""
    NONE = 0
    DIAL = 1
    ANSWER = 2
    HANGUP = 3
    CLEAR = 4
    HOLD = 5
    RETRIEVE = 6
    SWAP = 7
    TRANSFER = 8
    CONSULT = 9
    COMPLETE = 10
    CANCEL = 11
    JOIN = 12
    CONFERENCE = 13
    DROP = 14
    DEFLECT = 15
    PICKUP = 16
    PARK = 17
    UNPARK = 18
    DTMF = 19
    DATA = 20
    RECORD_START = 21
    RECORD_STOP = 22
    RECORD_PAUSE = 23
    RECORD_RESUME = 24
    MUTE = 25
    UNMUTE = 26
    AGENT_LOGIN = 27
    AGENT_LOGOUT = 28
    AGENT_READY = 29
    AGENT_NOT_READY = 30
    AGENT_WRAPUP = 31
    AGENT_WRAPUP_END = 32
    QUEUE_PRIORITY = 33
    QUEUE_WITHDRAW = 34


class RequestNeeds(IntFlag):
    """What a request must name: bits for #CTI_REQUEST_MAP."""
    CALL = 1
    DEVICE = 2
    CALL_OR_DEVICE = 4
    TO = 8
    KEY = 16
    VALUE = 32
    AGENT_OR_DEVICE = 64


class RouteReason(IntFlag):
    """Why a question is asked: bits of cti_route_opts.when."""
    SWITCH = 1
    QUEUE = 2
    RING = 4


class SegmentKind(IntEnum):
    """What a device or a queue did in a segment of a contact."""
    QUEUE = 0
    RING = 1
    DIAL = 2
    TALK = 3
    HOLD = 4
    CONSULT = 5
    PARK = 6


class TraceKind(IntEnum):
    """What a step is."""
    MESSAGE = 0
    FACT = 1
    EVENT = 2
    NO_POP = 3
    OUTCOME = 4


ADVICE_FIELD_WORDS: Dict[int, str] = {
    0: "tier",
    1: "tier_label",
    2: "score",
    3: "tier_by",
    4: "list",
    5: "list_label",
    6: "list_reason",
    7: "stage",
    8: "stage_label",
    9: "segments",
    10: "contract",
    11: "contract_days",
    12: "renewal",
    13: "renewal_label",
    14: "line",
    15: "line_label",
    16: "phase",
    17: "campaign",
    18: "campaign_label",
    19: "medium",
    20: "desk",
    21: "desk_label",
    22: "group",
    23: "skills",
    24: "priority",
    25: "owner",
    26: "owner_device",
    27: "channel",
    28: "channel_time",
    29: "do_not_call",
    30: "do_not_call_reason",
    31: "quiet",
    32: "verify_request",
    33: "verify_needed",
    34: "verify_reached",
    35: "verify_state",
    36: "verify_left",
    37: "reason",
    38: "reason_label",
    39: "tenant",
    40: "hidden",
}
AGENT_STATE_WORDS: Dict[int, str] = {
    0: "logout",
    1: "ready",
    2: "not-ready",
    3: "busy",
    4: "wrapup",
}
CONTACT_FIELD_WORDS: Dict[int, str] = {
    0: "id",
    1: "state",
    2: "link",
    3: "call",
    4: "channel",
    5: "direction",
    6: "caller",
    7: "called",
    8: "party",
    9: "name",
    10: "dnis",
    11: "queue",
    12: "line",
    13: "campaign",
    14: "desk",
    15: "tier",
    16: "customer",
    17: "identity",
    18: "verification",
    19: "agent",
    20: "device",
    21: "cause",
    22: "disposition",
    23: "notes",
    24: "lead_product",
    25: "recording",
    26: "began",
    27: "asked",
    28: "answered",
    29: "ended",
    30: "wait_ms",
    31: "talk_ms",
    32: "hold_ms",
    33: "consult_ms",
    34: "transfers",
    35: "lead_probability",
    36: "cost",
    37: "value",
    38: "automated",
    39: "abandoned",
    40: "offers",
    41: "facts",
    42: "medium",
    43: "party_kind",
    44: "record",
}
EVENT_FLAG_WORDS: Dict[int, str] = {
    1: "synthetic",
    2: "resync",
    4: "guessed",
    8: "late",
}
EVENT_KIND_WORDS: Dict[int, str] = {
    0: "call-begin",
    1: "dial",
    2: "queue",
    3: "dequeue",
    4: "abandon",
    5: "ring",
    6: "answer",
    7: "hold",
    8: "retrieve",
    9: "transfer",
    10: "transfer-failed",
    11: "divert",
    12: "pickup",
    13: "park",
    14: "unpark",
    15: "conference",
    16: "dtmf",
    17: "data",
    18: "info",
    19: "hangup",
    20: "call-end",
    21: "agent",
    22: "record",
    23: "link",
    24: "loss",
    25: "pop",
}
FIELD_WORDS: Dict[int, str] = {
    0: "link",
    1: "call",
    2: "device",
    3: "remote",
    4: "name",
    5: "called",
    6: "dnis",
    7: "queue",
    8: "agent",
    9: "position",
    10: "waited_ms",
    11: "kind",
    12: "by",
    13: "to",
    14: "from",
    15: "of",
    16: "merged",
    17: "consult_of",
    18: "alerting",
    19: "reason",
    20: "cause",
    21: "cause_code",
    22: "cause_text",
    23: "slot",
    24: "devices",
    25: "also",
    26: "digits",
    27: "key",
    28: "value",
    29: "direction",
    30: "caller",
    31: "state",
    32: "detail",
    33: "ref",
    34: "withheld",
    35: "pop",
    36: "revision",
}
FINDING_LEVEL_WORDS: Dict[int, str] = {
    0: "good",
    1: "note",
    2: "warning",
    3: "fault",
}
GREETING_WORDS: Dict[int, str] = {
    0: "generic",
    1: "question",
    2: "statement",
}
GROUP_WORDS: Dict[int, str] = {
    0: "none",
    1: "household",
    2: "company",
    3: "shared",
}
HINT_KIND_WORDS: Dict[int, str] = {
    0: "hint",
    1: "offer",
    2: "care",
    3: "renewal",
    4: "lead",
}
IDENTITY_WORDS: Dict[int, str] = {
    0: "pending",
    1: "identified",
    2: "ambiguous",
    3: "unknown",
    4: "withheld",
}
LEG_STATE_WORDS: Dict[int, str] = {
    0: "null",
    1: "initiated",
    2: "queued",
    3: "alerting",
    4: "connected",
    5: "held",
    6: "failed",
    7: "cleared",
}
LINK_STATE_WORDS: Dict[int, str] = {
    0: "connecting",
    1: "resync",
    2: "up",
    3: "down",
    4: "failed",
}
METRIC_WORDS: Dict[int, str] = {
    0: "in",
    1: "auto_rate_in",
    2: "self_service",
    3: "asked",
    4: "human_rate_in",
    5: "service_level",
    6: "abandoned",
    7: "abandon_rate",
    8: "loss_rate",
    9: "speed_of_answer",
    10: "out",
    11: "auto_rate_out",
    12: "human_rate_out",
    13: "handled",
    14: "talk",
    15: "hold",
    16: "handle",
    17: "occupancy",
    18: "customers_per_agent_day",
    19: "cost_per_contact",
    20: "conversion",
    21: "retention",
    22: "leads",
    23: "value",
    24: "parties",
    25: "touches",
    26: "offers",
}
NUMBER_CLASS_WORDS: Dict[int, str] = {
    0: "unknown",
    1: "extension",
    2: "mobile",
    3: "fixed",
    4: "toll-free",
    5: "shared-cost",
    6: "service",
    7: "withheld",
}
NUMBER_SCOPE_WORDS: Dict[int, str] = {
    0: "abroad",
    1: "all",
}
POP_STATE_WORDS: Dict[int, str] = {
    0: "opened",
    1: "updated",
    2: "closed",
}
REQUEST_KIND_WORDS: Dict[int, str] = {
    1: "dial",
    2: "answer",
    3: "hangup",
    4: "clear",
    5: "hold",
    6: "retrieve",
    7: "swap",
    8: "transfer",
    9: "consult",
    10: "complete",
    11: "cancel",
    12: "join",
    13: "conference",
    14: "drop",
    15: "deflect",
    16: "pickup",
    17: "park",
    18: "unpark",
    19: "dtmf",
    20: "data",
    21: "record-start",
    22: "record-stop",
    23: "record-pause",
    24: "record-resume",
    25: "mute",
    26: "unmute",
    27: "agent-login",
    28: "agent-logout",
    29: "agent-ready",
    30: "agent-not-ready",
    31: "agent-wrapup",
    32: "agent-wrapup-end",
    33: "queue-priority",
    34: "queue-withdraw",
}
ROUTE_REASON_WORDS: Dict[int, str] = {
    1: "switch",
    2: "queue",
    4: "ring",
}
SEGMENT_KIND_WORDS: Dict[int, str] = {
    0: "queue",
    1: "ring",
    2: "dial",
    3: "talk",
    4: "hold",
    5: "consult",
    6: "park",
}
TRACE_KIND_WORDS: Dict[int, str] = {
    0: "message",
    1: "fact",
    2: "event",
    3: "no-pop",
    4: "outcome",
}

ERRORS: Tuple[ErrorInfo, ...] = (
    ErrorInfo(-1, "CTI_ENOMEM", "out of memory"),
    ErrorInfo(-2, "CTI_EINVAL", "invalid argument"),
    ErrorInfo(-3, "CTI_ESTATE", "not possible in the present state"),
    ErrorInfo(-4, "CTI_ENOTSUP", "the switch cannot do this"),
    ErrorInfo(-5, "CTI_ETIMEDOUT", "no answer in time"),
    ErrorInfo(-6, "CTI_ECANCELED", "canceled by the application"),
    ErrorInfo(-7, "CTI_ELINKDOWN", "the link to the switch is down"),
    ErrorInfo(-8, "CTI_EAUTH", "the switch refused the login"),
    ErrorInfo(-9, "CTI_EPROTO", "the other side sent something unreadable"),
    ErrorInfo(-10, "CTI_EREFUSED", "the switch refused the request"),
    ErrorInfo(-11, "CTI_ENOENT", "not found"),
    ErrorInfo(-12, "CTI_EURL", "the URL cannot be understood"),
    ErrorInfo(-13, "CTI_ESCHEME", "no adapter for this URL scheme"),
    ErrorInfo(-14, "CTI_ERESOLVE", "the host name has no address"),
    ErrorInfo(-15, "CTI_ECONNECT", "the connection was refused or is unreachable"),
    ErrorInfo(-16, "CTI_ETLS", "the TLS connection cannot be trusted or set up"),
    ErrorInfo(-17, "CTI_EEOF", "the other side closed the connection"),
    ErrorInfo(-18, "CTI_ETOOBIG", "larger than the limit"),
    ErrorInfo(-19, "CTI_EKEY", "unknown configuration key"),
    ErrorInfo(-20, "CTI_EVALUE", "the value does not fit the configuration key"),
    ErrorInfo(-21, "CTI_EFORMAT", "the file is not in the expected format"),
    ErrorInfo(-22, "CTI_EIO", "reading or writing a file failed"),
    ErrorInfo(-23, "CTI_EEXIST", "the name is taken already"),
    ErrorInfo(-24, "CTI_ETEMPLATE", "the template cannot be used"),
    ErrorInfo(-25, "CTI_EWITHHELD", "the number is withheld"),
    ErrorInfo(-26, "CTI_EAGAIN", "nothing yet; try again"),
    ErrorInfo(-27, "CTI_ETHREAD", "called from a thread that must not call it"),
)


class ENOMEM(Error):
    """Out of memory."""
    code = -1
    name = "CTI_ENOMEM"
    text = "out of memory"


class EINVAL(Error):
    """Invalid argument."""
    code = -2
    name = "CTI_EINVAL"
    text = "invalid argument"


class ESTATE(Error):
    """Not possible in the present state."""
    code = -3
    name = "CTI_ESTATE"
    text = "not possible in the present state"


class ENOTSUP(Error):
    """The switch cannot do this."""
    code = -4
    name = "CTI_ENOTSUP"
    text = "the switch cannot do this"


class ETIMEDOUT(Error):
    """No answer in time."""
    code = -5
    name = "CTI_ETIMEDOUT"
    text = "no answer in time"


class ECANCELED(Error):
    """Canceled by the application."""
    code = -6
    name = "CTI_ECANCELED"
    text = "canceled by the application"


class ELINKDOWN(Error):
    """The link to the switch is down."""
    code = -7
    name = "CTI_ELINKDOWN"
    text = "the link to the switch is down"


class EAUTH(Error):
    """The switch refused the login."""
    code = -8
    name = "CTI_EAUTH"
    text = "the switch refused the login"


class EPROTO(Error):
    """The other side sent something unreadable."""
    code = -9
    name = "CTI_EPROTO"
    text = "the other side sent something unreadable"


class EREFUSED(Error):
    """The switch refused the request."""
    code = -10
    name = "CTI_EREFUSED"
    text = "the switch refused the request"


class ENOENT(Error):
    """Not found."""
    code = -11
    name = "CTI_ENOENT"
    text = "not found"


class EURL(Error):
    """The URL cannot be understood."""
    code = -12
    name = "CTI_EURL"
    text = "the URL cannot be understood"


class ESCHEME(Error):
    """No adapter for this URL scheme."""
    code = -13
    name = "CTI_ESCHEME"
    text = "no adapter for this URL scheme"


class ERESOLVE(Error):
    """The host name has no address."""
    code = -14
    name = "CTI_ERESOLVE"
    text = "the host name has no address"


class ECONNECT(Error):
    """The connection was refused or is unreachable."""
    code = -15
    name = "CTI_ECONNECT"
    text = "the connection was refused or is unreachable"


class ETLS(Error):
    """The TLS connection cannot be trusted or set up."""
    code = -16
    name = "CTI_ETLS"
    text = "the TLS connection cannot be trusted or set up"


class EEOF(Error):
    """The other side closed the connection."""
    code = -17
    name = "CTI_EEOF"
    text = "the other side closed the connection"


class ETOOBIG(Error):
    """Larger than the limit."""
    code = -18
    name = "CTI_ETOOBIG"
    text = "larger than the limit"


class EKEY(Error):
    """Unknown configuration key."""
    code = -19
    name = "CTI_EKEY"
    text = "unknown configuration key"


class EVALUE(Error):
    """The value does not fit the configuration key."""
    code = -20
    name = "CTI_EVALUE"
    text = "the value does not fit the configuration key"


class EFORMAT(Error):
    """The file is not in the expected format."""
    code = -21
    name = "CTI_EFORMAT"
    text = "the file is not in the expected format"


class EIO(Error):
    """Reading or writing a file failed."""
    code = -22
    name = "CTI_EIO"
    text = "reading or writing a file failed"


class EEXIST(Error):
    """The name is taken already."""
    code = -23
    name = "CTI_EEXIST"
    text = "the name is taken already"


class ETEMPLATE(Error):
    """The template cannot be used."""
    code = -24
    name = "CTI_ETEMPLATE"
    text = "the template cannot be used"


class EWITHHELD(Error):
    """The number is withheld."""
    code = -25
    name = "CTI_EWITHHELD"
    text = "the number is withheld"


class EAGAIN(Error):
    """Nothing yet; try again."""
    code = -26
    name = "CTI_EAGAIN"
    text = "nothing yet; try again"


class ETHREAD(Error):
    """Called from a thread that must not call it."""
    code = -27
    name = "CTI_ETHREAD"
    text = "called from a thread that must not call it"


EXCEPTIONS: Dict[int, Type[Error]] = {
    -1: ENOMEM,
    -2: EINVAL,
    -3: ESTATE,
    -4: ENOTSUP,
    -5: ETIMEDOUT,
    -6: ECANCELED,
    -7: ELINKDOWN,
    -8: EAUTH,
    -9: EPROTO,
    -10: EREFUSED,
    -11: ENOENT,
    -12: EURL,
    -13: ESCHEME,
    -14: ERESOLVE,
    -15: ECONNECT,
    -16: ETLS,
    -17: EEOF,
    -18: ETOOBIG,
    -19: EKEY,
    -20: EVALUE,
    -21: EFORMAT,
    -22: EIO,
    -23: EEXIST,
    -24: ETEMPLATE,
    -25: EWITHHELD,
    -26: EAGAIN,
    -27: ETHREAD,
}

@dataclass(frozen=True)
class EventFields:
    """What an event has, by the names of JSON."""
    event: str
    time_us: int
    seq: int
    flags: int = 0
    link: Optional[str] = None
    call: Optional[str] = None
    device: Optional[str] = None
    remote: Optional[str] = None
    name: Optional[str] = None
    called: Optional[str] = None
    dnis: Optional[str] = None
    queue: Optional[str] = None
    agent: Optional[str] = None
    position: Optional[int] = None
    waited_ms: Optional[int] = None
    kind: Optional[str] = None
    by: Optional[str] = None
    to: Optional[str] = None
    from_: Optional[str] = None
    of: Optional[str] = None
    merged: Optional[str] = None
    consult_of: Optional[str] = None
    alerting: Optional[bool] = None
    reason: Optional[str] = None
    cause: Optional[str] = None
    cause_code: Optional[int] = None
    cause_text: Optional[str] = None
    slot: Optional[str] = None
    devices: Sequence[str] = ()
    also: Sequence[str] = ()
    digits: Optional[str] = None
    key: Optional[str] = None
    value: Optional[str] = None
    direction: Optional[str] = None
    caller: Optional[str] = None
    state: Optional[str] = None
    detail: Optional[str] = None
    ref: Optional[str] = None
    withheld: Optional[bool] = None
    revision: Optional[int] = None



@dataclass(frozen=True)
class ContactFields:
    """What the journal has of a contact."""
    id: str = ""
    state: str = ""
    link: str = ""
    call: str = ""
    channel: str = ""
    direction: str = ""
    caller: str = ""
    called: str = ""
    party: str = ""
    name: str = ""
    dnis: str = ""
    queue: str = ""
    line: str = ""
    campaign: str = ""
    desk: str = ""
    tier: str = ""
    customer: str = ""
    identity: str = ""
    verification: str = ""
    agent: str = ""
    device: str = ""
    cause: str = ""
    disposition: str = ""
    notes: str = ""
    lead_product: str = ""
    recording: str = ""
    began: Optional[datetime] = None
    asked: Optional[datetime] = None
    answered: Optional[datetime] = None
    ended: Optional[datetime] = None
    wait_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    consult_ms: int = 0
    transfers: int = 0
    lead_probability: int = -1
    cost: int = 0
    value: int = 0
    automated: bool = False
    abandoned: bool = False
    offers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    medium: str = ""
    party_kind: str = ""
    record: Mapping[str, str] = field(default_factory=dict)



@dataclass(frozen=True)
class AdviceFields:
    """What an advice may say; None: nothing."""
    tier: Optional[str] = None
    tier_label: Optional[str] = None
    score: Optional[int] = None
    tier_by: Optional[str] = None
    list: Optional[str] = None
    list_label: Optional[str] = None
    list_reason: Optional[str] = None
    stage: Optional[str] = None
    stage_label: Optional[str] = None
    segments: Sequence[str] = ()
    contract: Optional[str] = None
    contract_days: Optional[int] = None
    renewal: Optional[str] = None
    renewal_label: Optional[str] = None
    line: Optional[str] = None
    line_label: Optional[str] = None
    phase: Optional[str] = None
    campaign: Optional[str] = None
    campaign_label: Optional[str] = None
    medium: Optional[str] = None
    desk: Optional[str] = None
    desk_label: Optional[str] = None
    group: Optional[str] = None
    skills: Sequence[str] = ()
    priority: Optional[int] = None
    owner: Optional[str] = None
    owner_device: Optional[str] = None
    channel: Optional[str] = None
    channel_time: Optional[str] = None
    do_not_call: Optional[bool] = None
    do_not_call_reason: Optional[str] = None
    quiet: Optional[str] = None
    verify_request: Optional[str] = None
    verify_needed: Optional[str] = None
    verify_reached: Optional[str] = None
    verify_state: Optional[str] = None
    verify_left: Optional[int] = None
    reason: Optional[str] = None
    reason_label: Optional[str] = None
    tenant: Optional[str] = None
    hidden: Sequence[str] = ()


EVENT_FIELDS: Tuple[FieldInfo, ...] = (
    FieldInfo(0, "link", "STR"),
    FieldInfo(1, "call", "STR"),
    FieldInfo(2, "device", "STR"),
    FieldInfo(3, "remote", "STR"),
    FieldInfo(4, "name", "STR"),
    FieldInfo(5, "called", "STR"),
    FieldInfo(6, "dnis", "STR"),
    FieldInfo(7, "queue", "STR"),
    FieldInfo(8, "agent", "STR"),
    FieldInfo(9, "position", "INT"),
    FieldInfo(10, "waited_ms", "INT"),
    FieldInfo(11, "kind", "STR"),
    FieldInfo(12, "by", "STR"),
    FieldInfo(13, "to", "STR"),
    FieldInfo(14, "from", "STR"),
    FieldInfo(15, "of", "STR"),
    FieldInfo(16, "merged", "STR"),
    FieldInfo(17, "consult_of", "STR"),
    FieldInfo(18, "alerting", "BOOL"),
    FieldInfo(19, "reason", "STR"),
    FieldInfo(20, "cause", "STR"),
    FieldInfo(21, "cause_code", "INT"),
    FieldInfo(22, "cause_text", "STR"),
    FieldInfo(23, "slot", "STR"),
    FieldInfo(24, "devices", "LIST"),
    FieldInfo(25, "also", "LIST"),
    FieldInfo(26, "digits", "STR"),
    FieldInfo(27, "key", "STR"),
    FieldInfo(28, "value", "STR"),
    FieldInfo(29, "direction", "STR"),
    FieldInfo(30, "caller", "STR"),
    FieldInfo(31, "state", "STR"),
    FieldInfo(32, "detail", "STR"),
    FieldInfo(33, "ref", "STR"),
    FieldInfo(34, "withheld", "BOOL"),
    FieldInfo(35, "pop", "STR"),
    FieldInfo(36, "revision", "INT"),
)
CONTACT_FIELDS: Tuple[FieldInfo, ...] = (
    FieldInfo(0, "id", "STR"),
    FieldInfo(1, "state", "STR"),
    FieldInfo(2, "link", "STR"),
    FieldInfo(3, "call", "STR"),
    FieldInfo(4, "channel", "STR"),
    FieldInfo(5, "direction", "STR"),
    FieldInfo(6, "caller", "STR"),
    FieldInfo(7, "called", "STR"),
    FieldInfo(8, "party", "STR"),
    FieldInfo(9, "name", "STR"),
    FieldInfo(10, "dnis", "STR"),
    FieldInfo(11, "queue", "STR"),
    FieldInfo(12, "line", "STR"),
    FieldInfo(13, "campaign", "STR"),
    FieldInfo(14, "desk", "STR"),
    FieldInfo(15, "tier", "STR"),
    FieldInfo(16, "customer", "STR"),
    FieldInfo(17, "identity", "STR"),
    FieldInfo(18, "verification", "STR"),
    FieldInfo(19, "agent", "STR"),
    FieldInfo(20, "device", "STR"),
    FieldInfo(21, "cause", "STR"),
    FieldInfo(22, "disposition", "STR"),
    FieldInfo(23, "notes", "STR"),
    FieldInfo(24, "lead_product", "STR"),
    FieldInfo(25, "recording", "STR"),
    FieldInfo(26, "began", "TIME"),
    FieldInfo(27, "asked", "TIME"),
    FieldInfo(28, "answered", "TIME"),
    FieldInfo(29, "ended", "TIME"),
    FieldInfo(30, "wait_ms", "INT"),
    FieldInfo(31, "talk_ms", "INT"),
    FieldInfo(32, "hold_ms", "INT"),
    FieldInfo(33, "consult_ms", "INT"),
    FieldInfo(34, "transfers", "INT"),
    FieldInfo(35, "lead_probability", "INT"),
    FieldInfo(36, "cost", "INT"),
    FieldInfo(37, "value", "INT"),
    FieldInfo(38, "automated", "BOOL"),
    FieldInfo(39, "abandoned", "BOOL"),
    FieldInfo(40, "offers", "PAIRS"),
    FieldInfo(41, "facts", "PAIRS"),
    FieldInfo(42, "medium", "STR"),
    FieldInfo(43, "party_kind", "STR"),
    FieldInfo(44, "record", "PAIRS"),
)
ADVICE_FIELDS: Tuple[FieldInfo, ...] = (
    FieldInfo(0, "tier", "STR"),
    FieldInfo(1, "tier_label", "STR"),
    FieldInfo(2, "score", "INT"),
    FieldInfo(3, "tier_by", "STR"),
    FieldInfo(4, "list", "STR"),
    FieldInfo(5, "list_label", "STR"),
    FieldInfo(6, "list_reason", "STR"),
    FieldInfo(7, "stage", "STR"),
    FieldInfo(8, "stage_label", "STR"),
    FieldInfo(9, "segments", "LIST"),
    FieldInfo(10, "contract", "STR"),
    FieldInfo(11, "contract_days", "INT"),
    FieldInfo(12, "renewal", "STR"),
    FieldInfo(13, "renewal_label", "STR"),
    FieldInfo(14, "line", "STR"),
    FieldInfo(15, "line_label", "STR"),
    FieldInfo(16, "phase", "STR"),
    FieldInfo(17, "campaign", "STR"),
    FieldInfo(18, "campaign_label", "STR"),
    FieldInfo(19, "medium", "STR"),
    FieldInfo(20, "desk", "STR"),
    FieldInfo(21, "desk_label", "STR"),
    FieldInfo(22, "group", "STR"),
    FieldInfo(23, "skills", "LIST"),
    FieldInfo(24, "priority", "INT"),
    FieldInfo(25, "owner", "STR"),
    FieldInfo(26, "owner_device", "STR"),
    FieldInfo(27, "channel", "STR"),
    FieldInfo(28, "channel_time", "STR"),
    FieldInfo(29, "do_not_call", "BOOL"),
    FieldInfo(30, "do_not_call_reason", "STR"),
    FieldInfo(31, "quiet", "STR"),
    FieldInfo(32, "verify_request", "STR"),
    FieldInfo(33, "verify_needed", "STR"),
    FieldInfo(34, "verify_reached", "STR"),
    FieldInfo(35, "verify_state", "STR"),
    FieldInfo(36, "verify_left", "INT"),
    FieldInfo(37, "reason", "STR"),
    FieldInfo(38, "reason_label", "STR"),
    FieldInfo(39, "tenant", "STR"),
    FieldInfo(40, "hidden", "LIST"),
)
REQUESTS: Tuple[RequestInfo, ...] = (
    RequestInfo(1, "dial", 10,
                "Ring the device and, when it picks up, dial the number."),
    RequestInfo(2, "answer", 4,
                "Pick up what rings at the device."),
    RequestInfo(3, "hangup", 4,
                "End the device's part in the call."),
    RequestInfo(4, "clear", 1,
                "End the call for everybody."),
    RequestInfo(5, "hold", 4,
                "Put the other party on hold."),
    RequestInfo(6, "retrieve", 4,
                "Take the party that is on hold back."),
    RequestInfo(7, "swap", 2,
                "Change between the call on hold and the other one."),
    RequestInfo(8, "transfer", 12,
                "Send the other party to a number without asking there first."),
    RequestInfo(9, "consult", 12,
                "Hold the other party and call a number about it."),
    RequestInfo(10, "complete", 2,
                "Join the party on hold with the one consulted, and leave."),
    RequestInfo(11, "cancel", 2,
                "Give the consultation up and take the party on hold back."),
    RequestInfo(12, "join", 2,
                "Make a three-way conference of a consultation."),
    RequestInfo(13, "conference", 12,
                "Call a number into the call, without a consultation."),
    RequestInfo(14, "drop", 9,
                "Put one party (its number) out of the call."),
    RequestInfo(15, "deflect", 12,
                "Send a call that rings or waits in a queue to a number."),
    RequestInfo(16, "pickup", 3,
                "Take a call that rings elsewhere to the device."),
    RequestInfo(17, "park", 4,
                "Park the other party, in the slot `to` if the switch lets choose."),
    RequestInfo(18, "unpark", 10,
                "Fetch who is parked in the slot `to` to the device."),
    RequestInfo(19, "dtmf", 36,
                "Send digits (`value`) as if the device had pressed them."),
    RequestInfo(20, "data", 52,
                "Attach a value to the call."),
    RequestInfo(21, "record-start", 4,
                "Record the call, into the file `to` on the switch."),
    RequestInfo(22, "record-stop", 4,
                "End the recording."),
    RequestInfo(23, "record-pause", 4,
                "Leave out what is said from now on."),
    RequestInfo(24, "record-resume", 4,
                "Record again after a pause."),
    RequestInfo(25, "mute", 4,
                "Nobody hears the device."),
    RequestInfo(26, "unmute", 4,
                "The device is heard again."),
    RequestInfo(27, "agent-login", 64,
                "Log the agent in, into one queue or all that are configured."),
    RequestInfo(28, "agent-logout", 64,
                "Log the agent out of one queue or all."),
    RequestInfo(29, "agent-ready", 64,
                "The agent takes calls again."),
    RequestInfo(30, "agent-not-ready", 64,
                "The agent takes no calls, for a reason."),
    RequestInfo(31, "agent-wrapup", 64,
                "The agent works after a call and takes none."),
    RequestInfo(32, "agent-wrapup-end", 64,
                "That work is done."),
    RequestInfo(33, "queue-priority", 1,
                "Change how urgent a waiting caller is."),
    RequestInfo(34, "queue-withdraw", 1,
                "Take a waiting caller out of the queue; the dialplan goes on."),
)
METRICS: Tuple[MetricInfo, ...] = (
    MetricInfo(0, "in", "COUNT",
               "inbound contacts"),
    MetricInfo(1, "auto_rate_in", "RATIO",
               "of these, accepted by a menu, a queue or a person"),
    MetricInfo(2, "self_service", "RATIO",
               "of these, never asked for a person"),
    MetricInfo(3, "asked", "COUNT",
               "inbound contacts that entered a queue or rang a telephone"),
    MetricInfo(4, "human_rate_in", "RATIO",
               "of asked without short abandonments, answered by a person"),
    MetricInfo(5, "service_level", "RATIO",
               "of asked without short abandonments, answered within service_level_s"),
    MetricInfo(6, "abandoned", "COUNT",
               "asked, and the caller gave up before an answer, short ones too"),
    MetricInfo(7, "abandon_rate", "RATIO",
               "abandoned without short ones, of asked without short ones"),
    MetricInfo(8, "loss_rate", "RATIO",
               "not answered for any reason, of asked without short abandonments"),
    MetricInfo(9, "speed_of_answer", "TIME",
               "mean wait of those answered, from asked to the first word"),
    MetricInfo(10, "out", "COUNT",
               "outbound contacts"),
    MetricInfo(11, "auto_rate_out", "RATIO",
               "of these, put through by the network: not busy, unavailable or failed"),
    MetricInfo(12, "human_rate_out", "RATIO",
               "of these, somebody answered"),
    MetricInfo(13, "handled", "COUNT",
               "contacts in which somebody talked"),
    MetricInfo(14, "talk", "TIME",
               "mean talk of the handled, without hold"),
    MetricInfo(15, "hold", "TIME",
               "mean hold of the handled"),
    MetricInfo(16, "handle", "TIME",
               "mean talk, hold and (of agents, of intervals and in all) wrap-up of the handled"),
    MetricInfo(17, "occupancy", "RATIO",
               "busy and wrap-up, of busy, wrap-up and ready; pauses left out"),
    MetricInfo(18, "customers_per_agent_day", "HUNDREDTHS",
               "different parties an agent talked with on a day he worked"),
    MetricInfo(19, "cost_per_contact", "MONEY",
               "the contact's own cost, else cost_per_contact and cost_per_minute of talk and hold; mean of the handled"),
    MetricInfo(20, "conversion", "RATIO",
               "of the handled, with a disposition of the list converted"),
    MetricInfo(21, "retention", "RATIO",
               "dispositions of the list retained, of these and those of lost"),
    MetricInfo(22, "leads", "COUNT",
               "contacts with a lead"),
    MetricInfo(23, "value", "MONEY",
               "sum of the values of the contacts"),
    MetricInfo(24, "parties", "COUNT",
               "different customers or numbers among the contacts, in and out"),
    MetricInfo(25, "touches", "HUNDREDTHS",
               "contacts for each of these parties"),
    MetricInfo(26, "offers", "COUNT",
               "offers made, by product and contact"),
)
EventDict = TypedDict("EventDict", {  # an event's JSON
    "event": str,
    "time": str,
    "seq": int,
    "flags": List[str],
    "link": str,
    "call": str,
    "device": str,
    "remote": str,
    "name": str,
    "called": str,
    "dnis": str,
    "queue": str,
    "agent": str,
    "position": int,
    "waited_ms": int,
    "kind": str,
    "by": str,
    "to": str,
    "from": str,
    "of": str,
    "merged": str,
    "consult_of": str,
    "alerting": bool,
    "reason": str,
    "cause": str,
    "cause_code": int,
    "cause_text": str,
    "slot": str,
    "devices": List[str],
    "also": List[str],
    "digits": str,
    "key": str,
    "value": str,
    "direction": str,
    "caller": str,
    "state": str,
    "detail": str,
    "ref": str,
    "withheld": bool,
    "pop": str,
    "revision": int,
}, total=False)
__all__ = [
    "Error",
    "ErrorInfo",
    "FieldInfo",
    "RequestInfo",
    "MetricInfo",
    "AdviceField",
    "AgentState",
    "ContactField",
    "DiagnoseFlag",
    "EventFlag",
    "EventKind",
    "Field",
    "FindingLevel",
    "Greeting",
    "Group",
    "HintKind",
    "Identity",
    "LegState",
    "LinkState",
    "LogLevel",
    "Metric",
    "NumberClass",
    "NumberScope",
    "PopState",
    "RequestFlags",
    "RequestKind",
    "RequestNeeds",
    "RouteReason",
    "SegmentKind",
    "TraceKind",
    "ADVICE_FIELD_WORDS",
    "AGENT_STATE_WORDS",
    "CONTACT_FIELD_WORDS",
    "EVENT_FLAG_WORDS",
    "EVENT_KIND_WORDS",
    "FIELD_WORDS",
    "FINDING_LEVEL_WORDS",
    "GREETING_WORDS",
    "GROUP_WORDS",
    "HINT_KIND_WORDS",
    "IDENTITY_WORDS",
    "LEG_STATE_WORDS",
    "LINK_STATE_WORDS",
    "METRIC_WORDS",
    "NUMBER_CLASS_WORDS",
    "NUMBER_SCOPE_WORDS",
    "POP_STATE_WORDS",
    "REQUEST_KIND_WORDS",
    "ROUTE_REASON_WORDS",
    "SEGMENT_KIND_WORDS",
    "TRACE_KIND_WORDS",
    "ERRORS",
    "ENOMEM",
    "EINVAL",
    "ESTATE",
    "ENOTSUP",
    "ETIMEDOUT",
    "ECANCELED",
    "ELINKDOWN",
    "EAUTH",
    "EPROTO",
    "EREFUSED",
    "ENOENT",
    "EURL",
    "ESCHEME",
    "ERESOLVE",
    "ECONNECT",
    "ETLS",
    "EEOF",
    "ETOOBIG",
    "EKEY",
    "EVALUE",
    "EFORMAT",
    "EIO",
    "EEXIST",
    "ETEMPLATE",
    "EWITHHELD",
    "EAGAIN",
    "ETHREAD",
    "EXCEPTIONS",
    "EventFields",
    "ContactFields",
    "AdviceFields",
    "EVENT_FIELDS",
    "CONTACT_FIELDS",
    "ADVICE_FIELDS",
    "REQUESTS",
    "METRICS",
    "EventDict",
]
