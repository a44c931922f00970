/* SPDX-License-Identifier: MIT */
/*
 * libcti for C++17: handles that give themselves back, and a result in place of
 * exceptions. Header only; link with libcti.
 *
 * A client runs the library in a thread of its own. Events are fetched with
 * poll(), and every callback runs inside a poll(), on the thread that polls.
 * Any thread may call anything; one at a time may poll. What is called after
 * close() fails with errc::state, never worse.
 *
 * Nothing here throws but std::bad_alloc; it compiles with -fno-exceptions. What
 * a callback throws comes out of the poll() that ran it; the event of that poll
 * is kept for the next.
 */
#ifndef CTI_HPP
#define CTI_HPP

#include "journal.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>
#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace cti {

/** What a client is told beside events. */
struct client_options {
	std::function<void(log_level, std::string_view)> on_log;
	log_level level = log_level::warn;
};

namespace detail {

/**
 * The client, and who is inside it: the last one to leave after close() closes,
 * so that no handle is used after its end.
 */
class core {
public:
	~core() { close(); }

	/** NULL once it is closed. Each success wants a leave(). */
	::cti_client *enter()
	{
		std::lock_guard<std::mutex> hold(lock);

		if (closed)
			return nullptr;
		users++;
		return c;
	}
	void leave()
	{
		std::unique_lock<std::mutex> hold(lock);

		if (--users == 0 && closed)
			end(hold);
	}
	/** Waits until nobody is inside, but not for itself: inside a callback
	    it ends when that poll() does. */
	void close()
	{
		std::unique_lock<std::mutex> hold(lock);

		closed = true;
		if (users == 0) {
			end(hold);
			return;
		}
		if (c)
			::cti_wake(c);
		if (std::this_thread::get_id() != poller)
			gone.wait(hold, [this] { return ended; });
	}

	/** Callbacks run in C's frames, which no exception may cross. */
	template <class F> void run(F &&callback) noexcept
	{
#if defined(__cpp_exceptions)
		try {
			callback();
		} catch (...) {
			if (!thrown)
				thrown = std::current_exception();
		}
#else
		callback();
#endif
	}

	::cti_client *c = nullptr;
	std::mutex polling;
	std::atomic<std::thread::id> poller{};
	event kept; /* fetched when a callback had thrown */
#if defined(__cpp_exceptions)
	std::exception_ptr thrown;
#endif
	std::function<void(log_level, std::string_view)> on_log;
	struct source {
		core *of;
		std::function<void(lookup)> ask;
	};
	struct router {
		core *of;
		std::function<void(route)> ask;
		std::function<void(const route_outcome &)> told;
	};
	struct tracer {
		core *of;
		std::function<void(const trace_step &)> tell;
	};
	/* C may call them until the client is closed. */
	std::vector<std::unique_ptr<source>> sources;
	std::vector<std::unique_ptr<router>> routers;
	std::vector<std::unique_ptr<tracer>> tracers;

private:
	void end(std::unique_lock<std::mutex> &hold)
	{
		::cti_client *mine = std::exchange(c, nullptr);

		/* Requests that are under way end now, with callbacks. */
		hold.unlock();
		::cti_client_close(mine);
		hold.lock();
		ended = true;
		gone.notify_all();
	}

	std::mutex lock;
	std::condition_variable gone;
	unsigned users = 0;
	bool closed = false, ended = false;
};

/** One stay inside the client. */
class stay {
public:
	explicit stay(core &which) : of(which), c(which.enter()) {}
	stay(const stay &) = delete;
	stay &operator=(const stay &) = delete;
	~stay()
	{
		if (c)
			of.leave();
	}
	/** 0 is success, everything else comes with the client's sentence. */
	result<void> said(int err) const
	{
		return err ? result<void>(why(err)) : result<void>();
	}
	failure why(int err) const
	{
		return fail(err, ::cti_client_detail(c));
	}
	static failure closed()
	{
		return fail(CTI_ESTATE, "the client is closed");
	}

