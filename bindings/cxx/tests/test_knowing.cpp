/* SPDX-License-Identifier: MIT */
/*
 * What the binding knows beside calls: journals and reports on files, service
 * knowledge, verification, diagnoses, traces, numbers, directories.
 */
#include "stage.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

using cti::advice_field;
using cti::contact_field;
using cti::metric;
using std::chrono::seconds;

static const char knowledge[] = "examples/service/service.json";
static const cti::time_point now{ std::chrono::microseconds(
	1772443800123456) };

/* A folder of one test's own. */
struct folder {
	folder()
	{
		REQUIRE(::mkdtemp(path.data()));
	}
	~folder()
	{
		for (const auto &file : files)
			for (const char *end : { "", "-wal", "-shm" })
				(void)std::remove((file + end).c_str());
		::rmdir(path.c_str());
	}
	std::string file(const char *name)
	{
		files.push_back(path + "/" + name);
		return files.back();
	}
	std::string write(const char *name, const std::string &text)
	{
		std::ofstream(file(name)) << text;
		return files.back();
	}

	std::string path = "/tmp/cti-cxx-XXXXXX";
	std::vector<std::string> files;
};

static std::string read(const std::string &file)
{
	std::ostringstream text;

	text << std::ifstream(file).rdbuf();
	return text.str();
}

/* A client that keeps a journal. */
struct desk {
	desk()
	{
		REQUIRE(client.set("journal.file", file));
	}
	/* A call that somebody answers and that has gone on; its id. */
	std::string talk()
	{
		ring(client);
		REQUIRE(client.simulate("sim", "answer a 1001"));
		REQUIRE(client.advance("sim", seconds(30)));
		return std::string(wait_for(client, event_kind::answer)
					   .str(field::call));
	}
	cti::journal end()
	{
		REQUIRE(client.simulate("sim", "hangup a"));
		REQUIRE(client.advance("sim", seconds(1)));
		(void)wait_for(client, event_kind::call_end);
		client.close();
		return cti::journal(file);
	}

	folder place;
	std::string file = place.file("contacts.db");
	cti::client client = idle();
};

static cti::contact mail()
{
	cti::contact one("mail-7", "mail", now);

	one.set(contact_field::customer, "4711")
		.set(contact_field::notes, "wants a \"quote\", 李")
		.set(contact_field::lead_probability, 40)
		.set(contact_field::automated, true)
		.pair(contact_field::facts, "email", "li@example.com");
	return one;
}

template <class F> static void drain(cti::client &client, F each)
{
	while (auto event = client.poll(milliseconds(0)))
		each(*event);
}

/* Polls until a callback has said that it is done. */
static void until(cti::client &client, const bool &done)
{
	for (int i = 0; i < 2000 && !done; i++)
		(void)client.poll(milliseconds(10));
	REQUIRE(done);
}

TEST_CASE("a call is kept with what people said of it")
{
	desk one;
	std::string call = one.talk();

	REQUIRE(one.client.dispose(call, "sale"));
	REQUIRE(one.client.note(call, "first line"));
	REQUIRE(one.client.note(call, "second"));
	REQUIRE(one.client.offer(call, "fibre", "accepted"));
	REQUIRE(one.client.fact(call, "email", "li@example.com"));
	REQUIRE(one.client.set_contact(call, "cost", "1500"));
	auto all = one.end().contacts();
	REQUIRE(all);
	REQUIRE(all->size() == 1);
	const cti::contact &kept = (*all)[0];
	CHECK(kept.text(contact_field::call) == call);
	CHECK(kept.text(contact_field::state) == "ended");
	CHECK(kept.text(contact_field::party) == "13800138000");
	CHECK(kept.text(contact_field::disposition) == "sale");
	CHECK(kept.text(contact_field::notes) == "first line\nsecond");
	CHECK(kept.all_pairs(contact_field::offers).at("fibre") == "accepted");
	CHECK(kept.integer(contact_field::cost) == 1500);
	CHECK(kept.integer(contact_field::lead_probability) == -1);
	CHECK_FALSE(kept.boolean(contact_field::abandoned));
	REQUIRE(kept.segments().size() == 2);
	const cti::segment &spoken = kept.segments()[1];
	CHECK(spoken.kind == cti::segment_kind::talk);
	CHECK(*spoken.ended - spoken.began == seconds(30));
	CHECK(spoken.device == "1001");
}

