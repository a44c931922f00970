/* SPDX-License-Identifier: MIT */
/* What million.py does, in C, to see what Python costs: pull COUNT STORY */
#include <cti/cti.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEP_MS 20000

static double cpu_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* All that waits; whether the story has ended. */
static bool fetch(cti_client *client, unsigned long *count, size_t *texts)
{
	bool over = false;
	cti_event *event;
	size_t n;

	while (!cti_poll(client, 0, &event)) {
		++*count;
		cti_event_str(event, CTI_FIELD_CALL, &n);
		*texts += n;
		cti_event_str(event, CTI_FIELD_DEVICE, &n);
		*texts += n;
		over = over ||
		       (cti_event_kind(event) == CTI_EVENT_LINK &&
			!strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL),
				"failed"));
		cti_event_unref(event);
	}
	return over;
}

int main(int argc, char **argv)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	unsigned long wanted, count = 0;
	cti_client *client;
	cti_link *link = NULL;
	double begun, spent = 0;
	size_t texts = 0;
	char url[4096];
	bool over;

	if (argc != 3 || cti_client_new(&client, NULL))
		return 2;
	wanted = strtoul(argv[1], NULL, 10);
	snprintf(url, sizeof(url), "sim:%s?clock=virtual", argv[2]);
	opts.url = url;
	while (count < wanted) {
		if (!link && cti_link_add(client, &link, &opts))
			return 1;
		if (cti_sim_advance(link, STEP_MS))
			return 1;
		begun = cpu_us();
		over = fetch(client, &count, &texts);
		spent += cpu_us() - begun;
		if (over) {
			cti_link_remove(link);
			link = NULL;
		}
	}
	printf("%lu events, %.2f us of CPU each, %zu bytes read\n", count,
	       spent / (double)count, texts);
	cti_client_close(client);
	return 0;
}
