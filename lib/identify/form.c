/* SPDX-License-Identifier: MIT */
/* Texts with blanks to fill in, each value through its encoders. */
#include "identify/form.h"
#include "util/say.h"

#include <cti/error.h>

#define ENCODERS_MAX 4

/* A piece of the text: what stands there, or a blank. */
struct piece {
	bool blank;
	struct cti__str text; /* as it is, or the name */
	enum cti__encoder encoder[ENCODERS_MAX];
	size_t encoders;
};

static int say(struct cti__buf *why, int err, const char *what,
	       struct cti__str text)
{
	if (why) {
		cti__buf_clear(why);
		cti__buf_printf(why, "%s \"%.*s\"", cti__say(what),
				(int)(text.n > 80 ? 80 : text.n),
				text.n ? text.p : "");
	}
	return err;
}

static int read_blank(struct cti__str inside, struct piece *piece,
		      struct cti__buf *why)
{
	struct cti__str rest, word;

	piece->blank = true;
	piece->text = cti__str_cut(inside, '|', &rest);
	if (!piece->text.n)
		return say(why, CTI_EFORMAT, "there is no name in", inside);
	while (rest.n) {
		word = cti__str_cut(rest, '|', &rest);
		if (piece->encoders == ENCODERS_MAX ||
		    !cti__encoder_find(word, &piece->encoder[piece->encoders]))
			return say(why, CTI_EFORMAT, "there is no encoder",
				   word);
		piece->encoders++;
	}
	return 0;
}

/* Take the next piece off the text; a piece without text is the end. */
static int next(struct cti__str *text, struct piece *piece,
		struct cti__buf *why)
{
	struct cti__str whole = *text;
	size_t n = 0, end;

	memset(piece, 0, sizeof(*piece));
	if (!whole.n)
		return 0;
	while (n < whole.n && whole.p[n] != '{' && whole.p[n] != '}')
		n++;
	if (n) {
		piece->text = cti__str_sub(whole, 0, n);
		*text = cti__str_sub(whole, n, whole.n);
		return 0;
	}
	if (whole.n > 1 && whole.p[1] == whole.p[0]) {
		piece->text = cti__str_sub(whole, 0, 1);
		*text = cti__str_sub(whole, 2, whole.n);
		return 0;
	}
	end = cti__str_chr(whole, '}');
	if (whole.p[0] == '}' || end == whole.n)
		return say(why, CTI_EFORMAT, "a brace stands alone in", whole);
	*text = cti__str_sub(whole, end + 1, whole.n);
	return read_blank(cti__str_sub(whole, 1, end - 1), piece, why);
}

/* The value of a blank through all its encoders. */
static int put_value(struct cti__buf *out, const struct cti__form *form,
		     const struct piece *piece, bool *filled)
{
	struct cti__buf value = { 0 }, coded = { 0 }, spare;
	size_t i;
	int err = form->value(form->user, piece->text, &value);

	if (!err)
		err = value.err;
	if (!err && filled && value.n)
		*filled = true;
	for (i = 0; !err && i < piece->encoders; i++) {
		cti__buf_clear(&coded);
		err = cti__encode(&coded, piece->encoder[i],
				  cti__str_n(value.p, value.n));
		spare = value;
		value = coded;
		coded = spare;
	}
	/* One that ends in what the place itself asks for is done. */
	if (!err && (!i || (piece->encoder[i - 1] != form->standard &&
			    piece->encoder[i - 1] != CTI__ENCODE_RAW)))
		err = cti__encode(out, form->standard,
				  cti__str_n(value.p, value.n));
	else if (!err)
		cti__buf_add(out, value.p, value.n);
	/* It may have been a secret. */
	cti__buf_wipe(&value);
	cti__buf_wipe(&coded);
	return err ? err : out->err;
}

int cti__form_fill(struct cti__buf *out, const struct cti__form *form,
		   bool *filled, struct cti__buf *why)
{
	struct cti__str text = form->text;
	struct piece piece;
	int err = 0;

	while (text.n && !err) {
		err = next(&text, &piece, why);
		if (err)
			return err;
		if (!piece.blank) {
			cti__buf_str(out, piece.text);
			continue;
		}
		err = put_value(out, form, &piece, filled);
		if (err == CTI_ENOENT)
			return say(why, err, "there is no", piece.text);
		if (err == CTI_EINVAL)
			return say(why, err, "a value must not stand in",
				   form->text);
	}
	return err ? err : out->err;
}

bool cti__form_is_int(struct cti__str text)
{
	struct piece piece;

	return text.n && text.p[0] == '{' && !next(&text, &piece, NULL) &&
	       !text.n && piece.blank && piece.encoders &&
	       piece.encoder[piece.encoders - 1] == CTI__ENCODE_INT;
}

/* A caller's value must not go anywhere unread. */
static bool is_bare(const struct piece *piece)
{
	size_t i;

	for (i = 0; i < piece->encoders; i++)
		if (piece->encoder[i] == CTI__ENCODE_RAW &&
		    piece->text.p[0] != '$')
			return true;
	return false;
}

int cti__form_names(struct cti__str text, cti__form_name_fn *fn, void *user,
		    struct cti__buf *why)
{
	struct piece piece;
	int err = 0;

	while (text.n && !err) {
		err = next(&text, &piece, why);
		if (!err && piece.blank && is_bare(&piece))
			return say(why, CTI_EFORMAT,
				   "only a setting may be raw, not",
				   piece.text);
		if (!err && piece.blank)
			err = fn(user, piece.text);
	}
	return err;
}
