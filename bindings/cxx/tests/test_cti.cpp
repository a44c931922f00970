/* SPDX-License-Identifier: MIT */
/* The binding on the simulator: what is asked for, and all that goes wrong. */
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "stage.hpp"

#include <set>
#include <stdexcept>

TEST_CASE("the table of errors is that of the library")
{
	const ::cti_error_info *row;
	std::size_t rows = 0;

	for (; (row = ::cti_error_at(rows)); rows++)
		CHECK(text(static_cast<errc>(row->code)) == row->text);
	CHECK(rows == 27);
	CHECK(open().set("no.such.key", "1").error().code == errc::key);
	CHECK(open().add_link({ "nothing" }).error().code == errc::url);
	CHECK(open().add_link({ "abc://x" }).error().code == errc::scheme);
	CHECK(open().add_csv("c", "/nowhere.csv").error().code == errc::io);
}

TEST_CASE("a failure says what is wrong and what helps")
{
	auto done = open().set("identify.deadline_m", "1");

	REQUIRE_FALSE(done);
	CHECK(done.error().text.find("identify.deadline_ms") !=
	      std::string::npos);
}

TEST_CASE("a ring opens a pop with who is calling")
{
	cti::client client = idle();

	REQUIRE(client.add_source("mine", [](cti::lookup asked) {
		cti::customer li;

		CHECK(asked.text() == "13800138000");
		CHECK(asked.field().empty());
		REQUIRE(li.set("id", "7"));
		REQUIRE(li.set("name", "李雷"));
		asked.answer({ li });
	}));
	ring(client);
	auto pop = wait_for_pop(client, cti::identity::identified);
	CHECK(pop.device() == "1001");
	CHECK(pop.remote() == "13800138000");
	CHECK(pop.customer_field("name") == "李雷");
	CHECK(pop.candidates().at(0)["id"] == "7");
	CHECK(pop.candidates().at(0).source() == "mine");
	CHECK(pop.greeting() == cti::greeting::statement);
}

TEST_CASE("an event outlives its client")
{
	std::optional<cti::event> kept;
	std::optional<cti::pop> shown;
	{
		cti::client client = idle();

		ring(client);
		kept = wait_for(client, event_kind::pop);
		shown = kept->pop();
	}
	cti::event copy = *kept;
	kept.reset();
	CHECK(copy.name() == "pop");
	CHECK(copy.time().time_since_epoch().count() > 0);
	CHECK(copy.json()->find("\"device\":\"1001\"") != std::string::npos);
	CHECK(shown->device() == "1001");
}

TEST_CASE("a source that never answers holds up nobody")
{
	std::vector<cti::lookup> unanswered;
	cti::client client = idle();

	REQUIRE(client.set("identify.deadline_ms", "50"));
	REQUIRE(client.add_source("never", [&](cti::lookup asked) {
		unanswered.push_back(std::move(asked));
	}));
	ring(client);
	CHECK(wait_for_pop(client, cti::identity::unknown).device() == "1001");
	REQUIRE(unanswered.size() == 1);
	cti::customer late;
	REQUIRE(late.set("id", "9"));
	unanswered[0].answer({ late });
	auto pop = wait_for_pop(client, cti::identity::identified);
	CHECK(pop.customer_field("id") == "9");
}

TEST_CASE("what a callback throws comes out of poll, and the link goes on")
{
	cti::client client = idle();
	bool caught = false;

	REQUIRE(client.add_source("broken", [](cti::lookup) {
		throw std::runtime_error("no such table");
	}));
	ring(client);
	for (int i = 0; i < 500 && !caught; i++)
		try {
			(void)client.poll(milliseconds(5));
			(void)client.advance("sim", milliseconds(20));
		} catch (const std::runtime_error &why) {
			CHECK(std::string(why.what()) == "no such table");
			caught = true;
		}
	CHECK(caught);
	CHECK(wait_for_pop(client, cti::identity::unknown).device() == "1001");
	REQUIRE(client.simulate("sim", "hangup a"));
	CHECK(wait_for(client, event_kind::call_end).has(field::call));
}

