/* SPDX-License-Identifier: MIT */
/*
 * Where a client looks customers up: files, web services, directories, and the
 * program itself.
 */
#ifndef CTI_SOURCES_HPP
#define CTI_SOURCES_HPP

#include "client.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace cti {

namespace detail {

/** Who waits for a file to be read again. */
struct reloader {
	core *of;
	std::function<void(result<std::uint64_t>)> done;
};

/** What all sources that are servers have in common. */
template <class F, class O>
result<void> add_server(core &of, std::string_view name,
			const server_options &with, F add, O &opts)
{
	c_text text(name), preset(with.preset), base(with.base),
		user(with.user), secret(with.secret);
	stored_row settings(with.settings);
	stay in(of);

	for (const auto *one : { &text, &preset, &base, &user, &secret })
		if (one->broken())
			return has_nul("an option of the source");
	if (settings.broken)
		return has_nul("an option of the source");
	if (!in.c)
		return in.closed();
	opts.preset = preset.or_null();
	opts.base = base.or_null();
	opts.user = user.or_null();
	opts.secret = secret.or_null();
	opts.settings = settings.row.data();
	return in.said(add(in.c, text.get()));
}

inline void on_lookup(::cti_client *, ::cti_lookup *asked, void *user)
{
	auto *source = static_cast<core::source *>(user);

	source->of->run([&] { source->ask(lookup(asked)); });
}

inline void on_reloaded(::cti_client *, int err, std::uint64_t customers,
			const char *sentence, void *user)
{
	std::unique_ptr<reloader> waits(static_cast<reloader *>(user));

	if (!waits->done)
		return;
	waits->of->run([&] {
		if (err)
			waits->done(fail(err, sentence));
		else
			waits->done(customers);
	});
}

} // namespace detail

inline result<void> client::add_csv(std::string_view name,
				    std::string_view path)
{
	return detail::call_with(*core, ::cti_source_add_csv, name, path);
}

inline result<void> client::add_sqlite(std::string_view name,
				       std::string_view path)
{
	return detail::call_with(*core, ::cti_source_add_sqlite, name, path);
}

inline result<void> client::add_http(std::string_view name,
				     const server_options &with)
{
	::cti_http_source_opts opts = CTI_HTTP_SOURCE_OPTS_INIT;

	return detail::add_server(
		*core, name, with,
		[&](::cti_client *c, const char *text) {
			return ::cti_source_add_http(c, text, &opts);
		},
		opts);
}

inline result<void> client::add_ldap(std::string_view name,
				     const server_options &with)
{
	::cti_ldap_source_opts opts = CTI_LDAP_SOURCE_OPTS_INIT;
	detail::c_text search(with.search_base);

	if (search.broken())
		return detail::has_nul("an option of the source");
	opts.search_base = search.or_null();
	return detail::add_server(
		*core, name, with,
		[&](::cti_client *c, const char *text) {
			return ::cti_source_add_ldap(c, text, &opts);
		},
		opts);
}

inline result<void>
client::reload_source(std::string_view name,
		      std::function<void(result<std::uint64_t>)> done)
{
	detail::c_text text(name);
	detail::stay in(*core);
	int err;

	if (text.broken())
		return detail::has_nul("the source's name");
	if (!in.c)
		return in.closed();
	auto waits = std::make_unique<detail::reloader>(
		detail::reloader{ core.get(), std::move(done) });
	err = ::cti_source_reload(in.c, text.get(), detail::on_reloaded,
				  waits.get());
	if (err)
		return in.why(err);
	(void)waits.release();
	return {};
}

inline progress client::source_progress() const
{
	detail::stay in(*core);
	progress far;

	if (in.c)
		::cti_source_progress(in.c, &far.done, &far.total);
	return far;
}

inline result<void> client::add_source(std::string_view name,
				       std::function<void(lookup)> ask)
{
	auto source = std::make_unique<detail::core::source>();
	detail::c_text text(name);
	detail::stay in(*core);

	if (text.broken())
		return detail::has_nul("the source's name");
	if (!in.c)
		return in.closed();
	source->of = core.get();
	source->ask = std::move(ask);
	auto *user = source.get();
	core->sources.push_back(std::move(source));
	return in.said(
		::cti_source_add(in.c, text.get(), detail::on_lookup, user));
}

inline result<void> client::remove_source(std::string_view name)
{
	return detail::call_with(*core, ::cti_source_remove, name);
}

} // namespace cti

#endif
