/* SPDX-License-Identifier: MIT */
/*
 * What a client writes to the journal: how a contact went, and contacts of
 * other channels.
 */
#ifndef CTI_NOTES_HPP
#define CTI_NOTES_HPP

#include "client.hpp"
#include "contact.hpp"

#include <string>
#include <string_view>

namespace cti {

namespace detail {

inline constexpr const char *no_journal =
	"this client keeps no journal; set journal.file first";

/** What is kept of a contact, with a sentence for each way to fail. */
template <class F>
result<void> kept(core &of, std::string_view contact, std::string_view first,
		  std::string_view second, F call)
{
	c_text id(contact), a(first), b(second);
	stay in(of);
	int err;

	if (id.broken() || a.broken() || b.broken())
		return has_nul("the text");
	if (!in.c)
		return in.closed();
	err = call(in.c, id.get(), a.get(), b.get());
	if (!err)
		return {};
	if (err == CTI_ESTATE)
		return fail(err, no_journal);
	if (err == CTI_ENOENT)
		return fail(err, "no contact or call " + std::string(contact) +
					 " is under way or among the last "
					 "thousand");
	return fail(err, "the contact " + std::string(contact) +
				 " cannot have " + std::string(first));
}

} // namespace detail

inline result<void> client::dispose(std::string_view contact,
				    std::string_view disposition)
{
	return detail::kept(*core, contact, disposition, {},
			    [](auto c, auto id, auto word, auto) {
				    return ::cti_journal_dispose(c, id, word);
			    });
}

inline result<void> client::note(std::string_view contact,
				 std::string_view text)
{
	return detail::kept(*core, contact, text, {},
			    [](auto c, auto id, auto line, auto) {
				    return ::cti_journal_note(c, id, line);
			    });
}

inline result<void> client::offer(std::string_view contact,
				  std::string_view product,
				  std::string_view came)
{
	return detail::kept(*core, contact, product, came, ::cti_journal_offer);
}

inline result<void> client::fact(std::string_view contact,
				 std::string_view name, std::string_view value)
{
	return detail::kept(*core, contact, name, value, ::cti_journal_fact);
}

inline result<void> client::set_contact(std::string_view contact,
					std::string_view field,
					std::string_view value)
{
	return detail::kept(*core, contact, field, value, ::cti_journal_set);
}

inline result<void> client::add_contact(const contact &one)
{
	auto made = one.make();
	detail::stay in(*core);
	int err;

	if (!made)
		return made.error();
	if (!in.c)
		return in.closed();
	err = ::cti_journal_add(in.c, made->get());
	return err ? result<void>(detail::fail(
			     err, err == CTI_ESTATE
					  ? detail::no_journal
					  : "a contact needs an id, a channel "
					    "and when it began"))
		   : result<void>();
}

inline result<journal_stats> client::stats_of_journal()
{
	detail::stay in(*core);
	journal_stats found;
	int err;

	if (!in.c)
		return in.closed();
	found.size = sizeof(found);
	err = ::cti_journal_stats_get(in.c, &found);
	if (err)
		return detail::fail(err, detail::no_journal);
	return found;
}

} // namespace cti

#endif
