/* SPDX-License-Identifier: MIT */
/*
 * The client of C++17: all that it can do. Each part has a header of its own
 * with how it is done; cti.hpp includes them all, and is what programs include.
 */
#ifndef CTI_CLIENT_HPP
#define CTI_CLIENT_HPP

#include "core.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cti {

class contact;

/** What a client is told beside events. */
struct client_options {
	std::function<void(log_level, std::string_view)> on_log;
	log_level level = log_level::warn;
};

/** Links to switches, the calls on them, and who is told. Movable; closes
    itself. */
class client {
public:
	/* Its life, its keys, and what is so: life.hpp. */

	/** A client with a thread of its own. */
	static result<client> open(client_options with = {});
	/** The next event. errc::again when the time is over, errc::canceled
	    after close(). Without a time it waits without end. */
	result<event> poll(std::optional<milliseconds> timeout = std::nullopt);
	/** Readable while poll() has something. Only wait on it. */
	int fd() const;
	/** Have the poll() of another thread return errc::again. */
	void wake();
	/** Events that were dropped because nobody polled. */
	std::uint64_t dropped() const;
	/** End everything. A poll() of another thread returns first. */
	void close();
	/** A key of the configuration. */
	result<void> set(std::string_view key, std::string_view value);
	result<std::string> get(std::string_view key);
	/** A JSON file of keys, links and sources. */
	result<void> load(std::string_view path);
	/** All calls, devices, agents and queues, as they are now. */
	result<cti::snapshot> snapshot();
	/** Be told every step from what a switch said to what a screen shows,
	    inside a poll(). Steps have numbers and names in them. An empty
	    function: no more. */
	result<void> on_trace(std::function<void(const trace_step &)> tell);

	/* Links to switches: links.hpp. */

	/** Begins to dial; the link's name in events. That nobody is there is
	    told by events. */
	result<std::string> add_link(const link_options &with);
	/** Where a link stands. */
	result<link_state> state(std::string_view name);
	/** Why it is there, in a sentence; empty while all is well. */
	result<std::string> detail(std::string_view name);
	/** Counters, all since the link was added. */
	result<link_stats> stats(std::string_view name);
	/** Look for what is wrong with a link: waits until it is up or has
	    failed, then asks the switch for its settings. `done` runs inside a
	    poll(), or with errc::canceled inside close(). With a call that rings
	    nowhere it is seen whether the switch tells of calls. */
	result<void> diagnose(std::string_view name,
			      std::function<void(const diagnosis &)> done,
			      diagnose_flag with = {});
	result<void> remove_link(std::string_view name);
	/** Drop the connection and dial anew at once. */
	result<void> reconnect(std::string_view name);
	/** One command of the simulator's language, to a link `sim:`. */
	result<void> simulate(std::string_view name, std::string_view command);
	/** Let the virtual clock of a link `sim:...?clock=virtual` go on. */
	result<void> advance(std::string_view name, milliseconds time);

	/* What switches are asked to do: requests.hpp. */

	/** Ask the switch to do something. `done` runs once if it is accepted,
	    inside a poll(), or with errc::canceled inside close(). */
	result<ticket> send(const request &what,
			    std::function<void(const outcome &)> done = {});
	/** Whether send() would accept it now, and if not, why. */
	result<void> check(const request &what);
	/** By the id in the ticket of send(). */
	result<void> cancel(std::uint64_t id);
	/** All that is possible now for a call, a device, or a device in a call;
	    for the buttons of a softphone. */
	std::vector<request_kind> possible(std::string_view call,
					   std::string_view device = {}) const;

	/* What switches ask: routes.hpp. */

	/** Be asked where calls shall go. An empty function: no more. */
	result<void> on_route(std::function<void(route)> ask,
			      std::string_view queues = {},
			      std::string_view numbers = {});
	/** Only when and how the options say; `told` is told what became of
	    each question, inside a poll(). */
	result<void> on_route(std::function<void(route)> ask,
			      const route_options &with,
			      std::function<void(const route_outcome &)> told);