	core &of;
	::cti_client *const c;
};

/** A request in C's form, with the texts that it points to. */
class stored_request {
public:
	explicit stored_request(const request &from)
	{
		opts.kind = static_cast<std::uint32_t>(from.kind);
		opts.flags = from.flags;
		opts.timeout_ms =
			static_cast<std::uint32_t>(from.timeout.count());
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

/** Names and values in turn, ended by NULL, as C wants them. */
class stored_row {
public:
	explicit stored_row(const std::map<std::string, std::string> &from)
	{
		for (const auto &[name, value] : from) {
			broken |= name.find('\0') != name.npos ||
				  value.find('\0') != value.npos;
			row.push_back(name.c_str());
			row.push_back(value.c_str());
			pairs.push_back({ name.c_str(), value.c_str() });
		}
		row.push_back(nullptr);
	}

	std::vector<const char *> row;
	std::vector<::cti_pair> pairs;
	bool broken = false;
};

} // namespace detail

/** Links to switches, the calls on them, and who is told. Movable; closes itself. */
class client {
public:
	/** A client with a thread of its own. */
	static result<client> open(client_options with = {})
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
			opts.on_log = on_log;
		err = ::cti_client_new(&made.core->c, &opts);
		if (err)
			return detail::fail(err);
		if (auto named = made.set("client.name", "libcti-cxx"); !named)
			return named.error();
		return made;
	}

	/** The next event. errc::again when the time is over, errc::canceled
	    after close(). Without a time it waits without end. */
	result<event> poll(std::optional<milliseconds> timeout = std::nullopt)
	{
		std::unique_lock<std::mutex> turn(core->polling,
						  std::try_to_lock);
		::cti_event *fetched = nullptr;
		int err;

		if (!turn)
			return detail::fail(CTI_ESTATE,
					    "another thread is in poll()");
		if (core->kept)
			return std::exchange(core->kept, event());
		{
			detail::stay in(*core);

			if (!in.c)
				return detail::fail(CTI_ECANCELED);
			core->poller = std::this_thread::get_id();
			err = ::cti_poll(in.c, in_ms(timeout), &fetched);
		}
		core->poller = std::thread::id();
		return hand_over(err, event(fetched));
	}
	/** Readable while poll() has something. Only wait on it. */
	int fd() const
	{
		detail::stay in(*core);

		return in.c ? ::cti_fd(in.c) : -1;
	}
	/** Have the poll() of another thread return errc::again. */
	void wake()
	{
		detail::stay in(*core);

		if (in.c)
			(void)::cti_wake(in.c);
	}
	/** Events that were dropped because nobody polled. */
	std::uint64_t dropped() const
	{
		detail::stay in(*core);

		return in.c ? ::cti_client_dropped(in.c) : 0;
	}
	/** End everything. A poll() of another thread returns first. */
	void close()
	{
		core->close();
	}

	result<void> set(std::string_view key, std::string_view value)
	{
		return two(::cti_set, key, value);
	}
	result<std::string> get(std::string_view key)
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
	/** A JSON file of keys, links and sources. */
	result<void> load(std::string_view path)
	{
		return one(::cti_load, path);
	}
	/** A view that was never set: the file in use again. */
	result<void> load_service(std::string_view path = {})
	{
		detail::c_text file(path);
		detail::stay in(*core);

		if (file.broken())
			return detail::has_nul("the path");
		if (!in.c)
			return in.closed();
		return in.said(::cti_service_load(in.c, file.or_null()));
	}

	/** A CSV or vCard file of customers. */
	result<void> add_csv(std::string_view name, std::string_view path)
	{
		return two(::cti_source_add_csv, name, path);
	}
	result<void> add_sqlite(std::string_view name, std::string_view path)
	{
		return two(::cti_source_add_sqlite, name, path);
	}
	/** A web service, asked as a preset says. */
	result<void> add_http(std::string_view name, const server_options &with)
	{
		::cti_http_source_opts opts = CTI_HTTP_SOURCE_OPTS_INIT;

		return add_server(
			name, with,
			[&](::cti_client *c, const char *text) {
				return ::cti_source_add_http(c, text, &opts);
			},
			opts);
	}
	/** A directory, asked over LDAP. */
	result<void> add_ldap(std::string_view name, const server_options &with)
	{
		::cti_ldap_source_opts opts = CTI_LDAP_SOURCE_OPTS_INIT;
		detail::c_text search(with.search_base);

		if (search.broken())
			return detail::has_nul("an option of the source");
		opts.search_base = search.or_null();
		return add_server(
			name, with,
			[&](::cti_client *c, const char *text) {
				return ::cti_source_add_ldap(c, text, &opts);
			},
			opts);
	}
	/** Read the file of a source again. `done` runs inside a poll() with how
	    many customers there are now (0 of SQLite), or why not. */
	result<void>
	reload_source(std::string_view name,
		      std::function<void(result<std::uint64_t>)> done)
	{
		detail::c_text text(name);
		detail::stay in(*core);
		int err;

		if (text.broken())
			return detail::has_nul("the source's name");
		if (!in.c)
			return in.closed();
		auto waits = std::make_unique<reloader>(
			reloader{ core.get(), std::move(done) });
		err = ::cti_source_reload(in.c, text.get(), on_reloaded,
					  waits.get());
		if (err)
			return in.why(err);
		(void)waits.release();
		return {};
	}
	/** Of a file that another thread is adding; 0 of 0 while none is. */
	progress source_progress() const
	{
		detail::stay in(*core);
		progress far;

		if (in.c)
			::cti_source_progress(in.c, &far.done, &far.total);
		return far;
	}
	/** The program itself says who a number belongs to. */
	result<void> add_source(std::string_view name,
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
		return in.said(::cti_source_add(in.c, text.get(), on_lookup,
						user));
	}
	result<void> remove_source(std::string_view name)
	{
		return one(::cti_source_remove, name);
	}

