/* SPDX-License-Identifier: MIT */
/* cti number: what the library makes of a telephone number, and why. */
#include "tool.h"

/* Steps are kept as they are told: they are printed behind the result. */
#define STEPS_MAX 32

struct steps {
	struct {
		char name[32], value[64], text[256];
	} at[STEPS_MAX];
	size_t count;
};

static void on_step(void *user, const cti_number_step *step)
{
	struct steps *steps = user;

	if (steps->count == STEPS_MAX)
		return;
	snprintf(steps->at[steps->count].name, sizeof(steps->at[0].name), "%s",
		 step->name);
	snprintf(steps->at[steps->count].value, sizeof(steps->at[0].value),
		 "%s", step->value);
	snprintf(steps->at[steps->count].text, sizeof(steps->at[0].text), "%s",
		 step->text);
	steps->count++;
}

static void json_steps(const struct steps *steps)
{
	size_t i;

	fputs(",\"steps\":[", stdout);
	for (i = 0; i < steps->count; i++) {
		fputs(i ? ",{" : "{", stdout);
		json_member(stdout, true, "step", steps->at[i].name);
		json_member(stdout, false, "value", steps->at[i].value);
		json_member(stdout, false, "text", steps->at[i].text);
		putchar('}');
	}
	putchar(']');
}

static void print_json(const char *input, const cti_number *number,
		       const struct steps *steps)
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
	putchar(']');
	json_steps(steps);
	puts("}");
}

static void print_row(const char *name, const char *value)
{
	if (!*value)
		return;
	print_color(COLOR_DIM);
	printf("  %-20s", name);
	print_color(COLOR_NONE);
	print_clean(stdout, value);
	putchar('\n');
}

static void print_step(const char *name, const char *value, const char *text)
{
	print_color(COLOR_DIM);
	printf("  %-20s", name);
	print_color(COLOR_NONE);
	print_clean(stdout, value);
	fputs(*value ? ": " : "", stdout);
	print_color(COLOR_DIM);
	print_clean(stdout, text);
	print_color(COLOR_NONE);
	putchar('\n');
}

static void print_text(const char *input, const cti_number *number,
		       const struct steps *steps)
{
	size_t i;

	print_color(COLOR_BOLD);
	print_clean(stdout, input);
	print_color(COLOR_NONE);
	putchar('\n');
	print_row("class", cti_number_class_name(number->number_class));
	print_row("e164", number->e164);
	print_row("national", number->national);
	print_row("extension", number->extension);
	print_row("display", number->display);
	for (i = 0; i < steps->count; i++)
		print_step(steps->at[i].name, steps->at[i].value,
			   steps->at[i].text);
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
	struct steps steps;
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
		steps.count = 0;
		if (cti_number_explain(words.at[i], &plan, &number, on_step,
				       &steps))
			failed = tool_failed("\"%s\" is no telephone number",
					     words.at[i]);
		(json ? print_json : print_text)(words.at[i], &number, &steps);
	}
	status = tool_flush();
	return status ? status : failed;
}
