/* SPDX-License-Identifier: MIT */
/* The way of an event: to the application, then to the pops it may cause. */
#ifndef CTI__CORE_PIPELINE_H
#define CTI__CORE_PIPELINE_H

#include "model/event.h"

struct cti_client;

/* Numbers the event and hands it on. ev is borrowed, on a stack. */
void cti__pipeline_emit(struct cti_client *client, struct cti_event *ev);

#endif