	/** Begins to dial; the link's name in events. That nobody is there is
	    told by events. */
	result<std::string> add_link(const link_options &with)
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
	/** Where a link stands. */
	result<link_state> state(std::string_view name)
	{
		link_state found{};
		auto done = with_link(name, [&](::cti_link *link) {
			found = static_cast<link_state>(::cti_link_state(link));
			return 0;
		});

		if (!done)
			return done.error();
		return found;
	}
	/** Why it is there, in a sentence; empty while all is well. */
	result<std::string> detail(std::string_view name)
	{
		std::string found;
		auto done = with_link(name, [&](::cti_link *link) {
			found = ::cti_link_detail(link);
			return 0;
		});

		if (!done)
			return done.error();
		return found;
	}
	/** Counters, all since the link was added. */
	result<link_stats> stats(std::string_view name)
	{
		link_stats found;
		auto done = with_link(name, [&](::cti_link *link) {
			found.size = sizeof(found);
			::cti_link_stats_get(link, &found);
			return 0;
		});

		if (!done)
			return done.error();
		return found;
	}
	/** Look for what is wrong with a link: waits until it is up or has
	    failed, then asks the switch for its settings. `done` runs inside a
	    poll(), or with errc::canceled inside close(). With a call that rings
	    nowhere it is seen whether the switch tells of calls. */
	result<void> diagnose(std::string_view name,
			      std::function<void(const diagnosis &)> done,
			      diagnose_flag with = {})
	{
		auto waits = std::make_unique<looker>(
			looker{ core.get(), std::move(done), {} });
		auto begun = with_link(name, [&](::cti_link *link) {
			return ::cti_link_diagnose(
				link, static_cast<std::uint32_t>(with),
				on_finding, on_diagnosed, waits.get());
		});

		if (begun)
			(void)waits.release();
		return begun;
	}
	result<void> remove_link(std::string_view name)
	{
		return with_link(name, [](::cti_link *link) {
			::cti_link_remove(link);
			return 0;
		});
	}
	/** Drop the connection and dial anew at once. */
	result<void> reconnect(std::string_view name)
	{
		return with_link(name, ::cti_link_reconnect);
	}
	/** One command of the simulator's language, to a link `sim:`. */
	result<void> simulate(std::string_view name, std::string_view command)
	{
		detail::c_text text(command);

		if (text.broken())
			return detail::has_nul("the command");
		return with_link(name, [&](::cti_link *link) {
			return ::cti_sim_do(link, text.get());
		});
	}
	/** Let the virtual clock of a link `sim:...?clock=virtual` go on. */
	result<void> advance(std::string_view name, milliseconds time)
	{
		return with_link(name, [&](::cti_link *link) {
			return ::cti_sim_advance(
				link,
				static_cast<std::uint32_t>(time.count()));
		});
	}

