/* SPDX-License-Identifier: MIT */
/* Bytes that wait to be sent, in pieces that never move. */
#include "io/out.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <string.h>

#define PIECE 16384 /* what one TLS record takes */

struct piece {
	struct cti__list node;
	size_t from, to; /* what waits of data */
	char data[PIECE];
};

static struct piece *piece_of(struct cti__list *node)
{
	return cti__list_entry(node, struct piece, node);
}

static void free_pieces(struct cti__list *pieces)
{
	struct piece *piece;

	while (!cti__list_empty(pieces)) {
		piece = piece_of(pieces->next);
		cti__list_del(&piece->node);
		/* A password may have been in it. */
		cti__wipe(piece->data, piece->to);
		cti__free(piece);
	}
}

void cti__out_init(struct cti__out *out)
{
	cti__list_init(&out->pieces);
	out->queued = 0;
}

void cti__out_fini(struct cti__out *out)
{
	free_pieces(&out->pieces);
	out->queued = 0;
}

static struct piece *add_piece(struct cti__list *pieces)
{
	struct piece *piece = cti__alloc(sizeof(*piece));

	if (!piece)
		return NULL;
	piece->from = piece->to = 0;
	cti__list_add(pieces, &piece->node);
	return piece;
}

static size_t fill(struct piece *piece, const char *data, size_t n)
{
	size_t room = PIECE - piece->to;

	if (n > room)
		n = room;
	memcpy(piece->data + piece->to, data, n);
	piece->to += n;
	return n;
}

int cti__out_add(struct cti__out *out, const void *data, size_t n)
{
	struct cti__list fresh, *node;
	struct piece *last = NULL;
	const char *at = data;
	size_t done = 0, room = 0;

	cti__list_init(&fresh);
	if (!cti__list_empty(&out->pieces)) {
		last = piece_of(out->pieces.prev);
		room = PIECE - last->to;
	}
	while (room < n) {
		if (!add_piece(&fresh)) {
			free_pieces(&fresh);
			return CTI_ENOMEM;
		}
		room += PIECE;
	}

	if (last)
		done = fill(last, at, n);
	while (done < n) {
		node = fresh.next;
		cti__list_del(node);
		cti__list_add(&out->pieces, node);
		done += fill(piece_of(node), at + done, n - done);
	}
	out->queued += n;
	return 0;
}

size_t cti__out_next(const struct cti__out *out, const char **data)
{
	const struct piece *piece;

	if (!out->queued)
		return 0;
	piece = piece_of(out->pieces.next);
	*data = piece->data + piece->from;
	return piece->to - piece->from;
}

void cti__out_sent(struct cti__out *out, size_t n)
{
	struct piece *piece = piece_of(out->pieces.next);

	piece->from += n;
	out->queued -= n;
	if (piece->from < piece->to)
		return;
	cti__wipe(piece->data, piece->to);
	/* The last one stays for the next to be sent. */
	piece->from = piece->to = 0;
	if (out->queued) {
		cti__list_del(&piece->node);
		cti__free(piece);
	}
}