TEST_CASE("a request ends once, with the switch's answer")
{
	cti::client client = idle();
	std::vector<cti::outcome> ends;
	cti::request dial{ cti::request_kind::dial };

	(void)wait_for(client, [](const cti::event &event) {
		return event.str(field::state) == "up";
	});
	dial.device = "1001";
	dial.to = "13800138000";
	dial.data["ticket"] = "A7";
	REQUIRE(client.check(dial));
	auto sent = client.send(dial, [&](const cti::outcome &end) {
		ends.push_back(end);
	});
	REQUIRE(sent);
	auto begun = wait_for(client, event_kind::call_begin);
	CHECK(begun.str(field::call) == sent->call);
	for (int i = 0; i < 200 && ends.empty(); i++) {
		(void)client.poll(milliseconds(5));
		(void)client.advance("sim", milliseconds(20));
	}
	REQUIRE(ends.size() == 1);
	CHECK(ends[0].error.code == errc::ok);
	CHECK(ends[0].id == sent->id);
	CHECK(client.snapshot()->calls().at(0).id == sent->call);

	cti::request hold{ cti::request_kind::hold };
	hold.device = "1999";
	auto refused = client.send(hold);
	CHECK(refused.error().code == errc::noent);
	CHECK_FALSE(refused.error().text.empty());
}

TEST_CASE("a client that goes ends the requests under way")
{
	std::vector<errc> ends;
	{
		cti::client client = idle();
		cti::request dial{ cti::request_kind::dial };

		(void)wait_for(client, [](const cti::event &event) {
			return event.str(field::state) == "up";
		});
		dial.device = "1001";
		dial.to = "13800138000";
		REQUIRE(client.send(dial, [&](const cti::outcome &end) {
			ends.push_back(end.error.code);
		}));
	}
	REQUIRE(ends.size() == 1);
	CHECK((ends[0] == errc::canceled || ends[0] == errc::ok));
}

TEST_CASE("the program says where calls go")
{
	cti::client client = idle();

	REQUIRE(client.on_route([](cti::route asked) {
		CHECK(asked.caller() == "13800138000");
		CHECK(asked.queue() == "support");
		CHECK(asked.to("1002"));
		CHECK(asked.to("1003").error().code == errc::state);
	}, "support"));
	REQUIRE(client.simulate("sim",
				"call 13800138000 to 400 queue support as a"));
	auto rings = wait_for(client, event_kind::ring);
	CHECK(rings.str(field::device) == "1002");
}

TEST_CASE("who a number belongs to can be asked without a call")
{
	cti::client client = open();
	bool told = false;

	REQUIRE(client.add_csv("book", "examples/directory/customers.csv"));
	REQUIRE(client.identify(
		"13800138000",
		[&](cti::identity sure, std::vector<cti::customer> found) {
			told = true;
			CHECK(sure == cti::identity::identified);
			CHECK(found.at(0)["name"] == "李明");
		}));
	for (int i = 0; i < 200 && !told; i++)
		(void)client.poll(milliseconds(10));
	CHECK(told);
}

TEST_CASE("texts that C would cut or refuse are refused with a sentence")
{
	cti::client client = idle();
	std::string nul("a\0b", 3), huge(3 << 20, 'x');
	cti::request dial{ cti::request_kind::dial };
	cti::customer who;

	CHECK(client.set(nul, "1").error().code == errc::inval);
	CHECK(client.set("pop.url", nul).error().text.find("NUL") !=
	      std::string::npos);
	CHECK(client.add_link({ nul }).error().code == errc::inval);
	dial.device = nul;
	dial.to = "1";
	CHECK(client.send(dial).error().code == errc::inval);
	CHECK(client.check(dial).error().code == errc::inval);
	dial.device = "1001";
	dial.to = huge;
	CHECK(client.send(dial).error().code == errc::inval);
	CHECK(who.set("name", huge).error().code == errc::toobig);
	CHECK(who.set("name", "\xed\xa0\x80").error().code == errc::inval);
	CHECK(who.set("name", "\xff").error().code == errc::inval);
	CHECK(client.identify(nul, [](auto, auto) {}).error().code ==
	      errc::inval);
	CHECK_FALSE(client.simulate("nobody", "call 1 to 2"));
}

