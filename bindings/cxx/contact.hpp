/* SPDX-License-Identifier: MIT */
/*
 * A contact with a customer, for C++17: as a journal keeps it, and as a program
 * makes one of another channel.
 */
#ifndef CTI_CONTACT_HPP
#define CTI_CONTACT_HPP

#include "values.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

} // namespace cti

#endif
