/* SPDX-License-Identifier: MIT */
/* Gives a client all that it needs to serve the town. */
#ifndef TESTS_SOAK_FURNISH_H
#define TESTS_SOAK_FURNISH_H

#include "town.h"

#include <cti/cti.h>

/* journal: its file; others lie beside it, their names begin alike. 0, or what
   the library says, with the client's detail. */
int furnish(cti_client *client, const struct town_shared *town,
	    const char *journal, const char *service);

#endif
