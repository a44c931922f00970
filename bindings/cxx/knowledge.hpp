/* SPDX-License-Identifier: MIT */
/*
 * What a C++17 program may know without a call: telephone numbers, directories
 * of customers, what follows from the service knowledge, what is wrong with a
 * link, and why an event came.
 */
#ifndef CTI_KNOWLEDGE_HPP
#define CTI_KNOWLEDGE_HPP

#include "result.hpp"

#include <functional>
#include <map>
#include <vector>

namespace cti {

/** A telephone number, taken apart. */
struct phone_number {
	phone_number() = default;
	explicit phone_number(const ::cti_number &from)
		: kind(static_cast<number_class>(from.number_class)),
		  e164(from.e164), national(from.national),
		  extension(from.extension), display(from.display)
	{
		for (std::size_t i = 0; i < from.key_count; i++)
			keys.emplace_back(from.key[i]);
	}

	number_class kind = number_class::unknown;
	std::string e164;      /* "+8613800138000"; "" if it has none */
	std::string national;  /* as dialled inside the country */
	std::string extension; /* the part behind "ext." */
	std::string display;   /* for people: "138 0013 8000" */
	std::vector<std::string> keys; /* to match by, best first */
};

/** How a site dials. Views that are not set are at their default. */
struct number_plan {
	std::string_view country = {}, area = {}, outside_prefix = {},
			 carrier_prefixes = {};
	unsigned extension_digits = 0; /* of the longest; 0: five */
	/** Knows more countries: "phonenumber", or a path with a slash. */
	std::string_view plugin = {};
	number_scope plugin_for = number_scope::abroad;
};

/** One thing that was done to a number, and why. */
struct number_step {
	std::string name, value, text;
};

namespace detail {

/** A plan in C's form, with the texts that it points to. */
class stored_plan {
public:
	explicit stored_plan(const number_plan &from)
		: country(from.country), area(from.area),
		  outside(from.outside_prefix), carriers(from.carrier_prefixes)
	{
		opts.country = country.or_null();
		opts.area = area.or_null();
		opts.outside_prefix = outside.or_null();
		opts.carrier_prefixes = carriers.or_null();
		opts.extension_digits = from.extension_digits;
		opts.plugin_for = static_cast<std::uint32_t>(from.plugin_for);
		for (const auto *one : { &country, &area, &outside, &carriers })
			if (one->broken())
				ready = has_nul("the number plan");
		if (ready && from.plugin.data())
			load(from.plugin);
	}

