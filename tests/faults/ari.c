/* SPDX-License-Identifier: MIT */
/* A simulated switch as Asterisk's REST interface tells and lists it. */
#include "server.h"

const struct protocol protocol_ari = { .name = "ari" };
