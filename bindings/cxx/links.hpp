/* SPDX-License-Identifier: MIT */
/*
 * A client's links to switches: added, looked at, dialled anew, and the
 * simulator behind one.
 */
#ifndef CTI_LINKS_HPP
#define CTI_LINKS_HPP

#include "client.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cti {

namespace detail {

/** Who waits for a diagnosis, and what was found so far. */
struct looker {
	core *of;
	std::function<void(const diagnosis &)> done;
	std::vector<finding> findings;
};

/** `act` with the link of that name. What fails comes with the link's own
    sentence. */
template <class F>
result<void> with_link(core &of, std::string_view name, F act)
{
	c_text text(name);
	stay in(of);
	::cti_link *link;
	int err;

	if (!in.c)
		return in.closed();
	link = ::cti_link_find(in.c, text.get());
	if (!link)
		return fail(CTI_ENOENT, "there is no link with the name " +
						std::string(name));
	err = act(link);
	return err ? result<void>(fail(err, ::cti_link_detail(link)))
		   : result<void>();
}

inline void on_finding(::cti_client *, const ::cti_finding *found, void *user)
{
	auto *waits = static_cast<looker *>(user);

	waits->of->run([&] { waits->findings.emplace_back(*found); });
}

inline void on_diagnosed(::cti_client *, int err, void *user)
{
	std::unique_ptr<looker> waits(static_cast<looker *>(user));

	if (!waits->done)
		return;
	waits->of->run([&] {
		waits->done({ std::move(waits->findings),
			      err ? fail(err) : failure() });
	});
}

} // namespace detail

inline result<std::string> client::add_link(const link_options &with)
{
	::cti_link_opts opts = CTI_LINK_OPTS_INIT;
	detail::c_text url(with.url), name(with.name), user(with.user),
		secret(with.secret), record(with.record),
		other(with.switch_name);
	detail::stay in(*core);
	::cti_link *made;

	for (const auto *text :
	     { &url, &name, &user, &secret, &record, &other })
		if (text->broken())
			return detail::has_nul("an option of the link");
	if (!in.c)
		return in.closed();
	opts.url = url.get();
	opts.name = name.or_null();
	opts.user = user.or_null();
	opts.secret = secret.or_null();
	opts.record = record.or_null();
	opts.switch_name = other.or_null();
	if (int err = ::cti_link_add(in.c, &made, &opts))
		return in.why(err);
	return std::string(::cti_link_name(made));
}

inline result<link_state> client::state(std::string_view name)
{
	link_state found{};
	auto done = detail::with_link(*core, name, [&](::cti_link *link) {
		found = static_cast<link_state>(::cti_link_state(link));
		return 0;
	});

	if (!done)
		return done.error();
	return found;
}

inline result<std::string> client::detail(std::string_view name)
{
	std::string found;
	auto done = detail::with_link(*core, name, [&](::cti_link *link) {
		found = ::cti_link_detail(link);
		return 0;
	});

	if (!done)
		return done.error();
	return found;
}

inline result<link_stats> client::stats(std::string_view name)
{
	link_stats found;
	auto done = detail::with_link(*core, name, [&](::cti_link *link) {
		found.size = sizeof(found);
		::cti_link_stats_get(link, &found);
		return 0;
	});

	if (!done)
		return done.error();
	return found;
}

inline result<void>
client::diagnose(std::string_view name,
		 std::function<void(const diagnosis &)> done,
		 diagnose_flag with)
{
	auto waits = std::make_unique<detail::looker>(
		detail::looker{ core.get(), std::move(done), {} });
	auto begun = detail::with_link(*core, name, [&](::cti_link *link) {
		return ::cti_link_diagnose(
			link, static_cast<std::uint32_t>(with),
			detail::on_finding, detail::on_diagnosed, waits.get());
	});

	if (begun)
		(void)waits.release();
	return begun;
}

inline result<void> client::remove_link(std::string_view name)
{
	return detail::with_link(*core, name, [](::cti_link *link) {
		::cti_link_remove(link);
		return 0;
	});
}

inline result<void> client::reconnect(std::string_view name)
{
	return detail::with_link(*core, name, ::cti_link_reconnect);
}

inline result<void> client::simulate(std::string_view name,
				     std::string_view command)
{
	detail::c_text text(command);

	if (text.broken())
		return detail::has_nul("the command");
	return detail::with_link(*core, name, [&](::cti_link *link) {
		return ::cti_sim_do(link, text.get());
	});
}

inline result<void> client::advance(std::string_view name, milliseconds time)
{
	return detail::with_link(*core, name, [&](::cti_link *link) {
		return ::cti_sim_advance(
			link, static_cast<std::uint32_t>(time.count()));
	});
}

} // namespace cti

#endif
