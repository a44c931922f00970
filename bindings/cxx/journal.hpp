/* SPDX-License-Identifier: MIT */
/*
 * The journal's file and what a manager counts, for C++17: both are read without
 * a client. A client writes to the journal (notes.hpp).
 */
#ifndef CTI_JOURNAL_HPP
#define CTI_JOURNAL_HPP

#include "values.hpp"

#include <functional>
#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace cti {

/** What a device or a queue did in a part of a contact. */
struct segment {
	explicit segment(const ::cti_segment &from)
		: kind(static_cast<segment_kind>(from.kind)),
		  began(detail::at(from.from_us)),
		  ended(detail::maybe_at(from.to_us)), device(from.device),
		  agent(from.agent), queue(from.queue), remote(from.remote),
		  outcome(from.outcome), recording(from.recording)
	{
	}

	segment_kind kind;
	time_point began;
	std::optional<time_point> ended; /* not while it is under way */
	std::string device, agent, queue;
	std::string remote;  /* the other number, or the slot */
	std::string outcome; /* "answered", "transferred" or a cause */
	std::string recording;
};

/** A contact with a customer, whatever transfers it went through; or one of
    another channel, for client::add_contact(). */
class contact {
public:
	using pairs = std::map<std::string, std::string>;

	/** What every contact needs. */
	contact(std::string_view id, std::string_view channel, time_point began)
	{
		set(contact_field::id, id);
		set(contact_field::channel, channel);
		set(contact_field::began, began);
	}
	/** Copies what C lends. */
	explicit contact(const ::cti_contact *from)
	{
		const ::cti_segment *one;
		std::size_t n;
		char *text;

		for (int i = 0; i < CTI_CONTACT_COUNT; i++)
			read(from, static_cast<contact_field>(i));
		while ((one = ::cti_contact_segment(from, parts.size())))
			parts.emplace_back(*one);
		/* It has segments, which only the library gives a contact. */
		if (!::cti_contact_json(from, &text, &n))
			line = detail::take(text, n);
	}

	/** A number as its digits. Whether it is one is seen when it is used. */
	contact &set(contact_field f, std::string_view text)
	{
		texts[f] = std::string(text);
		line.clear();
		return *this;
	}
	contact &set(contact_field f, const char *text)
	{
		return set(f, std::string_view(text));
	}
	contact &set(contact_field f, std::int64_t number)
	{
		return set(f, std::string_view(std::to_string(number)));
	}
	contact &set(contact_field f, int number)
	{
		return set(f, static_cast<std::int64_t>(number));
	}
	contact &set(contact_field f, bool so)
	{
		return set(f, std::int64_t(so));
	}
	contact &set(contact_field f, time_point when)
	{
		return set(f, detail::us(when));
	}
	/** A pair of offers, facts or record. */
	contact &pair(contact_field f, std::string name, std::string value)
	{
		rows[f][std::move(name)] = std::move(value);
		line.clear();
		return *this;
	}

