/* SPDX-License-Identifier: MIT */
/* cti sim: a story on the switch in the box. */
#include "tool.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_STORY "morning.sim"

/* Where the stories are, seen from the tool's folder: as installed, and in the
   tree it was built in. */
static const char *const story_places[] = {
	"../share/libcti/stories/" DEFAULT_STORY,
	"../stories/" DEFAULT_STORY,
};

/* The shipped story, into path; NULL if it is not there. */
static const char *find_story(char *path, size_t size)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;
	size_t i;

	if (n < 0)
		return NULL;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	for (i = 0; i < sizeof(story_places) / sizeof(story_places[0]); i++)
		if (snprintf(path, size, "%s/%s", self, story_places[i]) <
			    (int)size &&
		    access(path, R_OK) == 0)
			return path;
	return NULL;
}

/* Words of a text in lines of at most 80 columns. */
static void print_wrapped(FILE *to, const char *text, size_t len, int indent)
{
	size_t column = 0, n;
	const char *space;

	while (len) {
		space = memchr(text, ' ', len);
		n = space ? (size_t)(space - text) : len;
		if (column && column + 1 + n > 80) {
			putc('\n', to);
			column = 0;
		}
		if (column)
			column += (size_t)fprintf(to, " %.*s", (int)n, text);
		else
			column = (size_t)fprintf(to, "%*s%.*s", indent, "",
						 (int)n, text);
		n += space != NULL;
		text += n;
		len -= n;
		indent = indent < 6 ? 6 : indent;
	}
	putc('\n', to);
}

/* The script language, in the simulator's own words. */
void sim_more(FILE *to)
{
	const char *row, *tab;
	size_t i;

	fputs(_("\nA script has one command a line; before it may stand `at "
		"SECONDS`:\n"),
	      to);
	for (i = 0; cti_sim_help(i); i++) {
		row = cti_sim_help(i);
		tab = row + strcspn(row, "\t");
		print_wrapped(to, row, (size_t)(tab - row), 2);
		if (*tab)
			print_wrapped(to, tab + 1, strlen(tab + 1), 6);
	}
}

int sim_run(const struct command *command, int argc, char **argv)
{
	struct session session = { .until_end = true };
	struct texts words = { .count = 0 };
	double speed = 0;
	const struct option options[] = {
		SESSION_OPTIONS(session),
		{ "--seconds", OPTION_NUMBER, &session.seconds },
		{ "--speed", OPTION_NUMBER, &speed },
		{ "--flat-out", OPTION_FLAG, &session.flat_out },
		{ "--own-day", OPTION_FLAG, &session.paced },
		{ NULL, OPTION_FLAG, NULL },
	};
	char path[PATH_MAX + 64], times[32];
	const char *story;
	char *url;
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count > 1)
		return tool_usage(command, "one story at a time");
	story = words.count ? words.at[0] : find_story(path, sizeof(path));
	if (!story)
		return tool_failed("the story %s is not beside the tool; name "
				   "a file: cti sim FILE",
				   DEFAULT_STORY);
	if (session.flat_out)
		session.paced = false;
	else if (session.paced && speed > 0)
		return tool_usage(command, "choose --speed or --own-day");
	if (session.flat_out || session.paced) {
		url = text_url("sim", story, "clock", "virtual");
	} else if (speed > 0) {
		snprintf(times, sizeof(times), "%g", speed);
		url = text_url("sim", story, "speed", times);
	} else {
		url = text_url("sim", story, NULL, NULL);
	}
	if (!url)
		return tool_failed("out of memory");
	session.url = url;
	status = session_run(&session);
	free(url);
	return status;
}