TEST_CASE("a contact of another channel comes back as it went")
{
	desk one;

	REQUIRE(one.client.add_contact(mail()));
	CHECK(one.client.stats_of_journal()->lost == 0);
	one.client.close();
	cti::journal file(one.file);
	auto all = file.contacts({ {}, {}, "mail-7" });
	REQUIRE(all);
	REQUIRE(all->size() == 1);
	const cti::contact &came = all->front();
	CHECK(came.id() == "mail-7");
	CHECK(came.time(contact_field::began) == now);
	CHECK_FALSE(came.time(contact_field::answered));
	CHECK(came.integer(contact_field::lead_probability) == 40);
	CHECK(came.boolean(contact_field::automated));
	CHECK(came.text(contact_field::notes) == "wants a \"quote\", 李");
	CHECK(*came.csv() == *mail()
				    .set(contact_field::state, "ended")
				    .set(contact_field::ended, now)
				    .csv());
	CHECK(file.dead_letters()->empty());
	CHECK(*file.retry() == 0);
	CHECK(file.contacts({ {}, {}, "nobody" })->empty());
}

TEST_CASE("an export has the same lines, and reading stops where it is told")
{
	desk one;
	std::string out = one.place.file("out"), lines;
	int seen = 0;

	(void)one.talk();
	REQUIRE(one.client.add_contact(mail()));
	cti::journal file = one.end();
	REQUIRE(file.export_to(out));
	REQUIRE(file.each_contact([&](const cti::contact &each) {
		lines += *each.json() + '\n';
		return true;
	}));
	CHECK(read(out) == lines);
	REQUIRE(file.export_to(out, "csv"));
	CHECK(read(out).find(*cti::contact::csv_names()) < 4);
	CHECK(file.export_to(out, "xml").error().code == errc::inval);
	REQUIRE(file.each_contact([&](const cti::contact &) {
		seen++;
		return false;
	}));
	CHECK(seen == 1);
	CHECK_THROWS_AS((void)file.each_contact(
				[](const cti::contact &) -> bool {
					throw std::runtime_error("enough");
				}),
			std::runtime_error);
}

TEST_CASE("no journal and no such contact are sentences")
{
	cti::client none = idle();
	desk one;
	std::string call = one.talk();

	CHECK(none.dispose("c1", "sale").error().text.find(
		      "set journal.file") != std::string::npos);
	CHECK(none.stats_of_journal().error().code == errc::state);
	CHECK(none.add_contact(mail()).error().code == errc::state);
	CHECK(one.client.note("nobody", "x").error().code == errc::noent);
	CHECK(one.client.note("nobody", "x").error().text.find("nobody") !=
	      std::string::npos);
	CHECK(one.client.set_contact(call, "talk_ms", "5").error().code ==
	      errc::inval);
	CHECK(one.client
		      .add_contact(mail().set(contact_field::lead_probability,
					      "x"))
		      .error()
		      .text.find("lead_probability") != std::string::npos);
	CHECK(one.client
		      .add_contact(mail().pair(contact_field::facts, "a=", "b"))
		      .error()
		      .code == errc::inval);
	auto lost = cti::journal("/nowhere.db").contacts();
	CHECK(lost.error().code == errc::io);
	CHECK(lost.error().text.find("nowhere.db") != std::string::npos);
	CHECK(cti::journal(one.place.write("text", std::string(2000, 'x')))
		      .spans()
		      .error()
		      .code == errc::format);
}

