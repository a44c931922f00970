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
 *     at 6.0 blind 1001 1002
 *     at 9.0 hangup a
 *
 * `cti sim --help` lists every command.
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

CTI_END_DECLS

#endif
