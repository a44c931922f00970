/* SPDX-License-Identifier: MIT */
/*
 * Where calls shall go: what switches ask a client.
 */
#ifndef CTI_ROUTES_HPP
#define CTI_ROUTES_HPP

#include "client.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace cti {

namespace detail {

inline void on_question(::cti_client *, ::cti_route *asked, void *user)
{
	auto *router = static_cast<core::router *>(user);

	router->of->run([&] { router->ask(route(asked)); });
}

inline void on_routed(::cti_client *, const ::cti_route *asked,
		      const ::cti_route_result *result, void *user)
{
	auto *router = static_cast<core::router *>(user);

	router->of->run([&] {
		router->told({ ::cti_route_call(asked),
			       result->to,
			       { static_cast<errc>(result->error),
				 result->detail } });
	});
}

} // namespace detail

inline result<void> client::on_route(std::function<void(route)> ask,
				     std::string_view queues,
				     std::string_view numbers)
{
	route_options with;

	with.queues = queues;
	with.numbers = numbers;
	return on_route(std::move(ask), with, {});
}

inline result<void>
client::on_route(std::function<void(route)> ask, const route_options &with,
		 std::function<void(const route_outcome &)> told)
{
	::cti_route_opts opts = CTI_ROUTE_OPTS_INIT;
	detail::c_text in_queues(with.queues), of_numbers(with.numbers),
		of_devices(with.devices), to(with.to);
	detail::stay in(*core);

	if (in_queues.broken() || of_numbers.broken() || of_devices.broken() ||
	    to.broken())
		return detail::has_nul("a pattern");
	if (!in.c)
		return in.closed();
	if (!ask)
		return in.said(::cti_route_set(in.c, nullptr));
	auto asked = std::make_unique<detail::core::router>();
	asked->of = core.get();
	asked->ask = std::move(ask);
	asked->told = std::move(told);
	opts.when = static_cast<std::uint32_t>(with.when);
	opts.deadline_ms = static_cast<std::uint32_t>(with.deadline.count());
	opts.devices = of_devices.or_null();
	opts.to = to.or_null();
	opts.on_routed = asked->told ? detail::on_routed : nullptr;
	opts.queues = in_queues.or_null();
	opts.numbers = of_numbers.or_null();
	opts.on_route = detail::on_question;
	opts.user = asked.get();
	/* Questions under way end with whom they began. */
	core->routers.push_back(std::move(asked));
	return in.said(::cti_route_set(in.c, &opts));
}

} // namespace cti

#endif
