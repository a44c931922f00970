/* SPDX-License-Identifier: MIT */
/* Scripts: files of commands with the times at which they are carried out. */
#include "adapters/sim/words.h"
#include "util/alloc.h"
#include "util/remedy.h"

#include <errno.h>
#include <stdio.h>

#define SCRIPT_BYTES_MAX (1 << 20)
#define DAY_SECONDS	 86400

bool cti__sim_seconds(struct cti__str word, int64_t *us)
{
	struct cti__str part, whole = cti__str_cut(word, '.', &part);
	bool point = whole.n < word.n;
	uint64_t seconds = 0, fraction = 0;
	size_t i;

	if ((whole.n && !cti__str_is_digits(whole)) ||
	    (point && !cti__str_is_digits(part)) || !(whole.n || part.n) ||
	    part.n > 6)
		return false;
	if (whole.n &&
	    (!cti__str_u64(whole, &seconds) || seconds > DAY_SECONDS))
		return false;
	if (part.n)
		(void)cti__str_u64(part, &fraction);
	for (i = part.n; i < 6; i++)
		fraction *= 10;
	*us = (int64_t)(seconds * 1000000 + fraction);
	return true;
}

static int read_all(struct sim *sim, FILE *file, const char *path)
{
	struct cti__buf buf = { 0 };
	size_t n;
	int err;

	do {
		cti__buf_reserve(&buf, 4096);
		if (buf.err)
			break;
		n = fread(buf.p + buf.n, 1, 4096, file);
		buf.n += n;
	} while (n && buf.n <= SCRIPT_BYTES_MAX);
	err = buf.err;
	if (!err && ferror(file))
		err = cti__sim_wrong(sim, CTI_EIO, "%s cannot be read: %s; %s",
				     path, strerror(errno),
				     cti__os_remedy(errno));
	if (!err && buf.n > SCRIPT_BYTES_MAX)
		err = cti__sim_wrong(sim, CTI_EFORMAT,
				     "%s is larger than 1 MiB: it is no script",
				     path);
	if (!err)
		sim->script_text = cti__buf_take(&buf, NULL);
	cti__buf_fini(&buf);
	return err ? err : sim->script_text ? 0 : CTI_ENOMEM;
}

int cti__sim_script_read(struct sim *sim, const char *path)
{
	const char *slash = strrchr(path, '/');
	FILE *file = fopen(path, "rb");
	int err;

	if (!file)
		return cti__sim_wrong(sim, CTI_EIO,
				      "%s cannot be opened: %s; %s", path,
				      strerror(errno), cti__os_remedy(errno));
	err = read_all(sim, file, path);
	fclose(file);
	if (err)
		return err;
	sim->script_name = cti__str_dup(cti__str(slash ? slash + 1 : path));
	return sim->script_name ? 0 : CTI_ENOMEM;
}

/* The line without its comment: # begins one outside quotes, at a word. */
static struct cti__str without_comment(struct cti__str line)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < line.n; i++) {
		if (quoted && line.p[i] == '\\')
			i++;
		else if (line.p[i] == '"')
			quoted = !quoted;
		else if (line.p[i] == '#' && !quoted &&
			 (i == 0 || line.p[i - 1] == ' ' ||
			  line.p[i - 1] == '\t'))
			break;
	}
	line.n = i < line.n ? i : line.n;
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return cti__str_trim(line);
}

static int no_time(struct sim *sim, struct cti__str word)
{
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "a time is seconds like 2 or 0.5, not \"%.*s\"",
			      SIM_ARG(word));
}

/* Takes the time off the line and moves the cursor to it; *line is empty where
   there was no more than a wait. */
static int take_time(struct sim *sim, struct cti__str *line, int64_t *cursor)
{
	struct cti__str rest, word = cti__sim_first_word(*line, &rest);
	bool wait = cti__str_is(word, "wait");
	int64_t us;

	if (cti__str_is(word, "at")) {
		word = cti__sim_first_word(rest, &rest);
		if (!cti__sim_seconds(word, cursor))
			return no_time(sim, word);
	} else if (word.n && word.p[0] == '+') {
		if (!cti__sim_seconds(cti__str_sub(word, 1, SIZE_MAX), &us))
			return no_time(sim, word);
		*cursor += us;
	} else if (wait) {
		if (!cti__sim_seconds(rest, &us))
			return no_time(sim, rest);
		*cursor += us;
		rest = CTI__STR_NONE;
	} else {
		return 0;
	}
	*line = rest;
	if (rest.n || wait)
		return 0;
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "there is a time and no command");
}

static int parse_line(struct sim *sim, struct cti__str text, size_t number,
		      int64_t *cursor)
{
	struct sim_line *line = &sim->line[sim->lines];
	int err = 0;

	text = without_comment(text);
	if (text.n)
		err = take_time(sim, &text, cursor);
	if (err || !text.n)
		return err;
	line->at_us = *cursor;
	line->text = text;
	line->number = number;
	sim->lines++;
	return cti__sim_command(sim, text, true);
}

static bool later(const struct sim_line *a, const struct sim_line *b)
{
	if (a->at_us != b->at_us)
		return a->at_us > b->at_us;
	return a->number > b->number;
}

/* Shell's: quick on a file in order, and not slow on one that is in none. */
static void sort_lines(struct sim *sim)
{
	struct sim_line line;
	size_t gap, i, at;

	for (gap = sim->lines / 2; gap; gap /= 2)
		for (i = gap; i < sim->lines; i++) {
			line = sim->line[i];
			for (at = i;
			     at >= gap && later(&sim->line[at - gap], &line);
			     at -= gap)
				sim->line[at] = sim->line[at - gap];
			sim->line[at] = line;
		}
}

/* "story.sim:12: " before what is wrong. */
static void place_of(struct sim *sim, size_t number)
{
	struct cti__buf text = { 0 };

	cti__buf_printf(&text, "%s:%zu: %s", sim->script_name, number,
			cti__buf_cstr(&sim->why));
	if (!text.err) {
		cti__buf_clear(&sim->why);
		cti__buf_add(&sim->why, text.p, text.n);
	}
	cti__buf_fini(&text);
}

int cti__sim_script_parse(struct sim *sim)
{
	struct cti__str rest = cti__str(sim->script_text);
	size_t i, number = 0, count = 1;
	int64_t cursor = 0;
	int err = 0;

	for (i = 0; i < rest.n; i++)
		count += rest.p[i] == '\n';
	sim->line = cti__calloc(count, sizeof(*sim->line));
	if (!sim->line)
		return CTI_ENOMEM;
	while (!err && rest.n)
		err = parse_line(sim, cti__str_cut(rest, '\n', &rest), ++number,
				 &cursor);
	if (err && err != CTI_ENOMEM) {
		place_of(sim, number);
		return CTI_EFORMAT;
	}
	sort_lines(sim);
	return err;
}

/* One line a step, so that what it caused is settled before the next. */
void cti__sim_script_next(struct sim *sim, void *unused)
{
	const struct sim_line *line = &sim->line[sim->next_line++];
	int err = cti__sim_command(sim, line->text, false);

	(void)unused;
	if (err) {
		place_of(sim, line->number);
		sim->over = true;
		cti_port_fail(sim->port, CTI_EFORMAT,
			      cti__str(cti__buf_cstr(&sim->why)));
		return;
	}
	if (sim->next_line < sim->lines)
		cti__sim_at(sim, &sim->script, sim->line[sim->next_line].at_us,
			    cti__sim_script_next, NULL);
}
