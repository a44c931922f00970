/* SPDX-License-Identifier: MIT */
/*
 * What an event costs in C, beside what it costs here: the same calls, the same
 * two fields, by cti_poll() and by cti_poll_json() alone.
 *
 * usage: bench EVENTS     prints a line of JSON
 */
#include <cti/cti.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct sum {
	double us;
	unsigned long events, bytes;
};

static double cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void by_event(cti_client *client, struct sum *sum)
{
	cti_event *event;
	size_t n;

	while (!cti_poll(client, 0, &event)) {
		sum->events++;
		(void)cti_event_str(event, CTI_FIELD_CALL, &n);
		sum->bytes += n;
		(void)cti_event_str(event, CTI_FIELD_REMOTE, &n);
		sum->bytes += n;
		cti_event_unref(event);
	}
}

static void by_json(cti_client *client, struct sum *sum)
{
	const char *line;
	char *lines;
	size_t n;

	while (!cti_poll_json(client, 0, 0, &lines, &n)) {
		sum->bytes += n;
		for (line = lines; (line = strchr(line, '\n')); line++)
			sum->events++;
		cti_free(lines);
	}
}

static int play(unsigned long wanted, struct sum *sum,
		void (*drain)(cti_client *client, struct sum *sum))
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	unsigned long before = 1;
	char command[64];
	cti_client *client;
	cti_link *link;
	double begun;

	opts.url = "sim:?clock=virtual";
	snprintf(command, sizeof(command),
		 "load %lu rate 100 talk 6 phones 1000", wanted / 7 + 1);
	if (cti_client_new(&client, NULL))
		return 1;
	if (cti_link_add(client, &link, &opts) || cti_sim_do(link, command))
		before = sum->events;
	while (sum->events < wanted && sum->events != before) {
		before = sum->events;
		if (cti_sim_advance(link, 1000))
			break;
		begun = cpu_us();
		drain(client, sum);
		sum->us += cpu_us() - begun;
	}
	cti_client_close(client);
	return sum->events < wanted;
}

int main(int argc, char **argv)
{
	unsigned long wanted = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	struct sum event = { 0 }, json = { 0 };

	if (play(wanted, &event, by_event) || play(wanted, &json, by_json))
		return 1;
	printf("{\"binding\":\"c\",\"events\":%lu,\"cpu_us_per_event\":%.2f,"
	       "\"json_cpu_us_per_event\":%.2f}\n",
	       event.events, event.us / (double)event.events,
	       json.us / (double)json.events);
	return 0;
}
