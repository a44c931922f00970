/* SPDX-License-Identifier: MIT */
/*
 * What libcti hands to a C++17 program and takes from it: results, customers,
 * events, pops, pictures of what is so, requests and questions. client.hpp has
 * the client that they come from.
 *
 * Copies of a customer or an event share; every text is a view that lives as
 * long as the value it was read from. Nothing here throws but std::bad_alloc.
 */
#ifndef CTI_VALUES_HPP
#define CTI_VALUES_HPP

#include "knowledge.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cti {

/** Who a number belongs to: fields by name. Counted; copies share. */
class customer {
public:
	/** Without fields; out of memory is an empty one. */
	customer()
	{
		::cti_customer *made;

		if (!::cti_customer_new(&made))
			p.reset(made);
	}
	/** Shares what C lends. */
	explicit customer(const ::cti_customer *lent)
		: p(::cti_customer_ref(const_cast<::cti_customer *>(lent)))
	{
	}
	customer(const customer &other) : p(::cti_customer_ref(other.p.get())) {}
	customer(customer &&) noexcept = default;
	customer &operator=(customer other) noexcept
	{
		p.swap(other.p);
		return *this;
	}

	/** Only before it is handed to the library. */
	result<void> set(std::string_view field, std::string_view value)
	{
		detail::c_text f(field), v(value);
		int err;

		if (f.broken() || v.broken())
			return detail::has_nul("the customer's field");
		err = p ? ::cti_customer_set(p.get(), f.get(), v.get())
			: CTI_ENOMEM;
		return err ? result<void>(detail::fail(err)) : result<void>();
	}
	/** Empty if there is no such field. Lives as long as the customer. */
	std::string_view get(std::string_view field) const
	{
		return p ? ::cti_customer_get(p.get(),
					      std::string(field).c_str())
			 : "";
	}
	std::string_view operator[](std::string_view field) const
	{
		return get(field);
	}
	std::vector<std::string_view> fields() const
	{
		std::vector<std::string_view> all;
		const char *name;

		while (p && (name = ::cti_customer_field(p.get(), all.size())))
			all.emplace_back(name);
		return all;
	}
	/** How well the customer fits, 0 to 100. */
	unsigned score() const { return p ? ::cti_customer_score(p.get()) : 0; }
	std::string_view reason() const
	{
		return p ? ::cti_customer_reason(p.get()) : "";
	}
	std::string_view source() const
	{
		return p ? ::cti_customer_source(p.get()) : "";
	}
	/** Name of the source that a field is from; empty if there is none. */
	std::string_view source(std::string_view field) const
	{
		return p ? ::cti_customer_field_source(
				   p.get(), std::string(field).c_str())
			 : "";
	}
	/** Which of the customer's numbers it is: "mobile"; or empty. */
	std::string_view number_kind() const
	{
		return p ? ::cti_customer_number_kind(p.get()) : "";
	}
	::cti_customer *c() const { return p.get(); }

private:
	customer_ptr p;
};

/** What those behind one number have in common. */
struct customer_group {
	group kind = group::none;
	std::string label; /* of the household or company; or empty */
	std::size_t members = 0;
};

/** An earlier contact with the customer, by any channel. */
struct earlier {
	std::string_view id, channel, direction, line, agent, disposition,
		notes;
	time_point began;
};

class pop;

/** What happened. Immutable and counted: copies share. */
class event {
public:
	event() = default;
	explicit event(::cti_event *owned) : p(owned) {}
	event(const event &other) : p(other.p ? ::cti_event_ref(other.p.get())
					      : nullptr)
	{
	}
	event(event &&) noexcept = default;
	event &operator=(event other) noexcept
	{
		p.swap(other.p);
		return *this;
	}

