/* SPDX-License-Identifier: MIT */
/* Scripts of faults: from text, and by chance. */
#include "deeds.h"
#include "proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	bool number, text;
} words[] = {
	[DEED_PASS] = { "pass", false, false },
	[DEED_AFTER] = { "after", true, false },
	[DEED_UNTIL] = { "until", false, true },
	[DEED_DROP] = { "drop", false, false },
	[DEED_RESET] = { "reset", false, false },
	[DEED_LAST] = { "last", false, false },
	[DEED_SILENCE] = { "silence", false, false },
	[DEED_DEAF] = { "deaf", false, false },
	[DEED_REFUSE] = { "refuse", false, false },
	[DEED_MUTE] = { "mute", false, false },
	[DEED_DRIP] = { "drip", false, false },
	[DEED_CHOP] = { "chop", true, false },
	[DEED_DELAY] = { "delay", true, false },
	[DEED_GARBAGE] = { "garbage", true, false },
	[DEED_SAY] = { "say", false, true },
};

#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

static char unescaped(char c)
{
	return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 's' ? ' ' : c;
}

static void take_text(struct deed *deed, const char *from, size_t n)
{
	size_t i;

	for (i = 0; i < n && deed->text_n < DEED_TEXT - 1; i++) {
		if (from[i] == '\\' && i + 1 < n)
			deed->text[deed->text_n++] = unescaped(from[++i]);
		else
			deed->text[deed->text_n++] = from[i];
	}
}

/* "word argument", n bytes. */
static bool read_deed(struct deed *deed, const char *from, size_t n)
{
	size_t i, w;

	memset(deed, 0, sizeof(*deed));
	for (i = 0; i < WORD_COUNT; i++) {
		w = strlen(words[i].word);
		if (n < w || memcmp(from, words[i].word, w) != 0 ||
		    (n > w && from[w] != ' '))
			continue;
		deed->kind = (enum deed_kind)i;
		if (words[i].number)
			deed->n = strtoul(from + w, NULL, 10);
		else if (words[i].text && n > w)
			take_text(deed, from + w + 1, n - w - 1);
		return (deed->n || !words[i].number) &&
		       (deed->text_n || !words[i].text);
	}
	return false;
}

bool deeds_read(struct deeds *deeds, const char **script)
{
	const char *p = *script;
	size_t n;

	deeds->count = 0;
	while (*p && *p != ';') {
		p += strspn(p, " ,");
		n = strcspn(p, ",;");
		if (n && (deeds->count == DEEDS_MAX ||
			  !read_deed(&deeds->deed[deeds->count++], p, n)))
			return false;
		p += n;
	}
	*script = *p ? p + 1 : p;
	return true;
}

uint32_t fault_roll(uint64_t *dice, uint32_t sides)
{
	/* xorshift64*, of Vigna. */
	*dice ^= *dice >> 12;
	*dice ^= *dice << 25;
	*dice ^= *dice >> 27;
	return (uint32_t)((*dice * 0x2545f4914f6cdd1d) >> 32) % sides;
}

void deeds_of_chance(char *script, size_t room, uint64_t *dice)
{
	static const char *const ends[] = { "drop", "reset",
					    "last", "silence",
					    "deaf", "garbage 80, drop" };
	/* A login takes some 700 bytes, a resync some 2000: most faults are to
	   come in the middle of something. */
	static const uint32_t spans[] = { 60, 700, 2500, 9000 };
	uint32_t roll = fault_roll(dice, 12);
	const char *how = fault_roll(dice, 4) == 0 ? "drip, " : "";

	if (roll == 0)
		snprintf(script, room, "refuse");
	else if (roll == 1)
		snprintf(script, room, "mute");
	else if (roll == 2)
		snprintf(script, room, "pass");
	else if (roll == 3)
		snprintf(script, room, "delay %u", 1 + fault_roll(dice, 20));
	else
		snprintf(
			script, room, "%safter %u, %s", how,
			1 + fault_roll(dice, spans[fault_roll(dice, 4)]),
			ends[fault_roll(dice, sizeof(ends) / sizeof(ends[0]))]);
}
