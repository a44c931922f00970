/* SPDX-License-Identifier: MIT */
/* What is tortured: one line a scenario, in a table of its kind. */
#ifndef TESTS_TORTURE_SCENARIO_H
#define TESTS_TORTURE_SCENARIO_H

/*
 * Does its work and undoes it: 0, or the negative CTI_E* of the first step that
 * was refused. What it is told besides is in the table.
 */
typedef int scenario_fn(const char *arg, const char *more);

struct scenario {
	const char *name;
	scenario_fn *run;
	const char *arg, *more;
};

/* Each ends with a NULL name. */
extern const struct scenario scenarios_links[];
extern const struct scenario scenarios_sources[];
extern const struct scenario scenarios_guests[];
extern const struct scenario scenarios_calls[];
extern const struct scenario scenarios_values[];
extern const struct scenario scenarios_journal[];

/* "sim-queue" in the tables; NULL if there is none. */
extern const struct scenario *const scenario_tables[];

#endif
