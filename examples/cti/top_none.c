/* SPDX-License-Identifier: MIT */
/* Without ncurses there is no `cti monitor --top`. */
#include "tool.h"

struct view *top_view(bool no_color, const char *filter)
{
	(void)no_color;
	(void)filter;
	tool_failed("this cti was built without ncurses, which --top needs; "
		    "install libncurses-dev and build it anew");
	return NULL;
}

void top_free(void)
{
}