TEST_CASE("a pop shows earlier contacts")
{
	desk one;
	cti::contact before("m1", "mail", now);

	before.set(contact_field::party, "13800138000")
		.set(contact_field::disposition, "quoted");
	REQUIRE(one.client.add_contact(before));
	ring(one.client);
	auto pop = *wait_for(one.client, [](const cti::event &event) {
			    auto told = event.pop();

			    return told && !told->earlier().empty();
		    }).pop();
	CHECK(pop.earlier()[0].id == "m1");
	CHECK(pop.earlier()[0].disposition == "quoted");
	CHECK(pop.earlier()[0].began == now);
}

TEST_CASE("live and from the file a report is the same")
{
	desk one;
	cti::report live, kept, parts;

	REQUIRE(live.set("service_level_s", "20"));
	REQUIRE(one.client.simulate("sim", "agent 1001 queue support"));
	REQUIRE(one.client.advance("sim", seconds(60)));
	REQUIRE(one.client.simulate("sim", "call 13800138000 to 1001 as a"));
	REQUIRE(one.client.simulate("sim", "answer a 1001"));
	REQUIRE(one.client.advance("sim", seconds(30)));
	REQUIRE(one.client.simulate("sim", "hangup a"));
	REQUIRE(one.client.advance("sim", seconds(10)));
	REQUIRE(one.client.simulate("sim", "call 13900139000 to 1001 as b"));
	REQUIRE(one.client.advance("sim", seconds(15)));
	REQUIRE(one.client.simulate("sim", "hangup b"));
	REQUIRE(one.client.advance("sim", seconds(1)));
	drain(one.client, [&](const cti::event &event) {
		REQUIRE(live.add(event));
	});
	live.end();
	one.client.close();
	cti::journal file(one.file);
	REQUIRE(kept.add(file));
	for (const auto &each : *file.spans())
		REQUIRE(parts.add(each));
	for (const auto &each : *file.contacts())
		REQUIRE(parts.add(each));
	CHECK(live.get(metric::in) == 2);
	CHECK(live.get(metric::abandoned) == 1);
	CHECK(live.get(metric::talk) == 30000);
	CHECK(live.get(metric::handled, "agent", "1001") == 1);
	CHECK_FALSE(live.get(metric::out, "queue", "nobody"));
	for (metric each : { metric::in, metric::asked, metric::talk,
			     metric::speed_of_answer, metric::occupancy }) {
		CHECK(live.get(each) == kept.get(each));
		CHECK(live.get(each) == parts.get(each));
	}
	CHECK(live.write()->find("service_level") != std::string::npos);
	CHECK(live.write("json")->find("\"in\":2") != std::string::npos);
	CHECK(live.write("pdf").error().code == errc::inval);
	CHECK(live.set("servicelevel", "1").error().text.find(
		      "servicelevel=1") != std::string::npos);
	CHECK_FALSE(live.add(cti::journal("/nowhere.db")));
	CHECK(cti::definition(metric::in) == "inbound contacts");
}

static cti::customer li()
{
	cti::customer one;

	for (auto [name, value] :
	     { std::pair("id", "7"), std::pair("name", "Li"),
	       std::pair("tier", "gold"),
	       std::pair("id_number", "110101198001014711"),
	       std::pair("contract_end", "2020-01-01") })
		REQUIRE(one.set(name, value));
	return one;
}

TEST_CASE("a customer is judged without a call")
{
	cti::client client = open();
	cti::advice advice;

	CHECK(client.advise({}).error().text.find("load_service") !=
	      std::string::npos);
	CHECK(client.load_service().error().code == errc::state);
	REQUIRE(client.load_service(knowledge));
	advice = *client.advise({ li(), {}, {}, "inbound", {}, { { "a", "b" } } });
	client.close();
	CHECK(advice);
	CHECK(advice.text(advice_field::tier) == "high");
	CHECK(advice.integer(advice_field::contract_days) < 0);
	CHECK_FALSE(advice.has(advice_field::campaign));
	CHECK_FALSE(advice.boolean(advice_field::do_not_call));
	REQUIRE_FALSE(advice.hints().empty());
	for (const auto &hint : advice.hints())
		CHECK_FALSE(hint.reason.empty());
	CHECK(advice.json()->find("\"tier\":\"high\"") != std::string::npos);
	(void)advice.record();
	CHECK_FALSE(cti::advice().has(advice_field::tier));
	CHECK(cti::advice().json().error().code == errc::inval);
}

