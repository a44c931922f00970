/* SPDX-License-Identifier: MIT */
/*
 * What is inside a client, for the headers that say what a client does: who is
 * in it, so that nothing is used after its end, and texts in C's form.
 */
#ifndef CTI_CORE_HPP
#define CTI_CORE_HPP

#include "values.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>
#if defined(__cpp_exceptions)
#include <exception>
#endif

namespace cti {

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
	/** What a callback has thrown goes first, and the event is kept. */
	result<event> hand_over(int err, event fetched)
	{
#if defined(__cpp_exceptions)
		if (thrown) {
			kept = std::move(fetched);
			std::rethrow_exception(std::exchange(thrown, nullptr));
		}
#endif
		if (err)
			return fail(err);
		return fetched;
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

/** One call of C's with a text. */
template <class F>
result<void> call_with(core &of, F call, std::string_view text)
{
	c_text a(text);
	stay in(of);

	if (a.broken())
		return has_nul("the text");
	if (!in.c)
		return in.closed();
	return in.said(call(in.c, a.get()));
}

/** One with two texts. */
template <class F>
result<void> call_with(core &of, F call, std::string_view first,
		       std::string_view second)
{
	c_text a(first), b(second);
	stay in(of);

	if (a.broken() || b.broken())
		return has_nul("the text");
	if (!in.c)
		return in.closed();
	return in.said(call(in.c, a.get(), b.get()));
}

} // namespace detail

} // namespace cti

#endif