	/** Empty if there is none. Lives as long as the contact. */
	std::string_view text(contact_field f) const
	{
		auto found = texts.find(f);

		return found == texts.end() ? std::string_view()
					    : found->second;
	}
	std::int64_t integer(contact_field f) const
	{
		std::string digits(text(f));

		return type_of(f) == field_type::str
			       ? 0
			       : std::strtoll(digits.c_str(), nullptr, 10);
	}
	bool boolean(contact_field f) const { return integer(f) != 0; }
	/** Nothing: never. */
	std::optional<time_point> time(contact_field f) const
	{
		return detail::maybe_at(integer(f));
	}
	/** Of offers, facts, record. */
	const pairs &all_pairs(contact_field f) const
	{
		static const pairs none;
		auto found = rows.find(f);

		return found == rows.end() ? none : found->second;
	}
	std::string_view id() const { return text(contact_field::id); }
	/** As the journal has them; nobody can add one. */
	const std::vector<segment> &segments() const { return parts; }
	/** A line, as journal::export_to() writes it. */
	result<std::string> json() const
	{
		return line.empty() ? written(::cti_contact_json)
				    : result<std::string>(line);
	}
	/** A line of CSV, without its segments. */
	result<std::string> csv() const { return written(::cti_contact_csv); }
	/** The line of names above such lines. */
	static result<std::string> csv_names()
	{
		return taken(::cti_contact_csv, nullptr);
	}
	/** For C. */
	result<contact_ptr> make() const
	{
		::cti_contact *raw;
		int err = ::cti_contact_new(&raw);
		contact_ptr made(raw);

		if (err)
			return detail::fail(err);
		for (const auto &[f, value] : texts)
			if (auto done = put(raw, f, value); !done)
				return done.error();
		for (const auto &[f, all] : rows)
			for (const auto &[name, value] : all)
				if (auto done = put(raw, f, name, value); !done)
					return done.error();
		return made;
	}

private:
	static ::cti_contact_field number(contact_field f)
	{
		return static_cast<::cti_contact_field>(f);
	}
	void read(const ::cti_contact *from, contact_field f)
	{
		switch (type_of(f)) {
		case field_type::str:
			texts[f] = ::cti_contact_text(from, number(f));
			break;
		case field_type::pairs:
			split(::cti_contact_text(from, number(f)), rows[f]);
			break;
		default:
			texts[f] = std::to_string(
				::cti_contact_int(from, number(f)));
		}
	}
	/* Lines of name=value. */
	static void split(std::string_view lines, pairs &all)
	{
		while (!lines.empty()) {
			auto end = lines.find('\n');
			auto one = lines.substr(0, end);
			auto sign = one.find('=');

			if (sign != one.npos)
				all.emplace(one.substr(0, sign),
					    one.substr(sign + 1));
			lines.remove_prefix(
				end == lines.npos ? lines.size() : end + 1);
		}
	}
	static result<void> said(contact_field f, std::string_view what,
				 int err)
	{
		return err ? result<void>(detail::fail(
				     err, "the contact's " +
						  std::string(word(f)) +
						  " cannot be " +
						  std::string(what)))
			   : result<void>();
	}
	static result<void> put(::cti_contact *to, contact_field f,
				const std::string &value)
	{
		detail::c_text text(value);

		return said(f, value,
			    text.broken() ? CTI_EINVAL
					  : ::cti_contact_set(to, number(f),
							      text.get()));
	}
	static result<void> put(::cti_contact *to, contact_field f,
				const std::string &name,
				const std::string &value)
	{
		detail::c_text key(name), text(value);

		return said(f, name + "=" + value,
			    key.broken() || text.broken()
				    ? CTI_EINVAL
				    : ::cti_contact_pair(to, number(f),
							 key.get(),
							 text.get()));
	}
	template <class F>
	static result<std::string> taken(F write, const ::cti_contact *from)
	{
		std::size_t n;
		char *text;
		int err = write(from, &text, &n);

		if (err)
			return detail::fail(err);
		return detail::take(text, n);
	}
	template <class F> result<std::string> written(F write) const
	{
		auto made = make();

		return made ? taken(write, made->get())
			    : result<std::string>(made.error());
	}

	std::map<contact_field, std::string> texts;
	std::map<contact_field, pairs> rows;
	std::vector<segment> parts;
	std::string line;
};

/** How long an agent was in a state. */
struct agent_span {
	std::string agent; /* or the extension */
	std::string state; /* "ready", "not-ready", "busy" or "wrapup" */
	std::string reason;
	time_point began, ended;
};

/** A record that the CRM does not take. */
struct dead_letter {
	std::string contact, why;
	std::uint64_t revision, attempts;
	time_point time;
};

/** Which contacts of a journal; what is not set lets all pass. */
struct journal_filter {
	std::optional<time_point> since = {}, until = {};
	std::string_view id = {}, number = {}, customer = {}, record = {};
	std::uint64_t limit = 0; /* only so many, the last ones */
};

namespace detail {

/** A filter in C's form, with the texts that it points to. */
class stored_filter {
public:
	explicit stored_filter(const journal_filter &from)
		: id(from.id), number(from.number), customer(from.customer),
		  record(from.record)
	{
		opts.since_us = us(from.since);
		opts.until_us = us(from.until);
		opts.id = id.or_null();
		opts.number = number.or_null();
		opts.customer = customer.or_null();
		opts.record = record.or_null();
		opts.limit = from.limit;
	}
	bool broken() const
	{
		return id.broken() || number.broken() || customer.broken() ||
		       record.broken();
	}