	/** Ask the switch to do something. `done` runs once if it is accepted,
	    inside a poll(), or with errc::canceled inside close(). */
	result<ticket> send(const request &what,
			    std::function<void(const outcome &)> done = {})
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
		auto waits = std::make_unique<waiter>(
			waiter{ core.get(), std::move(done) });
		err = ::cti_request_send(in.c, &asked.opts, on_outcome,
					 waits.get(), &given);
		if (err)
			return in.why(err);
		(void)waits.release();
		return ticket{ given.id, given.call };
	}
	/** Whether send() would accept it now, and if not, why. */
	result<void> check(const request &what)
	{
		detail::stored_request asked(what);
		detail::stay in(*core);

		if (asked.broken())
			return detail::has_nul("a text of the request");
		if (!in.c)
			return in.closed();
		return in.said(::cti_request_check(in.c, &asked.opts));
	}
	result<void> cancel(std::uint64_t id)
	{
		detail::stay in(*core);

		return in.c ? in.said(::cti_request_cancel(in.c, id))
			    : result<void>(in.closed());
	}

	/** All that is possible now for a call, a device, or a device in a call;
	    for the buttons of a softphone. */
	std::vector<request_kind> possible(std::string_view call,
					   std::string_view device = {}) const
	{
		std::vector<request_kind> all;
		std::string id(call), number(device);
		detail::stay in(*core);
		std::uint64_t bits =
			in.c ? ::cti_request_possible(in.c, id.c_str(),
						      number.c_str())
			     : 0;

		for (int kind = 0; kind < 64; kind++)
			if (bits >> kind & 1)
				all.push_back(static_cast<request_kind>(kind));
		return all;
	}

	/** Be asked where calls shall go. An empty function: no more. */
	result<void> on_route(std::function<void(route)> ask,
			      std::string_view queues = {},
			      std::string_view numbers = {})
	{
		route_options with;

		with.queues = queues;
		with.numbers = numbers;
		return on_route(std::move(ask), with, {});
	}
	/** Only when and how the options say; `told` is told what became of
	    each question, inside a poll(). */
	result<void> on_route(std::function<void(route)> ask,
			      const route_options &with,
			      std::function<void(const route_outcome &)> told)
	{
		::cti_route_opts opts = CTI_ROUTE_OPTS_INIT;
		detail::c_text in_queues(with.queues), of_numbers(with.numbers),
			of_devices(with.devices), to(with.to);
		detail::stay in(*core);

		if (in_queues.broken() || of_numbers.broken() ||
		    of_devices.broken() || to.broken())
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
		opts.deadline_ms =
			static_cast<std::uint32_t>(with.deadline.count());
		opts.devices = of_devices.or_null();
		opts.to = to.or_null();
		opts.on_routed = asked->told ? on_routed : nullptr;
		opts.queues = in_queues.or_null();
		opts.numbers = of_numbers.or_null();
		opts.on_route = on_question;
		opts.user = asked.get();
		/* Questions under way end with whom they began. */
		core->routers.push_back(std::move(asked));
		return in.said(::cti_route_set(in.c, &opts));
	}

	/** Who has that number? `done` runs inside a poll(). */
	result<void>
	identify(std::string_view number,
		 std::function<void(identity, std::vector<customer>)> done)
	{
		return identify(number, {},
				[done = std::move(done)](identification who) {
					done(who.identity,
					     std::move(who.candidates));
				});
	}
	/** Who is it that has a number ("": withheld) and such data in his call?
	    Names that identify.data lists count. */
	result<void>
	identify(std::string_view number,
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
		auto waits = std::make_unique<asker>(
			asker{ core.get(), std::move(done) });
		err = ::cti_identify_with(in.c, &opts, on_identified,
					  waits.get());
		if (err)
			return in.why(err);
		(void)waits.release();
		return {};
	}
	/** Forget what is cached of a number; a view that was never set: all. */
	result<void> forget(std::string_view number = {})
	{
		return or_all(number, [](::cti_client *c, const char *text) {
			::cti_identify_forget(c, text);
			return 0;
		});
	}
	/** Forget what agents have taught of a number by choose(), or of all. */
	result<void> unlearn(std::string_view number = {})
	{
		return or_all(number, ::cti_identify_unlearn);
	}
	/** A customer's record has changed: ask anew for the calls that show it. */
	result<void> invalidate(std::string_view customer)
	{
		return or_all(customer, [](::cti_client *c, const char *text) {
			::cti_customer_invalidate(c, text);
			return 0;
		});
	}
	/** The agent says which candidate of an open pop it is. */
	result<void> choose(std::string_view pop_id, std::string_view customer)
	{
		return two(::cti_pop_choose, pop_id, customer);
	}
	result<cti::snapshot> snapshot()
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