TEST_CASE("a file of service knowledge is checked without a client")
{
	folder place;

	CHECK_FALSE(cti::check_service(knowledge)->empty());
	CHECK(cti::check_service(place.write("wrong", "{\"tierz\": {}}"))
		      .error()
		      .text.find("tierz") != std::string::npos);
}

/* A call of Li's; its id. */
static std::string calls(cti::client &client)
{
	REQUIRE(client.load_service(knowledge));
	REQUIRE(client.add_source("app", [](cti::lookup asked) {
		CHECK(asked.number()->e164 == "+8613800138000");
		asked.answer({ li() });
	}));
	ring(client);
	auto pop = wait_for_pop(client, cti::identity::identified);
	CHECK(pop.advice().text(advice_field::tier) == "high");
	CHECK(pop.advice().hints().size() == pop.hints().size());
	CHECK(pop.group().kind == cti::group::none);
	CHECK(pop.contacts().empty());
	return std::string(pop.call());
}

static std::string verified(cti::client &client)
{
	std::string state;

	drain(client, [&](const cti::event &event) {
		if (auto pop = event.pop())
			state = pop->advice(advice_field::verify_state);
	});
	return state;
}

TEST_CASE("a right value passes and a wrong one does not")
{
	cti::client client = idle();
	std::string call = calls(client);

	REQUIRE(client.verify(call, "bill"));
	CHECK(verified(client) == "running");
	CHECK(*client.verify_check(call, "id-last4", "9999") == false);
	CHECK(verified(client) == "wrong");
	CHECK(client.verify_check(call, "hat", "1").error().text.find(
		      "factor hat") != std::string::npos);
	CHECK(*client.verify_check(call, "id-last4", "4711") == true);
	CHECK(verified(client) == "passed");
	REQUIRE(client.verify_end(call));
	CHECK(client.verify(call, "nonsense").error().code == errc::noent);
	CHECK(client.verify("c9", "bill").error().code == errc::noent);
}

TEST_CASE("keys that the caller presses are compared and not seen")
{
	cti::client client = idle();
	std::string call = calls(client), digits, state;

	REQUIRE(client.verify(call, "bill"));
	REQUIRE(client.verify_keys(call, "id-last4"));
	REQUIRE(client.simulate("sim", "answer a 1001"));
	REQUIRE(client.simulate("sim", "dtmf a 4711"));
	REQUIRE(client.advance("sim", milliseconds(100)));
	drain(client, [&](const cti::event &event) {
		digits += event.str(field::digits);
		if (auto pop = event.pop())
			state = pop->advice(advice_field::verify_state);
	});
	CHECK(digits == "****");
	CHECK(state == "passed");
}

TEST_CASE("a switch that is not there is a fault with a remedy")
{
	cti::client client = open();
	bool done = false;
	cti::diagnosis found;

	REQUIRE(*client.add_link({ "ami://u:s@127.0.0.1:1", "pbx" }) == "pbx");
	REQUIRE(client.diagnose("pbx", [&](const cti::diagnosis &all) {
		found = all;
		done = true;
	}));
	until(client, done);
	CHECK(found.error.code == errc::linkdown);
	CHECK(found.error.name() == "CTI_ELINKDOWN");
	CHECK(found.error.retryable());
	auto fault = std::find_if(
		found.findings.begin(), found.findings.end(), [](auto &one) {
			return one.level == cti::finding_level::fault;
		});
	REQUIRE(fault != found.findings.end());
	CHECK_FALSE(fault->remedy.empty());
	CHECK_FALSE(fault->text_form.empty());
	CHECK(client.state("pbx"));
	CHECK_FALSE(client.detail("pbx")->empty());
}