	::cti_journal_filter opts = CTI_JOURNAL_FILTER_INIT;

private:
	c_text id, number, customer, record;
};

/** What C calls for each of many, and what that throws. */
template <class T> struct each {
	std::function<bool(const T *)> more;
#if defined(__cpp_exceptions)
	std::exception_ptr thrown;
#endif

	static int tell(const T *one, void *user) noexcept
	{
		auto *self = static_cast<each *>(user);

#if defined(__cpp_exceptions)
		try {
			return self->more(one) ? 0 : 1;
		} catch (...) {
			self->thrown = std::current_exception();
			return 1;
		}
#else
		return self->more(one) ? 0 : 1;
#endif
	}
	/** To have had enough is no error. */
	result<void> end(int err, const sentence &why)
	{
#if defined(__cpp_exceptions)
		if (thrown)
			std::rethrow_exception(thrown);
#endif
		return err == 1 ? result<void>() : why.said(err);
	}
};

/** All that `each` tells one by one. */
template <class T, class F> result<std::vector<T>> all_of(F each)
{
	std::vector<T> all;
	auto done = each([&](const T &one) {
		all.push_back(one);
		return true;
	});

	if (!done)
		return done.error();
	return all;
}

} // namespace detail

class report;

/** A journal's file (key journal.file), also while another process writes it.
    Nothing is read before it is asked for. */
class journal {
public:
	explicit journal(std::string_view file) : path(file) {}

	/** Oldest first; false: no more. */
	result<void> each_contact(std::function<bool(const contact &)> more,
				  const journal_filter &filter = {}) const
	{
		return each_raw<::cti_contact>(
			::cti_journal_read,
			[&](const ::cti_contact *one) {
				return more(contact(one));
			},
			filter);
	}
	result<std::vector<contact>>
	contacts(const journal_filter &filter = {}) const
	{
		return detail::all_of<contact>(
			[&](auto more) { return each_contact(more, filter); });
	}
	/** How long agents were in which state; false: no more. Of the filter
	    only the times count. */
	result<void> each_span(std::function<bool(const agent_span &)> more,
			       const journal_filter &filter = {}) const
	{
		return each_raw<::cti_agent_span>(
			::cti_journal_spans,
			[&](const ::cti_agent_span *one) {
				return more({ one->agent, one->state,
					      one->reason,
					      detail::at(one->from_us),
					      detail::at(one->to_us) });
			},
			filter);
	}
	result<std::vector<agent_span>>
	spans(const journal_filter &filter = {}) const
	{
		return detail::all_of<agent_span>(
			[&](auto more) { return each_span(more, filter); });
	}
	/** Records that the CRM does not take, oldest first. */
	result<std::vector<dead_letter>> dead_letters() const
	{
		return detail::all_of<dead_letter>([&](auto more) {
			return each_raw<::cti_journal_letter>(
				[](auto file, auto, auto... rest) {
					return ::cti_journal_dead(file,
								  rest...);
				},
				[&](const ::cti_journal_letter *one) {
					return more({ one->contact, one->why,
						      one->revision,
						      one->attempts,
						      detail::at(
							      one->time_us) });
				});
		});
	}
	/** Offer dead records again, of one contact or of all: how many. */
	result<std::uint64_t> retry(std::string_view contact = {}) const
	{
		detail::c_text file(path), one(contact);
		detail::sentence why;
		std::uint64_t count;
		int err;

		if (file.broken() || one.broken())
			return detail::has_nul("the text");
		err = ::cti_journal_retry(file.get(), one.or_null(), &count,
					  why.text, sizeof(why.text));
		if (err)
			return detail::fail(err, why.text);
		return count;
	}
	/** Write contacts to a file: "json", a line each, or "csv". */
	result<void> export_to(std::string_view to,
			       std::string_view format = "json",
			       const journal_filter &filter = {}) const
	{
		detail::c_text file(path), other(to), form(format);
		detail::stored_filter some(filter);
		detail::sentence why;

		if (file.broken() || other.broken() || form.broken() ||
		    some.broken())
			return detail::has_nul("the text");
		return why.said(::cti_journal_export(
			file.get(), &some.opts, form.get(), other.get(),
			why.text, sizeof(why.text)));
	}

private:
	friend class report;

