/* SPDX-License-Identifier: MIT */
/* Messages in the reader's language, by gettext. */
#include "tool.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* The language that the reader asks for, as the system's own order has it. */
static const char *asked(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

void language_setup(void)
{
	const char *folder = getenv("TEXTDOMAINDIR");
	const char *languages = getenv("LANGUAGE");

	/*
	 * Numbers stay as programs read them: only letters and messages. Small
	 * machines lack the reader's locale, which is no reason not to speak
	 * the language.
	 */
	if (!setlocale(LC_CTYPE, ""))
		setlocale(LC_CTYPE, "C.UTF-8");
	if (!setlocale(LC_MESSAGES, "")) {
		setlocale(LC_MESSAGES, "C.UTF-8");
		if (!languages || !*languages)
			setenv("LANGUAGE", asked(), 1);
	}
	bindtextdomain("cti", folder && *folder ? folder : TOOL_LOCALEDIR);
	bind_textdomain_codeset("cti", "UTF-8");
	textdomain("cti");
}

void language_of_programs(void)
{
	setlocale(LC_MESSAGES, "C");
}
