/* SPDX-License-Identifier: MIT */
/* Made from bindings/api.json by bindings/generate; change the headers. */
struct uv_loop_s;
typedef struct cti_advice cti_advice;
typedef struct cti_agent cti_agent;
typedef struct cti_call cti_call;
typedef struct cti_client cti_client;
typedef struct cti_contact cti_contact;
typedef struct cti_customer cti_customer;
typedef struct cti_device cti_device;
typedef struct cti_event cti_event;
typedef struct cti_identification cti_identification;
typedef struct cti_leg cti_leg;
typedef struct cti_link cti_link;
typedef struct cti_lookup cti_lookup;
typedef struct cti_pop cti_pop;
typedef struct cti_queue cti_queue;
typedef struct cti_report cti_report;
typedef struct cti_route cti_route;
typedef struct cti_snapshot cti_snapshot;
typedef struct cti_advice_query cti_advice_query;
typedef struct cti_agent_span cti_agent_span;
typedef struct cti_allocator cti_allocator;
typedef struct cti_client_opts cti_client_opts;
typedef struct cti_earlier cti_earlier;
typedef struct cti_error_info cti_error_info;
typedef struct cti_finding cti_finding;
typedef struct cti_hint cti_hint;
typedef struct cti_http_source_opts cti_http_source_opts;
typedef struct cti_identify_opts cti_identify_opts;
typedef struct cti_journal_filter cti_journal_filter;
typedef struct cti_journal_letter cti_journal_letter;
typedef struct cti_journal_stats cti_journal_stats;
typedef struct cti_key_info cti_key_info;
typedef struct cti_ldap_source_opts cti_ldap_source_opts;
typedef struct cti_link_opts cti_link_opts;
typedef struct cti_link_stats cti_link_stats;
typedef struct cti_number cti_number;
typedef struct cti_number_answer cti_number_answer;
typedef struct cti_number_plan cti_number_plan;
typedef struct cti_number_plugin cti_number_plugin;
typedef struct cti_number_step cti_number_step;
typedef struct cti_pair cti_pair;
typedef struct cti_request_info cti_request_info;
typedef struct cti_request_opts cti_request_opts;
typedef struct cti_request_result cti_request_result;
typedef struct cti_request_ticket cti_request_ticket;
typedef struct cti_route_opts cti_route_opts;
typedef struct cti_route_result cti_route_result;
typedef struct cti_segment cti_segment;
typedef struct cti_trace cti_trace;
enum cti_advice_field {
	CTI_ADVICE_TIER = 0,
	CTI_ADVICE_TIER_LABEL = 1,
	CTI_ADVICE_SCORE = 2,
	CTI_ADVICE_TIER_BY = 3,
	CTI_ADVICE_LIST = 4,
	CTI_ADVICE_LIST_LABEL = 5,
	CTI_ADVICE_LIST_REASON = 6,
	CTI_ADVICE_STAGE = 7,
	CTI_ADVICE_STAGE_LABEL = 8,
	CTI_ADVICE_SEGMENTS = 9,
	CTI_ADVICE_CONTRACT = 10,
	CTI_ADVICE_CONTRACT_DAYS = 11,
	CTI_ADVICE_RENEWAL = 12,
	CTI_ADVICE_RENEWAL_LABEL = 13,
	CTI_ADVICE_LINE = 14,
	CTI_ADVICE_LINE_LABEL = 15,
	CTI_ADVICE_PHASE = 16,
	CTI_ADVICE_CAMPAIGN = 17,
	CTI_ADVICE_CAMPAIGN_LABEL = 18,
	CTI_ADVICE_MEDIUM = 19,
	CTI_ADVICE_DESK = 20,
	CTI_ADVICE_DESK_LABEL = 21,
	CTI_ADVICE_GROUP = 22,
	CTI_ADVICE_SKILLS = 23,
	CTI_ADVICE_PRIORITY = 24,
	CTI_ADVICE_OWNER = 25,
	CTI_ADVICE_OWNER_DEVICE = 26,
	CTI_ADVICE_CHANNEL = 27,
	CTI_ADVICE_CHANNEL_TIME = 28,
	CTI_ADVICE_DO_NOT_CALL = 29,
	CTI_ADVICE_DO_NOT_CALL_REASON = 30,
	CTI_ADVICE_QUIET = 31,
	CTI_ADVICE_VERIFY_REQUEST = 32,
	CTI_ADVICE_VERIFY_NEEDED = 33,
	CTI_ADVICE_VERIFY_REACHED = 34,
	CTI_ADVICE_VERIFY_STATE = 35,
	CTI_ADVICE_VERIFY_LEFT = 36,
	CTI_ADVICE_REASON = 37,
	CTI_ADVICE_REASON_LABEL = 38,
	CTI_ADVICE_TENANT = 39,
	CTI_ADVICE_HIDDEN = 40,
	CTI_ADVICE_COUNT = 41
};
enum cti_agent_state {
	CTI_AGENT_LOGOUT = 0,
	CTI_AGENT_READY = 1,
	CTI_AGENT_NOT_READY = 2,
	CTI_AGENT_BUSY = 3,
	CTI_AGENT_WRAPUP = 4
};
enum cti_contact_field {
	CTI_CONTACT_ID = 0,
	CTI_CONTACT_STATE = 1,
	CTI_CONTACT_LINK = 2,
	CTI_CONTACT_CALL = 3,
	CTI_CONTACT_CHANNEL = 4,
	CTI_CONTACT_DIRECTION = 5,
	CTI_CONTACT_CALLER = 6,
	CTI_CONTACT_CALLED = 7,
	CTI_CONTACT_PARTY = 8,
	CTI_CONTACT_NAME = 9,
	CTI_CONTACT_DNIS = 10,
	CTI_CONTACT_QUEUE = 11,
	CTI_CONTACT_LINE = 12,
	CTI_CONTACT_CAMPAIGN = 13,
	CTI_CONTACT_DESK = 14,
	CTI_CONTACT_TIER = 15,
	CTI_CONTACT_CUSTOMER = 16,
	CTI_CONTACT_IDENTITY = 17,
	CTI_CONTACT_VERIFICATION = 18,
	CTI_CONTACT_AGENT = 19,
	CTI_CONTACT_DEVICE = 20,
	CTI_CONTACT_CAUSE = 21,
	CTI_CONTACT_DISPOSITION = 22,
	CTI_CONTACT_NOTES = 23,
	CTI_CONTACT_LEAD_PRODUCT = 24,
	CTI_CONTACT_RECORDING = 25,
	CTI_CONTACT_BEGAN = 26,
	CTI_CONTACT_ASKED = 27,
	CTI_CONTACT_ANSWERED = 28,
	CTI_CONTACT_ENDED = 29,
	CTI_CONTACT_WAIT_MS = 30,
	CTI_CONTACT_TALK_MS = 31,
	CTI_CONTACT_HOLD_MS = 32,
	CTI_CONTACT_CONSULT_MS = 33,
	CTI_CONTACT_TRANSFERS = 34,
	CTI_CONTACT_LEAD_PROBABILITY = 35,
	CTI_CONTACT_COST = 36,
	CTI_CONTACT_VALUE = 37,
	CTI_CONTACT_AUTOMATED = 38,
	CTI_CONTACT_ABANDONED = 39,
	CTI_CONTACT_OFFERS = 40,
	CTI_CONTACT_FACTS = 41,
	CTI_CONTACT_MEDIUM = 42,
	CTI_CONTACT_PARTY_KIND = 43,
	CTI_CONTACT_RECORD = 44,
	CTI_CONTACT_COUNT = 45
};
enum cti_diagnose_flag {
	CTI_DIAGNOSE_CALL = 1
};
enum cti_error {
	CTI_OK = 0,
	CTI_ENOMEM = -1,
	CTI_EINVAL = -2,
	CTI_ESTATE = -3,
	CTI_ENOTSUP = -4,
	CTI_ETIMEDOUT = -5,
	CTI_ECANCELED = -6,
	CTI_ELINKDOWN = -7,
	CTI_EAUTH = -8,
	CTI_EPROTO = -9,
	CTI_EREFUSED = -10,
	CTI_ENOENT = -11,
	CTI_EURL = -12,
	CTI_ESCHEME = -13,
	CTI_ERESOLVE = -14,
	CTI_ECONNECT = -15,
	CTI_ETLS = -16,
	CTI_EEOF = -17,
	CTI_ETOOBIG = -18,
	CTI_EKEY = -19,
	CTI_EVALUE = -20,
	CTI_EFORMAT = -21,
	CTI_EIO = -22,
	CTI_EEXIST = -23,
	CTI_ETEMPLATE = -24,
	CTI_EWITHHELD = -25,
	CTI_EAGAIN = -26,
	CTI_ETHREAD = -27
};
enum cti_event_flag {
	CTI_FLAG_SYNTHETIC = 1,
	CTI_FLAG_RESYNC = 2,
	CTI_FLAG_GUESSED = 4,
	CTI_FLAG_LATE = 8
};
enum cti_event_kind {
	CTI_EVENT_CALL_BEGIN = 0,
	CTI_EVENT_DIAL = 1,
	CTI_EVENT_QUEUE = 2,
	CTI_EVENT_DEQUEUE = 3,
	CTI_EVENT_ABANDON = 4,
	CTI_EVENT_RING = 5,
	CTI_EVENT_ANSWER = 6,
	CTI_EVENT_HOLD = 7,
	CTI_EVENT_RETRIEVE = 8,
	CTI_EVENT_TRANSFER = 9,
	CTI_EVENT_TRANSFER_FAILED = 10,
	CTI_EVENT_DIVERT = 11,
	CTI_EVENT_PICKUP = 12,
	CTI_EVENT_PARK = 13,
	CTI_EVENT_UNPARK = 14,
	CTI_EVENT_CONFERENCE = 15,
	CTI_EVENT_DTMF = 16,
	CTI_EVENT_DATA = 17,
	CTI_EVENT_INFO = 18,
	CTI_EVENT_HANGUP = 19,
	CTI_EVENT_CALL_END = 20,
	CTI_EVENT_AGENT = 21,
	CTI_EVENT_RECORD = 22,
	CTI_EVENT_LINK = 23,
	CTI_EVENT_LOSS = 24,
	CTI_EVENT_POP = 25,
	CTI_EVENT_COUNT = 26
};
enum cti_field {
	CTI_FIELD_LINK = 0,
	CTI_FIELD_CALL = 1,
	CTI_FIELD_DEVICE = 2,
	CTI_FIELD_REMOTE = 3,
	CTI_FIELD_NAME = 4,
	CTI_FIELD_CALLED = 5,
	CTI_FIELD_DNIS = 6,
	CTI_FIELD_QUEUE = 7,
	CTI_FIELD_AGENT = 8,
	CTI_FIELD_POSITION = 9,
	CTI_FIELD_WAITED_MS = 10,
	CTI_FIELD_KIND = 11,
	CTI_FIELD_BY = 12,
	CTI_FIELD_TO = 13,
	CTI_FIELD_FROM = 14,
	CTI_FIELD_OF = 15,
	CTI_FIELD_MERGED = 16,
	CTI_FIELD_CONSULT_OF = 17,
	CTI_FIELD_ALERTING = 18,
	CTI_FIELD_REASON = 19,
	CTI_FIELD_CAUSE = 20,
	CTI_FIELD_CAUSE_CODE = 21,
	CTI_FIELD_CAUSE_TEXT = 22,
	CTI_FIELD_SLOT = 23,
	CTI_FIELD_DEVICES = 24,
	CTI_FIELD_ALSO = 25,
	CTI_FIELD_DIGITS = 26,
	CTI_FIELD_KEY = 27,
	CTI_FIELD_VALUE = 28,
	CTI_FIELD_DIRECTION = 29,
	CTI_FIELD_CALLER = 30,
	CTI_FIELD_STATE = 31,
	CTI_FIELD_DETAIL = 32,
	CTI_FIELD_REF = 33,
	CTI_FIELD_WITHHELD = 34,
	CTI_FIELD_POP = 35,
	CTI_FIELD_REVISION = 36,
	CTI_FIELD_COUNT = 37
};
enum cti_finding_level {
	CTI_FINDING_GOOD = 0,
	CTI_FINDING_NOTE = 1,
	CTI_FINDING_WARNING = 2,
	CTI_FINDING_FAULT = 3
};
enum cti_greeting {
	CTI_GREETING_GENERIC = 0,
	CTI_GREETING_QUESTION = 1,
	CTI_GREETING_STATEMENT = 2
};
enum cti_group {
	CTI_GROUP_NONE = 0,
	CTI_GROUP_HOUSEHOLD = 1,
	CTI_GROUP_COMPANY = 2,
	CTI_GROUP_SHARED = 3
};
enum cti_hint_kind {
	CTI_HINT_HINT = 0,
	CTI_HINT_OFFER = 1,
	CTI_HINT_CARE = 2,
	CTI_HINT_RENEWAL = 3,
	CTI_HINT_LEAD = 4
};
enum cti_identity {
	CTI_IDENTITY_PENDING = 0,
	CTI_IDENTITY_IDENTIFIED = 1,
	CTI_IDENTITY_AMBIGUOUS = 2,
	CTI_IDENTITY_UNKNOWN = 3,
	CTI_IDENTITY_WITHHELD = 4
};
enum cti_leg_state {
	CTI_LEG_NULL = 0,
	CTI_LEG_INITIATED = 1,
	CTI_LEG_QUEUED = 2,
	CTI_LEG_ALERTING = 3,
	CTI_LEG_CONNECTED = 4,
	CTI_LEG_HELD = 5,
	CTI_LEG_FAILED = 6,
	CTI_LEG_CLEARED = 7
};
enum cti_link_state {
	CTI_LINK_CONNECTING = 0,
	CTI_LINK_RESYNC = 1,
	CTI_LINK_UP = 2,
	CTI_LINK_DOWN = 3,
	CTI_LINK_FAILED = 4
};
enum cti_log_level {
	CTI_LOG_ERROR = 0,
	CTI_LOG_WARN = 1,
	CTI_LOG_INFO = 2,
	CTI_LOG_DEBUG = 3
};
enum cti_metric {
	CTI_METRIC_IN = 0,
	CTI_METRIC_AUTO_RATE_IN = 1,
	CTI_METRIC_SELF_SERVICE = 2,
	CTI_METRIC_ASKED = 3,
	CTI_METRIC_HUMAN_RATE_IN = 4,
	CTI_METRIC_SERVICE_LEVEL = 5,
	CTI_METRIC_ABANDONED = 6,
	CTI_METRIC_ABANDON_RATE = 7,
	CTI_METRIC_LOSS_RATE = 8,
	CTI_METRIC_SPEED_OF_ANSWER = 9,
	CTI_METRIC_OUT = 10,
	CTI_METRIC_AUTO_RATE_OUT = 11,
	CTI_METRIC_HUMAN_RATE_OUT = 12,
	CTI_METRIC_HANDLED = 13,
	CTI_METRIC_TALK = 14,
	CTI_METRIC_HOLD = 15,
	CTI_METRIC_HANDLE = 16,
	CTI_METRIC_OCCUPANCY = 17,
	CTI_METRIC_CUSTOMERS = 18,
	CTI_METRIC_COST = 19,
	CTI_METRIC_CONVERSION = 20,
	CTI_METRIC_RETENTION = 21,
	CTI_METRIC_LEADS = 22,
	CTI_METRIC_VALUE = 23,
	CTI_METRIC_PARTIES = 24,
	CTI_METRIC_TOUCHES = 25,
	CTI_METRIC_OFFERS = 26,
	CTI_METRIC_COUNT = 27
};
enum cti_number_class {
	CTI_NUMBER_UNKNOWN = 0,
	CTI_NUMBER_EXTENSION = 1,
	CTI_NUMBER_MOBILE = 2,
	CTI_NUMBER_FIXED = 3,
	CTI_NUMBER_TOLL_FREE = 4,
	CTI_NUMBER_SHARED = 5,
	CTI_NUMBER_SERVICE = 6,
	CTI_NUMBER_WITHHELD = 7
};
enum cti_number_scope {
	CTI_NUMBER_ABROAD = 0,
	CTI_NUMBER_ALL = 1
};
enum cti_pop_state {
	CTI_POP_OPENED = 0,
	CTI_POP_UPDATED = 1,
	CTI_POP_CLOSED = 2
};
enum cti_request_flags {
	CTI_REQUEST_AUTO_ANSWER = 1,
	CTI_REQUEST_AT_ONCE = 2
};
enum cti_request_kind {
	CTI_REQUEST_NONE = 0,
	CTI_REQUEST_DIAL = 1,
	CTI_REQUEST_ANSWER = 2,
	CTI_REQUEST_HANGUP = 3,
	CTI_REQUEST_CLEAR = 4,
	CTI_REQUEST_HOLD = 5,
	CTI_REQUEST_RETRIEVE = 6,
	CTI_REQUEST_SWAP = 7,
	CTI_REQUEST_TRANSFER = 8,
	CTI_REQUEST_CONSULT = 9,
	CTI_REQUEST_COMPLETE = 10,
	CTI_REQUEST_CANCEL = 11,
	CTI_REQUEST_JOIN = 12,
	CTI_REQUEST_CONFERENCE = 13,
	CTI_REQUEST_DROP = 14,
	CTI_REQUEST_DEFLECT = 15,
	CTI_REQUEST_PICKUP = 16,
	CTI_REQUEST_PARK = 17,
	CTI_REQUEST_UNPARK = 18,
	CTI_REQUEST_DTMF = 19,
	CTI_REQUEST_DATA = 20,
	CTI_REQUEST_RECORD_START = 21,
	CTI_REQUEST_RECORD_STOP = 22,
	CTI_REQUEST_RECORD_PAUSE = 23,
	CTI_REQUEST_RECORD_RESUME = 24,
	CTI_REQUEST_MUTE = 25,
	CTI_REQUEST_UNMUTE = 26,
	CTI_REQUEST_AGENT_LOGIN = 27,
	CTI_REQUEST_AGENT_LOGOUT = 28,
	CTI_REQUEST_AGENT_READY = 29,
	CTI_REQUEST_AGENT_NOT_READY = 30,
	CTI_REQUEST_AGENT_WRAPUP = 31,
	CTI_REQUEST_AGENT_WRAPUP_END = 32,
	CTI_REQUEST_QUEUE_PRIORITY = 33,
	CTI_REQUEST_QUEUE_WITHDRAW = 34
};
enum cti_request_needs {
	CTI_NEEDS_CALL = 1,
	CTI_NEEDS_DEVICE = 2,
	CTI_NEEDS_CALL_OR_DEVICE = 4,
	CTI_NEEDS_TO = 8,
	CTI_NEEDS_KEY = 16,
	CTI_NEEDS_VALUE = 32,
	CTI_NEEDS_AGENT_OR_DEVICE = 64
};
enum cti_route_reason {
	CTI_ROUTE_SWITCH = 1,
	CTI_ROUTE_QUEUE = 2,
	CTI_ROUTE_RING = 4
};
enum cti_segment_kind {
	CTI_SEGMENT_QUEUE = 0,
	CTI_SEGMENT_RING = 1,
	CTI_SEGMENT_DIAL = 2,
	CTI_SEGMENT_TALK = 3,
	CTI_SEGMENT_HOLD = 4,
	CTI_SEGMENT_CONSULT = 5,
	CTI_SEGMENT_PARK = 6
};
enum cti_trace_kind {
	CTI_TRACE_MESSAGE = 0,
	CTI_TRACE_FACT = 1,
	CTI_TRACE_EVENT = 2,
	CTI_TRACE_NO_POP = 3,
	CTI_TRACE_OUTCOME = 4
};
typedef int cti_agent_span_fn(const cti_agent_span *span, void *user);
typedef void cti_closed_fn(void *user);
typedef int cti_contact_fn(const cti_contact *contact, void *user);
typedef void cti_diagnosed_fn(cti_client *client, int error, void *user);
typedef void cti_event_fn(cti_client *client, const cti_event *event, void *user);
typedef void cti_finding_fn(cti_client *client, const cti_finding *finding, void *user);
typedef void cti_identification_fn(cti_client *client, const cti_identification *identification, void *user);
typedef void cti_identified_fn(cti_client *client, enum cti_identity identity, const cti_customer *const *candidates, size_t count, void *user);
typedef int cti_journal_letter_fn(const cti_journal_letter *letter, void *user);
typedef void cti_log_fn(enum cti_log_level level, const char *text, void *user);
typedef void cti_lookup_fn(cti_client *client, cti_lookup *lookup, void *user);
typedef const struct cti_number_plugin *cti_number_plugin_fn(void);
typedef void cti_number_step_fn(void *user, const cti_number_step *step);
typedef void cti_progress_fn(uint64_t done, uint64_t total, void *user);
typedef void cti_reloaded_fn(cti_client *client, int err, uint64_t customers, const char *detail, void *user);
typedef void cti_request_fn(cti_client *client, const cti_request_result *result, void *user);
typedef void cti_route_fn(cti_client *client, cti_route *route, void *user);
typedef void cti_routed_fn(cti_client *client, const cti_route *route, const cti_route_result *result, void *user);
typedef void cti_trace_fn(cti_client *client, const cti_trace *step, void *user);
struct cti_advice_query {
	size_t size;
	const cti_customer *customer;
	const char *dnis;
	const char *queue;
	const char *direction;
	int64_t time_us;
	const cti_pair *data;
	size_t data_count;
};
struct cti_agent_span {
	const char *agent;
	const char *state;
	const char *reason;
	int64_t from_us;
	int64_t to_us;
};
struct cti_allocator {
	size_t size;
	void *(*alloc)(size_t);
	void *(*realloc)(void *, size_t);
	void (*free)(void *);
};
struct cti_client_opts {
	size_t size;
	struct uv_loop_s *loop;
	cti_event_fn *on_event;
	cti_log_fn *on_log;
	cti_closed_fn *on_closed;
	void *user;
	uint32_t log_level;
};
struct cti_earlier {
	const char *id;
	const char *channel;
	const char *direction;
	const char *line;
	const char *agent;
	const char *disposition;
	const char *notes;
	int64_t began_us;
};
struct cti_error_info {
	int32_t code;
	const char *name;
	const char *text;
};
struct cti_finding {
	size_t size;
	enum cti_finding_level level;
	const char *id;
	const char *text;
	const char *remedy;
	const char *file;
	const char *section;
	const char *line;
	const char *text_form;
	const char *remedy_form;
	const char *const *values;
	size_t value_count;
};
struct cti_hint {
	enum cti_hint_kind kind;
	int32_t probability;
	const char *id;
	const char *text;
	const char *reason;
	const char *product;
};
struct cti_http_source_opts {
	size_t size;
	const char *preset;
	const char *base;
	const char *user;
	const char *secret;
	const char *const *settings;
};
struct cti_identify_opts {
	size_t size;
	const char *number;
	const char *const *data;
};
struct cti_journal_filter {
	size_t size;
	int64_t since_us;
	int64_t until_us;
	const char *id;
	const char *number;
	uint64_t limit;
	const char *customer;
	const char *record;
};
struct cti_journal_letter {
	const char *contact;
	const char *why;
	uint64_t revision;
	uint64_t attempts;
	int64_t time_us;
};
struct cti_journal_stats {
	size_t size;
	uint64_t contacts;
	uint64_t written;
	uint64_t groups;
	uint64_t waiting;
	uint64_t lost;
	uint64_t delivered;
	uint64_t dead;
};
struct cti_key_info {
	const char *name;
	const char *type;
	const char *default_value;
	const char *doc;
	bool secret;
};
struct cti_ldap_source_opts {
	size_t size;
	const char *preset;
	const char *base;
	const char *search_base;
	const char *user;
	const char *secret;
	const char *const *settings;
};
struct cti_link_opts {
	size_t size;
	const char *name;
	const char *url;
	const char *user;
	const char *secret;
	const char *record;
	const char *switch_name;
};
struct cti_link_stats {
	size_t size;
	uint64_t bytes_in;
	uint64_t bytes_out;
	uint64_t messages;
	uint64_t malformed;
	uint64_t connects;
	uint64_t orphans;
};
struct cti_number {
	size_t size;
	uint32_t number_class;
	uint32_t key_count;
	char e164[24];
	char national[32];
	char extension[16];
	char display[40];
	char key[6][24];
};
struct cti_number_answer {
	size_t size;
	uint32_t number_class;
	uint32_t code_digits;
	uint32_t area_digits;
	char e164[24];
	char national[32];
	char display[40];
};
struct cti_number_plan {
	size_t size;
	const char *country;
	const char *area;
	const char *outside_prefix;
	const char *carrier_prefixes;
	uint32_t extension_digits;
	const struct cti_number_plugin *plugin;
	uint32_t plugin_for;
};
struct cti_number_plugin {
	uint32_t abi;
	const char *name;
	uint32_t (*code)(const char *);
	int (*ask)(const char *, const char *, cti_number_answer *);
};
struct cti_number_step {
	size_t size;
	const char *name;
	const char *value;
	const char *text;
};
struct cti_pair {
	const char *key;
	const char *value;
};
struct cti_request_info {
	uint32_t kind;
	uint32_t needs;
	const char *word;
	const char *doc;
};
struct cti_request_opts {
	size_t size;
	uint32_t kind;
	uint32_t flags;
	uint32_t timeout_ms;
	int32_t priority;
	const char *link;
	const char *call;
	const char *device;
	const char *to;
	const char *agent;
	const char *queue;
	const char *reason;
	const char *key;
	const char *value;
	const char *caller;
	const char *caller_name;
	const cti_pair *data;
	size_t data_count;
};
struct cti_request_result {
	size_t size;
	uint64_t id;
	uint32_t kind;
	int32_t error;
	const char *detail;
	const char *call;
	const char *link;
};
struct cti_request_ticket {
	size_t size;
	uint64_t id;
	char call[128];
};
struct cti_route_opts {
	size_t size;
	uint32_t when;
	uint32_t deadline_ms;
	const char *queues;
	const char *numbers;
	const char *devices;
	const char *to;
	cti_route_fn *on_route;
	cti_routed_fn *on_routed;
	void *user;
};
struct cti_route_result {
	size_t size;
	int32_t error;
	const char *to;
	const char *detail;
};
struct cti_segment {
	enum cti_segment_kind kind;
	int64_t from_us;
	int64_t to_us;
	const char *device;
	const char *agent;
	const char *queue;
	const char *remote;
	const char *outcome;
	const char *recording;
};
struct cti_trace {
	size_t size;
	enum cti_trace_kind kind;
	const char *link;
	int64_t time_us;
	uint64_t offset;
	const char *text;
	size_t len;
	const char *call;
	const char *const *ids;
	size_t id_count;
	const cti_event *event;
};
uint32_t cti_abi_version(void);
const char *cti_advice_field_name(enum cti_advice_field field);
bool cti_advice_has(const cti_advice *advice, enum cti_advice_field field);
const cti_hint *cti_advice_hint(const cti_advice *advice, size_t index);
int64_t cti_advice_int(const cti_advice *advice, enum cti_advice_field field);
int cti_advice_json(const cti_advice *advice, char **out, size_t *len);
const cti_pair *cti_advice_record(const cti_advice *advice, size_t index);
cti_advice *cti_advice_ref(cti_advice *advice);
const char *cti_advice_text(const cti_advice *advice, enum cti_advice_field field);
void cti_advice_unref(cti_advice *advice);
const char *cti_agent_device(const cti_agent *agent);
const char *cti_agent_id(const cti_agent *agent);
const char *cti_agent_queue(const cti_agent *agent, size_t index);
const char *cti_agent_reason(const cti_agent *agent);
int64_t cti_agent_since_us(const cti_agent *agent);
enum cti_agent_state cti_agent_state(const cti_agent *agent);
const char *cti_agent_state_name(enum cti_agent_state state);
int64_t cti_call_began_us(const cti_call *call);
const char *cti_call_caller(const cti_call *call);
const char *cti_call_caller_name(const cti_call *call);
const char *cti_call_consult_of(const cti_call *call);
const char *cti_call_direction(const cti_call *call);
const char *cti_call_dnis(const cti_call *call);
const char *cti_call_id(const cti_call *call);
const cti_leg *cti_call_leg(const cti_call *call, size_t index);
const char *cti_call_link(const cti_call *call);
const char *cti_call_queue(const cti_call *call);
int64_t cti_call_queued_us(const cti_call *call);
bool cti_call_withheld(const cti_call *call);
void cti_client_close(cti_client *client);
const char *cti_client_detail(cti_client *client);
uint64_t cti_client_dropped(const cti_client *client);
int cti_client_new(cti_client **out, const cti_client_opts *opts);
int cti_contact_csv(const cti_contact *contact, char **out, size_t *len);
const char *cti_contact_field_name(enum cti_contact_field field);
void cti_contact_free(cti_contact *contact);
int64_t cti_contact_int(const cti_contact *contact, enum cti_contact_field field);
int cti_contact_json(const cti_contact *contact, char **out, size_t *len);
int cti_contact_new(cti_contact **out);
int cti_contact_pair(cti_contact *contact, enum cti_contact_field field, const char *name, const char *value);
const cti_segment *cti_contact_segment(const cti_contact *contact, size_t index);
int cti_contact_set(cti_contact *contact, enum cti_contact_field field, const char *value);
const char *cti_contact_text(const cti_contact *contact, enum cti_contact_field field);
const char *cti_customer_field(const cti_customer *customer, size_t index);
const char *cti_customer_field_source(const cti_customer *customer, const char *field);
const char *cti_customer_get(const cti_customer *customer, const char *field);
void cti_customer_invalidate(cti_client *client, const char *customer_id);
int cti_customer_new(cti_customer **out);
const char *cti_customer_number_kind(const cti_customer *customer);
const char *cti_customer_reason(const cti_customer *customer);
cti_customer *cti_customer_ref(cti_customer *customer);
uint32_t cti_customer_score(const cti_customer *customer);
int cti_customer_set(cti_customer *customer, const char *field, const char *value);
const char *cti_customer_source(const cti_customer *customer);
void cti_customer_unref(cti_customer *customer);
size_t cti_device_legs(const cti_device *device);
const char *cti_device_number(const cti_device *device);
int cti_directory_build(const char *csv, const char *sqlite, const cti_number_plan *plan, uint64_t *skipped, char *detail, size_t detail_size);
int cti_directory_build_told(const char *csv, const char *sqlite, const cti_number_plan *plan, cti_progress_fn *on_progress, void *user, uint64_t *skipped, char *detail, size_t detail_size);
const cti_error_info *cti_error_at(size_t index);
bool cti_error_is_retryable(int code);
const char *cti_error_name(int code);
const cti_pop *cti_event_contact(const cti_event *event);
uint32_t cti_event_flags(const cti_event *event);
bool cti_event_has(const cti_event *event, enum cti_field field);
int64_t cti_event_int(const cti_event *event, enum cti_field field);
int cti_event_json(const cti_event *event, char **out, size_t *len);
enum cti_event_kind cti_event_kind(const cti_event *event);
const char *cti_event_kind_name(enum cti_event_kind kind);
const cti_pop *cti_event_pop(const cti_event *event);
cti_event *cti_event_ref(const cti_event *event);
uint64_t cti_event_seq(const cti_event *event);
const char *cti_event_str(const cti_event *event, enum cti_field field, size_t *len);
int64_t cti_event_time_us(const cti_event *event);
void cti_event_unref(cti_event *event);
int cti_fd(const cti_client *client);
const char *cti_field_name(enum cti_field field);
const char *cti_finding_level_name(enum cti_finding_level level);
void cti_free(void *p);
int cti_get(cti_client *client, const char *key, char **out);
const char *cti_greeting_name(enum cti_greeting greeting);
const char *cti_group_name(enum cti_group group);
const char *cti_hint_kind_name(enum cti_hint_kind kind);
const cti_customer *cti_identification_candidate(const cti_identification *identification, size_t index);
const cti_customer *cti_identification_contact(const cti_identification *identification, size_t index);
enum cti_greeting cti_identification_greeting(const cti_identification *identification);
const char *cti_identification_greeting_text(const cti_identification *identification);
enum cti_group cti_identification_group(const cti_identification *identification);
const char *cti_identification_group_label(const cti_identification *identification);
size_t cti_identification_group_members(const cti_identification *identification);
enum cti_identity cti_identification_identity(const cti_identification *identification);
int cti_identify(cti_client *client, const char *number, cti_identified_fn *done, void *user);
void cti_identify_forget(cti_client *client, const char *number);
int cti_identify_unlearn(cti_client *client, const char *number);
int cti_identify_with(cti_client *client, const cti_identify_opts *opts, cti_identification_fn *done, void *user);
const char *cti_identity_name(enum cti_identity identity);
int cti_journal_add(cti_client *client, const cti_contact *contact);
int cti_journal_dead(const char *path, cti_journal_letter_fn *fn, void *user, char *detail, size_t detail_size);
int cti_journal_dispose(cti_client *client, const char *contact, const char *disposition);
int cti_journal_export(const char *path, const cti_journal_filter *filter, const char *format, const char *to, char *detail, size_t detail_size);
int cti_journal_fact(cti_client *client, const char *contact, const char *name, const char *value);
int cti_journal_note(cti_client *client, const char *contact, const char *text);
int cti_journal_offer(cti_client *client, const char *contact, const char *product, const char *outcome);
int cti_journal_read(const char *path, const cti_journal_filter *filter, cti_contact_fn *fn, void *user, char *detail, size_t detail_size);
int cti_journal_retry(const char *path, const char *contact, uint64_t *count, char *detail, size_t detail_size);
int cti_journal_set(cti_client *client, const char *contact, const char *field, const char *value);
int cti_journal_spans(const char *path, const cti_journal_filter *filter, cti_agent_span_fn *fn, void *user, char *detail, size_t detail_size);
int cti_journal_stats_get(cti_client *client, cti_journal_stats *out);
const cti_key_info *cti_key_at(size_t index);
const char *cti_leg_called(const cti_leg *leg);
const char *cti_leg_device(const cti_leg *leg);
bool cti_leg_is_watched(const cti_leg *leg);
const char *cti_leg_remote(const cti_leg *leg);
enum cti_leg_state cti_leg_state(const cti_leg *leg);
const char *cti_leg_state_name(enum cti_leg_state state);
int cti_link_add(cti_client *client, cti_link **out, const cti_link_opts *opts);
const char *cti_link_detail(const cti_link *link);
int cti_link_diagnose(cti_link *link, uint32_t flags, cti_finding_fn *fn, cti_diagnosed_fn *done, void *user);
cti_link *cti_link_find(cti_client *client, const char *name);
const char *cti_link_name(const cti_link *link);
int cti_link_reconnect(cti_link *link);
void cti_link_remove(cti_link *link);
enum cti_link_state cti_link_state(const cti_link *link);
const char *cti_link_state_name(enum cti_link_state state);
void cti_link_stats_get(const cti_link *link, cti_link_stats *out);
int cti_load(cti_client *client, const char *path);
void cti_lookup_answer(cti_lookup *lookup, cti_customer *const *candidates, size_t count);
const char *cti_lookup_field(const cti_lookup *lookup);
const cti_number *cti_lookup_number(const cti_lookup *lookup);
const char *cti_lookup_text(const cti_lookup *lookup);
const char *cti_metric_definition(enum cti_metric metric);
const char *cti_metric_name(enum cti_metric metric);
const char *cti_number_class_name(enum cti_number_class number_class);
int cti_number_explain(const char *text, const cti_number_plan *plan, cti_number *out, cti_number_step_fn *fn, void *user);
int cti_number_parse(const char *text, const cti_number_plan *plan, cti_number *out);
int cti_number_plugin_load(const cti_number_plugin **out, const char *name, char *detail, size_t detail_size);
int cti_poll(cti_client *client, int timeout_ms, cti_event **out);
int cti_poll_json(cti_client *client, int timeout_ms, size_t max, char **out, size_t *len);
const cti_advice *cti_pop_advice(const cti_pop *pop);
const char *cti_pop_agent(const cti_pop *pop);
bool cti_pop_answered(const cti_pop *pop);
const char *cti_pop_call(const cti_pop *pop);
const cti_customer *cti_pop_candidate(const cti_pop *pop, size_t index);
int cti_pop_choose(cti_client *client, const char *pop_id, const char *customer_id);
const cti_customer *cti_pop_contact(const cti_pop *pop, size_t index);
const char *cti_pop_data(const cti_pop *pop, const char *key);
const char *cti_pop_device(const cti_pop *pop);
const char *cti_pop_direction(const cti_pop *pop);
const char *cti_pop_dnis(const cti_pop *pop);
const cti_earlier *cti_pop_earlier(const cti_pop *pop, size_t index);
enum cti_greeting cti_pop_greeting(const cti_pop *pop);
const char *cti_pop_greeting_text(const cti_pop *pop);
enum cti_group cti_pop_group(const cti_pop *pop);
const char *cti_pop_group_label(const cti_pop *pop);
size_t cti_pop_group_members(const cti_pop *pop);
const char *cti_pop_id(const cti_pop *pop);
enum cti_identity cti_pop_identity(const cti_pop *pop);
const char *cti_pop_name(const cti_pop *pop);
const char *cti_pop_queue(const cti_pop *pop);
const char *cti_pop_reason(const cti_pop *pop);
const char *cti_pop_remote(const cti_pop *pop);
uint32_t cti_pop_revision(const cti_pop *pop);
enum cti_pop_state cti_pop_state(const cti_pop *pop);
const char *cti_pop_state_name(enum cti_pop_state state);
const char *cti_pop_url(const cti_pop *pop);
int64_t cti_pop_waited_ms(const cti_pop *pop);
size_t cti_queue_agents(const cti_queue *queue);
const char *cti_queue_name(const cti_queue *queue);
int64_t cti_queue_oldest_us(const cti_queue *queue);
size_t cti_queue_ready(const cti_queue *queue);
size_t cti_queue_waiting(const cti_queue *queue);
int cti_report_contact(cti_report *report, const cti_contact *contact);
void cti_report_end(cti_report *report);
int cti_report_event(cti_report *report, const cti_event *event);
void cti_report_free(cti_report *report);
int64_t cti_report_get(const cti_report *report, const char *group, const char *key, enum cti_metric metric);
int cti_report_new(cti_report **out);
int cti_report_set(cti_report *report, const char *key, const char *value);
int cti_report_span(cti_report *report, const cti_agent_span *span);
int cti_report_write(cti_report *report, const char *format, char **out);
const cti_request_info *cti_request_at(size_t index);
int cti_request_cancel(cti_client *client, uint64_t id);
int cti_request_check(cti_client *client, const cti_request_opts *opts);
enum cti_request_kind cti_request_kind_find(const char *word);
const char *cti_request_kind_name(uint32_t kind);
uint64_t cti_request_possible(cti_client *client, const char *call, const char *device);
int cti_request_send(cti_client *client, const cti_request_opts *opts, cti_request_fn *done, void *user, cti_request_ticket *ticket);
const char *cti_route_call(const cti_route *route);
const char *cti_route_caller(const cti_route *route);
const char *cti_route_caller_name(const cti_route *route);
const cti_customer *cti_route_customer(const cti_route *route, size_t index);
const char *cti_route_data(const cti_route *route, const char *key);
uint32_t cti_route_deadline_ms(const cti_route *route);
int cti_route_default(cti_route *route);
const char *cti_route_device(const cti_route *route);
const char *cti_route_dnis(const cti_route *route);
enum cti_identity cti_route_identity(const cti_route *route);
const char *cti_route_link(const cti_route *route);
const cti_pair *cti_route_pair(const cti_route *route, size_t index);
const char *cti_route_queue(const cti_route *route);
uint32_t cti_route_reason(const cti_route *route);
const char *cti_route_reason_name(uint32_t reason);
cti_route *cti_route_ref(cti_route *route);
int cti_route_set(cti_client *client, const cti_route_opts *opts);
int cti_route_to(cti_route *route, const char *to);
void cti_route_unref(cti_route *route);
bool cti_route_withheld(const cti_route *route);
int cti_runtime_info(char **out, size_t *len);
const char *cti_segment_kind_name(enum cti_segment_kind kind);
int cti_service_advise(cti_client *client, cti_advice **out, const cti_advice_query *query);
int cti_service_check(const char *path, char *detail, size_t detail_size);
int cti_service_load(cti_client *client, const char *path);
int cti_set(cti_client *client, const char *key, const char *value);
int cti_set_allocator(const cti_allocator *allocator);
int cti_sim_advance(cti_link *link, uint32_t ms);
int cti_sim_do(cti_link *link, const char *command);
const char *cti_sim_help(size_t index);
const cti_agent *cti_snapshot_agent(const cti_snapshot *snapshot, size_t index);
const cti_call *cti_snapshot_call(const cti_snapshot *snapshot, size_t index);
const cti_device *cti_snapshot_device(const cti_snapshot *snapshot, size_t index);
const cti_call *cti_snapshot_find_call(const cti_snapshot *snapshot, const char *id);
const cti_queue *cti_snapshot_queue(const cti_snapshot *snapshot, size_t index);
cti_snapshot *cti_snapshot_ref(cti_snapshot *snapshot);
int cti_snapshot_take(cti_client *client, cti_snapshot **out);
void cti_snapshot_unref(cti_snapshot *snapshot);
int cti_source_add(cti_client *client, const char *name, cti_lookup_fn *on_lookup, void *user);
int cti_source_add_csv(cti_client *client, const char *name, const char *path);
int cti_source_add_http(cti_client *client, const char *name, const cti_http_source_opts *opts);
int cti_source_add_ldap(cti_client *client, const char *name, const cti_ldap_source_opts *opts);
int cti_source_add_sqlite(cti_client *client, const char *name, const char *path);
void cti_source_progress(const cti_client *client, uint64_t *done, uint64_t *total);
int cti_source_reload(cti_client *client, const char *name, cti_reloaded_fn *done, void *user);
int cti_source_remove(cti_client *client, const char *name);
const char *cti_strerror(int code);
const char *cti_trace_kind_name(enum cti_trace_kind kind);
int cti_trace_set(cti_client *client, cti_trace_fn *fn, void *user);
int cti_verify_begin(cti_client *client, const char *call, const char *request);
int cti_verify_check(cti_client *client, const char *call, const char *factor, const char *value, bool *right);
int cti_verify_end(cti_client *client, const char *call);
int cti_verify_keys(cti_client *client, const char *call, const char *factor);
const char *cti_version(void);
int cti_wake(cti_client *client);
