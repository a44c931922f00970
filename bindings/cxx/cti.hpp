/* SPDX-License-Identifier: MIT */
/*
 * libcti for C++17: handles that give themselves back, and a result in place of
 * exceptions. Header only; link with libcti.
 *
 * A client runs the library in a thread of its own. Events are fetched with
 * poll(), and every callback runs inside a poll(), on the thread that polls.
 * Any thread may call anything; one at a time may poll. What is called after
 * close() fails with errc::state, never worse.
 *
 * Nothing here throws but std::bad_alloc; it compiles with -fno-exceptions. What
 * a callback throws comes out of the poll() that ran it; the event of that poll
 * is kept for the next.
 */
#ifndef CTI_HPP
#define CTI_HPP

#include "client.hpp"
#include "identify.hpp"
#include "journal.hpp"
#include "life.hpp"
#include "links.hpp"
#include "notes.hpp"
#include "requests.hpp"
#include "routes.hpp"
#include "service.hpp"
#include "sources.hpp"

#endif
