/* SPDX-License-Identifier: MIT */
/*
 * Masks: what a user sends with a support question names nobody, and still
 * shows who is who. A number keeps its length and its last two digits, the
 * others become a letter that differs between numbers that end alike:
 * 13800138000 is xxxxxxxxx00 wherever it stands, and +8613800138000 is
 * +xxxxxxxxxxx00. A name becomes name-1, name-2 and so on.
 */
#include "explain.h"

#include <ctype.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

/* Shorter ones say nothing of anybody. */
#define NUMBER_MIN  3
/* So many digits in a row are a number, wherever they stand. */
#define NUMBER_SURE 7
/* Numbers with the same last digits are ways to write one. */
#define TAIL	    7

struct word {
	char *text; /* first: compared by it */
	char *mask;
};

/* Ways to write one number. */
struct family {
	char tail[TAIL + 1];
	unsigned code;
};

struct mask {
	bool off;
	void *words; /* of struct word, by text */
	void *ids;   /* of struct word, without a mask */
	struct word **names;
	size_t name_count;
	struct family *families;
	size_t family_count;
	unsigned private_count;
};

static int by_text(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static void free_word(void *node)
{
	struct word *word = node;

	free(word->text);
	free(word->mask);
	free(word);
}

struct mask *mask_new(bool off)
{
	struct mask *mask = calloc(1, sizeof(*mask));

	if (mask)
		mask->off = off;
	return mask;
}

void mask_free(struct mask *mask)
{
	if (!mask)
		return;
	tdestroy(mask->words, free_word);
	tdestroy(mask->ids, free_word);
	free(mask->names);
	free(mask->families);
	free(mask);
}

bool mask_is_off(const struct mask *mask)
{
	return mask->off;
}

static struct word *find(void *const *tree, const char *text)
{
	struct word key = { .text = (char *)(uintptr_t)text };
	struct word **found = tfind(&key, tree, by_text);

	return found ? *found : NULL;
}

/* Takes the mask over. NULL if memory ran out. */
static struct word *keep(void **tree, const char *text, char *mask)
{
	struct word *word = calloc(1, sizeof(*word));

	if (word) {
		word->text = strdup(text);
		word->mask = mask;
		if (word->text && tsearch(word, tree, by_text))
			return word;
		free(word->text);
		free(word);
	}
	free(mask);
	return NULL;
}

/* --- numbers --- */

static struct family *family_of(struct mask *mask, const char *digits)
{
	size_t n = strlen(digits), i;
	const char *tail = n > TAIL ? digits + n - TAIL : digits;
	struct family *more;
	unsigned code = 0;

	for (i = 0; i < mask->family_count; i++) {
		more = &mask->families[i];
		if (strcmp(more->tail, tail) == 0)
			return more;
		if (strcmp(more->tail + strlen(more->tail) - 2,
			   digits + n - 2) == 0)
			code++;
	}
	more = realloc(mask->families, (i + 1) * sizeof(*more));
	if (!more)
		return NULL;
	mask->families = more;
	snprintf(more[i].tail, sizeof(more[i].tail), "%s", tail);
	more[i].code = code;
	mask->family_count++;
	return &more[i];
}

/* The mask of some digits; borrowed; NULL if memory ran out. */
static const char *number_mask(struct mask *mask, const char *digits)
{
	static const char letters[] = "xyzabcdefghijklmnopqrstuvw";
	const unsigned count = sizeof(letters) - 1;
	struct word *word = find(&mask->words, digits);
	size_t n = strlen(digits), i;
	struct family *family;
	char *out;

	if (word)
		return word->mask;
	family = family_of(mask, digits);
	out = family ? strdup(digits) : NULL;
	if (!out)
		return NULL;
	/* The letters count in two places where one is not enough. */
	for (i = 0; i + 2 < n; i++)
		out[i] = letters[i % 2 || family->code < count
					 ? family->code % count
					 : family->code / count % count];
	word = keep(&mask->words, digits, out);
	return word ? word->mask : NULL;
}

static void learn_number(struct mask *mask, const char *text)
{
	char digits[64];
	size_t n;

	for (; *text; text += n) {
		n = strspn(text, "0123456789");
		if (n >= NUMBER_MIN && n < sizeof(digits)) {
			memcpy(digits, text, n);
			digits[n] = '\0';
			number_mask(mask, digits);
		}
		n += n ? 0 : 1;
	}
}

/* --- names --- */

static bool has_letters(const char *text)
{
	for (; *text; text++)
		if (isalpha((unsigned char)*text) ||
		    (unsigned char)*text >= 0x80)
			return true;
	return false;
}

/* The mask of a whole text; borrowed; NULL if memory ran out. */
static const char *private_mask(struct mask *mask, const char *text,
				const char *what)
{
	struct word *word = find(&mask->words, text);
	char *out;

	if (word)
		return word->mask;
	if (asprintf(&out, "%s-%u", what, ++mask->private_count) < 0)
		return NULL;
	word = keep(&mask->words, text, out);
	return word ? word->mask : NULL;
}

/* The longest first, so that no part is taken for the whole. */
static void learn_name(struct mask *mask, const char *text)
{
	struct word **more;
	size_t i;

	if (!has_letters(text)) {
		learn_number(mask, text);
		return;
	}
	if (strlen(text) < 2 || find(&mask->words, text) ||
	    !private_mask(mask, text, "name"))
		return;
	more = realloc(mask->names, (mask->name_count + 1) * sizeof(*more));
	if (!more)
		return;
	mask->names = more;
	for (i = mask->name_count++;
	     i && strlen(more[i - 1]->text) < strlen(text); i--)
		more[i] = more[i - 1];
	more[i] = find(&mask->words, text);
}

void mask_learn_id(struct mask *mask, const char *id)
{
	if (!mask->off && *id && !find(&mask->ids, id))
		keep(&mask->ids, id, NULL);
}

/* --- what a field's name says of its text --- */

enum privacy {
	PRIVACY_NONE,
	PRIVACY_ID,	/* ids; numbers in them are masked */
	PRIVACY_NUMBER, /* somebody's */
	PRIVACY_NAME,
	PRIVACY_FREE,	/* words; numbers and names in them are masked */
	PRIVACY_DIGITS, /* keys that were pressed */
	PRIVACY_WHOLE	/* everything else is nobody's business */
};

static const struct {
	const char *keys;
	enum privacy privacy;
} fields[] = {
	{ " event fact time seq flags state cause kind direction role result "
	  "bridge_kind dest identity greeting state_name key link score source "
	  "revision position ",
	  PRIVACY_NONE },
	{ " call merged consult_of leg other second target bridge group ",
	  PRIVACY_ID },
	{ " device remote called dnis by to from of devices also caller number "
	  "other_number slot ",
	  PRIVACY_NUMBER },
	{ " name other_name agent ", PRIVACY_NAME },
	{ " pop pair queue context app data reason cause_text detail text ref ",
	  PRIVACY_FREE },
	{ " digits ", PRIVACY_DIGITS },
};

static bool is_of_customer(const char *path)
{
	return strncmp(path, "customer", 8) == 0 ||
	       strncmp(path, "candidates", 10) == 0 ||
	       strncmp(path, "data.", 5) == 0;
}

/* What follows from the service knowledge: the words of the site's file stay,
   and all that may have a value of the customer in it goes. */
static enum privacy privacy_of_advice(const char *key)
{
	static const char words[] =
		" kind id tier tier_by list stage contract renewal line phase "
		"campaign medium desk group verify_request verify_needed "
		"verify_reached verify_state ";

	return strstr(words, key) ? PRIVACY_NONE : PRIVACY_WHOLE;
}

/* fact: its kind, or "" in an event. */
static enum privacy privacy_of(const struct json_leaf *leaf, const char *fact)
{
	char key[140];
	size_t i;

	if (!leaf->is_string)
		return PRIVACY_NONE;
	if (strcmp(leaf->key, "called") == 0 && strncmp(fact, "dtmf", 4) == 0)
		return PRIVACY_DIGITS;
	if (strcmp(fact, "data") == 0 && strcmp(leaf->key, "data") == 0)
		return PRIVACY_NAME;
	if (strcmp(leaf->key, "data") == 0 && strchr(leaf->value, '='))
		return PRIVACY_WHOLE;
	/* Of a fact, the name of a datum is its key. */
	if (strcmp(fact, "data") == 0 && strcmp(leaf->key, "name") == 0)
		return PRIVACY_NONE;
	snprintf(key, sizeof(key), " %s ", leaf->key);
	if (strncmp(leaf->path, "service", 7) == 0)
		return privacy_of_advice(key);
	if (strcmp(leaf->key, "value") == 0)
		return PRIVACY_NAME;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strstr(fields[i].keys, key))
			break;
	if (is_of_customer(leaf->path) && !strstr(" score source reason ", key))
		return strcmp(leaf->key, "name") == 0 ? PRIVACY_NAME
						      : PRIVACY_WHOLE;
	if (i == sizeof(fields) / sizeof(fields[0]))
		return PRIVACY_WHOLE;
	return fields[i].privacy;
}

