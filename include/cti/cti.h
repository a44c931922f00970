/* SPDX-License-Identifier: MIT */
/**
 * @file cti/cti.h
 * All of libcti.
 */
#ifndef CTI_CTI_H
#define CTI_CTI_H

#include <cti/api.h>
#include <cti/client.h>
#include <cti/config.h>
#include <cti/customer.h>
#include <cti/doctor.h>
#include <cti/error.h>
#include <cti/event.h>
#include <cti/journal.h>
#include <cti/link.h>
#include <cti/memory.h>
#include <cti/number.h>
#include <cti/pop.h>
#include <cti/report.h>
#include <cti/request.h>
#include <cti/route.h>
#include <cti/service.h>
#include <cti/sim.h>
#include <cti/snapshot.h>
#include <cti/trace.h>

#endif