	/* What a reader of C's tells, as it lends it. */
	template <class T, class R>
	result<void> each_raw(R read, std::function<bool(const T *)> more,
			      const journal_filter &filter = {}) const
	{
		detail::each<T> each;
		detail::c_text file(path);
		detail::stored_filter some(filter);
		detail::sentence why;

		if (file.broken())
			return detail::has_nul("the path");
		if (some.broken())
			return detail::has_nul("the text");
		each.more = std::move(more);
		return each.end(read(file.get(), &some.opts, each.tell, &each,
				     why.text, sizeof(why.text)),
				why);
	}

	std::string path;
};

/** A report in the making, from a journal's file or from events as they come.
    One thread at a time. */
class report {
public:
	/** Empty; out of memory is one whose functions fail. */
	report()
	{
		::cti_report *made;

		if (!::cti_report_new(&made))
			p.reset(made);
	}

	/** How to count, before anything is counted: service_level_s, hours,
	    converted ...; docs/guide/metrics.md lists them. */
	result<void> set(std::string_view key, std::string_view value)
	{
		detail::c_text name(key), text(value);
		int err = name.broken() || text.broken() ? CTI_EINVAL
			  : !p			 ? CTI_ENOMEM
						 : ::cti_report_set(p.get(),
								    name.get(),
								    text.get());

		return err ? result<void>(detail::fail(
				     err, "a report cannot have " +
						  std::string(key) + "=" +
						  std::string(value) + ": " +
						  ::cti_strerror(err)))
			   : result<void>();
	}
	/** Every event, in order; a contact counts when it has ended. */
	result<void> add(const event &one)
	{
		return said(p ? ::cti_report_event(p.get(), one.c())
			      : CTI_ENOMEM);
	}
	result<void> add(const contact &one)
	{
		auto made = one.make();

		if (!made)
			return made.error();
		return said(p ? ::cti_report_contact(p.get(), made->get())
			      : CTI_ENOMEM);
	}
	result<void> add(const agent_span &one)
	{
		::cti_agent_span span = { one.agent.c_str(), one.state.c_str(),
					  one.reason.c_str(),
					  detail::us(one.began),
					  detail::us(one.ended) };

		return said(p ? ::cti_report_span(p.get(), &span) : CTI_ENOMEM);
	}
	/** The contacts of a file, and what its agents did. */
	result<void> add(const journal &file, const journal_filter &filter = {})
	{
		int err = p ? 0 : CTI_ENOMEM;
		auto done = file.each_raw<::cti_contact>(
			::cti_journal_read,
			[&](const ::cti_contact *one) {
				err = err ? err
					  : ::cti_report_contact(p.get(), one);
				return !err;
			},
			filter);

		if (done)
			done = file.each_raw<::cti_agent_span>(
				::cti_journal_spans,
				[&](const ::cti_agent_span *one) {
					err = err ? err
						  : ::cti_report_span(p.get(),
								      one);
					return !err;
				},
				filter);
		return done && err ? said(err) : done;
	}
	/** No more events will come: what agents do ends with the last one. */
	void end()
	{
		if (p)
			::cti_report_end(p.get());
	}
	/** A number of a group and which of them ("queue", "support"), in the
	    metric's unit; nothing where there is nothing to count. */
	std::optional<std::int64_t> get(metric what,
					std::string_view group = "all",
					std::string_view key = "") const
	{
		std::int64_t number =
			p ? ::cti_report_get(p.get(),
					     std::string(group).c_str(),
					     std::string(key).c_str(),
					     static_cast<::cti_metric>(what))
			  : -1;

		return number < 0 ? std::nullopt
				  : std::optional<std::int64_t>(number);
	}
	/** As "text", "json" (a line a group), "csv", "prometheus" or
	    "gnuplot". */
	result<std::string> write(std::string_view format = "text")
	{
		char *text = nullptr;
		int err = p ? ::cti_report_write(p.get(),
						 std::string(format).c_str(),
						 &text)
			    : CTI_ENOMEM;

		if (err)
			return detail::fail(
				err, "a report cannot be written as " +
					     std::string(format));
		return detail::take(text, std::string_view(text).size());
	}

private:
	static result<void> said(int err)
	{
		return err ? result<void>(detail::fail(err)) : result<void>();
	}

	report_ptr p;
};

/** What a metric counts, in a sentence; constant. */
inline std::string_view definition(metric what)
{
	const char *text =
		::cti_metric_definition(static_cast<::cti_metric>(what));

	return text ? text : "";
}

} // namespace cti

#endif
