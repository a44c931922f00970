/* SPDX-License-Identifier: MIT */
/* What applications ask for the simulated agents: by the commands for them. */
#include "adapters/sim/asked.h"
#include "adapters/sim/words.h"

static void begin(struct sim_words *words, const struct sim_asked *asked)
{
	words->plains = 1;
	words->options = words->used = 0;
	words->plain[0] = cti__str(asked->device);
}

static void option(struct sim_words *words, const char *key,
		   struct cti__str value)
{
	if (!value.n || words->options == SIM_OPTION_MAX)
		return;
	words->option[words->options].key = cti__str(key);
	words->option[words->options++].value = value;
}

/* All queues that the telephone is not in yet. */
static void all_queues(struct sim *sim, const struct sim_asked *asked,
		       struct sim_words *words)
{
	struct sim_phone *phone = cti__sim_phone(sim, cti__str(asked->device));
	struct cti__list *node;

	cti__list_each (node, &sim->queues) {
		struct sim_queue *queue = cti__list_entry(
			node, struct sim_queue, node);

		if (!phone || !cti__sim_seat(phone, queue))
			option(words, "queue", cti__str(queue->name));
	}
}

int cti__sim_ask_login(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str queue = cti__str(asked->queue);
	struct sim_words words;

	begin(&words, asked);
	if (queue.n && !cti__sim_queue(sim, queue))
		return cti__sim_wrong(sim, CTI_ESTATE, "there is no queue %s",
				      asked->queue);
	if (queue.n)
		option(&words, "queue", queue);
	else
		all_queues(sim, asked, &words);
	if (!words.options)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "there is no queue that %s could log in "
				      "to",
				      asked->device);
	option(&words, "id", cti__str(asked->agent));
	return cti__sim_do_agent(sim, &words);
}

int cti__sim_ask_logout(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_words words;

	begin(&words, asked);
	option(&words, "queue", cti__str(asked->queue));
	return cti__sim_do_logout(sim, &words);
}

int cti__sim_ask_ready(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_words words;

	begin(&words, asked);
	return cti__sim_do_ready(sim, &words);
}

int cti__sim_ask_not_ready(struct sim *sim, const struct sim_asked *asked)
{
	struct cti__str reason = asked->req->reason;
	struct sim_words words;

	begin(&words, asked);
	option(&words, "reason", reason);
	if (reason.n >= SIM_WORD)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "the reason is longer than %d bytes",
				      SIM_WORD - 1);
	return cti__sim_do_pause(sim, &words);
}

int cti__sim_ask_wrapup(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_words words;

	begin(&words, asked);
	return cti__sim_do_wrapup(sim, &words);
}

int cti__sim_ask_wrapup_end(struct sim *sim, const struct sim_asked *asked)
{
	struct sim_phone *phone = cti__sim_phone(sim, cti__str(asked->device));

	if (!phone || !phone->wrapping)
		return cti__sim_wrong(sim, CTI_ESTATE, "%s is in no wrap-up",
				      asked->device);
	return cti__sim_ask_ready(sim, asked);
}