TEST_CASE("a look ends with its client")
{
	cti::client client = open();
	cti::diagnosis found;

	REQUIRE(client.add_link({ "ami://u:s@127.0.0.1:1", "pbx" }));
	REQUIRE(client.diagnose(
		"pbx", [&](const cti::diagnosis &all) { found = all; },
		cti::diagnose_flag::call));
	client.close();
	CHECK_FALSE(found.error.text.empty());
	CHECK(client.diagnose("pbx", {}).error().code == errc::state);
}

TEST_CASE("every step is told in order")
{
	cti::client client = idle();
	std::vector<cti::trace_kind> steps;
	std::string begun;

	REQUIRE(client.on_trace([&](const cti::trace_step &step) {
		steps.push_back(step.kind);
		CHECK(step.link == "sim");
		if (step.kind == cti::trace_kind::fact)
			CHECK(step.text.substr(0, 9) == "{\"fact\":\"");
		if (step.told && begun.empty())
			begun = cti::event(::cti_event_ref(step.told)).name();
	}));
	ring(client);
	(void)wait_for(client, event_kind::pop);
	REQUIRE(client.on_trace({}));
	auto told = steps.size();
	REQUIRE(client.simulate("sim", "hangup a"));
	drain(client, [](const cti::event &) {});
	CHECK(steps.size() == told);
	auto fact = std::find(steps.begin(), steps.end(),
			      cti::trace_kind::fact);
	auto event = std::find(fact, steps.end(), cti::trace_kind::event);
	CHECK(event != steps.end());
	CHECK_FALSE(begun.empty());
}

TEST_CASE("a number is taken apart and explained")
{
	std::vector<cti::number_step> steps;
	cti::number_plan berlin, nine;

	auto mobile = cti::parse_number("+86 138-0013-8000");
	REQUIRE(mobile);
	CHECK(mobile->e164 == "+8613800138000");
	CHECK(mobile->display == "138 0013 8000");
	CHECK(mobile->kind == cti::number_class::mobile);
	CHECK_FALSE(mobile->keys.empty());
	CHECK(cti::parse_number("")->kind == cti::number_class::withheld);
	berlin.country = "DE";
	berlin.outside_prefix = "0";
	CHECK(cti::parse_number("0 030 123456", berlin)->e164 == "+4930123456");
	nine.outside_prefix = "9";
	CHECK(cti::explain_number("9013800138000", nine, steps)->e164 ==
	      "+8613800138000");
	CHECK(std::any_of(steps.begin(), steps.end(), [](auto &step) {
		return step.name == "outside-prefix" && step.value == "9";
	}));
	CHECK(cti::parse_number("nothing").error().text.find("nothing") == 0);
	CHECK(cti::parse_number(std::string_view("1\0002", 3)).error().code ==
	      errc::inval);
	nine.plugin = "/nowhere/plugin.so";
	CHECK(cti::parse_number("1", nine).error().code == errc::noent);
}

TEST_CASE("a directory is made, asked and read again")
{
	folder place;
	cti::client client = open();
	std::string made = place.file("book.db"), who;
	std::string csv = place.write("book.csv", "id,name,mobile\n"
						  "7,Li,13801000007\n");
	cti::progress far;
	bool done = false;
	std::uint64_t customers = 0;

	REQUIRE(cti::build_directory("examples/directory/customers.csv", made));
	auto skipped = cti::build_directory(
		csv, made, {}, [&](cti::progress now_at) { far = now_at; });
	REQUIRE(skipped);
	CHECK(*skipped == 0);
	CHECK(far.done <= far.total);
	REQUIRE(client.add_sqlite("made", made));
	REQUIRE(client.set("files.watch", "false"));
	REQUIRE(client.add_csv("book", csv));
	place.write("book.csv", "id,mobile\n8,13801000008\n9,13801000009\n");
	REQUIRE(client.reload_source("book",
				     [&](cti::result<std::uint64_t> now_in) {
					     REQUIRE(now_in);
					     customers = *now_in;
					     done = true;
				     }));
	until(client, done);
	CHECK(customers == 2);
	CHECK(client.source_progress().total == 0);
	done = false;
	REQUIRE(client.identify("13801000008",
				[&](cti::identity,
				    const std::vector<cti::customer> &found) {
					who = found.at(0).get("id");
					done = true;
				}));
	until(client, done);
	CHECK(who == "8");
	CHECK(client.reload_source("nobody", {}).error().code == errc::noent);
	CHECK(cti::build_directory("/nowhere.csv", made).error().text.find(
		      "nowhere.csv") != std::string::npos);
}

