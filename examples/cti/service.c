/* SPDX-License-Identifier: MIT */
/* Service knowledge: its file checked, and an advice as lines for people. */
#include "tool.h"

#include <stdarg.h>
#include <string.h>

int service_run(const struct command *command, int argc, char **argv)
{
	struct texts words = { .count = 0 };
	const struct option options[] = {
		{ NULL, OPTION_FLAG, NULL },
	};
	char detail[1280];
	int status, err;
	size_t i;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count < 2 || strcmp(words.at[0], "check") != 0)
		return tool_usage(command, "say: check, and the file");
	for (i = 1; i < words.count; i++) {
		err = cti_service_check(words.at[i], detail, sizeof(detail));
		if (err)
			return tool_failed("%s", detail);
		print_clean(stdout, detail);
		putchar('\n');
	}
	return tool_flush();
}

/* --- an advice, as a box shows it --- */

/* What a line is made of: words with a dot between them, empty ones left out.
 */
struct line {
	char text[1024];
	size_t n;
};

static void add(struct line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void add(struct line *line, const char *format, ...)
{
	char word[512];
	va_list args;
	int n;

	va_start(args, format);
	vsnprintf(word, sizeof(word), format, args);
	va_end(args);
	if (!*word || line->n >= sizeof(line->text))
		return;
	n = snprintf(line->text + line->n, sizeof(line->text) - line->n, "%s%s",
		     line->n ? " · " : "", word);
	line->n += n > 0 ? (size_t)n : 0;
}

/* The label for people, or the id where there is none. */
static const char *label(const cti_advice *advice, enum cti_advice_field id,
			 enum cti_advice_field text)
{
	const char *words = cti_advice_text(advice, text);

	return *words ? words : cti_advice_text(advice, id);
}

#define LABEL(advice, field)                                                   \
	label(advice, CTI_ADVICE_##field, CTI_ADVICE_##field##_LABEL)

static void customer_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *list = cti_advice_text(advice, CTI_ADVICE_LIST);
	struct line line = { .n = 0 };

	add(&line, "%s", LABEL(advice, TIER));
	if (*list && strcmp(list, "ordinary") != 0)
		add(&line, "%s", LABEL(advice, LIST));
	add(&line, "%s", LABEL(advice, STAGE));
	tell(strcmp(list, "black") == 0 ? COLOR_RED : COLOR_YELLOW, line.text);
	tell(COLOR_DIM, cti_advice_text(advice, CTI_ADVICE_LIST_REASON));
}

static void contract_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *contract = cti_advice_text(advice, CTI_ADVICE_CONTRACT);
	long long days = cti_advice_int(advice, CTI_ADVICE_CONTRACT_DAYS);
	struct line line = { .n = 0 };

	if (strcmp(contract, "expired") == 0)
		add(&line, "contract expired %lld days ago", -days);
	else if (*cti_advice_text(advice, CTI_ADVICE_RENEWAL))
		add(&line, "contract ends in %lld days", days);
	add(&line, "%s", LABEL(advice, RENEWAL));
	if (cti_advice_int(advice, CTI_ADVICE_DO_NOT_CALL))
		add(&line, "do not call");
	tell(COLOR_YELLOW, line.text);
}

static void call_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *medium = cti_advice_text(advice, CTI_ADVICE_MEDIUM);
	struct line line = { .n = 0 };

	add(&line, "%s", LABEL(advice, LINE));
	add(&line, "%s%s%s%s", LABEL(advice, CAMPAIGN), *medium ? " (" : "",
	    medium, *medium ? ")" : "");
	add(&line, "%s", LABEL(advice, DESK));
	tell(COLOR_NONE, line.text);
}

static void hint_lines(const cti_advice *advice, advice_line_fn *tell)
{
	const cti_hint *hint;
	struct line line;
	size_t i;

	for (i = 0; (hint = cti_advice_hint(advice, i)); i++) {
		line.n = 0;
		if (hint->probability >= 0)
			add(&line, "%s: %s %d%% — %s",
			    cti_hint_kind_name(hint->kind), hint->text,
			    (int)hint->probability, hint->reason);
		else
			add(&line, "%s: %s — %s",
			    cti_hint_kind_name(hint->kind), hint->text,
			    hint->reason);
		tell(COLOR_MAGENTA, line.text);
	}
	line.n = 0;
	line.text[0] = '\0';
	if (*cti_advice_text(advice, CTI_ADVICE_QUIET))
		add(&line, "no offers — %s",
		    cti_advice_text(advice, CTI_ADVICE_QUIET));
	tell(COLOR_DIM, line.text);
}

static void verify_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *state = cti_advice_text(advice, CTI_ADVICE_VERIFY_STATE);
	struct line line = { .n = 0 };

	if (*state)
		add(&line, "verify %s: %s · %s needed, %s reached · %lld left",
		    cti_advice_text(advice, CTI_ADVICE_VERIFY_REQUEST), state,
		    cti_advice_text(advice, CTI_ADVICE_VERIFY_NEEDED),
		    cti_advice_text(advice, CTI_ADVICE_VERIFY_REACHED),
		    (long long)cti_advice_int(advice, CTI_ADVICE_VERIFY_LEFT));
	tell(strcmp(state, "wrong") == 0 || strcmp(state, "locked") == 0
		     ? COLOR_RED
		     : COLOR_GREEN,
	     line.text);
}

void advice_lines(const cti_advice *advice, advice_line_fn *tell)
{
	customer_line(advice, tell);
	contract_line(advice, tell);
	call_line(advice, tell);
	hint_lines(advice, tell);
	verify_line(advice, tell);
}
