/* SPDX-License-Identifier: MIT */
/* cti number: what the library makes of a telephone number. */
#include "tool.h"

static void print_json(const char *input, const cti_number *number)
{
	uint32_t i;

	putchar('{');
	json_member(stdout, true, "input", input);
	json_member(stdout, false, "class",
		    cti_number_class_name(number->number_class));
	json_member(stdout, false, "e164", number->e164);
	json_member(stdout, false, "national", number->national);
	json_member(stdout, false, "extension", number->extension);
	json_member(stdout, false, "display", number->display);
	fputs(",\"keys\":[", stdout);
	for (i = 0; i < number->key_count; i++) {
		if (i)
			putchar(',');
		json_text(stdout, number->key[i]);
	}
	puts("]}");
}

static void print_row(const char *name, const char *value)
{
	if (!*value)
		return;
	print_color(COLOR_DIM);
	printf("  %-10s", name);
	print_color(COLOR_NONE);
	print_clean(stdout, value);
	putchar('\n');
}

static void print_text(const char *input, const cti_number *number)
{
	uint32_t i;

	print_color(COLOR_BOLD);
	print_clean(stdout, input);
	print_color(COLOR_NONE);
	putchar('\n');
	print_row("class", cti_number_class_name(number->number_class));
	print_row("e164", number->e164);
	print_row("national", number->national);
	print_row("extension", number->extension);
	print_row("display", number->display);
	for (i = 0; i < number->key_count; i++)
		print_row(i ? "" : "keys", number->key[i]);
}

int number_run(const struct command *command, int argc, char **argv)
{
	bool json = false, no_color = false;
	struct plan_options plan_options = { 0 };
	struct texts words = { .count = 0 };
	const struct option options[] = {
		PLAN_OPTIONS(plan_options),
		{ "--json", OPTION_FLAG, &json },
		{ "--no-color", OPTION_FLAG, &no_color },
		{ NULL, OPTION_FLAG, NULL },
	};
	cti_number_plan plan;
	cti_number number;
	int status, failed = TOOL_OK;
	size_t i;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (!words.count)
		return tool_usage(command, "which number?");
	status = plan_make(command, &plan_options, &plan);
	if (status)
		return status;
	print_setup(no_color);
	for (i = 0; i < words.count; i++) {
		number = (cti_number){ .size = sizeof(number) };
		if (cti_number_parse(words.at[i], &plan, &number))
			failed = tool_failed("\"%s\" is no telephone number",
					     words.at[i]);
		(json ? print_json : print_text)(words.at[i], &number);
	}
	status = tool_flush();
	return status ? status : failed;
}
