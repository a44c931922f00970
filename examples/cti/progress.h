/* SPDX-License-Identifier: MIT */
/* A line on the terminal that moves while a large file is read. */
#ifndef CTI_TOOL_PROGRESS_H
#define CTI_TOOL_PROGRESS_H

#include <cti/cti.h>

#include <uv.h>

struct progress {
	const cti_client *client; /* NULL: progress_tell() is told */
	const char *what;	  /* "reading customers" */
	uv_thread_t thread;
	uv_mutex_t lock; /* for what is below */
	uv_cond_t wake;
	uint64_t done, total;
	bool runs, over, shown;
};

/* From now on a line is shown if stderr is a terminal and it takes longer than
   a second. what: marked by N_. */
void progress_begin(struct progress *p, const cti_client *client,
		    const char *what);
/* cti_progress_fn; user: the progress. */
void progress_tell(uint64_t done, uint64_t total, void *user);
/* The line is gone again. */
void progress_end(struct progress *p);

#endif
