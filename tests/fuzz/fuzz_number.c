/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as a telephone number. The first byte picks the site.
 * What comes out is whole, and a number in E.164 is the same when it is read
 * again.
 *
 *	CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false
 *	ninja -C build-fuzz
 *	tests/fuzz/number_corpus.py SEEDS-FOLDER
 *	build-fuzz/tests/fuzz/fuzz_number CORPUS-FOLDER SEEDS-FOLDER
 */
#include "identify/number.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const cti_number_plan sites[] = {
	{ sizeof(sites[0]), "CN", "010", "9", NULL, 0, NULL, 0 },
	{ sizeof(sites[0]), "CN", "0371", "0", NULL, 4, NULL, 0 },
	{ sizeof(sites[0]), "DE", "0711", "0", NULL, 3, NULL, 0 },
	{ sizeof(sites[0]), "US", "212", "9", NULL, 0, NULL, 0 },
	{ sizeof(sites[0]), "GB", "020", "9", NULL, 4, NULL, 0 },
	{ sizeof(sites[0]), "JP", "03", "0", NULL, 4, NULL, 0 },
	{ sizeof(sites[0]), "HK", NULL, "9", NULL, 4, NULL, 0 },
	{ sizeof(sites[0]), "TW", "02", NULL, NULL, 0, NULL, 0 },
};

static void must(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

#define ENDED(field) (memchr((field), 0, sizeof(field)) != NULL)

static bool is_e164(const char *text)
{
	return !*text || (*text == '+' && strlen(text) <= 16 &&
			  strspn(text + 1, "0123456789") == strlen(text + 1));
}

static void check_result(const cti_number *n)
{
	uint32_t i;

	must(ENDED(n->e164) && ENDED(n->national) && ENDED(n->extension) &&
		     ENDED(n->display),
	     "a string has no end");
	must(is_e164(n->e164), "this is no E.164");
	must(n->key_count <= CTI_NUMBER_KEYS, "too many keys");
	for (i = 0; i < n->key_count; i++)
		must(n->key[i][0] && ENDED(n->key[i]) &&
			     strspn(n->key[i], "0123456789") ==
				     strlen(n->key[i]),
		     "a key is no digits");
	must(n->number_class != CTI_NUMBER_WITHHELD || !n->key_count,
	     "a withheld number has keys");
}

static void on_step(void *user, const cti_number_step *step)
{
	(void)user;
	must(*step->name && *step->text, "a step says nothing");
}

/* A text with NUL in it ends there. */
static void check_explained(const char *text, const cti_number_plan *plan,
			    const cti_number *n)
{
	cti_number told = { .size = sizeof(told) };

	if (cti_number_explain(text, plan, &told, on_step, NULL) == 0)
		must(memcmp(&told, n, sizeof(told)) == 0,
		     "explained it is another number");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const cti_number_plan *plan;
	cti_number n, again;
	char text[600];

	if (size < 1 || size > sizeof(text))
		return 0;
	plan = &sites[data[0] % (sizeof(sites) / sizeof(sites[0]))];
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	if (cti__number_parse(cti__str(text), plan, &n))
		return 0;
	check_result(&n);
	check_explained(text, plan, &n);
	if (!n.e164[0])
		return 0;
	must(cti__number_parse(cti__str(n.e164), plan, &again) == 0,
	     "E.164 is not understood");
	must(strcmp(again.e164, n.e164) == 0 &&
		     again.number_class == n.number_class,
	     "E.164 is another number when read again");
	return 0;
}
