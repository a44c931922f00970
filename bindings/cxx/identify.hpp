/* SPDX-License-Identifier: MIT */
/*
 * Who has a number, asked of a client, and what it remembers of the answers.
 */
#ifndef CTI_IDENTIFY_HPP
#define CTI_IDENTIFY_HPP

#include "client.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace cti {

namespace detail {

/** Who waits for an answer. */
struct asker {
	core *of;
	std::function<void(identification)> done;
};

/** One call of C's with a text, or with none: of all. */
template <class F> result<void> or_all(core &of, std::string_view text, F call)
{
	c_text one(text);
	stay in(of);
	int err;

	if (one.broken())
		return has_nul("the text");
	if (!in.c)
		return in.closed();
	err = call(in.c, one.or_null());
	return err ? result<void>(fail(err)) : result<void>();
}

/** Copies what C lends. */
inline identification identified(const ::cti_identification *from)
{
	identification to;
	const ::cti_customer *one;

	to.identity = static_cast<identity>(
		::cti_identification_identity(from));
	while ((one = ::cti_identification_candidate(from,
						     to.candidates.size())))
		to.candidates.emplace_back(one);
	while ((one = ::cti_identification_contact(from, to.contacts.size())))
		to.contacts.emplace_back(one);
	to.group = { static_cast<group>(::cti_identification_group(from)),
		     ::cti_identification_group_label(from),
		     ::cti_identification_group_members(from) };
	to.greeting = static_cast<greeting>(
		::cti_identification_greeting(from));
	to.greeting_text = ::cti_identification_greeting_text(from);
	return to;
}

inline void on_identified(::cti_client *, const ::cti_identification *found,
			  void *user)
{
	std::unique_ptr<asker> waits(static_cast<asker *>(user));

	waits->of->run([&] { waits->done(identified(found)); });
}

} // namespace detail

inline result<void>
client::identify(std::string_view number,
		 std::function<void(identity, std::vector<customer>)> done)
{
	return identify(number, {},
			[done = std::move(done)](identification who) {
				done(who.identity, std::move(who.candidates));
			});
}

inline result<void>
client::identify(std::string_view number,
		 const std::map<std::string, std::string> &data,
		 std::function<void(identification)> done)
{
	::cti_identify_opts opts = CTI_IDENTIFY_OPTS_INIT;
	detail::c_text text(number);
	detail::stored_row row(data);
	detail::stay in(*core);
	int err;

	if (text.broken() || row.broken)
		return detail::has_nul("the number or the data");
	if (!in.c)
		return in.closed();
	opts.number = text.get();
	opts.data = row.row.data();
	auto waits = std::make_unique<detail::asker>(
		detail::asker{ core.get(), std::move(done) });
	err = ::cti_identify_with(in.c, &opts, detail::on_identified,
				  waits.get());
	if (err)
		return in.why(err);
	(void)waits.release();
	return {};
}

inline result<void> client::forget(std::string_view number)
{
	return detail::or_all(*core, number,
			      [](::cti_client *c, const char *text) {
				      ::cti_identify_forget(c, text);
				      return 0;
			      });
}

inline result<void> client::unlearn(std::string_view number)
{
	return detail::or_all(*core, number, ::cti_identify_unlearn);
}

inline result<void> client::invalidate(std::string_view customer)
{
	return detail::or_all(*core, customer,
			      [](::cti_client *c, const char *text) {
				      ::cti_customer_invalidate(c, text);
				      return 0;
			      });
}

inline result<void> client::choose(std::string_view pop_id,
				   std::string_view customer)
{
	return detail::call_with(*core, ::cti_pop_choose, pop_id, customer);
}

} // namespace cti

#endif