	/** Say how a contact went, as the site names it ("sale"). The contact is
	    its id, or its call's: one under way, or among the last thousand; the
	    same with the functions below. */
	result<void> dispose(std::string_view contact,
			     std::string_view disposition)
	{
		return kept(contact, disposition, {}, [](auto c, auto id,
							 auto word, auto) {
			return ::cti_journal_dispose(c, id, word);
		});
	}
	/** Add a line to the notes of a contact. */
	result<void> note(std::string_view contact, std::string_view text)
	{
		return kept(contact, text, {}, [](auto c, auto id, auto line,
						  auto) {
			return ::cti_journal_note(c, id, line);
		});
	}
	/** Keep what was offered, and what came of it ("accepted"). */
	result<void> offer(std::string_view contact, std::string_view product,
			   std::string_view came)
	{
		return kept(contact, product, came, ::cti_journal_offer);
	}
	/** Keep what the contact has taught of the customer, for the CRM. */
	result<void> fact(std::string_view contact, std::string_view name,
			  std::string_view value)
	{
		return kept(contact, name, value, ::cti_journal_fact);
	}
	/** Set a field of a contact: line, campaign, cost, value ... */
	result<void> set_contact(std::string_view contact,
				 std::string_view field, std::string_view value)
	{
		return kept(contact, field, value, ::cti_journal_set);
	}
	/** Write a contact of another channel; one with the same id is
	    replaced. */
	result<void> add_contact(const contact &one)
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
				     err, err == CTI_ESTATE ? no_journal :
					  "a contact needs an id, a channel "
					  "and when it began"))
			   : result<void>();
	}
	/** Counters of the journal, since journal.file was set. */
	result<journal_stats> stats_of_journal()
	{
		detail::stay in(*core);
		journal_stats found;
		int err;

		if (!in.c)
			return in.closed();
		found.size = sizeof(found);
		err = ::cti_journal_stats_get(in.c, &found);
		if (err)
			return detail::fail(err, no_journal);
		return found;
	}

	/** Judge a customer by the service knowledge outside of a pop. */
	result<advice> advise(const advice_query &what)
	{
		::cti_advice_query query = CTI_ADVICE_QUERY_INIT;
		detail::c_text dnis(what.dnis), queue(what.queue),
			direction(what.direction);
		detail::stored_row row(what.data);
		detail::stay in(*core);
		::cti_advice *made;
		int err;

		if (dnis.broken() || queue.broken() || direction.broken() ||
		    row.broken)
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
			return detail::fail(
				err, err == CTI_ESTATE
					     ? "no service knowledge is loaded; "
					       "set service.file, or call "
					       "load_service()"
					     : "");
		return advice::take(made);
	}
	/** Begin to verify the party of a call for a class of request, which
	    says how sure one must be ("password"). Until verify_end(), or that
	    is reached, digits pressed in the call are told as "*". */
	result<void> verify(std::string_view call, std::string_view request)
	{
		return verified(call, request, "class of request",
				::cti_verify_begin);
	}
	/** Compare what the caller says; a wrong one is an attempt. Copies of the
	    value are wiped. */
	result<bool> verify_check(std::string_view call,
				  std::string_view factor,
				  std::string_view value)
	{
		std::string said(value);
		bool right = false;
		auto done = said.find('\0') != said.npos
				    ? detail::has_nul("the value")
				    : verified(call, factor, "factor",
					       [&](auto c, auto id, auto word) {
						       return ::cti_verify_check(
							       c, id, word,
							       said.c_str(),
							       &right);
					       });

		for (volatile char &one : said)
			one = 0;
		if (!done)
			return done.error();
		return right;
	}
	/** Let the caller press the keys: they are compared, and nobody sees
	    them. */
	result<void> verify_keys(std::string_view call, std::string_view factor)
	{
		return verified(call, factor, "factor", ::cti_verify_keys);
	}
	/** No more; the level that was reached stays. */
	result<void> verify_end(std::string_view call)
	{
		return verified(call, {}, "verification",
				[](auto c, auto id, auto) {
					return ::cti_verify_end(c, id);
				});
	}

	/** Be told every step from what a switch said to what a screen shows,
	    inside a poll(). Steps have numbers and names in them. An empty
	    function: no more. */
	result<void> on_trace(std::function<void(const trace_step &)> tell)
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
		return in.said(::cti_trace_set(in.c, on_step, user));
	}

