/* SPDX-License-Identifier: MIT */
/*
 * A fault proxy: stands between the library and a switch, and does to their
 * connections what networks and switches do. On the caller's libuv loop.
 *
 * A script says what becomes of each connection to come, parted by ';' (one
 * behind the last goes through unharmed); the deeds of one are parted by ',':
 *
 *	pass		the rest goes through
 *	after N		N bytes of the switch go through first
 *	until TEXT	all up to the end of TEXT goes through first; in it \n,
 *			\r and \s (a blank) may stand
 *	drop		both sides are closed (FIN)
 *	reset		both sides are reset (RST)
 *	last		what the switch says next goes through, with the FIN
 *			behind it
 *	silence		nothing goes either way any more, nobody is told
 *	deaf		nothing goes to the switch any more; it is still heard
 *	refuse		reset before the switch hears of it
 *	mute		accepted, and never a byte
 *	drip		from here on byte by byte
 *	chop N		from here on in pieces of chance, of N bytes at most
 *	delay MS	from here on each piece is held back that long
 *	garbage N	N bytes of chance come in between
 *	say TEXT	the proxy's own words come in between
 *
 * "until \n, drop; mute; refuse": the first connection ends behind its first
 * line, the second hears nothing, the third is refused, the rest is well.
 */
#ifndef TESTS_FAULTS_PROXY_H
#define TESTS_FAULTS_PROXY_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct proxy;

/*
 * Listen at address, on a port that the kernel chooses if port is 0, before the
 * switch at host:target. Whatever cannot be had ends the program.
 */
struct proxy *proxy_new(uv_loop_t *loop, const char *address, uint16_t port,
			const char *host, uint16_t target);
/* Reset all there is; the memory goes when the loop has run. */
void proxy_free(struct proxy *proxy);
uint16_t proxy_port(const struct proxy *proxy);
/* Another switch from the next connection on. */
void proxy_target(struct proxy *proxy, uint16_t target);

/* What becomes of the connections to come; replaces what was left of an older
   script. False if it is none. */
bool proxy_script(struct proxy *proxy, const char *script);
/* Each connection to come gets a script of chance, made of seed; 0: no more. */
void proxy_chance(struct proxy *proxy, uint64_t seed);
/* One deed to every connection that is open now. */
void proxy_now(struct proxy *proxy, const char *deed);
/* Whether the port answers at all: without it the kernel refuses. */
void proxy_listen(struct proxy *proxy, bool on);

/* Connections that were accepted, ever and now. */
unsigned proxy_accepted(const struct proxy *proxy);
unsigned proxy_open(const struct proxy *proxy);
/* Whether a line that drips still has something to let go. */
bool proxy_drips(const struct proxy *proxy);
/* The script that chance has made last. */
const char *proxy_last_script(const struct proxy *proxy);

/* A number below sides that follows from *dice alone. */
uint32_t fault_roll(uint64_t *dice, uint32_t sides);

#endif
