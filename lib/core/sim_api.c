/* SPDX-License-Identifier: MIT */
/* The public functions of cti/sim.h that drive a link. */
#include "core/client.h"
#include "core/link.h"

#include <cti/error.h>
#include <cti/sim.h>

struct sim_args {
	struct cti__hop hop;
	struct cti_link *link;
	const char *command;
	uint32_t ms;
	int err;
};

/* Its turn comes later: all of it, or nothing. */
static int keep_command(struct cti__buf *commands, struct cti__str line)
{
	size_t before = commands->n;
	int err;

	cti__buf_str(commands, line);
	cti__buf_char(commands, '\n');
	err = commands->err;
	if (!err)
		return 0;
	commands->n = before;
	commands->err = 0;
	return err;
}

static void run(struct cti__hop *hop)
{
	struct sim_args *args = (struct sim_args *)(void *)hop;
	struct cti_link *link = args->link;
	struct cti__str line = cti__str(args->command);

	/* In a callback the simulator is at work: its turn comes after. */
	if (hop->client->depth > 1 && link->adapter->command &&
	    !link->env->is_replay) {
		args->err = keep_command(&link->commands, line);
		return;
	}
	args->err = cti__link_command(link, line);
}

int cti_sim_do(cti_link *link, const char *command)
{
	struct sim_args args = { .link = link, .command = command };

	if (!link || !command || strchr(command, '\n'))
		return CTI_EINVAL;
	cti__hop(&args.hop, link->client, run);
	return args.err;
}

static void advance(struct cti__hop *hop)
{
	struct sim_args *args = (struct sim_args *)(void *)hop;
	struct cti_link *link = args->link;

	if (hop->client->depth > 1 && link->virtual_clock) {
		link->advance_ms += args->ms;
		args->err = 0;
		return;
	}
	args->err = cti__link_advance(link, args->ms);
}

int cti_sim_advance(cti_link *link, uint32_t ms)
{
	struct sim_args args = { .link = link, .ms = ms };

	if (!link)
		return CTI_EINVAL;
	cti__hop(&args.hop, link->client, advance);
	return args.err;
}
