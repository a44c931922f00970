/* SPDX-License-Identifier: MIT */
/* The site's dial plan from --country, --area and such. */
#include "tool.h"

#include <string.h>

static bool is_dialled(const char *text, const char *signs)
{
	return !text || !text[strspn(text, signs)];
}

int plan_make(const struct command *command, const struct plan_options *options,
	      cti_number_plan *out)
{
	cti_number number = { .size = sizeof(number) };
	char detail[512];

	*out = (cti_number_plan)CTI_NUMBER_PLAN_INIT;
	out->country = options->country;
	out->area = options->area;
	out->outside_prefix = options->outside_prefix;
	if (!is_dialled(options->area, "0123456789 -()") ||
	    !is_dialled(options->outside_prefix, "0123456789*# "))
		return tool_usage(command,
				  "--area and --outside-prefix want digits, "
				  "such as 010 and 9");
	if (options->plugin_all)
		out->plugin_for = CTI_NUMBER_ALL;
	if (options->plugin &&
	    cti_number_plugin_load(&out->plugin, options->plugin, detail,
				   sizeof(detail)))
		return tool_failed("%s", detail);

	/* A number in full is one in every plan: only the plan can be wrong. */
	if (cti_number_parse("+8613800138000", out, &number))
		return tool_usage(command,
				  "the country \"%s\" is not known; "
				  "give two letters such as CN, DE or US, and "
				  "--plugin phonenumber for others",
				  options->country ? options->country : "");
	return TOOL_OK;
}
