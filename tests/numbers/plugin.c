/* SPDX-License-Identifier: MIT */
/*
 * A plug-in for numbers as anybody may write one: it knows the private network
 * of a firm, which calls itself the country XN with the code 999. Its numbers
 * have seven digits; the first two are the branch.
 */
#include <cti/error.h>
#include <cti/number.h>

#include <stdio.h>
#include <string.h>

#ifndef PLUGIN_ABI
#define PLUGIN_ABI CTI_NUMBER_PLUGIN_ABI
#endif

static uint32_t code(const char *country)
{
	return strcmp(country, "XN") == 0 ? 999 : 0;
}

static int ask(const char *number, const char *country, cti_number_answer *out)
{
	if (strncmp(number, "+999", 4) == 0)
		number += 4;
	else if (strcmp(country, "XN") != 0)
		return CTI_ENOENT;
	if (strlen(number) != 7 || strspn(number, "0123456789") != 7)
		return CTI_ENOENT;
	out->number_class = CTI_NUMBER_FIXED;
	out->code_digits = 3;
	out->area_digits = 2;
	snprintf(out->e164, sizeof(out->e164), "+999%s", number);
	snprintf(out->national, sizeof(out->national), "%s", number);
	snprintf(out->display, sizeof(out->display), "%.2s-%s", number,
		 number + 2);
	return 0;
}

/* The one name that the library looks for. */
CTI_API const cti_number_plugin *cti_number_plugin_v1(void);

const cti_number_plugin *cti_number_plugin_v1(void)
{
	static const cti_number_plugin plugin = { PLUGIN_ABI, "firm", code,
						  ask };

	return &plugin;
}
