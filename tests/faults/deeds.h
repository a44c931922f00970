/* SPDX-License-Identifier: MIT */
/* What a fault proxy does to one connection, read from a script. */
#ifndef TESTS_FAULTS_DEEDS_H
#define TESTS_FAULTS_DEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum deed_kind {
	DEED_PASS,
	DEED_AFTER,
	DEED_UNTIL,
	DEED_DROP,
	DEED_RESET,
	DEED_LAST,
	DEED_SILENCE,
	DEED_DEAF,
	DEED_REFUSE,
	DEED_MUTE,
	DEED_DRIP,
	DEED_CHOP,
	DEED_DELAY,
	DEED_GARBAGE,
	DEED_SAY
};

#define DEED_TEXT 128
#define DEEDS_MAX 16

struct deed {
	enum deed_kind kind;
	size_t n; /* bytes, milliseconds */
	char text[DEED_TEXT];
	size_t text_n;
};

struct deeds {
	struct deed deed[DEEDS_MAX];
	size_t count;
};

/* Read one connection's deeds: what stands before the next ';' of *script,
   which then points behind it. False if they are none. */
bool deeds_read(struct deeds *deeds, const char **script);
/* Deeds of chance as a script of one connection. */
void deeds_of_chance(char *script, size_t room, uint64_t *dice);

#endif
