/* SPDX-License-Identifier: MIT */
/* The town's CRM: says who has a number, takes records of contacts, and refuses
   some for a while. */
#ifndef TESTS_SOAK_CRM_H
#define TESTS_SOAK_CRM_H

#include "town.h"

#include <uv.h>

/* Serves on the loop until the process ends. */
void crm_start(uv_loop_t *loop, struct town_shared *shared);

#endif