TEST_CASE("who calls is told with group, colleagues and greeting")
{
	cti::client client = open();
	cti::identification who;
	bool done = false;
	int asked = 0;

	REQUIRE(client.add_source("app", [&](cti::lookup lookup) {
		cti::customer a, b;

		asked++;
		REQUIRE(a.set("id", "1"));
		REQUIRE(a.set("company", "Acme"));
		REQUIRE(b.set("id", "2"));
		REQUIRE(b.set("company", "Acme"));
		lookup.answer({ a, b });
	}));
	for (int i = 0; i < 2; i++) {
		done = false;
		REQUIRE(client.identify("13800138000",
					{ { "nobody asks", "A7" } },
					[&](cti::identification found) {
						who = std::move(found);
						done = true;
					}));
		until(client, done);
		REQUIRE(client.forget("13800138000"));
	}
	CHECK(asked == 2);
	CHECK(who.identity == cti::identity::ambiguous);
	CHECK(who.group.kind == cti::group::company);
	CHECK(who.group.label == "Acme");
	CHECK(who.group.members == 2);
	CHECK(who.candidates.at(0).source("company") == "app");
	CHECK(who.candidates.at(0).number_kind() == "");
	CHECK(who.greeting != cti::greeting::statement);
	CHECK_FALSE(who.greeting_text.empty());
	CHECK(client.unlearn().error().code == errc::state);
	CHECK(client.invalidate("1"));
	CHECK(client.forget());
}

TEST_CASE("servers are sources with settings")
{
	cti::client client = open();
	cti::server_options crm{ "odoo", "http://127.0.0.1:9", "u", "s" };
	cti::server_options ldap{ {}, "ldap://127.0.0.1:1" };

	crm.settings["db"] = "demo";
	REQUIRE(client.add_http("crm", crm));
	CHECK(client.add_http("crm", crm).error().code == errc::exist);
	crm.settings["no_such"] = "1";
	CHECK_FALSE(client.add_http("other", crm));
	ldap.search_base = "dc=example";
	auto added = client.add_ldap("ldap", ldap);
	/* A library that was built without LDAP says so. */
	CHECK((added || added.error().code == errc::notsup));
	ldap.settings["no_such"] = "1";
	CHECK_FALSE(client.add_ldap("ldap2", ldap));
}

TEST_CASE("a question tells all it knows, and what became of it is told")
{
	cti::client client = idle();
	cti::route_options with;
	cti::route_outcome ended;

	with.when = cti::route_reason::queue;
	with.queues = "support";
	with.deadline = seconds(7);
	with.to = "1003";
	REQUIRE(client.on_route(
		[](cti::route asked) {
			CHECK(asked.link() == "sim");
			CHECK(asked.caller_name() == "Li");
			CHECK_FALSE(asked.withheld());
			CHECK(asked.deadline() == seconds(7));
			CHECK(asked.data().empty());
			CHECK(asked.data("x") == "");
			CHECK(asked.customers().empty());
			CHECK(asked.by_default());
			CHECK(asked.by_default().error().code == errc::state);
		},
		with, [&](const cti::route_outcome &said) { ended = said; }));
	REQUIRE(client.simulate("sim", "call 13800138000 to 400 queue support "
				       "name \"Li\" as a"));
	CHECK(wait_for(client, event_kind::ring).str(field::device) == "1003");
	for (int i = 0; i < 500 && ended.to.empty(); i++)
		(void)client.poll(milliseconds(5));
	CHECK(ended.to == "1003");
	CHECK_FALSE(ended.call.empty());
}

