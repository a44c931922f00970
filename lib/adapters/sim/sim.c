/* SPDX-License-Identifier: MIT */
/* The simulator as an adapter: a link without a wire. */
#include "adapters/sim/sim.h"
#include "util/alloc.h"
#include "util/say.h"

#define SECOND INT64_C(1000000)

static int bad_option(struct sim *sim, struct cti__str pair)
{
	return cti__sim_wrong(sim, CTI_EURL,
			      "\"%.*s\" is nothing that sim: takes; it takes "
			      "clock=real, clock=virtual, speed=N and seed=N",
			      SIM_ARG(pair));
}

static int take_option(struct sim *sim, struct cti__str pair)
{
	struct cti__str value, key = cti__str_cut(pair, '=', &value);
	int64_t times_us = 0;
	bool is_number;
	uint64_t n = 0;

	is_number = cti__str_is_digits(value) && cti__str_u64(value, &n);
	if (cti__str_is(pair, "clock=virtual"))
		sim->is_virtual = true;
	else if (cti__str_is(key, "speed") &&
		 cti__sim_seconds(value, &times_us) && times_us >= 1000 &&
		 times_us <= 1000 * SECOND)
		sim->speed_milli = (uint32_t)(times_us / 1000);
	else if (cti__str_is(key, "seed") && is_number)
		sim->chance = (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
	else if (pair.n && !cti__str_is(pair, "clock=real"))
		return bad_option(sim, pair);
	/* A generator of this kind would stay at 0 for ever. */
	if (!sim->chance)
		sim->chance = 1;
	return 0;
}

/* The file's name without the URL's %XX; NULL if memory ran out. */
static char *decode(struct cti__str path)
{
	char *out = cti__str_dup(path), *to = out;
	size_t i;

	for (i = 0; out && i < path.n; i++) {
		if (path.p[i] == '%' && i + 2 < path.n &&
		    cti__hex_digit(path.p[i + 1]) >= 0 &&
		    cti__hex_digit(path.p[i + 2]) >= 0) {
			*to++ = (char)(cti__hex_digit(path.p[i + 1]) * 16 +
				       cti__hex_digit(path.p[i + 2]));
			i += 2;
		} else {
			*to++ = path.p[i];
		}
	}
	if (out)
		*to = '\0';
	return out;
}

/* [//]FILE[?clock=virtual&speed=N&seed=N] */
static int take_url(struct sim *sim, struct cti__str url)
{
	struct cti__str path, query;
	char *copy;
	int err = 0;

	if (cti__str_starts(url, CTI__STR("//")))
		url = cti__str_sub(url, 2, SIZE_MAX);
	path = cti__str_cut(url, '?', &query);
	while (!err && query.n)
		err = take_option(sim, cti__str_cut(query, '&', &query));
	if (err || !path.n)
		return err;
	copy = decode(path);
	if (!copy)
		return CTI_ENOMEM;
	err = cti__sim_script_read(sim, copy);
	cti__free(copy);
	return err ? err : cti__sim_script_parse(sim);
}

static void forget(void *state)
{
	struct sim *sim = state;

	if (!sim->port)
		return;
	sim->live = false;
	cti__sim_wipe_switch(sim);
	cti__sim_forget_names(sim);
	cti__free(sim->heap);
	cti__free(sim->line);
	cti__free(sim->script_text);
	cti__free(sim->script_name);
	cti__buf_fini(&sim->why);
	memset(sim, 0, sizeof(*sim));
}

static int begin(void *state, struct cti_port *port,
		 const struct cti_settings *settings)
{
	/* Numbers come from a script, not from the network. */
	static const uint64_t seed[2] = { 1, 2 };
	struct sim *sim = state;
	int err;

	sim->port = port;
	sim->settings = settings;
	sim->speed_milli = 1000;
	sim->ring_us = 30 * SECOND;
	sim->park_us = 45 * SECOND;
	sim->chance = 1;
	cti__map_init(&sim->phone_map, seed);
	cti__list_init(&sim->phones);
	cti__list_init(&sim->queues);
	cti__list_init(&sim->rooms);
	cti__list_init(&sim->legs);
	cti__list_init(&sim->bridges);
	/* Two timers of its own: the script and the load. */
	err = cti__sim_want_timers(sim, 2);
	if (!err)
		err = take_url(sim,
			       cti__str(cti_settings_get(settings, "url")));
	if (!err && sim->lines)
		cti__sim_at(sim, &sim->script, sim->line[0].at_us,
			    cti__sim_script_next, NULL);
	if (!err)
		return 0;
	cti_port_detail(port, err == CTI_ENOMEM ? cti_strerror(err)
						: cti__buf_cstr(&sim->why));
	forget(sim);
	return err;
}

static int up(void *state)
{
	struct sim *sim = state;

	if (sim->over) {
		cti_port_fail(sim->port, CTI_EEOF,
			      CTI__SAID("the simulation has ended"));
		return 0;
	}
	/* What happened while nobody listened. */
	if (sim->started)
		cti__sim_run(sim, cti__sim_due_us(sim));
	if (sim->now_us < sim->back_us) {
		cti__sim_wrong(
			sim, CTI_ECONNECT,
			"the simulator is away for %lld ms more",
			(long long)((sim->back_us - sim->now_us + 999) / 1000));
		cti_port_fail(sim->port, CTI_ECONNECT,
			      cti__str(cti__buf_cstr(&sim->why)));
		return 0;
	}
	cti_port_ready(sim->port);
	return 0;
}

static void down(void *state, int why)
{
	struct sim *sim = state;

	(void)why;
	sim->live = false;
}

static int resync(void *state)
{
	struct sim *sim = state;

	if (!sim->started) {
		sim->started = true;
		sim->base_us = cti_port_now_us(sim->port);
	}
	sim->live = true;
	cti__sim_list(sim);
	cti_port_synced(sim->port);
	cti__sim_settle(sim);
	cti__sim_rearm(sim);
	return 0;
}

static void wake(void *state)
{
	struct sim *sim = state;

	if (!sim->started || sim->is_virtual)
		return;
	cti__sim_run(sim, cti__sim_due_us(sim));
	cti__sim_rearm(sim);
}

void cti__sim_begin(struct sim *sim)
{
	if (sim->started)
		cti__sim_run(sim, cti__sim_due_us(sim));
}

void cti__sim_end(struct sim *sim)
{
	cti__sim_settle(sim);
	cti__sim_rearm(sim);
}

static int command(void *state, struct cti__str line)
{
	struct sim *sim = state;
	int err;

	cti__sim_begin(sim);
	if (sim->over)
		err = cti__sim_wrong(sim, CTI_ESTATE,
				     "the simulation has ended");
	else
		err = cti__sim_command(sim, line, false);
	if (err)
		cti_port_detail(sim->port, cti__buf_cstr(&sim->why));
	cti__sim_end(sim);
	return err;
}

static int advance(void *state, uint32_t ms)
{
	struct sim *sim = state;

	if (!sim->is_virtual) {
		cti_port_detail(sim->port,
				"the simulator's clock is the real one: add "
				"?clock=virtual to the link's URL");
		return CTI_ESTATE;
	}
	cti__sim_run(sim, sim->now_us + (int64_t)ms * 1000);
	return 0;
}

void cti__sim_drop(struct sim *sim, int64_t us)
{
	sim->back_us = sim->now_us + us;
	if (!sim->live)
		return;
	sim->live = false;
	cti_port_fail(sim->port, CTI_ECONNECT,
		      CTI__SAID("the simulator dropped the link"));
}

void cti__sim_settle(struct sim *sim)
{
	cti__sim_distribute(sim);
	if (!sim->ending || sim->over || !sim->live || sim->leg_count ||
	    sim->load.left)
		return;
	sim->over = true;
	sim->live = false;
	cti_port_fail(sim->port, CTI_EEOF, CTI__STR("end of the script"));
}

const struct cti_adapter cti__adapter_sim = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "sim",
	.title = "Simulator",
	.wire = CTI_WIRE_NONE,
	.caps = CTI_CAP_SNAPSHOT | CTI_CAP_QUEUES | CTI_CAP_AGENTS |
		CTI_CAP_PARK,
	.state_size = sizeof(struct sim),
	.init = begin,
	.fini = forget,
	.up = up,
	.down = down,
	.refuse = cti__sim_refuse,
	.request = cti__sim_request,
	.resync = resync,
	.wake = wake,
	.command = command,
	.advance = advance,
	.epoch_us = SIM_EPOCH_US,
};