	explicit operator bool() const { return p != nullptr; }
	event_kind kind() const
	{
		return static_cast<event_kind>(::cti_event_kind(p.get()));
	}
	/** "call-begin". */
	std::string_view name() const { return word(kind()); }
	time_point time() const
	{
		return detail::at(::cti_event_time_us(p.get()));
	}
	/** From 1, without gaps. */
	std::uint64_t seq() const { return ::cti_event_seq(p.get()); }
	event_flag flags() const
	{
		return static_cast<event_flag>(::cti_event_flags(p.get()));
	}
	bool has(field f) const
	{
		return ::cti_event_has(p.get(), static_cast<::cti_field>(f));
	}
	/** Untrusted text in UTF-8; empty if the event has none. Lives as long as
	    the event. */
	std::string_view str(field f) const
	{
		std::size_t n;
		const char *text = ::cti_event_str(
			p.get(), static_cast<::cti_field>(f), &n);

		return { text, n };
	}
	std::int64_t integer(field f) const
	{
		return ::cti_event_int(p.get(), static_cast<::cti_field>(f));
	}
	bool boolean(field f) const { return integer(f) != 0; }
	/** One line of JSON, as the tool prints it. */
	result<std::string> json() const
	{
		std::size_t n;
		char *text;
		int err = ::cti_event_json(p.get(), &text, &n);

		if (err)
			return detail::fail(err);
		return detail::take(text, n);
	}
	/** Of an event of kind pop. */
	inline std::optional<cti::pop> pop() const;
	/** Of a call-end: who it was that was on nobody's screen. */
	inline std::optional<cti::pop> contact() const;
	const ::cti_event *c() const { return p.get(); }

private:
	event_ptr p;
};

/** What a screen shows of one call; keeps the event it came with. */
class pop {
public:
	pop(event carrier, const ::cti_pop *lent)
		: owner(std::move(carrier)), p(lent)
	{
	}
	std::string_view id() const { return ::cti_pop_id(p); }
	pop_state state() const
	{
		return static_cast<pop_state>(::cti_pop_state(p));
	}
	unsigned revision() const { return ::cti_pop_revision(p); }
	/** Why it was closed: "hangup", "answered-elsewhere" ... */
	std::string_view reason() const { return ::cti_pop_reason(p); }
	std::string_view call() const { return ::cti_pop_call(p); }
	std::string_view device() const { return ::cti_pop_device(p); }
	std::string_view agent() const { return ::cti_pop_agent(p); }
	/** The customer's number, also after transfers. */
	std::string_view remote() const { return ::cti_pop_remote(p); }
	std::string_view name() const { return ::cti_pop_name(p); }
	std::string_view dnis() const { return ::cti_pop_dnis(p); }
	std::string_view queue() const { return ::cti_pop_queue(p); }
	std::string_view direction() const { return ::cti_pop_direction(p); }
	milliseconds waited() const
	{
		return milliseconds(::cti_pop_waited_ms(p));
	}
	bool answered() const { return ::cti_pop_answered(p); }
	cti::identity identity() const
	{
		return static_cast<cti::identity>(::cti_pop_identity(p));
	}
	cti::greeting greeting() const
	{
		return static_cast<cti::greeting>(::cti_pop_greeting(p));
	}
	std::string_view greeting_text() const
	{
		return ::cti_pop_greeting_text(p);
	}
	std::string_view url() const { return ::cti_pop_url(p); }
	std::string_view data(std::string_view key) const
	{
		return ::cti_pop_data(p, std::string(key).c_str());
	}
	/** Best first. */
	std::vector<customer> candidates() const
	{
		std::vector<customer> all;
		const ::cti_customer *one;

		while ((one = ::cti_pop_candidate(p, all.size())))
			all.emplace_back(one);
		return all;
	}
	/** A field of the one to show; empty if nobody is known. */
	std::string_view customer_field(std::string_view name) const
	{
		const ::cti_customer *first = ::cti_pop_candidate(p, 0);

		return first ? ::cti_customer_get(first,
						  std::string(name).c_str())
			     : "";
	}
	/** Others of the customer's account, such as a second decider. */
	std::vector<customer> contacts() const
	{
		std::vector<customer> all;
		const ::cti_customer *one;

		while ((one = ::cti_pop_contact(p, all.size())))
			all.emplace_back(one);
		return all;
	}
	/** What those behind the number have in common. */
	customer_group group() const
	{
		return { static_cast<cti::group>(::cti_pop_group(p)),
			 ::cti_pop_group_label(p), ::cti_pop_group_members(p) };
	}
	/** Earlier contacts of the customer or the number, latest first. */
	std::vector<cti::earlier> earlier() const
	{
		std::vector<cti::earlier> all;
		const ::cti_earlier *one;

		while ((one = ::cti_pop_earlier(p, all.size())))
			all.push_back({ one->id, one->channel, one->direction,
					one->line, one->agent, one->disposition,
					one->notes,
					detail::at(one->began_us) });
		return all;
	}
	/** All that the service knowledge says; it outlives the pop. */
	cti::advice advice() const
	{
		return cti::advice(::cti_pop_advice(p));
	}
	/** What the service knowledge says: tier, list, desk, owner ... */
	std::string_view advice(advice_field f) const
	{
		return ::cti_advice_text(::cti_pop_advice(p),
					 static_cast<::cti_advice_field>(f));
	}
	/** What to offer or what falls due, most urgent first. */
	std::vector<std::string_view> hints() const
	{
		std::vector<std::string_view> all;
		const ::cti_hint *hint;

		while ((hint = ::cti_advice_hint(::cti_pop_advice(p),
						 all.size())))
			all.emplace_back(hint->text);
		return all;
	}
	const ::cti_pop *c() const { return p; }

private:
	event owner;
	const ::cti_pop *p;
};

