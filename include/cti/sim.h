/* SPDX-License-Identifier: MIT */
/**
 * @file cti/sim.h
 * The simulator: a deterministic switch in the box, for demonstrations and for
 * tests of programs that embed libcti. Outside the promise of a stable ABI
 * until 1.0.
 *
 * The link `sim:` is an idle switch that these functions drive; `sim:FILE` plays
 * a script of the same commands, one a line:
 *
 *     agent 1001 queue support        # log in
 *     at 0.5 call 13800138000 to 4001100266 queue support name "Li Ming" as a
 *     at 2.0 answer a 1001
 *     at 4.0 hold 1001
 *     at 5.0 retrieve 1001
 *     +1 blind 1001 1002              # a second later
 *     at 9.0 hangup a
 *     end
 *
 * A line without a time is carried out with the line before it; `wait 2` puts
 * two seconds between. cti_sim_help() and `cti sim --help` list every command.
 *
 * Behind the file may stand `?speed=N` (the real clock, N times as fast),
 * `clock=virtual` (see cti_sim_advance()) and `seed=N` (for what the command
 * `load` does by chance).
 *
 * Telephones come into being when they are first named: a number of up to five
 * digits, or one that devices.extensions matches; every other number is outside.
 *
 * With `end` the link ends for good, state "failed" and detail "end of the
 * script", as soon as no call is live; without it the switch stays. A script
 * that cannot go on (it answers a telephone that does not ring) ends it at
 * once, with the line's number in the detail. After `drop` and `restart` the
 * link comes back by itself.
 */
#ifndef CTI_SIM_H
#define CTI_SIM_H

#include <cti/link.h>

CTI_BEGIN_DECLS

/**
 * Carry out one command of the script language, now.
 *
 * @param link     A link with the scheme sim.
 * @param command  One line without `at`. Copied.
 * @return 0; CTI_EINVAL if the command cannot be understood, CTI_ESTATE if it is
 *         not possible now (answering a telephone that does not ring): both
 *         leave a sentence in cti_link_detail(); CTI_ENOTSUP for another link.
 *         Inside a callback of an embedded client the simulator is at work: the
 *         command is carried out right after, and a failure goes to the log.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_sim_do(cti_link *link, const char *command);

/**
 * Let the simulator's virtual clock go on. The link must have been added with
 * `sim:?clock=virtual`; then nothing happens but by this call, and two runs
 * give the same events byte for byte.
 *
 * @param ms  Milliseconds.
 * @return 0 or CTI_ESTATE (the link's clock is the real one).
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_sim_advance(cti_link *link, uint32_t ms);

/**
 * The commands of the script language, for a program that lists them.
 *
 * @param index  Counts from 0.
 * @return A constant text: how the command is written, a tab, what it does;
 *         NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_sim_help(size_t index);

CTI_END_DECLS

#endif