	/* Where customers are looked up: sources.hpp. */

	/** A CSV or vCard file of customers. */
	result<void> add_csv(std::string_view name, std::string_view path);
	result<void> add_sqlite(std::string_view name, std::string_view path);
	/** A web service, asked as a preset says. */
	result<void> add_http(std::string_view name,
			      const server_options &with);
	/** A directory, asked over LDAP. */
	result<void> add_ldap(std::string_view name,
			      const server_options &with);
	/** Read the file of a source again. `done` runs inside a poll() with how
	    many customers there are now (0 of SQLite), or why not. */
	result<void>
	reload_source(std::string_view name,
		      std::function<void(result<std::uint64_t>)> done);
	/** Of a file that another thread is adding; 0 of 0 while none is. */
	progress source_progress() const;
	/** The program itself says who a number belongs to. */
	result<void> add_source(std::string_view name,
				std::function<void(lookup)> ask);
	result<void> remove_source(std::string_view name);

	/* Who has a number: identify.hpp. */

	/** Who has that number? `done` runs inside a poll(). */
	result<void>
	identify(std::string_view number,
		 std::function<void(identity, std::vector<customer>)> done);
	/** Who is it that has a number ("": withheld) and such data in his call?
	    Names that identify.data lists count. */
	result<void> identify(std::string_view number,
			      const std::map<std::string, std::string> &data,
			      std::function<void(identification)> done);
	/** Forget what is cached of a number; a view that was never set: all. */
	result<void> forget(std::string_view number = {});
	/** Forget what agents have taught of a number by choose(), or of all. */
	result<void> unlearn(std::string_view number = {});
	/** A customer's record has changed: ask anew for the calls that show it. */
	result<void> invalidate(std::string_view customer);
	/** The agent says which candidate of an open pop it is. */
	result<void> choose(std::string_view pop_id, std::string_view customer);

	/* What is written to the journal: notes.hpp. */

	/** Say how a contact went, as the site names it ("sale"). The contact is
	    its id, or its call's: one under way, or among the last thousand; the
	    same with the functions below. */
	result<void> dispose(std::string_view contact,
			     std::string_view disposition);
	/** Add a line to the notes of a contact. */
	result<void> note(std::string_view contact, std::string_view text);
	/** Keep what was offered, and what came of it ("accepted"). */
	result<void> offer(std::string_view contact, std::string_view product,
			   std::string_view came);
	/** Keep what the contact has taught of the customer, for the CRM. */
	result<void> fact(std::string_view contact, std::string_view name,
			  std::string_view value);
	/** Set a field of a contact: line, campaign, cost, value ... */
	result<void> set_contact(std::string_view contact,
				 std::string_view field,
				 std::string_view value);
	/** Write a contact of another channel; one with the same id is
	    replaced. */
	result<void> add_contact(const contact &one);
	/** Counters of the journal, since journal.file was set. */
	result<journal_stats> stats_of_journal();

	/* The service knowledge: service.hpp. */

	/** A view that was never set: the file in use again. */
	result<void> load_service(std::string_view path = {});
	/** Judge a customer by the service knowledge outside of a pop. */
	result<advice> advise(const advice_query &what);
	/** Begin to verify the party of a call for a class of request, which
	    says how sure one must be ("password"). Until verify_end(), or that
	    is reached, digits pressed in the call are told as "*". */
	result<void> verify(std::string_view call, std::string_view request);
	/** Compare what the caller says; a wrong one is an attempt. Copies of the
	    value are wiped. */
	result<bool> verify_check(std::string_view call,
				  std::string_view factor,
				  std::string_view value);
	/** Let the caller press the keys: they are compared, and nobody sees
	    them. */
	result<void> verify_keys(std::string_view call,
				 std::string_view factor);
	/** No more; the level that was reached stays. */
	result<void> verify_end(std::string_view call);

private:
	client() = default;

	std::unique_ptr<detail::core> core;
};

} // namespace cti

#endif