struct learner {
	struct mask *mask;
	char fact[24], role[16], device[128];
};

static void learn_leaf(const struct json_leaf *leaf, void *user)
{
	struct learner *learner = user;
	struct mask *mask = learner->mask;

	if (strcmp(leaf->path, "fact") == 0)
		snprintf(learner->fact, sizeof(learner->fact), "%s",
			 leaf->value);
	else if (strcmp(leaf->path, "role") == 0)
		snprintf(learner->role, sizeof(learner->role), "%s",
			 leaf->value);
	switch (privacy_of(leaf, learner->fact)) {
	case PRIVACY_ID:
		mask_learn_id(mask, leaf->value);
		break;
	case PRIVACY_NUMBER:
		if (strcmp(leaf->key, "device") == 0)
			snprintf(learner->device, sizeof(learner->device), "%s",
				 leaf->value);
		else
			learn_name(mask, leaf->value);
		break;
	case PRIVACY_NAME:
		/* "PJSIP/1001": the telephone is the agent's name. */
		if (strchr(leaf->value, '/'))
			learn_number(mask, leaf->value);
		else
			learn_name(mask, leaf->value);
		break;
	case PRIVACY_FREE:
		/* What the telephone that is rung up has for a number. */
		if (strcmp(leaf->key, "data") == 0 &&
		    strncmp(learner->fact, "dial", 4) == 0)
			learn_number(mask, leaf->value);
		break;
	default:
		break;
	}
}

