/* SPDX-License-Identifier: MIT */
/* Made from bindings/api.json by bindings/generate; change the headers. */
#ifndef CTI_GENERATED_HPP
#define CTI_GENERATED_HPP

#include <cti/cti.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace cti {


/** Fields of an advice, made from #CTI_ADVICE_MAP. */
enum class advice_field : int {
	tier = 0,
	tier_label = 1,
	score = 2,
	tier_by = 3,
	list = 4,
	list_label = 5,
	list_reason = 6,
	stage = 7,
	stage_label = 8,
	segments = 9,
	contract = 10,
	contract_days = 11,
	renewal = 12,
	renewal_label = 13,
	line = 14,
	line_label = 15,
	phase = 16,
	campaign = 17,
	campaign_label = 18,
	medium = 19,
	desk = 20,
	desk_label = 21,
	group = 22,
	skills = 23,
	priority = 24,
	owner = 25,
	owner_device = 26,
	channel = 27,
	channel_time = 28,
	do_not_call = 29,
	do_not_call_reason = 30,
	quiet = 31,
	verify_request = 32,
	verify_needed = 33,
	verify_reached = 34,
	verify_state = 35,
	verify_left = 36,
	reason = 37,
	reason_label = 38,
	tenant = 39,
	hidden = 40,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(advice_field value)
{
	switch (value) {
	case advice_field::tier:
		return "tier";
	case advice_field::tier_label:
		return "tier_label";
	case advice_field::score:
		return "score";
	case advice_field::tier_by:
		return "tier_by";
	case advice_field::list:
		return "list";
	case advice_field::list_label:
		return "list_label";
	case advice_field::list_reason:
		return "list_reason";
	case advice_field::stage:
		return "stage";
	case advice_field::stage_label:
		return "stage_label";
	case advice_field::segments:
		return "segments";
	case advice_field::contract:
		return "contract";
	case advice_field::contract_days:
		return "contract_days";
	case advice_field::renewal:
		return "renewal";
	case advice_field::renewal_label:
		return "renewal_label";
	case advice_field::line:
		return "line";
	case advice_field::line_label:
		return "line_label";
	case advice_field::phase:
		return "phase";
	case advice_field::campaign:
		return "campaign";
	case advice_field::campaign_label:
		return "campaign_label";
	case advice_field::medium:
		return "medium";
	case advice_field::desk:
		return "desk";
	case advice_field::desk_label:
		return "desk_label";
	case advice_field::group:
		return "group";
	case advice_field::skills:
		return "skills";
	case advice_field::priority:
		return "priority";
	case advice_field::owner:
		return "owner";
	case advice_field::owner_device:
		return "owner_device";
	case advice_field::channel:
		return "channel";
	case advice_field::channel_time:
		return "channel_time";
	case advice_field::do_not_call:
		return "do_not_call";
	case advice_field::do_not_call_reason:
		return "do_not_call_reason";
	case advice_field::quiet:
		return "quiet";
	case advice_field::verify_request:
		return "verify_request";
	case advice_field::verify_needed:
		return "verify_needed";
	case advice_field::verify_reached:
		return "verify_reached";
	case advice_field::verify_state:
		return "verify_state";
	case advice_field::verify_left:
		return "verify_left";
	case advice_field::reason:
		return "reason";
	case advice_field::reason_label:
		return "reason_label";
	case advice_field::tenant:
		return "tenant";
	case advice_field::hidden:
		return "hidden";
	default:
		return {};
	}
}

/** States of an agent. */
enum class agent_state : int {
	logout = 0,
	ready = 1,
	not_ready = 2,
	busy = 3,
	wrapup = 4,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(agent_state value)
{
	switch (value) {
	case agent_state::logout:
		return "logout";
	case agent_state::ready:
		return "ready";
	case agent_state::not_ready:
		return "not-ready";
	case agent_state::busy:
		return "busy";
	case agent_state::wrapup:
		return "wrapup";
	default:
		return {};
	}
}

/** Fields of a contact, made from #CTI_CONTACT_MAP. */
enum class contact_field : int {
	id = 0,
	state = 1,
	link = 2,
	call = 3,
	channel = 4,
	direction = 5,
	caller = 6,
	called = 7,
	party = 8,
	name = 9,
	dnis = 10,
	queue = 11,
	line = 12,
	campaign = 13,
	desk = 14,
	tier = 15,
	customer = 16,
	identity = 17,
	verification = 18,
	agent = 19,
	device = 20,
	cause = 21,
	disposition = 22,
	notes = 23,
	lead_product = 24,
	recording = 25,
	began = 26,
	asked = 27,
	answered = 28,
	ended = 29,
	wait_ms = 30,
	talk_ms = 31,
	hold_ms = 32,
	consult_ms = 33,
	transfers = 34,
	lead_probability = 35,
	cost = 36,
	value = 37,
	automated = 38,
	abandoned = 39,
	offers = 40,
	facts = 41,
	medium = 42,
	party_kind = 43,
	record = 44,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(contact_field value)
{
	switch (value) {
	case contact_field::id:
		return "id";
	case contact_field::state:
		return "state";
	case contact_field::link:
		return "link";
	case contact_field::call:
		return "call";
	case contact_field::channel:
		return "channel";
	case contact_field::direction:
		return "direction";
	case contact_field::caller:
		return "caller";
	case contact_field::called:
		return "called";
	case contact_field::party:
		return "party";
	case contact_field::name:
		return "name";
	case contact_field::dnis:
		return "dnis";
	case contact_field::queue:
		return "queue";
	case contact_field::line:
		return "line";
	case contact_field::campaign:
		return "campaign";
	case contact_field::desk:
		return "desk";
	case contact_field::tier:
		return "tier";
	case contact_field::customer:
		return "customer";
	case contact_field::identity:
		return "identity";
	case contact_field::verification:
		return "verification";
	case contact_field::agent:
		return "agent";
	case contact_field::device:
		return "device";
	case contact_field::cause:
		return "cause";
	case contact_field::disposition:
		return "disposition";
	case contact_field::notes:
		return "notes";
	case contact_field::lead_product:
		return "lead_product";
	case contact_field::recording:
		return "recording";
	case contact_field::began:
		return "began";
	case contact_field::asked:
		return "asked";
	case contact_field::answered:
		return "answered";
	case contact_field::ended:
		return "ended";
	case contact_field::wait_ms:
		return "wait_ms";
	case contact_field::talk_ms:
		return "talk_ms";
	case contact_field::hold_ms:
		return "hold_ms";
	case contact_field::consult_ms:
		return "consult_ms";
	case contact_field::transfers:
		return "transfers";
	case contact_field::lead_probability:
		return "lead_probability";
	case contact_field::cost:
		return "cost";
	case contact_field::value:
		return "value";
	case contact_field::automated:
		return "automated";
	case contact_field::abandoned:
		return "abandoned";
	case contact_field::offers:
		return "offers";
	case contact_field::facts:
		return "facts";
	case contact_field::medium:
		return "medium";
	case contact_field::party_kind:
		return "party_kind";
	case contact_field::record:
		return "record";
	default:
		return {};
	}
}

/** What may be done beyond looking. */
enum class diagnose_flag : int {
	call = 1,
};

/** How an event came to be known; a set of bits. */
enum class event_flag : std::uint32_t {
	synthetic = 1,
	resync = 2,
	guessed = 4,
	late = 8,
};
constexpr event_flag operator|(event_flag a, event_flag b)
{
	return static_cast<event_flag>(static_cast<std::uint32_t>(a) |
		static_cast<std::uint32_t>(b));
}

/** Kinds of event, made from #CTI_EVENT_MAP. */
enum class event_kind : int {
	call_begin = 0,
	dial = 1,
	queue = 2,
	dequeue = 3,
	abandon = 4,
	ring = 5,
	answer = 6,
	hold = 7,
	retrieve = 8,
	transfer = 9,
	transfer_failed = 10,
	divert = 11,
	pickup = 12,
	park = 13,
	unpark = 14,
	conference = 15,
	dtmf = 16,
	data = 17,
	info = 18,
	hangup = 19,
	call_end = 20,
	agent = 21,
	record = 22,
	link = 23,
	loss = 24,
	pop = 25,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(event_kind value)
{
	switch (value) {
	case event_kind::call_begin:
		return "call-begin";
	case event_kind::dial:
		return "dial";
	case event_kind::queue:
		return "queue";
	case event_kind::dequeue:
		return "dequeue";
	case event_kind::abandon:
		return "abandon";
	case event_kind::ring:
		return "ring";
	case event_kind::answer:
		return "answer";
	case event_kind::hold:
		return "hold";
	case event_kind::retrieve:
		return "retrieve";
	case event_kind::transfer:
		return "transfer";
	case event_kind::transfer_failed:
		return "transfer-failed";
	case event_kind::divert:
		return "divert";
	case event_kind::pickup:
		return "pickup";
	case event_kind::park:
		return "park";
	case event_kind::unpark:
		return "unpark";
	case event_kind::conference:
		return "conference";
	case event_kind::dtmf:
		return "dtmf";
	case event_kind::data:
		return "data";
	case event_kind::info:
		return "info";
	case event_kind::hangup:
		return "hangup";
	case event_kind::call_end:
		return "call-end";
	case event_kind::agent:
		return "agent";
	case event_kind::record:
		return "record";
	case event_kind::link:
		return "link";
	case event_kind::loss:
		return "loss";
	case event_kind::pop:
		return "pop";
	default:
		return {};
	}
}

/** Fields of events, made from #CTI_FIELD_MAP. */
enum class field : int {
	link = 0,
	call = 1,
	device = 2,
	remote = 3,
	name = 4,
	called = 5,
	dnis = 6,
	queue = 7,
	agent = 8,
	position = 9,
	waited_ms = 10,
	kind = 11,
	by = 12,
	to = 13,
	from = 14,
	of = 15,
	merged = 16,
	consult_of = 17,
	alerting = 18,
	reason = 19,
	cause = 20,
	cause_code = 21,
	cause_text = 22,
	slot = 23,
	devices = 24,
	also = 25,
	digits = 26,
	key = 27,
	value = 28,
	direction = 29,
	caller = 30,
	state = 31,
	detail = 32,
	ref = 33,
	withheld = 34,
	pop = 35,
	revision = 36,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(field value)
{
	switch (value) {
	case field::link:
		return "link";
	case field::call:
		return "call";
	case field::device:
		return "device";
	case field::remote:
		return "remote";
	case field::name:
		return "name";
	case field::called:
		return "called";
	case field::dnis:
		return "dnis";
	case field::queue:
		return "queue";
	case field::agent:
		return "agent";
	case field::position:
		return "position";
	case field::waited_ms:
		return "waited_ms";
	case field::kind:
		return "kind";
	case field::by:
		return "by";
	case field::to:
		return "to";
	case field::from:
		return "from";
	case field::of:
		return "of";
	case field::merged:
		return "merged";
	case field::consult_of:
		return "consult_of";
	case field::alerting:
		return "alerting";
	case field::reason:
		return "reason";
	case field::cause:
		return "cause";
	case field::cause_code:
		return "cause_code";
	case field::cause_text:
		return "cause_text";
	case field::slot:
		return "slot";
	case field::devices:
		return "devices";
	case field::also:
		return "also";
	case field::digits:
		return "digits";
	case field::key:
		return "key";
	case field::value:
		return "value";
	case field::direction:
		return "direction";
	case field::caller:
		return "caller";
	case field::state:
		return "state";
	case field::detail:
		return "detail";
	case field::ref:
		return "ref";
	case field::withheld:
		return "withheld";
	case field::pop:
		return "pop";
	case field::revision:
		return "revision";
	default:
		return {};
	}
}

/** How much a finding matters. */
enum class finding_level : int {
	good = 0,
	note = 1,
	warning = 2,
	fault = 3,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(finding_level value)
{
	switch (value) {
	case finding_level::good:
		return "good";
	case finding_level::note:
		return "note";
	case finding_level::warning:
		return "warning";
	case finding_level::fault:
		return "fault";
	default:
		return {};
	}
}

/** How to greet. */
enum class greeting : int {
	generic = 0,
	question = 1,
	statement = 2,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(greeting value)
{
	switch (value) {
	case greeting::generic:
		return "generic";
	case greeting::question:
		return "question";
	case greeting::statement:
		return "statement";
	default:
		return {};
	}
}

/** What customers behind one number have in common. */
enum class group : int {
	none = 0,
	household = 1,
	company = 2,
	shared = 3,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(group value)
{
	switch (value) {
	case group::none:
		return "none";
	case group::household:
		return "household";
	case group::company:
		return "company";
	case group::shared:
		return "shared";
	default:
		return {};
	}
}

/** What a hint is about. */
enum class hint_kind : int {
	hint = 0,
	offer = 1,
	care = 2,
	renewal = 3,
	lead = 4,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(hint_kind value)
{
	switch (value) {
	case hint_kind::hint:
		return "hint";
	case hint_kind::offer:
		return "offer";
	case hint_kind::care:
		return "care";
	case hint_kind::renewal:
		return "renewal";
	case hint_kind::lead:
		return "lead";
	default:
		return {};
	}
}

/** How sure an identification is. */
enum class identity : int {
	pending = 0,
	identified = 1,
	ambiguous = 2,
	unknown = 3,
	withheld = 4,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(identity value)
{
	switch (value) {
	case identity::pending:
		return "pending";
	case identity::identified:
		return "identified";
	case identity::ambiguous:
		return "ambiguous";
	case identity::unknown:
		return "unknown";
	case identity::withheld:
		return "withheld";
	default:
		return {};
	}
}

/** States of a leg; CSTA's local connection states. */
enum class leg_state : int {
	null_ = 0,
	initiated = 1,
	queued = 2,
	alerting = 3,
	connected = 4,
	held = 5,
	failed = 6,
	cleared = 7,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(leg_state value)
{
	switch (value) {
	case leg_state::null_:
		return "null";
	case leg_state::initiated:
		return "initiated";
	case leg_state::queued:
		return "queued";
	case leg_state::alerting:
		return "alerting";
	case leg_state::connected:
		return "connected";
	case leg_state::held:
		return "held";
	case leg_state::failed:
		return "failed";
	case leg_state::cleared:
		return "cleared";
	default:
		return {};
	}
}

/** Where a link stands; also in `link` events by the names given. */
enum class link_state : int {
	connecting = 0,
	resync = 1,
	up = 2,
	down = 3,
	failed = 4,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(link_state value)
{
	switch (value) {
	case link_state::connecting:
		return "connecting";
	case link_state::resync:
		return "resync";
	case link_state::up:
		return "up";
	case link_state::down:
		return "down";
	case link_state::failed:
		return "failed";
	default:
		return {};
	}
}

/** How much a log line matters. */
enum class log_level : int {
	error = 0,
	warn = 1,
	info = 2,
	debug = 3,
};

/** Metrics, made from #CTI_METRIC_MAP. */
enum class metric : int {
	in = 0,
	auto_rate_in = 1,
	self_service = 2,
	asked = 3,
	human_rate_in = 4,
	service_level = 5,
	abandoned = 6,
	abandon_rate = 7,
	loss_rate = 8,
	speed_of_answer = 9,
	out = 10,
	auto_rate_out = 11,
	human_rate_out = 12,
	handled = 13,
	talk = 14,
	hold = 15,
	handle = 16,
	occupancy = 17,
	customers = 18,
	cost = 19,
	conversion = 20,
	retention = 21,
	leads = 22,
	value = 23,
	parties = 24,
	touches = 25,
	offers = 26,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(metric value)
{
	switch (value) {
	case metric::in:
		return "in";
	case metric::auto_rate_in:
		return "auto_rate_in";
	case metric::self_service:
		return "self_service";
	case metric::asked:
		return "asked";
	case metric::human_rate_in:
		return "human_rate_in";
	case metric::service_level:
		return "service_level";
	case metric::abandoned:
		return "abandoned";
	case metric::abandon_rate:
		return "abandon_rate";
	case metric::loss_rate:
		return "loss_rate";
	case metric::speed_of_answer:
		return "speed_of_answer";
	case metric::out:
		return "out";
	case metric::auto_rate_out:
		return "auto_rate_out";
	case metric::human_rate_out:
		return "human_rate_out";
	case metric::handled:
		return "handled";
	case metric::talk:
		return "talk";
	case metric::hold:
		return "hold";
	case metric::handle:
		return "handle";
	case metric::occupancy:
		return "occupancy";
	case metric::customers:
		return "customers_per_agent_day";
	case metric::cost:
		return "cost_per_contact";
	case metric::conversion:
		return "conversion";
	case metric::retention:
		return "retention";
	case metric::leads:
		return "leads";
	case metric::value:
		return "value";
	case metric::parties:
		return "parties";
	case metric::touches:
		return "touches";
	case metric::offers:
		return "offers";
	default:
		return {};
	}
}

/** What sort of number it is. */
enum class number_class : int {
	unknown = 0,
	extension = 1,
	mobile = 2,
	fixed = 3,
	toll_free = 4,
	shared = 5,
	service = 6,
	withheld = 7,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(number_class value)
{
	switch (value) {
	case number_class::unknown:
		return "unknown";
	case number_class::extension:
		return "extension";
	case number_class::mobile:
		return "mobile";
	case number_class::fixed:
		return "fixed";
	case number_class::toll_free:
		return "toll-free";
	case number_class::shared:
		return "shared-cost";
	case number_class::service:
		return "service";
	case number_class::withheld:
		return "withheld";
	default:
		return {};
	}
}

/** Which numbers a plug-in is asked about. */
enum class number_scope : int {
	abroad = 0,
	all = 1,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(number_scope value)
{
	switch (value) {
	case number_scope::abroad:
		return "abroad";
	case number_scope::all:
		return "all";
	default:
		return {};
	}
}

/** What became of a pop. */
enum class pop_state : int {
	opened = 0,
	updated = 1,
	closed = 2,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(pop_state value)
{
	switch (value) {
	case pop_state::opened:
		return "opened";
	case pop_state::updated:
		return "updated";
	case pop_state::closed:
		return "closed";
	default:
		return {};
	}
}

/** Bits of cti_request_opts.flags. */
enum class request_flags : std::uint32_t {
	auto_answer = 1,
	at_once = 2,
};
constexpr request_flags operator|(request_flags a, request_flags b)
{
	return static_cast<request_flags>(static_cast<std::uint32_t>(a) |
		static_cast<std::uint32_t>(b));
}

/** Kinds of requests, made from #CTI_REQUEST_MAP. */
enum class request_kind : int {
	none = 0,
	dial = 1,
	answer = 2,
	hangup = 3,
	clear = 4,
	hold = 5,
	retrieve = 6,
	swap = 7,
	transfer = 8,
	consult = 9,
	complete = 10,
	cancel = 11,
	join = 12,
	conference = 13,
	drop = 14,
	deflect = 15,
	pickup = 16,
	park = 17,
	unpark = 18,
	dtmf = 19,
	data = 20,
	record_start = 21,
	record_stop = 22,
	record_pause = 23,
	record_resume = 24,
	mute = 25,
	unmute = 26,
	agent_login = 27,
	agent_logout = 28,
	agent_ready = 29,
	agent_not_ready = 30,
	agent_wrapup = 31,
	agent_wrapup_end = 32,
	queue_priority = 33,
	queue_withdraw = 34,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(request_kind value)
{
	switch (value) {
	case request_kind::dial:
		return "dial";
	case request_kind::answer:
		return "answer";
	case request_kind::hangup:
		return "hangup";
	case request_kind::clear:
		return "clear";
	case request_kind::hold:
		return "hold";
	case request_kind::retrieve:
		return "retrieve";
	case request_kind::swap:
		return "swap";
	case request_kind::transfer:
		return "transfer";
	case request_kind::consult:
		return "consult";
	case request_kind::complete:
		return "complete";
	case request_kind::cancel:
		return "cancel";
	case request_kind::join:
		return "join";
	case request_kind::conference:
		return "conference";
	case request_kind::drop:
		return "drop";
	case request_kind::deflect:
		return "deflect";
	case request_kind::pickup:
		return "pickup";
	case request_kind::park:
		return "park";
	case request_kind::unpark:
		return "unpark";
	case request_kind::dtmf:
		return "dtmf";
	case request_kind::data:
		return "data";
	case request_kind::record_start:
		return "record-start";
	case request_kind::record_stop:
		return "record-stop";
	case request_kind::record_pause:
		return "record-pause";
	case request_kind::record_resume:
		return "record-resume";
	case request_kind::mute:
		return "mute";
	case request_kind::unmute:
		return "unmute";
	case request_kind::agent_login:
		return "agent-login";
	case request_kind::agent_logout:
		return "agent-logout";
	case request_kind::agent_ready:
		return "agent-ready";
	case request_kind::agent_not_ready:
		return "agent-not-ready";
	case request_kind::agent_wrapup:
		return "agent-wrapup";
	case request_kind::agent_wrapup_end:
		return "agent-wrapup-end";
	case request_kind::queue_priority:
		return "queue-priority";
	case request_kind::queue_withdraw:
		return "queue-withdraw";
	default:
		return {};
	}
}

/** What a request must name: bits for #CTI_REQUEST_MAP. */
enum class request_needs : std::uint32_t {
	call = 1,
	device = 2,
	call_or_device = 4,
	to = 8,
	key = 16,
	value = 32,
	agent_or_device = 64,
};
constexpr request_needs operator|(request_needs a, request_needs b)
{
	return static_cast<request_needs>(static_cast<std::uint32_t>(a) |
		static_cast<std::uint32_t>(b));
}

/** Why a question is asked: bits of cti_route_opts.when. */
enum class route_reason : std::uint32_t {
	switch_ = 1,
	queue = 2,
	ring = 4,
};
constexpr route_reason operator|(route_reason a, route_reason b)
{
	return static_cast<route_reason>(static_cast<std::uint32_t>(a) |
		static_cast<std::uint32_t>(b));
}

/** What a device or a queue did in a segment of a contact. */
enum class segment_kind : int {
	queue = 0,
	ring = 1,
	dial = 2,
	talk = 3,
	hold = 4,
	consult = 5,
	park = 6,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(segment_kind value)
{
	switch (value) {
	case segment_kind::queue:
		return "queue";
	case segment_kind::ring:
		return "ring";
	case segment_kind::dial:
		return "dial";
	case segment_kind::talk:
		return "talk";
	case segment_kind::hold:
		return "hold";
	case segment_kind::consult:
		return "consult";
	case segment_kind::park:
		return "park";
	default:
		return {};
	}
}

/** What a step is. */
enum class trace_kind : int {
	message = 0,
	fact = 1,
	event = 2,
	no_pop = 3,
	outcome = 4,
};
/** The word in JSON; empty for a number that is none. */
constexpr std::string_view word(trace_kind value)
{
	switch (value) {
	case trace_kind::message:
		return "message";
	case trace_kind::fact:
		return "fact";
	case trace_kind::event:
		return "event";
	case trace_kind::no_pop:
		return "no-pop";
	case trace_kind::outcome:
		return "outcome";
	default:
		return {};
	}
}

/** What the library can fail with. */
enum class errc : int {
	ok = 0,
	nomem = -1,
	inval = -2,
	state = -3,
	notsup = -4,
	timedout = -5,
	canceled = -6,
	linkdown = -7,
	auth = -8,
	proto = -9,
	refused = -10,
	noent = -11,
	url = -12,
	scheme = -13,
	resolve = -14,
	connect = -15,
	tls = -16,
	eof = -17,
	toobig = -18,
	key = -19,
	value = -20,
	format = -21,
	io = -22,
	exist = -23,
	template_ = -24,
	withheld = -25,
	again = -26,
	thread = -27,
};
/** The sentence of an error. */
constexpr std::string_view text(errc value)
{
	switch (value) {
	case errc::nomem:
		return "out of memory";
	case errc::inval:
		return "invalid argument";
	case errc::state:
		return "not possible in the present state";
	case errc::notsup:
		return "the switch cannot do this";
	case errc::timedout:
		return "no answer in time";
	case errc::canceled:
		return "canceled by the application";
	case errc::linkdown:
		return "the link to the switch is down";
	case errc::auth:
		return "the switch refused the login";
	case errc::proto:
		return "the other side sent something unreadable";
	case errc::refused:
		return "the switch refused the request";
	case errc::noent:
		return "not found";
	case errc::url:
		return "the URL cannot be understood";
	case errc::scheme:
		return "no adapter for this URL scheme";
	case errc::resolve:
		return "the host name has no address";
	case errc::connect:
		return "the connection was refused or is unreachable";
	case errc::tls:
		return "the TLS connection cannot be trusted or set up";
	case errc::eof:
		return "the other side closed the connection";
	case errc::toobig:
		return "larger than the limit";
	case errc::key:
		return "unknown configuration key";
	case errc::value:
		return "the value does not fit the configuration key";
	case errc::format:
		return "the file is not in the expected format";
	case errc::io:
		return "reading or writing a file failed";
	case errc::exist:
		return "the name is taken already";
	case errc::template_:
		return "the template cannot be used";
	case errc::withheld:
		return "the number is withheld";
	case errc::again:
		return "nothing yet; try again";
	case errc::thread:
		return "called from a thread that must not call it";
	default:
		return {};
	}
}

/** What a field holds. */
enum class field_type { str, list, integer, boolean, time, pairs };
/** What such a field holds. */
constexpr field_type type_of(field value)
{
	switch (value) {
	case field::position:
	case field::waited_ms:
	case field::cause_code:
	case field::revision:
		return field_type::integer;
	case field::alerting:
	case field::withheld:
		return field_type::boolean;
	case field::devices:
	case field::also:
		return field_type::list;
	default:
		return field_type::str;
	}
}
/** What such a field holds. */
constexpr field_type type_of(contact_field value)
{
	switch (value) {
	case contact_field::began:
	case contact_field::asked:
	case contact_field::answered:
	case contact_field::ended:
		return field_type::time;
	case contact_field::wait_ms:
	case contact_field::talk_ms:
	case contact_field::hold_ms:
	case contact_field::consult_ms:
	case contact_field::transfers:
	case contact_field::lead_probability:
	case contact_field::cost:
	case contact_field::value:
		return field_type::integer;
	case contact_field::automated:
	case contact_field::abandoned:
		return field_type::boolean;
	case contact_field::offers:
	case contact_field::facts:
	case contact_field::record:
		return field_type::pairs;
	default:
		return field_type::str;
	}
}
/** What such a field holds. */
constexpr field_type type_of(advice_field value)
{
	switch (value) {
	case advice_field::score:
	case advice_field::contract_days:
	case advice_field::priority:
	case advice_field::verify_left:
		return field_type::integer;
	case advice_field::segments:
	case advice_field::skills:
	case advice_field::hidden:
		return field_type::list;
	case advice_field::do_not_call:
		return field_type::boolean;
	default:
		return field_type::str;
	}
}

/** Gives handles back; for std::unique_ptr. */
struct give_back {
	void operator()(::cti_advice *p) const noexcept
	{
		::cti_advice_unref(p);
	}
	void operator()(::cti_client *p) const noexcept
	{
		::cti_client_close(p);
	}
	void operator()(::cti_contact *p) const noexcept
	{
		::cti_contact_free(p);
	}
	void operator()(::cti_customer *p) const noexcept
	{
		::cti_customer_unref(p);
	}
	void operator()(::cti_event *p) const noexcept
	{
		::cti_event_unref(p);
	}
	void operator()(::cti_report *p) const noexcept
	{
		::cti_report_free(p);
	}
	void operator()(::cti_route *p) const noexcept
	{
		::cti_route_unref(p);
	}
	void operator()(::cti_snapshot *p) const noexcept
	{
		::cti_snapshot_unref(p);
	}
};
using advice_ptr = std::unique_ptr<::cti_advice, give_back>;
using client_ptr = std::unique_ptr<::cti_client, give_back>;
using contact_ptr = std::unique_ptr<::cti_contact, give_back>;
using customer_ptr = std::unique_ptr<::cti_customer, give_back>;
using event_ptr = std::unique_ptr<::cti_event, give_back>;
using report_ptr = std::unique_ptr<::cti_report, give_back>;
using route_ptr = std::unique_ptr<::cti_route, give_back>;
using snapshot_ptr = std::unique_ptr<::cti_snapshot, give_back>;

} // namespace cti

#endif
