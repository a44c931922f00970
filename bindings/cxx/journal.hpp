/* SPDX-License-Identifier: MIT */
/*
 * The journal's file and what a manager counts, for C++17: both are read without
 * a client. A client writes to the journal (notes.hpp).
 */
#ifndef CTI_JOURNAL_HPP
#define CTI_JOURNAL_HPP

#include "contact.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace cti {

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
