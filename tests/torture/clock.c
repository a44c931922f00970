/* SPDX-License-Identifier: MIT */
/*
 * Time that goes by while nothing happens: a loop that would sleep sleeps a
 * millisecond, and the clocks go on by fifty. Defined in the program, these
 * stand before the C library's for every shared library.
 */
#include "clock.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <time.h>

static atomic_int pace = 50;
static atomic_llong ahead_ns;

static int real_wait(int epoll, struct epoll_event *events, int max,
		     int timeout, const sigset_t *mask)
{
	static int (*real)(int, struct epoll_event *, int, int,
			   const sigset_t *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "epoll_pwait");
	return real(epoll, events, max, timeout, mask);
}

int clock_gettime(clockid_t which, struct timespec *now)
{
	static int (*real)(clockid_t, struct timespec *);
	long long ns;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	if (real(which, now))
		return -1;
	ns = now->tv_nsec + atomic_load(&ahead_ns);
	now->tv_sec += (time_t)(ns / 1000000000);
	now->tv_nsec = (long)(ns % 1000000000);
	return 0;
}

int epoll_pwait(int epoll, struct epoll_event *events, int max, int timeout,
		const sigset_t *mask)
{
	int n, most = atomic_load(&pace),
	       step = timeout < most ? timeout : most;

	if (timeout <= 1)
		return real_wait(epoll, events, max, timeout, mask);
	n = real_wait(epoll, events, max, 1, mask);
	if (n)
		return n;
	clock_skip((uint32_t)step);
	/* libuv asks again for what is left. */
	return 0;
}

int epoll_wait(int epoll, struct epoll_event *events, int max, int timeout)
{
	return epoll_pwait(epoll, events, max, timeout, NULL);
}

void clock_pace(int ms)
{
	atomic_store(&pace, ms);
}

void clock_skip(uint32_t ms)
{
	atomic_fetch_add(&ahead_ns, ms * 1000000LL);
}