	::cti_number_plan opts = CTI_NUMBER_PLAN_INIT;
	result<void> ready;

private:
	void load(std::string_view name)
	{
		c_text text(name);
		sentence why;

		if (text.broken())
			ready = has_nul("the plug-in's name");
		else
			ready = why.said(::cti_number_plugin_load(
				&opts.plugin, text.get(), why.text,
				sizeof(why.text)));
	}
	c_text country, area, outside, carriers;
};

inline failure no_number(int err, std::string_view text)
{
	return fail(err, std::string(text) +
				 " is no telephone number, or the plan's "
				 "country is not known");
}

} // namespace detail

/** Take a number apart by the rules of a site; "" is a withheld one. */
inline result<phone_number> parse_number(std::string_view text,
					 const number_plan &plan = {})
{
	detail::stored_plan rules(plan);
	detail::c_text number(text);
	::cti_number out;
	int err;

	if (!rules.ready)
		return rules.ready.error();
	if (number.broken())
		return detail::has_nul("the number");
	out.size = sizeof(out);
	err = ::cti_number_parse(number.get(), &rules.opts, &out);
	if (err)
		return detail::no_number(err, text);
	return phone_number(out);
}

/** The same; what was done, step by step, is added to a list. */
inline result<phone_number> explain_number(std::string_view text,
					   const number_plan &plan,
					   std::vector<number_step> &steps)
{
	detail::stored_plan rules(plan);
	detail::c_text number(text);
	::cti_number out;
	int err;

	if (!rules.ready)
		return rules.ready.error();
	if (number.broken())
		return detail::has_nul("the number");
	out.size = sizeof(out);
	err = ::cti_number_explain(
		number.get(), &rules.opts, &out,
		[](void *user, const ::cti_number_step *step) {
			static_cast<std::vector<number_step> *>(user)
				->push_back({ step->name, step->value,
					      step->text });
		},
		&steps);
	if (err)
		return detail::no_number(err, text);
	return phone_number(out);
}

/** How far the reading of a file has come, in bytes. */
struct progress {
	std::uint64_t done = 0, total = 0;
};

/** Make the SQLite directory of client::add_sqlite() from a CSV file; how many
    broken lines were left out. `told` runs inside, and must not throw. */
inline result<std::uint64_t>
build_directory(std::string_view csv, std::string_view sqlite,
		const number_plan &plan = {},
		std::function<void(progress)> told = {})
{
	detail::stored_plan rules(plan);
	detail::c_text from(csv), to(sqlite);
	detail::sentence why;
	std::uint64_t skipped = 0;
	int err;

	if (!rules.ready)
		return rules.ready.error();
	if (from.broken() || to.broken())
		return detail::has_nul("a path");
	if (!told)
		err = ::cti_directory_build(from.get(), to.get(), &rules.opts,
					    &skipped, why.text,
					    sizeof(why.text));
	else
		err = ::cti_directory_build_told(
			from.get(), to.get(), &rules.opts,
			[](std::uint64_t done, std::uint64_t total,
			   void *user) {
				(*static_cast<std::function<void(progress)> *>(
					user))({ done, total });
			},
			&told, &skipped, why.text, sizeof(why.text));
	if (err)
		return detail::fail(err, why.text);
	return skipped;
}

/** One hint for the agent; views live as long as the advice. */
struct hint {
	hint_kind kind;
	std::optional<int> probability; /* of a lead: 0 to 100 */
	std::string_view id, text, reason, product;
};

/** What follows from the service knowledge. Counted: copies share. Without any
    it has no word on anything. */
class advice {
public:
	advice() = default;
	/** Shares what C lends. */
	explicit advice(const ::cti_advice *lent)
		: p(lent ? ::cti_advice_ref(const_cast<::cti_advice *>(lent))
			 : nullptr)
	{
	}
	advice(const advice &other) : advice(other.p.get()) {}
	advice(advice &&) noexcept = default;
	advice &operator=(advice other) noexcept
	{
		p.swap(other.p);
		return *this;
	}
	static advice take(::cti_advice *owned)
	{
		advice made;

		made.p.reset(owned);
		return made;
	}

	explicit operator bool() const { return p != nullptr; }
	bool has(advice_field f) const
	{
		return ::cti_advice_has(p.get(),
					static_cast<::cti_advice_field>(f));
	}
	/** A list is separated by commas; empty if there is none. */
	std::string_view text(advice_field f) const
	{
		return ::cti_advice_text(p.get(),
					 static_cast<::cti_advice_field>(f));
	}
	std::int64_t integer(advice_field f) const
	{
		return ::cti_advice_int(p.get(),
					static_cast<::cti_advice_field>(f));
	}
	bool boolean(advice_field f) const { return integer(f) != 0; }
	/** Most important first. */
	std::vector<hint> hints() const
	{
		std::vector<hint> all;
		const ::cti_hint *one;

		while ((one = ::cti_advice_hint(p.get(), all.size())))
			all.push_back({ static_cast<hint_kind>(one->kind),
					one->probability < 0
						? std::nullopt
						: std::optional<int>(
							  one->probability),
					one->id, one->text, one->reason,
					one->product });
		return all;
	}
	/** What goes into the contact's record in the journal. */
	std::map<std::string, std::string> record() const
	{
		std::map<std::string, std::string> all;
		const ::cti_pair *pair;

		for (std::size_t i = 0;
		     (pair = ::cti_advice_record(p.get(), i)); i++)
			all.emplace(pair->key, pair->value);
		return all;
	}
	/** As it stands in a pop's JSON. */
	result<std::string> json() const
	{
		std::size_t n;
		char *text;
		int err = ::cti_advice_json(p.get(), &text, &n);

		if (err)
			return detail::fail(err);
		return detail::take(text, n);
	}

private:
	advice_ptr p;
};

/** Whether a file of service knowledge is right: a sentence that says what it
    holds, or the failure that says what is wrong where. */
inline result<std::string> check_service(std::string_view path)
{
	detail::c_text file(path);
	detail::sentence why;
	int err;

	if (file.broken())
		return detail::has_nul("the path");
	err = ::cti_service_check(file.get(), why.text, sizeof(why.text));
	if (err)
		return detail::fail(err, why.text);
	return std::string(why.text);
}

/** Counters as C has them; `size` is filled in. */
using link_stats = ::cti_link_stats;
using journal_stats = ::cti_journal_stats;

/** One thing that was found by client::diagnose(). */
struct finding {
	explicit finding(const ::cti_finding &from)
		: level(static_cast<finding_level>(from.level)), id(from.id),
		  text(from.text), remedy(from.remedy), file(from.file),
		  section(from.section), line(from.line),
		  text_form(from.text_form), remedy_form(from.remedy_form),
		  values(from.values, from.values + from.value_count)
	{
	}