private:
	static constexpr const char *no_journal =
		"this client keeps no journal; set journal.file first";

	struct reloader {
		detail::core *of;
		std::function<void(result<std::uint64_t>)> done;
	};
	struct looker {
		detail::core *of;
		std::function<void(const diagnosis &)> done;
		std::vector<finding> findings;
	};
	struct waiter {
		detail::core *of;
		std::function<void(const outcome &)> done;
	};
	struct asker {
		detail::core *of;
		std::function<void(identification)> done;
	};

	client() = default;

	template <class F, class O>
	result<void> add_server(std::string_view name,
				const server_options &with, F add, O &opts)
	{
		detail::c_text text(name), preset(with.preset), base(with.base),
			user(with.user), secret(with.secret);
		detail::stored_row settings(with.settings);
		detail::stay in(*core);

		for (const auto *one : { &text, &preset, &base, &user, &secret })
			if (one->broken())
				return detail::has_nul(
					"an option of the source");
		if (settings.broken)
			return detail::has_nul("an option of the source");
		if (!in.c)
			return in.closed();
		opts.preset = preset.or_null();
		opts.base = base.or_null();
		opts.user = user.or_null();
		opts.secret = secret.or_null();
		opts.settings = settings.row.data();
		return in.said(add(in.c, text.get()));
	}
	template <class F> result<void> or_all(std::string_view text, F call)
	{
		detail::c_text one(text);
		detail::stay in(*core);
		int err;

		if (one.broken())
			return detail::has_nul("the text");
		if (!in.c)
			return in.closed();
		err = call(in.c, one.or_null());
		return err ? result<void>(detail::fail(err)) : result<void>();
	}
	template <class F>
	result<void> kept(std::string_view contact, std::string_view first,
			  std::string_view second, F call)
	{
		detail::c_text id(contact), a(first), b(second);
		detail::stay in(*core);
		int err;

		if (id.broken() || a.broken() || b.broken())
			return detail::has_nul("the text");
		if (!in.c)
			return in.closed();
		err = call(in.c, id.get(), a.get(), b.get());
		if (!err)
			return {};
		return detail::fail(
			err, err == CTI_ESTATE ? std::string(no_journal)
			     : err == CTI_ENOENT
				     ? "no contact or call " +
					       std::string(contact) +
					       " is under way or among the "
					       "last thousand"
				     : "the contact " + std::string(contact) +
					       " cannot have " +
					       std::string(first));
	}
	template <class F>
	result<void> verified(std::string_view call, std::string_view word,
			      std::string_view what, F act)
	{
		detail::c_text id(call), text(word);
		detail::stay in(*core);
		int err;

		if (id.broken() || text.broken())
			return detail::has_nul("the text");
		if (!in.c)
			return in.closed();
		err = act(in.c, id.get(), text.get());
		if (err == CTI_ENOENT)
			return detail::fail(
				err, "there is no call " + std::string(call) +
					     ", no " + std::string(what) + " " +
					     std::string(word) +
					     ", or nothing to compare with");
		if (err == CTI_ESTATE)
			return detail::fail(
				err, "no verification of call " +
					     std::string(call) +
					     " can go on: none has begun, no "
					     "service knowledge is loaded, the "
					     "attempts are used up, or it is "
					     "not clear who the customer is");
		return err ? result<void>(detail::fail(err)) : result<void>();
	}

	static int in_ms(std::optional<milliseconds> timeout)
	{
		return !timeout			     ? -1
		       : timeout->count() > INT32_MAX ? INT32_MAX
						     : static_cast<int>(
							       timeout->count());
	}

	result<event> hand_over(int err, event fetched)
	{
#if defined(__cpp_exceptions)
		if (core->thrown) {
			core->kept = std::move(fetched);
			std::rethrow_exception(
				std::exchange(core->thrown, nullptr));
		}
#endif
		if (err)
			return detail::fail(err);
		return fetched;
	}

	template <class F> result<void> one(F call, std::string_view text)
	{
		detail::c_text a(text);
		detail::stay in(*core);

		if (a.broken())
			return detail::has_nul("the text");
		if (!in.c)
			return in.closed();
		return in.said(call(in.c, a.get()));
	}
	template <class F>
	result<void> two(F call, std::string_view first, std::string_view second)
	{
		detail::c_text a(first), b(second);
		detail::stay in(*core);

		if (a.broken() || b.broken())
			return detail::has_nul("the text");
		if (!in.c)
			return in.closed();
		return in.said(call(in.c, a.get(), b.get()));
	}
	template <class F> result<void> with_link(std::string_view name, F act)
	{
		detail::c_text text(name);
		detail::stay in(*core);
		::cti_link *link;
		int err;

		if (!in.c)
			return in.closed();
		link = ::cti_link_find(in.c, text.get());
		if (!link)
			return detail::fail(CTI_ENOENT,
					    "there is no link with the name " +
						    std::string(name));
		err = act(link);
		return err ? result<void>(detail::fail(
				     err, ::cti_link_detail(link)))
			   : result<void>();
	}

	static void on_log(::cti_log_level level, const char *text, void *user)
	{
		auto *core = static_cast<detail::core *>(user);

		core->run([&] {
			core->on_log(static_cast<log_level>(level), text);
		});
	}
	static void on_lookup(::cti_client *, ::cti_lookup *asked, void *user)
	{
		auto *source = static_cast<detail::core::source *>(user);

		source->of->run([&] { source->ask(lookup(asked)); });
	}
	static void on_question(::cti_client *, ::cti_route *asked, void *user)
	{
		auto *router = static_cast<detail::core::router *>(user);

		router->of->run([&] { router->ask(route(asked)); });
	}
	static void on_outcome(::cti_client *,
			       const ::cti_request_result *result, void *user)
	{
		std::unique_ptr<waiter> waits(static_cast<waiter *>(user));

		if (!waits->done)
			return;
		waits->of->run([&] {
			waits->done({ result->id,
				      static_cast<request_kind>(result->kind),
				      { static_cast<errc>(result->error),
					result->detail },
				      result->call,
				      result->link });
		});
	}
	static void on_routed(::cti_client *, const ::cti_route *asked,
			      const ::cti_route_result *result, void *user)
	{
		auto *router = static_cast<detail::core::router *>(user);

		router->of->run([&] {
			router->told({ ::cti_route_call(asked), result->to,
				       { static_cast<errc>(result->error),
					 result->detail } });
		});
	}
	static void on_identified(::cti_client *,
				  const ::cti_identification *found, void *user)
	{
		std::unique_ptr<asker> waits(static_cast<asker *>(user));

		waits->of->run([&] { waits->done(read(found)); });
	}
	static identification read(const ::cti_identification *from)
	{
		identification to;
		const ::cti_customer *one;

		to.identity = static_cast<identity>(
			::cti_identification_identity(from));
		while ((one = ::cti_identification_candidate(
				from, to.candidates.size())))
			to.candidates.emplace_back(one);
		while ((one = ::cti_identification_contact(
				from, to.contacts.size())))
			to.contacts.emplace_back(one);
		to.group = { static_cast<group>(
				     ::cti_identification_group(from)),
			     ::cti_identification_group_label(from),
			     ::cti_identification_group_members(from) };
		to.greeting = static_cast<greeting>(
			::cti_identification_greeting(from));
		to.greeting_text = ::cti_identification_greeting_text(from);
		return to;
	}
	static void on_reloaded(::cti_client *, int err,
				std::uint64_t customers, const char *sentence,
				void *user)
	{
		std::unique_ptr<reloader> waits(static_cast<reloader *>(user));

		if (!waits->done)
			return;
		waits->of->run([&] {
			if (err)
				waits->done(detail::fail(err, sentence));
			else
				waits->done(customers);
		});
	}
	static void on_finding(::cti_client *, const ::cti_finding *found,
			       void *user)
	{
		auto *waits = static_cast<looker *>(user);

		waits->of->run([&] { waits->findings.emplace_back(*found); });
	}
	static void on_diagnosed(::cti_client *, int err, void *user)
	{
		std::unique_ptr<looker> waits(static_cast<looker *>(user));

		if (!waits->done)
			return;
		waits->of->run([&] {
			waits->done({ std::move(waits->findings),
				      err ? detail::fail(err) : failure() });
		});
	}
	static void on_step(::cti_client *, const ::cti_trace *step, void *user)
	{
		auto *tracer = static_cast<detail::core::tracer *>(user);

		tracer->of->run([&] { tracer->tell(trace_step(*step)); });
	}

	std::unique_ptr<detail::core> core;
};

} // namespace cti

#endif
