/* SPDX-License-Identifier: MIT */
/*
 * What libcti hands to a C++17 program and takes from it: results, customers,
 * events, pops, pictures of what is so, requests and questions. cti.hpp includes
 * this and adds the client that they come from.
 *
 * Copies of a customer or an event share; every text is a view that lives as
 * long as the value it was read from. Nothing here throws but std::bad_alloc.
 */
#ifndef CTI_VALUES_HPP
#define CTI_VALUES_HPP

#include "generated.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cti {

using std::chrono::milliseconds;
/** Microseconds since 1970, as the library counts. */
using time_point = std::chrono::time_point<std::chrono::system_clock,
					   std::chrono::microseconds>;

/** Why something failed: the code, and one sentence that names the remedy. */
struct failure {
	errc code = errc::ok;
	std::string text;
};

/** A value or why there is none; as std::expected of C++23. */
template <class T> class [[nodiscard]] result {
public:
	result(T value) : held(std::move(value)) {}
	result(failure why) : held(std::move(why)) {}

	bool has_value() const { return held.index() == 0; }
	explicit operator bool() const { return has_value(); }
	/** The value; ends the program if there is none. */
	T &value() &
	{
		if (!has_value())
			std::abort();
		return *std::get_if<0>(&held);
	}
	const T &value() const &
	{
		return const_cast<result *>(this)->value();
	}
	T &&value() && { return std::move(value()); }
	T &operator*() & { return value(); }
	const T &operator*() const & { return value(); }
	T &&operator*() && { return std::move(value()); }
	T *operator->() { return &value(); }
	const T *operator->() const { return &value(); }
	T value_or(T other) const
	{
		return has_value() ? value() : std::move(other);
	}
	/** Why not; empty, code errc::ok, if there is a value. */
	const failure &error() const
	{
		static const failure none;
		const failure *why = std::get_if<1>(&held);

		return why ? *why : none;
	}

private:
	std::variant<T, failure> held;
};

template <> class [[nodiscard]] result<void> {
public:
	result() = default;
	result(failure cause) : why(std::move(cause)) {}

	bool has_value() const { return why.code == errc::ok; }
	explicit operator bool() const { return has_value(); }
	const failure &error() const { return why; }

private:
	failure why;
};

namespace detail {

inline failure fail(int code, std::string_view sentence = {})
{
	errc known = static_cast<errc>(code);

	return { known,
		 std::string(sentence.empty() ? std::string_view(
							::cti_strerror(code))
					      : sentence) };
}

/** A text as C wants it. One with NUL inside would be cut: it is refused. */
class c_text {
public:
	c_text(std::string_view from) : text(from), given(from.data() != nullptr)
	{
	}
	bool broken() const { return text.find('\0') != std::string::npos; }
	/** NULL for a view that has never been set. */
	const char *or_null() const { return given ? text.c_str() : nullptr; }
	const char *get() const { return text.c_str(); }

private:
	std::string text;
	bool given;
};

inline failure has_nul(std::string_view what)
{
	return fail(CTI_EINVAL, std::string(what) +
					" has a NUL byte inside; remove it");
}

inline time_point at(std::int64_t us)
{
	return time_point(std::chrono::microseconds(us));
}

} // namespace detail

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
	::cti_customer *c() const { return p.get(); }

private:
	customer_ptr p;
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
		std::string line(text, n);
		::cti_free(text);
		return line;
	}
	/** Of an event of kind pop. */
	inline std::optional<cti::pop> pop() const;
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
	};
	struct agent {
		std::string_view id, device, reason;
		agent_state state;
		std::vector<std::string_view> queues;
	};
	struct queue {
		std::string_view name;
		std::size_t waiting, agents, ready;
	};

	explicit snapshot(::cti_snapshot *owned) : p(owned) {}
	std::vector<call> calls() const
	{
		std::vector<call> all;
		const ::cti_call *one;

		while ((one = ::cti_snapshot_call(p.get(), all.size())))
			all.push_back(read(one));
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
					::cti_queue_ready(one) });
		return all;
	}

private:
	static call read(const ::cti_call *from)
	{
		call to{ ::cti_call_id(from),	  ::cti_call_direction(from),
			 ::cti_call_caller(from), ::cti_call_caller_name(from),
			 ::cti_call_dnis(from),	  ::cti_call_queue(from),
			 ::cti_call_link(from),
			 detail::at(::cti_call_began_us(from)), {} };
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
			  {} };
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

private:
	::cti_route *p;
};

} // namespace cti

#endif