inline std::optional<pop> event::pop() const
{
	const ::cti_pop *lent = ::cti_event_pop(p.get());

	if (!lent)
		return std::nullopt;
	event keeper(*this);
	lent = keeper ? ::cti_event_pop(keeper.c()) : nullptr;
	return lent ? std::optional<cti::pop>(cti::pop(std::move(keeper), lent))
		    : std::nullopt;
}

inline std::optional<pop> event::contact() const
{
	if (!::cti_event_contact(p.get()))
		return std::nullopt;
	event keeper(*this);
	const ::cti_pop *lent = keeper ? ::cti_event_contact(keeper.c())
				       : nullptr;

	return lent ? std::optional<cti::pop>(cti::pop(std::move(keeper), lent))
		    : std::nullopt;
}

/** Who calls, as far as it is known. */
struct identification {
	cti::identity identity = cti::identity::unknown;
	std::vector<customer> candidates; /* best first */
	std::vector<customer> contacts;	  /* others of the first's account */
	customer_group group;
	cti::greeting greeting = cti::greeting::generic;
	std::string greeting_text;
};

/** What is so now; a picture that never changes. */
class snapshot {
public:
	struct leg {
		std::string_view device, remote, called;
		leg_state state;
		bool watched;
	};
	struct call {
		std::string_view id, direction, caller, name, dnis, queue, link;
		time_point began;
		std::vector<leg> legs;
		std::string_view consult_of; /* the call it consults for */
		bool withheld;
		std::optional<time_point> queued; /* it waits in a queue */
	};
	struct device {
		std::string_view number;
		std::size_t legs;
	};
	struct agent {
		std::string_view id, device, reason;
		agent_state state;
		std::vector<std::string_view> queues;
		std::optional<time_point> since; /* if that was seen */
	};
	struct queue {
		std::string_view name;
		std::size_t waiting, agents, ready;
		std::optional<time_point> oldest; /* of those that wait */
	};

	explicit snapshot(::cti_snapshot *owned) : p(owned) {}
	snapshot(const snapshot &other) : p(::cti_snapshot_ref(other.p.get())) {}
	snapshot(snapshot &&) noexcept = default;
	snapshot &operator=(snapshot other) noexcept
	{
		p.swap(other.p);
		return *this;
	}