TEST_CASE("a picture has times, and a link counts")
{
	cti::client client = idle();

	REQUIRE(client.simulate("sim", "agent 1001 queue support"));
	REQUIRE(client.simulate("sim", "pause 1001"));
	REQUIRE(client.simulate("sim",
				"call 13800138000 to 400 queue support as a"));
	REQUIRE(client.advance("sim", seconds(1)));
	drain(client, [](const cti::event &) {});
	cti::snapshot picture = *client.snapshot(), copy = picture;
	auto call = copy.calls().at(0);
	CHECK(copy.find(call.id)->caller == "13800138000");
	CHECK_FALSE(copy.find("nobody"));
	CHECK(call.consult_of.empty());
	CHECK_FALSE(call.withheld);
	REQUIRE(call.queued);
	CHECK(copy.queues().at(0).oldest == call.queued);
	CHECK(copy.agents().at(0).since);
	CHECK(copy.agents().at(0).state == cti::agent_state::not_ready);
	(void)copy.devices();
	CHECK(client.stats("sim")->malformed == 0);
	CHECK(*client.state("sim") == cti::link_state::up);
	CHECK(client.detail("sim")->empty());
	CHECK(client.state("none").error().code == errc::noent);
}

TEST_CASE("what is possible follows the call")
{
	cti::client client = idle();
	auto has = [&](cti::request_kind kind) {
		auto all = client.possible({}, "1001");

		return std::find(all.begin(), all.end(), kind) != all.end();
	};

	(void)wait_for(client, [](const cti::event &event) {
		return event.str(field::state) == "up";
	});
	CHECK_FALSE(has(cti::request_kind::answer));
	ring(client);
	(void)wait_for(client, event_kind::ring);
	CHECK(has(cti::request_kind::answer));
	client.close();
	CHECK_FALSE(has(cti::request_kind::answer));
}

TEST_CASE("a contact that was on nobody's screen is told at its end")
{
	cti::client client = idle();

	REQUIRE(client.load_service(knowledge));
	REQUIRE(client.add_source("app", [](cti::lookup asked) {
		asked.answer({ li() });
	}));
	REQUIRE(client.simulate("sim",
				"call 13800138000 to 400 queue support as a"));
	REQUIRE(client.advance("sim", seconds(1)));
	for (int i = 0; i < 20; i++)
		(void)client.poll(milliseconds(5));
	REQUIRE(client.simulate("sim", "hangup a"));
	auto end = wait_for(client, event_kind::call_end);
	auto contact = end.contact();
	REQUIRE(contact);
	CHECK(contact->customer_field("id") == "7");
	CHECK_FALSE(end.pop());
	CHECK_FALSE(cti::event(end).pop());
}

TEST_CASE("the lists of the library are there, and words are its own")
{
	auto dial = cti::requests().at(0);

	CHECK(dial.word == "dial");
	CHECK_FALSE(dial.doc.empty());
	CHECK(cti::request_of("agent-ready") ==
	      cti::request_kind::agent_ready);
	auto all = cti::keys();
	CHECK(std::any_of(all.begin(), all.end(), [](auto &key) {
		return key.name == "link.secret" && key.secret;
	}));
	CHECK_FALSE(cti::simulator_help().empty());
	CHECK(cti::runtime_info()->find("\"version\"") != std::string::npos);
	CHECK(cti::version().size() >= 5);
	for (int i = 0; i < CTI_CONTACT_COUNT; i++)
		CHECK(word(static_cast<contact_field>(i)) ==
		      ::cti_contact_field_name(
			      static_cast<::cti_contact_field>(i)));
	for (int i = 0; i < CTI_ADVICE_COUNT; i++)
		CHECK(word(static_cast<advice_field>(i)) ==
		      ::cti_advice_field_name(
			      static_cast<::cti_advice_field>(i)));
	for (int i = 0; i < CTI_METRIC_COUNT; i++)
		CHECK(word(static_cast<metric>(i)) ==
		      ::cti_metric_name(static_cast<::cti_metric>(i)));
	for (int i = 0; i < CTI_EVENT_COUNT; i++)
		CHECK(word(static_cast<event_kind>(i)) ==
		      ::cti_event_kind_name(static_cast<enum ::cti_event_kind>(
			      i)));
}
