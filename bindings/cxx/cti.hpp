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

#include "values.hpp"

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
	};
	/* C may call them until the client is closed. */
	std::vector<std::unique_ptr<source>> sources;
	std::vector<std::unique_ptr<router>> routers;

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
	result<void> load_service(std::string_view path)
	{
		return one(::cti_service_load, path);
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

	result<void> add_link(const link_options &with)
	{
		::cti_link_opts opts = CTI_LINK_OPTS_INIT;
		detail::c_text url(with.url), name(with.name), user(with.user),
			secret(with.secret), record(with.record),
			other(with.switch_name);
		detail::stay in(*core);

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
		return in.said(::cti_link_add(in.c, nullptr, &opts));
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

	/** Be asked where calls shall go. An empty function: no more. */
	result<void> on_route(std::function<void(route)> ask,
			      std::string_view queues = {},
			      std::string_view numbers = {})
	{
		::cti_route_opts opts = CTI_ROUTE_OPTS_INIT;
		detail::c_text in_queues(queues), of_numbers(numbers);
		detail::stay in(*core);

		if (in_queues.broken() || of_numbers.broken())
			return detail::has_nul("a pattern");
		if (!in.c)
			return in.closed();
		if (!ask)
			return in.said(::cti_route_set(in.c, nullptr));
		auto asked = std::make_unique<detail::core::router>();
		asked->of = core.get();
		asked->ask = std::move(ask);
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
		detail::c_text text(number);
		detail::stay in(*core);
		int err;

		if (text.broken())
			return detail::has_nul("the number");
		if (!in.c)
			return in.closed();
		auto waits = std::make_unique<asker>(
			asker{ core.get(), std::move(done) });
		err = ::cti_identify(in.c, text.get(), on_identified,
				     waits.get());
		if (err)
			return in.why(err);
		(void)waits.release();
		return {};
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

private:
	struct waiter {
		detail::core *of;
		std::function<void(const outcome &)> done;
	};
	struct asker {
		detail::core *of;
		std::function<void(identity, std::vector<customer>)> done;
	};

	client() = default;

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
	static void on_identified(::cti_client *, ::cti_identity identity,
				  const ::cti_customer *const *found,
				  std::size_t count, void *user)
	{
		std::unique_ptr<asker> waits(static_cast<asker *>(user));

		waits->of->run([&] {
			std::vector<customer> all;

			for (std::size_t i = 0; i < count; i++)
				all.emplace_back(found[i]);
			waits->done(static_cast<cti::identity>(identity),
				    std::move(all));
		});
	}

	std::unique_ptr<detail::core> core;
};

} // namespace cti

#endif