	std::vector<call> calls() const
	{
		std::vector<call> all;
		const ::cti_call *one;

		while ((one = ::cti_snapshot_call(p.get(), all.size())))
			all.push_back(read(one));
		return all;
	}
	/** The call of that id. */
	std::optional<call> find(std::string_view id) const
	{
		const ::cti_call *one = ::cti_snapshot_find_call(
			p.get(), std::string(id).c_str());

		return one ? std::optional<call>(read(one)) : std::nullopt;
	}
	std::vector<device> devices() const
	{
		std::vector<device> all;
		const ::cti_device *one;

		while ((one = ::cti_snapshot_device(p.get(), all.size())))
			all.push_back({ ::cti_device_number(one),
					::cti_device_legs(one) });
		return all;
	}
	std::vector<agent> agents() const
	{
		std::vector<agent> all;
		const ::cti_agent *one;

		while ((one = ::cti_snapshot_agent(p.get(), all.size())))
			all.push_back(read(one));
		return all;
	}
	std::vector<queue> queues() const
	{
		std::vector<queue> all;
		const ::cti_queue *one;

		while ((one = ::cti_snapshot_queue(p.get(), all.size())))
			all.push_back({ ::cti_queue_name(one),
					::cti_queue_waiting(one),
					::cti_queue_agents(one),
					::cti_queue_ready(one),
					detail::maybe_at(
						::cti_queue_oldest_us(one)) });
		return all;
	}

private:
	static call read(const ::cti_call *from)
	{
		call to{ ::cti_call_id(from),	  ::cti_call_direction(from),
			 ::cti_call_caller(from), ::cti_call_caller_name(from),
			 ::cti_call_dnis(from),	  ::cti_call_queue(from),
			 ::cti_call_link(from),
			 detail::at(::cti_call_began_us(from)), {},
			 ::cti_call_consult_of(from),
			 ::cti_call_withheld(from),
			 detail::maybe_at(::cti_call_queued_us(from)) };
		const ::cti_leg *one;

		while ((one = ::cti_call_leg(from, to.legs.size())))
			to.legs.push_back(
				{ ::cti_leg_device(one), ::cti_leg_remote(one),
				  ::cti_leg_called(one),
				  static_cast<leg_state>(::cti_leg_state(one)),
				  ::cti_leg_is_watched(one) });
		return to;
	}
	static agent read(const ::cti_agent *from)
	{
		agent to{ ::cti_agent_id(from), ::cti_agent_device(from),
			  ::cti_agent_reason(from),
			  static_cast<agent_state>(::cti_agent_state(from)),
			  {},
			  detail::maybe_at(::cti_agent_since_us(from)) };
		const char *queue;

		while ((queue = ::cti_agent_queue(from, to.queues.size())))
			to.queues.emplace_back(queue);
		return to;
	}
	snapshot_ptr p;
};

/** A switch to listen to. Views that are not set are at their default. */
struct link_options {
	std::string_view url, name = {}, user = {}, secret = {}, record = {},
			      switch_name = {};
};

/** A server to ask, over HTTP or LDAP. The preset's own settings by name. */
struct server_options {
	std::string_view preset = {}, base = {}, user = {}, secret = {};
	std::string_view search_base = {}; /* of LDAP */
	std::map<std::string, std::string> settings = {};
};

/** Whom and what to judge; what is not set is unknown. */
struct advice_query {
	std::optional<cti::customer> customer = {};
	std::string_view dnis = {}, queue = {}, direction = {};
	std::optional<time_point> time = {}; /* else now */
	std::map<std::string, std::string> data = {};
};

/** When and how to ask where calls go. Patterns are those of devices.extensions;
    views that are not set fit everything. */
struct route_options {
	std::string_view queues = {}, numbers = {}, devices = {};
	std::string_view to = {}; /* without an answer; "": by itself */
	milliseconds deadline{ 0 };
	route_reason when = route_reason::switch_ | route_reason::queue |
			    route_reason::ring;
};

/** What became of a question; code errc::ok: as answered. */
struct route_outcome {
	std::string call, to;
	failure error;
};

/** What to ask of a switch; see cti/request.h for what each kind needs. */
struct request {
	request_kind kind{};
	std::string_view call = {}, device = {}, to = {}, agent = {},
			 queue = {}, reason = {}, key = {}, value = {},
			 link = {}, caller = {}, caller_name = {};
	std::uint32_t flags = 0;
	milliseconds timeout{ 0 };
	int priority = 0;
	std::map<std::string, std::string> data = {};
};

/** A request that was accepted. */
struct ticket {
	std::uint64_t id = 0;
	std::string call; /* of `dial`: the id that its call will have */
};

/** How a request ended: code errc::ok if the switch has begun it. */
struct outcome {
	std::uint64_t id;
	request_kind kind;
	failure error;
	std::string call, link;
};

/** The application is asked who it is; answer at once or later, once. One that
    is dropped unanswered says that nobody is known. */
