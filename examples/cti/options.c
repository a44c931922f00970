/* SPDX-License-Identifier: MIT */
/* The command line: options by table, suggestions, help and error sentences. */
#include "tool.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORD_MAX    63
#define OPTIONS_MAX 48

static void (*before_saying)(void);

void tool_before_saying(void (*fn)(void))
{
	before_saying = fn;
}

static void say(const char *where, const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), _(format), args);
	if (before_saying)
		before_saying();
	fflush(stdout);
	fprintf(stderr, "cti%s%s: ", *where ? " " : "", where);
	print_clean(stderr, text);
	putc('\n', stderr);
}

int tool_failed(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("", format, args);
	va_end(args);
	return TOOL_FAILED;
}

static const char *remedy_of(int os_err)
{
	switch (os_err) {
	case ENOENT:
	case ENOTDIR:
		return N_("check that the path is right");
	case EACCES:
	case EPERM:
		return N_("check whether this user may");
	case EISDIR:
		return N_("name a file, not a folder");
	case ENOSPC:
	case EDQUOT:
		return N_("make room on the disk");
	case EROFS:
		return N_("choose a folder that can be written to");
	default:
		return N_("check the disk and the path");
	}
}

const char *tool_os_error(void)
{
	static char text[256];
	int os_err = errno;

	snprintf(text, sizeof(text), "%s; %s", strerror(os_err),
		 _(remedy_of(os_err)));
	return text;
}

int tool_usage(const struct command *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(command->name, format, args);
	va_end(args);
	fprintf(stderr, _("usage: cti %s\n"), command->usage);
	return TOOL_USAGE;
}

/* Whoever reads along may stop at any time (`| head`): that is no failure. */
static bool reader_is_gone(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

int tool_flush(void)
{
	if ((fflush(stdout) || ferror(stdout)) && !reader_is_gone())
		return tool_failed("what was found cannot be printed: %s",
				   tool_os_error());
	return TOOL_OK;
}

void options_help(FILE *to, const struct command *command)
{
	fprintf(to, _("usage: cti %s\n"), command->usage);
	fprintf(to, "\n%s", _(command->help));
	if (command->more)
		command->more(to);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters added, left out, changed or swapped between two words. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 2] = { 0 };
	size_t *before = rows[0], *last = rows[1], *now = rows[2], *spare;
	size_t an = strlen(a), bn = strlen(b), i, j;

	if (an > WORD_MAX || bn > WORD_MAX)
		return WORD_MAX;
	for (j = 0; j <= bn; j++)
		last[j] = j;
	for (i = 1; i <= an; i++) {
		now[0] = i;
		for (j = 1; j <= bn; j++) {
			now[j] = last[j - 1] + (a[i - 1] != b[j - 1]);
			now[j] = least(now[j], last[j] + 1);
			now[j] = least(now[j], now[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[bn];
}

const char *options_nearest(const char *word,
			    const char *(*next)(size_t index, const void *of),
			    const void *of)
{
	/* A third of the letters may be wrong; more is another word. */
	size_t best = strlen(word) / 3 + 2, d, i;
	const char *candidate, *found = NULL;

	for (i = 0;; i++) {
		candidate = next(i, of);
		if (!candidate)
			return found;
		d = distance(word, candidate);
		if (d < best) {
			best = d;
			found = candidate;
		}
	}
}

static const char *option_name(size_t index, const void *of)
{
	const struct option *options = of;

	return options[index].name;
}

static const struct option *find(const struct option *options, const char *name,
				 size_t len)
{
	for (; options->name; options++)
		if (strlen(options->name) == len &&
		    memcmp(options->name, name, len) == 0)
			return options;
	return NULL;
}

static int unknown(const struct command *command, const struct option *options,
		   const char *name)
{
	const char *meant = options_nearest(name, option_name, options);

	if (meant)
		return tool_usage(command,
				  "there is no option %s; did you mean %s?",
				  name, meant);
	return tool_usage(command, "there is no option %s", name);
}

static int put_text(const struct command *command, const char *name,
		    struct texts *to, const char *value)
{
	if (to->count == TEXTS_MAX)
		return tool_usage(command, "%s is given more than %d times",
				  name, TEXTS_MAX);
	to->at[to->count++] = value;
	return TOOL_OK;
}

static int put(const struct command *command, const struct option *option,
	       const char *value)
{
	double *number = option->to;
	const char **text = option->to;
	char *end;

	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)option->to = true;
		/* Whichever command it is of: programs read what it prints. */
		if (strcmp(option->name, "--json") == 0)
			language_of_programs();
		return TOOL_OK;
	case OPTION_TEXT:
		*text = value;
		return TOOL_OK;
	case OPTION_LIST:
		return put_text(command, option->name, option->to, value);
	case OPTION_NUMBER:
		*number = strtod(value, &end);
		if (end == value || *end || !(*number > 0) || *number > 1e7)
			return tool_usage(command,
					  "%s needs a number above 0, not "
					  "\"%s\"",
					  option->name, value);
		return TOOL_OK;
	}
	return TOOL_USAGE;
}

/* One option at argv[*at]; its value may be the next word. */
static int take(const struct command *command, const struct option *options,
		int argc, char **argv, int *at)
{
	const char *word = argv[*at], *value = strchr(word, '=');
	size_t len = value ? (size_t)(value - word) : strlen(word);
	const struct option *option = find(options, word, len);

	if (!option)
		return unknown(command, options, word);
	if (option->kind == OPTION_FLAG) {
		if (value)
			return tool_usage(command, "%s takes no value",
					  option->name);
	} else if (value) {
		value++;
	} else if (*at + 1 < argc) {
		value = argv[++*at];
	} else {
		return tool_usage(command, "%s needs a value behind it", word);
	}
	return put(command, option, value);
}

/* Somebody wants to know the options; nothing shall be done. */
static struct {
	bool wanted;
	struct option options[OPTIONS_MAX + 1];
} list;

static void keep_options(const struct option *options)
{
	size_t i;

	for (i = 0; i < OPTIONS_MAX && options[i].name; i++) {
		list.options[i] = options[i];
		list.options[i].to = NULL;
	}
}

/* They stand where they are read: each command goes that far and no further. */
const struct option *options_of(const struct command *command)
{
	char name[] = "";
	char *argv[] = { name, NULL };

	memset(&list, 0, sizeof(list));
	list.wanted = true;
	(void)command->run(command, 1, argv);
	list.wanted = false;
	return list.options;
}

bool options_parse(const struct command *command, const struct option *options,
		   int argc, char **argv, struct texts *words, int *status)
{
	bool all_words = false;
	int i;

	*status = TOOL_OK;
	if (list.wanted) {
		keep_options(options);
		return false;
	}
	for (i = 1; i < argc && *status == TOOL_OK; i++) {
		/* A dash alone or before a digit is a word: a file, a number.
		 */
		if (all_words || argv[i][0] != '-' || !argv[i][1]) {
			*status = put_text(command, "a word", words, argv[i]);
		} else if (strcmp(argv[i], "--") == 0) {
			all_words = true;
		} else if (strcmp(argv[i], "--help") == 0 ||
			   strcmp(argv[i], "-h") == 0) {
			options_help(stdout, command);
			*status = tool_flush();
			return false;
		} else if (strcmp(argv[i], "-v") == 0 &&
			   find(options, "--verbose", 9)) {
			put(command, find(options, "--verbose", 9), NULL);
		} else {
			*status = take(command, options, argc, argv, &i);
		}
	}
	return *status == TOOL_OK;
}
