/* SPDX-License-Identifier: MIT */
/* cti keys: everything that can be configured. */
#include "tool.h"

static void print_json(const cti_key_info *key)
{
	putchar('{');
	json_member(stdout, true, "name", key->name);
	json_member(stdout, false, "type", key->type);
	json_member(stdout, false, "default", key->default_value);
	printf(",\"secret\":%s", key->secret ? "true" : "false");
	json_member(stdout, false, "doc", key->doc);
	puts("}");
}

static void print_text(const cti_key_info *key)
{
	print_color(COLOR_BOLD);
	fputs(key->name, stdout);
	print_color(COLOR_NONE);
	print_color(COLOR_DIM);
	printf("  %s%s%s%s\n", key->type, key->secret ? ", secret" : "",
	       *key->default_value ? ", default " : "", key->default_value);
	print_color(COLOR_NONE);
	printf("    %s\n", key->doc);
}

int keys_run(const struct command *command, int argc, char **argv)
{
	bool json = false, no_color = false;
	struct texts words = { .count = 0 };
	const struct option options[] = {
		{ "--json", OPTION_FLAG, &json },
		{ "--no-color", OPTION_FLAG, &no_color },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;
	size_t i;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count)
		return tool_usage(command, "\"%s\" is one word too many",
				  words.at[0]);
	print_setup(no_color);
	for (i = 0; cti_key_at(i); i++)
		(json ? print_json : print_text)(cti_key_at(i));
	return tool_flush();
}