TEST_CASE("a client that is closed refuses everything")
{
	cti::client client = idle();

	client.close();
	client.close();
	CHECK(client.poll(milliseconds(0)).error().code == errc::canceled);
	CHECK(client.set("pop.url", "").error().code == errc::state);
	CHECK(client.get("pop.url").error().code == errc::state);
	CHECK(client.add_link({ "sim:" }).error().code == errc::state);
	CHECK(client.snapshot().error().code == errc::state);
	CHECK(client.send({ cti::request_kind::dial }).error().code ==
	      errc::state);
	CHECK(client.fd() == -1);
	client.wake();
}

TEST_CASE("close ends the poll of another thread")
{
	for (int round = 0; round < 50; round++) {
		cti::client client = open();
		errc last = errc::ok;
		std::thread other([&] {
			for (;;) {
				auto event = client.poll();

				last = event.error().code;
				if (last == errc::canceled)
					return;
			}
		});

		if (round % 2)
			std::this_thread::yield();
		client.close();
		other.join();
		CHECK(last == errc::canceled);
	}
}

TEST_CASE("one thread polls, another is told so")
{
	cti::client client = open();
	std::atomic<bool> in{ false };
	std::thread other([&] {
		in = true;
		while (client.poll().error().code != errc::canceled)
			;
	});
	errc said = errc::ok;

	while (!in)
		std::this_thread::yield();
	for (int i = 0; i < 100000 && said != errc::state; i++)
		said = client.poll(milliseconds(0)).error().code;
	CHECK(said == errc::state);
	client.close();
	other.join();
}

TEST_CASE("any thread may call anything, and close while others do")
{
	for (int round = 0; round < 5; round++) {
		cti::client client = idle();
		std::atomic<int> begun{ 0 }, told{ 0 };
		std::vector<std::thread> others;
		auto over = [](const auto &done) {
			return done.error().code == errc::state;
		};

		others.emplace_back([&] {
			begun++;
			while (client.poll().error().code != errc::canceled)
				told++;
		});
		others.emplace_back([&] {
			for (begun++; !over(client.set("pop.url", ""));)
				(void)client.get("pop.url");
		});
		others.emplace_back([&] {
			for (begun++; !over(client.snapshot());)
				client.wake();
		});
		others.emplace_back([&] {
			std::atomic<int> ended{ 0 };
			int sent = 0;
			cti::request dial{ cti::request_kind::dial };

			dial.device = "1001";
			dial.to = "13800138000";
			begun++;
			for (;;) {
				auto done = client.send(dial, [&](auto &) {
					ended++;
				});

				if (over(done))
					break;
				sent += done.has_value();
			}
			/* Each ended, at the latest with the client. */
			while (ended < sent)
				std::this_thread::yield();
		});
		others.emplace_back([&] {
			for (begun++; !over(client.advance(
				     "sim", milliseconds(20)));)
				(void)client.dropped();
		});
		while (begun < 5 || told < 20)
			std::this_thread::yield();
		client.close();
		for (auto &other : others)
			other.join();
	}
}

TEST_CASE("a callback may close its client")
{
	cti::client client = idle();

	REQUIRE(client.add_source("last", [&](cti::lookup) {
		client.close();
		client.close();
		CHECK_FALSE(client.set("pop.url", ""));
	}));
	ring(client);
	for (int i = 0; i < 500; i++) {
		auto event = client.poll(milliseconds(5));

		(void)client.advance("sim", milliseconds(20));
		if (event.error().code == errc::canceled)
			break;
	}
	CHECK(client.poll(milliseconds(0)).error().code == errc::canceled);
}

TEST_CASE("wake interrupts a poll")
{
	cti::client client = open();
	std::thread other([&] { client.wake(); });

	CHECK(client.poll().error().code == errc::again);
	other.join();
}

TEST_CASE("log lines come through poll")
{
	std::vector<std::string> lines;
	cti::client client = open({ [&](cti::log_level, std::string_view line) {
					   lines.emplace_back(line);
				   },
				    cti::log_level::info });

	for (int i = 0; i < 100 && lines.empty(); i++)
		(void)client.poll(milliseconds(5));
	REQUIRE_FALSE(lines.empty());
	CHECK(lines[0].find("libcti-cxx") != std::string::npos);
}

TEST_CASE("a moved client is the same one")
{
	cti::client first = idle();
	cti::client second = std::move(first);

	ring(second);
	CHECK(wait_for(second, event_kind::ring).str(field::device) == "1001");
}
