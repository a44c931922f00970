/* SPDX-License-Identifier: MIT */
/* IP addresses as text: whether one is in a list, and where a peer's ends. */
#ifndef CTI__IO_ADDRESS_H
#define CTI__IO_ADDRESS_H

#include "util/str.h"

/* Of "192.0.2.1:5060" or "[::1]:5060" the address, and its port; false if it
   has none of the two. */
bool cti__address_cut(struct cti__str text, struct cti__str *host,
		      uint16_t *port);
/*
 * Whether an address is in a list, parted by commas, of addresses and networks
 * ("192.0.2.1, 10.1.0.0/16, 2001:db8::/32"). An IPv4 address is the same when
 * it is written as IPv6 (::ffff:192.0.2.1). What is no address fits nothing.
 */
bool cti__address_in(struct cti__str host, struct cti__str list);

#endif
