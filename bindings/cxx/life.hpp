/* SPDX-License-Identifier: MIT */
/*
 * A client's life: it opens, is polled and closes; its keys, what it logs, and
 * what is so and why.
 */
#ifndef CTI_LIFE_HPP
#define CTI_LIFE_HPP

#include "client.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace cti {

namespace detail {

/** C counts in int; without a time it waits without end. */
inline int in_ms(std::optional<milliseconds> timeout)
{
	return !timeout ? -1
	       : timeout->count() > INT32_MAX
		       ? INT32_MAX
		       : static_cast<int>(timeout->count());
}

inline void on_log(::cti_log_level level, const char *text, void *user)
{
	auto *of = static_cast<core *>(user);

	of->run([&] { of->on_log(static_cast<log_level>(level), text); });
}

inline void on_step(::cti_client *, const ::cti_trace *step, void *user)
{
	auto *tracer = static_cast<core::tracer *>(user);

	tracer->of->run([&] { tracer->tell(trace_step(*step)); });
}

} // namespace detail

inline result<client> client::open(client_options with)
{
	::cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	client made;
	int err;

	if (::cti_abi_version() >> 16 != CTI_ABI_VERSION >> 16 ||
	    ::cti_abi_version() < CTI_ABI_VERSION)
		return detail::fail(
			CTI_ENOTSUP,
			"the libcti that is installed does not fit the "
			"headers this was compiled with");
	made.core = std::make_unique<detail::core>();
	made.core->on_log = std::move(with.on_log);
	opts.user = made.core.get();
	opts.log_level = static_cast<std::uint32_t>(with.level);
	if (made.core->on_log)
		opts.on_log = detail::on_log;
	err = ::cti_client_new(&made.core->c, &opts);
	if (err)
		return detail::fail(err);
	if (auto named = made.set("client.name", "libcti-cxx"); !named)
		return named.error();
	return made;
}

inline result<event> client::poll(std::optional<milliseconds> timeout)
{
	std::unique_lock<std::mutex> turn(core->polling, std::try_to_lock);
	::cti_event *fetched = nullptr;
	int err;

	if (!turn)
		return detail::fail(CTI_ESTATE, "another thread is in poll()");
	if (core->kept)
		return std::exchange(core->kept, event());
	{
		detail::stay in(*core);

		if (!in.c)
			return detail::fail(CTI_ECANCELED);
		core->poller = std::this_thread::get_id();
		err = ::cti_poll(in.c, detail::in_ms(timeout), &fetched);
	}
	core->poller = std::thread::id();
	return core->hand_over(err, event(fetched));
}

inline int client::fd() const
{
	detail::stay in(*core);

	return in.c ? ::cti_fd(in.c) : -1;
}

inline void client::wake()
{
	detail::stay in(*core);

	if (in.c)
		(void)::cti_wake(in.c);
}

inline std::uint64_t client::dropped() const
{
	detail::stay in(*core);

	return in.c ? ::cti_client_dropped(in.c) : 0;
}

inline void client::close()
{
	core->close();
}

inline result<void> client::set(std::string_view key, std::string_view value)
{
	return detail::call_with(*core, ::cti_set, key, value);
}

inline result<std::string> client::get(std::string_view key)
{
	detail::c_text name(key);
	detail::stay in(*core);
	char *text;
	int err;

	if (!in.c)
		return in.closed();
	err = ::cti_get(in.c, name.get(), &text);
	if (err)
		return in.why(err);
	std::string value(text);
	::cti_free(text);
	return value;
}

inline result<void> client::load(std::string_view path)
{
	return detail::call_with(*core, ::cti_load, path);
}

inline result<cti::snapshot> client::snapshot()
{
	detail::stay in(*core);
	::cti_snapshot *taken;
	int err;

	if (!in.c)
		return in.closed();
	err = ::cti_snapshot_take(in.c, &taken);
	if (err)
		return in.why(err);
	return cti::snapshot(taken);
}

inline result<void>
client::on_trace(std::function<void(const trace_step &)> tell)
{
	detail::stay in(*core);

	if (!in.c)
		return in.closed();
	if (!tell)
		return in.said(::cti_trace_set(in.c, nullptr, nullptr));
	auto tracer = std::make_unique<detail::core::tracer>();
	tracer->of = core.get();
	tracer->tell = std::move(tell);
	auto *user = tracer.get();
	core->tracers.push_back(std::move(tracer));
	return in.said(::cti_trace_set(in.c, detail::on_step, user));
}

} // namespace cti

#endif
