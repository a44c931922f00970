/* SPDX-License-Identifier: MIT */
/* The protocols that are yet to be told: no connection can be made. */
#include "server.h"
const struct protocol protocol_esl = { .name = "esl" };
const struct protocol protocol_ari = { .name = "ari" };
