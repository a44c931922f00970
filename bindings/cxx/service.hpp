/* SPDX-License-Identifier: MIT */
/*
 * The service knowledge of a client: what follows for a customer, and how far
 * the party of a call is verified.
 */
#ifndef CTI_SERVICE_HPP
#define CTI_SERVICE_HPP

#include "client.hpp"

#include <string>
#include <string_view>

namespace cti {

namespace detail {

/** A step of a verification, with a sentence for each way to fail. */
template <class F>
result<void> verified(core &of, std::string_view call, std::string_view word,
		      std::string_view what, F act)
{
	c_text id(call), text(word);
	stay in(of);
	int err;

	if (id.broken() || text.broken())
		return has_nul("the text");
	if (!in.c)
		return in.closed();
	err = act(in.c, id.get(), text.get());
	if (err == CTI_ENOENT)
		return fail(err, "there is no call " + std::string(call) +
					 ", no " + std::string(what) + " " +
					 std::string(word) +
					 ", or nothing to compare with");
	if (err == CTI_ESTATE)
		return fail(err, "no verification of call " +
					 std::string(call) +
					 " can go on: none has begun, no "
					 "service knowledge is loaded, the "
					 "attempts are used up, or it is "
					 "not clear who the customer is");
	return err ? result<void>(fail(err)) : result<void>();
}

} // namespace detail

inline result<void> client::load_service(std::string_view path)
{
	detail::c_text file(path);
	detail::stay in(*core);

	if (file.broken())
		return detail::has_nul("the path");
	if (!in.c)
		return in.closed();
	return in.said(::cti_service_load(in.c, file.or_null()));
}

inline result<advice> client::advise(const advice_query &what)
{
	::cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	detail::c_text dnis(what.dnis), queue(what.queue),
		direction(what.direction);
	detail::stored_row row(what.data);
	detail::stay in(*core);
	::cti_advice *made;
	int err;

	if (dnis.broken() || queue.broken() || direction.broken() || row.broken)
		return detail::has_nul("the query");
	if (!in.c)
		return in.closed();
	query.customer = what.customer ? what.customer->c() : nullptr;
	query.dnis = dnis.or_null();
	query.queue = queue.or_null();
	query.direction = direction.or_null();
	query.time_us = detail::us(what.time);
	query.data = row.pairs.data();
	query.data_count = row.pairs.size();
	err = ::cti_service_advise(in.c, &made, &query);
	if (err)
		return detail::fail(err,
				    err == CTI_ESTATE
					    ? "no service knowledge is loaded; "
					      "set service.file, or call "
					      "load_service()"
					    : "");
	return advice::take(made);
}

inline result<void> client::verify(std::string_view call,
				   std::string_view request)
{
	return detail::verified(*core, call, request, "class of request",
				::cti_verify_begin);
}

inline result<bool> client::verify_check(std::string_view call,
					 std::string_view factor,
					 std::string_view value)
{
	std::string said(value);
	bool right = false;
	auto done = said.find('\0') != said.npos
			    ? detail::has_nul("the value")
			    : detail::verified(
				      *core, call, factor, "factor",
				      [&](auto c, auto id, auto word) {
					      return ::cti_verify_check(
						      c, id, word, said.c_str(),
						      &right);
				      });

	for (volatile char &one : said)
		one = 0;
	if (!done)
		return done.error();
	return right;
}

inline result<void> client::verify_keys(std::string_view call,
					std::string_view factor)
{
	return detail::verified(*core, call, factor, "factor",
				::cti_verify_keys);
}

inline result<void> client::verify_end(std::string_view call)
{
	return detail::verified(
		*core, call, {}, "verification",
		[](auto c, auto id, auto) { return ::cti_verify_end(c, id); });
}

} // namespace cti

#endif
