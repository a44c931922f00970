/* SPDX-License-Identifier: MIT */
/* A client with an idle simulator, for the tests of the binding. */
#ifndef CTI_TESTS_STAGE_HPP
#define CTI_TESTS_STAGE_HPP

#include <cti/cti.hpp>

#include <doctest/doctest.h>

using cti::errc;
using cti::event_kind;
using cti::field;
using cti::milliseconds;

inline cti::client open(cti::client_options with = {})
{
	auto opened = cti::client::open(std::move(with));

	REQUIRE(opened);
	return std::move(*opened);
}

/* A client with an idle simulator, which a test drives. */
inline cti::client idle()
{
	cti::client client = open();

	REQUIRE(client.set("devices.extensions", "1XXX"));
	REQUIRE(client.add_link({ "sim:?clock=virtual" }));
	return client;
}

/* Polls until an event fits, and lets the simulated time go on meanwhile. */
template <class F> cti::event wait_for(cti::client &client, F fits)
{
	for (int i = 0; i < 3000; i++) {
		auto event = client.poll(milliseconds(5));

		if (event && fits(*event))
			return *event;
		if (!event && event.error().code == errc::again)
			(void)client.advance("sim", milliseconds(20));
	}
	FAIL("the event never came");
	return {};
}

inline cti::event wait_for(cti::client &client, event_kind kind)
{
	return wait_for(client, [&](const cti::event &event) {
		return event.kind() == kind;
	});
}

inline cti::pop wait_for_pop(cti::client &client, cti::identity identity)
{
	return *wait_for(client, [&](const cti::event &event) {
			auto pop = event.pop();

			return pop && pop->identity() == identity;
		}).pop();
}

inline void ring(cti::client &client)
{
	REQUIRE(client.simulate(
		"sim", "call 13800138000 to 400 phone 1001 as a"));
}

#endif
