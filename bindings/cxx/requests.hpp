/* SPDX-License-Identifier: MIT */
/*
 * What a client asks switches to do, and what they could do now.
 */
#ifndef CTI_REQUESTS_HPP
#define CTI_REQUESTS_HPP

#include "client.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cti {

namespace detail {

/** A request in C's form, with the texts that it points to. */
class stored_request {
public:
	explicit stored_request(const request &from)
	{
		opts.kind = static_cast<std::uint32_t>(from.kind);
		opts.flags = from.flags;
		opts.timeout_ms = static_cast<std::uint32_t>(
			from.timeout.count());
		opts.priority = from.priority;
		opts.call = keep(from.call);
		opts.device = keep(from.device);
		opts.to = keep(from.to);
		opts.agent = keep(from.agent);
		opts.queue = keep(from.queue);
		opts.reason = keep(from.reason);
		opts.key = keep(from.key);
		opts.value = keep(from.value);
		opts.link = keep(from.link);
		opts.caller = keep(from.caller);
		opts.caller_name = keep(from.caller_name);
		for (const auto &[key, value] : from.data)
			pairs.push_back({ keep(key), keep(value) });
		opts.data = pairs.data();
		opts.data_count = pairs.size();
	}
	bool broken() const { return has_broken; }

	::cti_request_opts opts = CTI_REQUEST_OPTS_INIT;

private:
	const char *keep(std::string_view text)
	{
		if (!text.data())
			return nullptr;
		has_broken |= text.find('\0') != std::string_view::npos;
		return texts.emplace_back(text).c_str();
	}

	std::list<std::string> texts;
	std::vector<::cti_pair> pairs;
	bool has_broken = false;
};

/** Who waits for what becomes of a request. */
struct waiter {
	core *of;
	std::function<void(const outcome &)> done;
};

inline void on_outcome(::cti_client *, const ::cti_request_result *result,
		       void *user)
{
	std::unique_ptr<waiter> waits(static_cast<waiter *>(user));

	if (!waits->done)
		return;
	waits->of->run([&] {
		waits->done(
			{ result->id,
			  static_cast<request_kind>(result->kind),
			  { static_cast<errc>(result->error), result->detail },
			  result->call,
			  result->link });
	});
}

} // namespace detail

inline result<ticket> client::send(const request &what,
				   std::function<void(const outcome &)> done)
{
	::cti_request_ticket given;
	detail::stay in(*core);
	detail::stored_request asked(what);
	int err;

	if (asked.broken())
		return detail::has_nul("a text of the request");
	if (!in.c)
		return in.closed();
	given.size = sizeof(given);
	auto waits = std::make_unique<detail::waiter>(
		detail::waiter{ core.get(), std::move(done) });
	err = ::cti_request_send(in.c, &asked.opts, detail::on_outcome,
				 waits.get(), &given);
	if (err)
		return in.why(err);
	(void)waits.release();
	return ticket{ given.id, given.call };
}

inline result<void> client::check(const request &what)
{
	detail::stored_request asked(what);
	detail::stay in(*core);

	if (asked.broken())
		return detail::has_nul("a text of the request");
	if (!in.c)
		return in.closed();
	return in.said(::cti_request_check(in.c, &asked.opts));
}

inline result<void> client::cancel(std::uint64_t id)
{
	detail::stay in(*core);

	return in.c ? in.said(::cti_request_cancel(in.c, id))
		    : result<void>(in.closed());
}

inline std::vector<request_kind> client::possible(std::string_view call,
						  std::string_view device) const
{
	std::vector<request_kind> all;
	std::string id(call), number(device);
	detail::stay in(*core);
	std::uint64_t bits = in.c ? ::cti_request_possible(in.c, id.c_str(),
							   number.c_str())
				  : 0;

	for (int kind = 0; kind < 64; kind++)
		if (bits >> kind & 1)
			all.push_back(static_cast<request_kind>(kind));
	return all;
}

} // namespace cti

#endif
