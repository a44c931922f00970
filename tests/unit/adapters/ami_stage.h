/* SPDX-License-Identifier: MIT */
/* The AMI adapter on a fake port, and the switch's side of its connection. */
#ifndef CTI_TESTS_AMI_STAGE_H
#define CTI_TESTS_AMI_STAGE_H

#include "adapters/ami/ami.h"
#include "stream_stage.h"

extern const struct cti_adapter cti__adapter_ami;

/* The first connection's ActionIDs. */
#define STAGE_ID "ActionID: cti-0000000000000001-"

/* Settings may have been put into a stage of zeros before. */
static inline void stage_open(struct stage *st)
{
	if (!st->port.settings.count) {
		fake_port_set(&st->port, "user", "cti");
		fake_port_set(&st->port, "secret", "s3cret");
	}
	assert_int_equal(fake_port_init(&st->port, &cti__adapter_ami, "pbx"),
			 0);
	/* Open, and not logged in. */
	assert_false(fake_port_up(&st->port));
}

#define STAGE_BANNER "Asterisk Call Manager/11.0.0\r\n"

/* Logged in, and what that took is forgotten. */
static inline void stage_ready(struct stage *st)
{
	fake_port_set(&st->port, "user", "cti");
	fake_port_set(&st->port, "secret", "s3cret");
	fake_port_set(&st->port, "ami.auth", "plain");
	stage_open(st);
	stage_hear(st, STAGE_BANNER "Response: Success\r\n" STAGE_ID
				    "login\r\n\r\n");
	/* No FullyBooted comes: it goes on without. */
	fake_port_pass(&st->port, 2000);
	stage_is_ready(st);
}

#endif
