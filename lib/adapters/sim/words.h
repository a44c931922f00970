/* SPDX-License-Identifier: MIT */
/* A line of the command language taken apart by its command's rule. */
#ifndef CTI__ADAPTERS_SIM_WORDS_H
#define CTI__ADAPTERS_SIM_WORDS_H

#include "adapters/sim/sim.h"

#define SIM_PLAIN_MAX  3
#define SIM_OPTION_MAX 32
#define SIM_LINE_MAX   1000

struct sim_words;

/* 0, or an error with the sentence in why. */
typedef int sim_command_fn(struct sim *sim, const struct sim_words *words);

struct sim_command {
	const char *name;
	size_t least, most; /* plain words behind the name */
	/* Options behind them, in any order: "key=" has a value, "key+" may
	   come several times, "key#" has a time in seconds, "key%" a number,
	   "key" is a flag. */
	const char *takes;
	const char *help; /* "usage<TAB>what it does" */
	sim_command_fn *run;
};

struct sim_option {
	struct cti__str key, value;
};

struct sim_words {
	struct cti__str plain[SIM_PLAIN_MAX];
	size_t plains;
	struct sim_option option[SIM_OPTION_MAX];
	size_t options;
	size_t used;
	char text[SIM_LINE_MAX]; /* the words without quotes and escapes */
};

/* The command's name, and the rest of the line. */
struct cti__str cti__sim_first_word(struct cti__str line,
				    struct cti__str *rest);
/* 0 or CTI_EINVAL with the sentence in why. */
int cti__sim_words(struct sim *sim, struct sim_words *words,
		   struct cti__str line, const struct sim_command *rule);
bool cti__sim_has(const struct sim_words *words, const char *key);
/* The value of an option; empty without it. */
struct cti__str cti__sim_value(const struct sim_words *words, const char *key);
/* All values of one that may come several times; how many. */
size_t cti__sim_values(const struct sim_words *words, const char *key,
		       struct cti__str *out, size_t most);
/* Those with a time or a number: leave *out alone without the option. */
void cti__sim_value_us(const struct sim_words *words, const char *key,
		       int64_t *out);
void cti__sim_value_u64(const struct sim_words *words, const char *key,
			uint64_t *out);

/* commands_call.c, commands_talk.c, commands_site.c, route.c: one function a
   command. */
sim_command_fn cti__sim_do_ask, cti__sim_do_agent, cti__sim_do_logout, cti__sim_do_pause,
	cti__sim_do_ready, cti__sim_do_queue, cti__sim_do_room, cti__sim_do_set,
	cti__sim_do_call, cti__sim_do_route, cti__sim_do_dial,
	cti__sim_do_click, cti__sim_do_answer, cti__sim_do_reject,
	cti__sim_do_divert, cti__sim_do_hold, cti__sim_do_retrieve,
	cti__sim_do_blind, cti__sim_do_consult, cti__sim_do_transfer,
	cti__sim_do_return, cti__sim_do_merge, cti__sim_do_park,
	cti__sim_do_unpark, cti__sim_do_pickup, cti__sim_do_hangup,
	cti__sim_do_dtmf, cti__sim_do_data, cti__sim_do_record, cti__sim_do_spy,
	cti__sim_do_busy, cti__sim_do_away, cti__sim_do_bar,
	cti__sim_do_forward, cti__sim_do_drop, cti__sim_do_restart,
	cti__sim_do_swap, cti__sim_do_mute, cti__sim_do_conference,
	cti__sim_do_kick, cti__sim_do_withdraw, cti__sim_do_priority,
	cti__sim_do_wrapup, cti__sim_do_answers, cti__sim_do_refuse,
	cti__sim_do_silent, cti__sim_do_loss, cti__sim_do_load, cti__sim_do_wait, cti__sim_do_end;

#endif