void mask_learn_json(struct mask *mask, const char *text, size_t len)
{
	struct learner learner = { .mask = mask };

	if (mask->off)
		return;
	json_each(text, len, learn_leaf, &learner);
	/* A trunk's name is nobody's, unless it is a number. */
	if (strcmp(learner.role, "trunk") == 0 || strchr(learner.device, '/'))
		learn_number(mask, learner.device);
	else
		learn_name(mask, learner.device);
}

/* --- texts --- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c);
}

/* The name that stands here, or NULL. */
static const struct word *name_at(const struct mask *mask, const char *text,
				  const char *at)
{
	const struct word *word;
	size_t i, n;

	for (i = 0; i < mask->name_count; i++) {
		word = mask->names[i];
		n = strlen(word->text);
		if (strncmp(at, word->text, n) != 0)
			continue;
		if (at > text && is_word(at[-1]) && is_word(*at))
			continue;
		if (is_word(at[n - 1]) && is_word(at[n]))
			continue;
		return word;
	}
	return NULL;
}

/* Whether the digits at that place are part of an id, or count channels. */
static bool is_in_id(struct mask *mask, const char *text, const char *at,
		     size_t n)
{
	static const char in_id[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_";
	const char *from = at, *end, *to;
	char id[256];

	if (strncmp(at, "0000", 4) == 0 && n >= 7 && n <= 8)
		return true;
	while (from > text && strchr(in_id, from[-1]))
		from--;
	end = at + strspn(at, in_id);
	/* A call's id is a link's name, which may hold anything, and a leg's; a
	   pop's is a call's and a device. */
	for (; from <= at; from += strcspn(from, "-.") + 1)
		for (to = end; to >= at + n; to--) {
			if (to != end && *to != '-')
				continue;
			snprintf(id, sizeof(id), "%.*s", (int)(to - from),
				 from);
			if (find(&mask->ids, id))
				return true;
		}
	return false;
}

/* The digits that stand here, masked or not. */
static void put_digits(struct mask *mask, FILE *to, const char *text,
		       const char *at, size_t n)
{
	char digits[64];
	const struct word *known;
	const char *shown = digits;

	snprintf(digits, sizeof(digits), "%.*s", (int)n, at);
	known = find(&mask->words, digits);
	if (n >= NUMBER_SURE ? known || !is_in_id(mask, text, at, n)
			     : known && !is_in_id(mask, text, at, n))
		shown = number_mask(mask, digits);
	fputs(shown ? shown : "?", to);
	/* Longer than any number: nothing of the rest is shown. */
	if (n >= sizeof(digits))
		putc('?', to);
}

static void put_masked(struct mask *mask, FILE *to, const char *text)
{
	const char *at = text;
	const struct word *name;
	size_t n;

	while (*at) {
		n = strspn(at, "0123456789");
		name = n ? NULL : name_at(mask, text, at);
		if (name) {
			fputs(name->mask, to);
			at += strlen(name->text);
		} else if (n) {
			put_digits(mask, to, text, at, n);
			at += n;
		} else {
			putc(*at++, to);
		}
	}
}

char *mask_text(struct mask *mask, const char *text)
{
	char *out = NULL;
	size_t size;
	FILE *to;

	if (mask->off)
		return strdup(text);
	to = open_memstream(&out, &size);
	if (!to)
		return NULL;
	put_masked(mask, to, text);
	if (!fclose(to))
		return out;
	free(out);
	return NULL;
}

char *mask_line(struct mask *mask, const char *value, bool known)
{
	bool plumbing = strncasecmp(value, "Local/", 6) == 0 ||
			strncasecmp(value, "loopback/", 9) == 0;

	/* What is not understood may be anything. */
	if (!mask->off && !known && !plumbing && strpbrk(value, " @?&%\""))
		return strdup("(masked)");
	/* What a dialplan sets may be anything, too. */
	if (!mask->off && strchr(value, '='))
		return strdup("(masked)");
	return mask_text(mask, value);
}

struct writer {
	struct mask *mask;
	FILE *to;
	const char *text;
	size_t at;
	char fact[24];
};

static void put_stars(FILE *to, const char *text)
{
	putc('"', to);
	for (; *text; text++)
		putc('*', to);
	putc('"', to);
}

/* Of a field that is a number or a name as a whole. */
static void put_whole(struct writer *w, const struct json_leaf *leaf,
		      const char *what)
{
	char *text;
	const char *shown;

	/* "PJSIP/1001" is a telephone; of an address every part may tell. */
	if (!has_letters(leaf->value) || !leaf->value[1] ||
	    (strcmp(what, "name") == 0 && strchr(leaf->value, '/'))) {
		learn_number(w->mask, leaf->value);
		text = mask_text(w->mask, leaf->value);
		json_text(w->to, text ? text : "?");
		free(text);
		return;
	}
	shown = private_mask(w->mask, leaf->value, what);
	json_text(w->to, shown ? shown : "?");
}

static void write_leaf(const struct json_leaf *leaf, void *user)
{
	struct writer *w = user;
	char *text;

	fwrite(w->text + w->at, 1, leaf->from - w->at, w->to);
	w->at = leaf->to;
	if (strcmp(leaf->path, "fact") == 0)
		snprintf(w->fact, sizeof(w->fact), "%s", leaf->value);
	switch (privacy_of(leaf, w->fact)) {
	case PRIVACY_NONE:
		fwrite(w->text + leaf->from, 1, leaf->to - leaf->from, w->to);
		break;
	case PRIVACY_DIGITS:
		put_stars(w->to, leaf->value);
		break;
	case PRIVACY_NAME:
		put_whole(w, leaf, "name");
		break;
	case PRIVACY_WHOLE:
		put_whole(w, leaf, "text");
		break;
	default:
		text = mask_text(w->mask, leaf->value);
		json_text(w->to, text ? text : "?");
		free(text);
	}
}

char *mask_json(struct mask *mask, const char *text, size_t len)
{
	struct writer w = { .mask = mask, .text = text };
	char *out = NULL;
	size_t size;
	bool good;

	if (mask->off)
		return strndup(text, len);
	w.to = open_memstream(&out, &size);
	if (!w.to)
		return NULL;
	good = json_each(text, len, write_leaf, &w);
	fwrite(text + w.at, 1, len - w.at, w.to);
	if (!fclose(w.to) && good)
		return out;
	free(out);
	return NULL;
}
