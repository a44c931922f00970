/* SPDX-License-Identifier: MIT */
/*
 * What fetching an event costs the thread that polls, two fields read: by C and
 * by the binding, in turn, in CPU time; and that memory does not grow meanwhile.
 *
 * usage: events STORY EVENTS
 */
#include <cti/cti.hpp>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>

static double cpu_us()
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return static_cast<double>(t.tv_sec) * 1e6 +
	       static_cast<double>(t.tv_nsec) / 1e3;
}

static long resident_kib()
{
	long pages = 0, resident = 0;
	std::FILE *f = std::fopen("/proc/self/statm", "r");

	if (f && std::fscanf(f, "%ld %ld", &pages, &resident) != 2)
		resident = 0;
	if (f)
		std::fclose(f);
	return resident * 4;
}

struct tally {
	double us = 0;
	unsigned long events = 0, bytes = 0;
};

/* Each pass drains what the simulated quarter of a second has brought. */
static bool by_binding(cti::client &client, tally &sum)
{
	double begun = cpu_us();
	bool over = false;

	for (;;) {
		auto event = client.poll(cti::milliseconds(0));

		if (!event)
			break;
		sum.events++;
		sum.bytes += event->str(cti::field::device).size() +
			     event->str(cti::field::call).size();
		over = over || (event->kind() == cti::event_kind::link &&
				event->str(cti::field::state) == "failed");
	}
	sum.us += cpu_us() - begun;
	return !over;
}

static bool by_c(::cti_client *client, tally &sum)
{
	double begun = cpu_us();
	::cti_event *event;
	bool over = false;
	std::size_t n;

	while (!::cti_poll(client, 0, &event)) {
		sum.events++;
		(void)::cti_event_str(event, CTI_FIELD_DEVICE, &n);
		sum.bytes += n;
		(void)::cti_event_str(event, CTI_FIELD_CALL, &n);
		sum.bytes += n;
		over = over || (::cti_event_kind(event) == CTI_EVENT_LINK &&
				!std::strcmp(::cti_event_str(event,
							     CTI_FIELD_STATE,
							     nullptr),
					     "failed"));
		::cti_event_unref(event);
	}
	sum.us += cpu_us() - begun;
	return !over;
}

static bool play(const std::string &url, tally &sum)
{
	auto client = cti::client::open();

	if (!client || !client->add_link({ url }))
		return false;
	while (by_binding(*client, sum))
		(void)client->advance("sim", cti::milliseconds(250));
	return true;
}

static bool play_c(const std::string &url, tally &sum)
{
	::cti_link_opts opts = CTI_LINK_OPTS_INIT;
	::cti_client *client;
	::cti_link *link;

	if (::cti_client_new(&client, nullptr))
		return false;
	opts.url = url.c_str();
	if (::cti_link_add(client, &link, &opts)) {
		::cti_client_close(client);
		return false;
	}
	while (by_c(client, sum))
		if (::cti_sim_advance(link, 250))
			break;
	::cti_client_close(client);
	return true;
}

int main(int argc, char **argv)
{
	std::string url = std::string("sim:") + (argc > 1 ? argv[1] : "") +
			  "?clock=virtual";
	unsigned long wanted = argc > 2 ? std::stoul(argv[2]) : 100000;
	long early = 0, late;
	tally ours, c;

	while (ours.events < wanted) {
		/* A sample of C's is enough. */
		if (!play(url, ours) ||
		    (c.events * 8 < ours.events && !play_c(url, c))) {
			std::fprintf(stderr, "events: cannot play %s\n",
				     url.c_str());
			return 1;
		}
		if (!early && ours.events >= wanted / 4)
			early = resident_kib();
	}
	late = resident_kib();
	std::printf("{\"bench\":\"binding-cxx\",\"events\":%lu,"
		    "\"us_an_event\":%.2f,\"us_an_event_c\":%.2f,"
		    "\"grown_kib\":%ld}\n",
		    ours.events, ours.us / static_cast<double>(ours.events),
		    c.us / static_cast<double>(c.events), late - early);
	return ours.bytes == 0 || late - early > 2048;
}
