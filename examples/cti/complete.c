/* SPDX-License-Identifier: MIT */
/*
 * cti --complete WORD...: what the last word may become, one a line, for the
 * shells' completion. Commands, requests, options and keys come from their
 * tables, so that nothing has to be kept in step. "@files" stands for files.
 */
#include "tool.h"

#include <string.h>

#define FILES "@files"

static const char *const schemes[] = { "ami://",     "ami+tls://", "ari://",
				       "ari+tls://", "esl://",	   "esl+tls://",
				       "sim:",	     NULL };
static const char *const protocols[] = { "ami", "ari", "esl", "esl-json",
					 NULL };

/* What stands behind a command: words that are no options. */
static const struct {
	const char *command;
	const char *const words[5];
	bool url; /* the next is one */
} behind[] = {
	{ "monitor", { NULL }, true },
	{ "doctor", { NULL }, true },
	{ "can", { NULL }, true },
	{ "record", { NULL }, true },
	{ "directory", { "build", NULL }, false },
	{ "service", { "check", "try", NULL }, false },
};

/* Options whose value is a file. */
static const char *const of_files[] = { "--config",	 "--csv", "--sqlite",
					"--out",	 "--png", "--svg",
					"--secret-file", NULL };

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static void offer(const char *candidate, const char *begun)
{
	if (begins(candidate, begun))
		puts(candidate);
}

static void offer_all(const char *const *list, const char *begun)
{
	for (; *list; list++)
		offer(*list, begun);
}

static bool is_among(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static bool is_command(const char *name)
{
	const struct command *command = commands;

	while (command->name && strcmp(command->name, name) != 0)
		command++;
	return command->name;
}

static void offer_commands(const char *begun)
{
	static const char *const others[] = { "help", "--help", "--version",
					      NULL };
	const struct command *command;
	const char *name;
	size_t i;

	for (command = commands; command->name; command++)
		offer(command->name, begun);
	for (i = 0; (name = request_name(i)) != NULL; i++)
		if (!is_command(name))
			offer(name, begun);
	offer_all(others, begun);
}

static void offer_keys(const char *begun)
{
	const cti_key_info *key;
	char text[128];
	size_t i;

	for (i = 0; (key = cti_key_at(i)) != NULL; i++) {
		snprintf(text, sizeof(text), "%s=", key->name);
		offer(text, begun);
	}
}

/* The value of an option. */
static void offer_value(const char *option, const char *begun)
{
	if (strcmp(option, "--set") == 0)
		offer_keys(begun);
	else if (strcmp(option, "--protocol") == 0)
		offer_all(protocols, begun);
	else if (is_among(of_files, option))
		puts(FILES);
}

static const struct option *option_of(const struct option *options,
				      const char *word)
{
	for (; options->name; options++)
		if (strcmp(options->name, word) == 0)
			return options;
	return NULL;
}

static void offer_options(const struct option *options, const char *begun)
{
	for (; options->name; options++)
		offer(options->name, begun);
	offer("--help", begun);
}

/* The at-th word behind a command that is in the table. */
static void offer_word(const char *command, size_t at, const char *begun)
{
	size_t i;

	for (i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		if (strcmp(behind[i].command, command) != 0)
			continue;
		if (at == 0)
			offer_all(behind[i].words, begun);
		if (at == 0 && behind[i].url)
			offer_all(schemes, begun);
		if (at == 0)
			return;
	}
	puts(FILES);
}

/* The at-th word behind a request: what of, where there are several, and then
   the switch. */
static void offer_request_word(const char *request, size_t at,
			       const char *begun)
{
	const char *name;
	size_t i, url = request_sub(0, request) ? 1 : 0;

	if (at == url)
		offer_all(schemes, begun);
	for (i = 0; at < url && (name = request_sub(i, request)) != NULL; i++)
		offer(name, begun);
}

static void offer_words(const struct command *command, size_t at,
			const char *begun)
{
	bool request = command->run == request_run;

	if (!request)
		offer_word(command->name, at, begun);
	if (request || (at == 0 && request_sub(0, command->name)))
		offer_request_word(command->name, at, begun);
}

static int complete_command(const struct command *command, int argc,
			    char **argv)
{
	const struct option *options = options_of(command), *option = NULL;
	const char *begun = argv[argc - 1];
	size_t at = 0;
	int i;

	for (i = 1; i < argc - 1; i++) {
		if (option) {
			option = NULL;
			continue;
		}
		if (argv[i][0] != '-')
			at++;
		else
			option = option_of(options, argv[i]);
		if (option && option->kind == OPTION_FLAG)
			option = NULL;
	}
	if (option)
		offer_value(option->name, begun);
	else if (begun[0] == '-')
		offer_options(options, begun);
	else
		offer_words(command, at, begun);
	return tool_flush();
}

int complete(int argc, char **argv)
{
	const struct command *command;

	if (argc < 1)
		return tool_flush();
	if (argc == 1 || (argc == 2 && strcmp(argv[0], "help") == 0)) {
		offer_commands(argv[argc - 1]);
		return tool_flush();
	}
	/* `cti record start URL` is about a call, `cti record URL FILE` not. */
	if (argc > 2 && request_is(argv[0], argv[1]))
		command = request_command(argv[0]);
	else
		command = command_find(argv[0]);
	return command ? complete_command(command, argc, argv) : tool_flush();
}