class lookup {
public:
	explicit lookup(::cti_lookup *owned) : p(owned) {}
	lookup(lookup &&other) noexcept : p(std::exchange(other.p, nullptr)) {}
	lookup(const lookup &) = delete;
	lookup &operator=(const lookup &) = delete;
	~lookup() { answer({}); }

	/** The number as it arrived, or the value of field(). */
	std::string text() const { return p ? ::cti_lookup_text(p) : ""; }
	/** "" if a number is asked for. */
	std::string field() const { return p ? ::cti_lookup_field(p) : ""; }
	/** The number taken apart, unless a field's value is asked for. */
	std::optional<phone_number> number() const
	{
		return p && !*::cti_lookup_field(p)
			       ? std::optional<phone_number>(phone_number(
					 *::cti_lookup_number(p)))
			       : std::nullopt;
	}
	/** On the thread that polls. */
	void answer(const std::vector<customer> &found)
	{
		std::vector<::cti_customer *> list;

		if (!p)
			return;
		for (const customer &one : found)
			if (one.c())
				list.push_back(one.c());
		::cti_lookup_answer(std::exchange(p, nullptr), list.data(),
				    list.size());
	}

private:
	::cti_lookup *p;
};

/** Where shall this call go? One that is dropped takes the default. */
class route {
public:
	explicit route(::cti_route *owned) : p(owned) {}
	route(route &&other) noexcept : p(std::exchange(other.p, nullptr)) {}
	route(const route &) = delete;
	route &operator=(const route &) = delete;
	~route()
	{
		if (p)
			::cti_route_default(p);
	}

	std::string_view call() const { return ::cti_route_call(p); }
	std::string_view caller() const { return ::cti_route_caller(p); }
	std::string_view dnis() const { return ::cti_route_dnis(p); }
	std::string_view queue() const { return ::cti_route_queue(p); }
	std::string_view device() const { return ::cti_route_device(p); }
	route_reason reason() const
	{
		return static_cast<route_reason>(::cti_route_reason(p));
	}
	cti::identity identity() const
	{
		return static_cast<cti::identity>(::cti_route_identity(p));
	}
	std::string_view link() const { return ::cti_route_link(p); }
	std::string_view caller_name() const
	{
		return ::cti_route_caller_name(p);
	}
	bool withheld() const { return ::cti_route_withheld(p); }
	/** For the answer, from when it was asked. */
	milliseconds deadline() const
	{
		return milliseconds(::cti_route_deadline_ms(p));
	}
	/** A value of the call's data; empty if it has none. */
	std::string_view data(std::string_view key) const
	{
		return ::cti_route_data(p, std::string(key).c_str());
	}
	/** All of the call's data. */
	std::map<std::string, std::string> data() const
	{
		std::map<std::string, std::string> all;
		const ::cti_pair *pair;

		for (std::size_t i = 0; (pair = ::cti_route_pair(p, i)); i++)
			all.emplace(pair->key, pair->value);
		return all;
	}
	/** Who calls, best first. */
	std::vector<customer> customers() const
	{
		std::vector<customer> all;
		const ::cti_customer *one;

		while ((one = ::cti_route_customer(p, all.size())))
			all.emplace_back(one);
		return all;
	}
	std::string_view customer_field(std::string_view name) const
	{
		const ::cti_customer *first = ::cti_route_customer(p, 0);

		return first ? ::cti_customer_get(first,
						  std::string(name).c_str())
			     : "";
	}
	/** Send the call there; the question is over, whatever comes of it. */
	result<void> to(std::string_view number)
	{
		detail::c_text where(number);
		int err;

		if (!p)
			return detail::fail(CTI_ESTATE);
		if (where.broken())
			return detail::has_nul("the number");
		err = ::cti_route_to(p, where.get());
		if (err != CTI_EINVAL)
			p = nullptr;
		return err ? result<void>(detail::fail(err)) : result<void>();
	}
	/** The default, at once. */
	result<void> by_default()
	{
		int err = p ? ::cti_route_default(std::exchange(p, nullptr))
			    : CTI_ESTATE;

		return err ? result<void>(detail::fail(err)) : result<void>();
	}

private:
	::cti_route *p;
};

} // namespace cti

#endif
