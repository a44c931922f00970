/* SPDX-License-Identifier: MIT */
/* Words and options of the simulator's command language. */
#include "adapters/sim/words.h"
#include "util/utf8.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct cti__str cti__sim_first_word(struct cti__str line, struct cti__str *rest)
{
	size_t n = 0;

	line = cti__str_trim(line);
	while (n < line.n && !is_blank(line.p[n]))
		n++;
	*rest = cti__str_trim(cti__str_sub(line, n, SIZE_MAX));
	return cti__str_sub(line, 0, n);
}

/* One word off the front of the line; quotes keep blanks together. */
static int next_word(struct sim *sim, struct sim_words *words,
		     struct cti__str *line, struct cti__str *out)
{
	size_t i = 0, begin = words->used;
	bool quoted = false;

	for (; i < line->n && (quoted || !is_blank(line->p[i])); i++) {
		if (line->p[i] == '"') {
			quoted = !quoted;
			continue;
		}
		if (quoted && line->p[i] == '\\' && i + 1 < line->n)
			i++;
		words->text[words->used++] = line->p[i];
	}
	if (quoted)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "a quote (\") is opened and not closed");
	*out = cti__str_n(words->text + begin, words->used - begin);
	*line = cti__str_trim(cti__str_sub(*line, i, SIZE_MAX));
	return 0;
}

/* What kind of option the rule has under that name; 0 for none. */
static char kind_of(const char *takes, struct cti__str key)
{
	struct cti__str rest = cti__str(takes), item;
	char mark;

	while (rest.n) {
		item = cti__str_cut(rest, ' ', &rest);
		mark = item.p[item.n - 1];
		if (!strchr("=+#%", mark))
			mark = '!';
		else
			item.n--;
		if (cti__str_eq(item, key))
			return mark;
	}
	return 0;
}

static int no_option(struct sim *sim, const struct sim_command *rule,
		     struct cti__str key)
{
	const char *tab = strchr(rule->help, '\t');

	return cti__sim_wrong(
		sim, CTI_EINVAL, "\"%.*s\" does not belong there; it is: %.*s",
		SIM_ARG(key), (int)(tab - rule->help), rule->help);
}

static const struct sim_option *option_of(const struct sim_words *words,
					  struct cti__str key)
{
	size_t i;

	for (i = 0; i < words->options; i++)
		if (cti__str_eq(words->option[i].key, key))
			return &words->option[i];
	return NULL;
}

static int check_value(struct sim *sim, struct cti__str key,
		       struct cti__str value, char kind)
{
	int64_t us;
	uint64_t number;

	if (kind == '#' && !cti__sim_seconds(value, &us))
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "%.*s wants seconds like 2 or 0.5, not "
				      "\"%.*s\"",
				      SIM_ARG(key), SIM_ARG(value));
	if (kind == '%' &&
	    (!cti__str_is_digits(value) || !cti__str_u64(value, &number) ||
	     number > 1000000000))
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "%.*s wants a number, not \"%.*s\"",
				      SIM_ARG(key), SIM_ARG(value));
	if (value.n < SIM_WORD || cti__str_is(key, "name") ||
	    cti__str_is(key, "data"))
		return 0;
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "\"%.*s\" is longer than %d bytes",
			      SIM_ARG(value), SIM_WORD - 1);
}

static int add_option(struct sim *sim, struct sim_words *words,
		      struct cti__str *line, const struct sim_command *rule,
		      struct cti__str key)
{
	struct sim_option *option = &words->option[words->options];
	char kind = kind_of(rule->takes, key);
	int err;

	if (!kind)
		return no_option(sim, rule, key);
	if (kind != '+' && option_of(words, key))
		return cti__sim_wrong(sim, CTI_EINVAL, "%.*s is there twice",
				      SIM_ARG(key));
	if (words->options == SIM_OPTION_MAX)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "there are more than %d options",
				      SIM_OPTION_MAX);
	option->key = key;
	option->value = CTI__STR_NONE;
	if (kind != '!') {
		if (!line->n)
			return cti__sim_wrong(sim, CTI_EINVAL,
					      "there is nothing behind %.*s",
					      SIM_ARG(key));
		err = next_word(sim, words, line, &option->value);
		if (!err)
			err = check_value(sim, key, option->value, kind);
		if (err)
			return err;
	}
	words->options++;
	return 0;
}

static int check_line(struct sim *sim, struct cti__str line)
{
	size_t i;

	if (line.n >= SIM_LINE_MAX)
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "the line is longer than %d bytes",
				      SIM_LINE_MAX - 1);
	for (i = 0; i < line.n; i++)
		if ((unsigned char)line.p[i] < ' ' && line.p[i] != '\t')
			return cti__sim_wrong(sim, CTI_EINVAL,
					      "there is a control character in "
					      "the line");
	if (!cti__utf8_ok(line))
		return cti__sim_wrong(sim, CTI_EINVAL, "the line is not UTF-8");
	return 0;
}

int cti__sim_words(struct sim *sim, struct sim_words *words,
		   struct cti__str line, const struct sim_command *rule)
{
	struct cti__str word;
	int err = check_line(sim, line);

	words->plains = words->options = words->used = 0;
	while (!err && line.n) {
		err = next_word(sim, words, &line, &word);
		if (err)
			break;
		if (words->plains < rule->most &&
		    !(words->plains >= rule->least &&
		      kind_of(rule->takes, word)))
			err = check_value(sim, word,
					  words->plain[words->plains++] = word,
					  '=');
		else
			err = add_option(sim, words, &line, rule, word);
	}
	if (!err && words->plains < rule->least)
		err = cti__sim_wrong(
			sim, CTI_EINVAL, "something is missing; it is: %.*s",
			(int)(strchr(rule->help, '\t') - rule->help),
			rule->help);
	return err;
}

bool cti__sim_has(const struct sim_words *words, const char *key)
{
	return option_of(words, cti__str(key)) != NULL;
}

struct cti__str cti__sim_value(const struct sim_words *words, const char *key)
{
	const struct sim_option *option = option_of(words, cti__str(key));

	return option ? option->value : CTI__STR_NONE;
}

size_t cti__sim_values(const struct sim_words *words, const char *key,
		       struct cti__str *out, size_t most)
{
	size_t i, n = 0;

	for (i = 0; i < words->options && n < most; i++)
		if (cti__str_is(words->option[i].key, key))
			out[n++] = words->option[i].value;
	return n;
}

void cti__sim_value_us(const struct sim_words *words, const char *key,
		       int64_t *out)
{
	struct cti__str value = cti__sim_value(words, key);

	if (value.n)
		(void)cti__sim_seconds(value, out);
}

void cti__sim_value_u64(const struct sim_words *words, const char *key,
			uint64_t *out)
{
	struct cti__str value = cti__sim_value(words, key);

	if (value.n)
		(void)cti__str_u64(value, out);
}