	finding_level level;
	std::string id;	    /* always the same: "ami-clock" */
	std::string text;   /* what was found: one sentence */
	std::string remedy; /* what to do: one sentence; or "" */
	std::string file, section, line; /* where, and what should be there */
	std::string text_form, remedy_form; /* with {1} where values stand */
	std::vector<std::string> values;
};

/** What is wrong with a link, or with the switch behind it. Code errc::ok: all
    was looked at. */
struct diagnosis {
	std::vector<finding> findings;
	failure error;
};

/** One step from what a switch said to what a screen shows; views live until the
    callback returns. */
struct trace_step {
	explicit trace_step(const ::cti_trace &from)
		: kind(static_cast<trace_kind>(from.kind)), link(from.link),
		  time(detail::at(from.time_us)), offset(from.offset),
		  text(from.text, from.len), call(from.call),
		  ids(from.ids, from.ids + from.id_count), told(from.event)
	{
	}

	trace_kind kind;
	std::string_view link;
	time_point time;
	std::uint64_t offset; /* where the message begins, in bytes */
	std::string_view text; /* of a message: its very bytes */
	std::string_view call; /* "" if unknown */
	std::vector<std::string_view> ids; /* the switch's, of legs, bridges */
	const ::cti_event *told; /* of an event, borrowed: event(cti_event_ref()) */
};

/** One key that client::set() knows; constant. */
struct key_info {
	std::string_view name, type, default_value, doc;
	bool secret;
};

/** All keys. */
inline std::vector<key_info> keys()
{
	std::vector<key_info> all;
	const ::cti_key_info *row;

	while ((row = ::cti_key_at(all.size())))
		all.push_back({ row->name, row->type, row->default_value,
				row->doc, row->secret });
	return all;
}

/** One kind of request; constant. */
struct request_info {
	request_kind kind;
	request_needs needs;
	std::string_view word, doc;
};

/** All kinds of requests. */
inline std::vector<request_info> requests()
{
	std::vector<request_info> all;
	const ::cti_request_info *row;

	while ((row = ::cti_request_at(all.size())))
		all.push_back({ static_cast<request_kind>(row->kind),
				static_cast<request_needs>(row->needs),
				row->word, row->doc });
	return all;
}

/** The kind of a word: "agent-ready"; request_kind::none if there is none. */
inline request_kind request_of(std::string_view word)
{
	return static_cast<request_kind>(
		::cti_request_kind_find(std::string(word).c_str()));
}

/** The commands of the simulator's language: how each is written, a tab, what
    it does. */
inline std::vector<std::string_view> simulator_help()
{
	std::vector<std::string_view> all;
	const char *line;

	while ((line = ::cti_sim_help(all.size())))
		all.emplace_back(line);
	return all;
}

/** Of the library that is running: "0.1.0". */
inline std::string_view version()
{
	return ::cti_version();
}

/** What is running, as JSON, for reports of faults. */
inline result<std::string> runtime_info()
{
	std::size_t n;
	char *text;
	int err = ::cti_runtime_info(&text, &n);

	if (err)
		return detail::fail(err);
	return detail::take(text, n);
}

} // namespace cti

#endif
