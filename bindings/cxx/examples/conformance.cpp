/* SPDX-License-Identifier: MIT */
/*
 * Plays a story of the simulator and prints each event as JSON: what a vendor's
 * binding must print, too, byte for byte.
 *
 * usage: conformance [STORY]
 */
#include <cti/cti.hpp>

#include <iostream>

int main(int argc, char **argv)
{
	std::string story = argc > 1 ? argv[1] : "examples/stories/morning.sim";
	auto client = cti::client::open();

	if (!client) {
		std::cerr << client.error().text << '\n';
		return 1;
	}
	/* On a virtual clock two runs are equal, and nobody waits. */
	if (auto added = client->add_link({ "sim:" + story + "?clock=virtual" });
	    !added) {
		std::cerr << added.error().text << '\n';
		return 1;
	}
	for (;;) {
		auto event = client->poll(cti::milliseconds(0));

		if (event) {
			std::cout << *event->json() << '\n';
			if (event->kind() == cti::event_kind::link &&
			    event->str(cti::field::state) == "failed")
				return 0;
		} else if (event.error().code != cti::errc::again ||
			   !client->advance("sim", cti::milliseconds(100))) {
			std::cerr << event.error().text << '\n';
			return 1;
		}
	}
}
