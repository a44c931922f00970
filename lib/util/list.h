/* SPDX-License-Identifier: MIT */
/* Doubly linked lists whose links live in the members. */
#ifndef CTI__UTIL_LIST_H
#define CTI__UTIL_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct cti__list {
	struct cti__list *next, *prev;
};

static inline void cti__list_init(struct cti__list *list)
{
	list->next = list->prev = list;
}

static inline bool cti__list_empty(const struct cti__list *list)
{
	return list->next == list;
}

/* Put it behind the last. */
static inline void cti__list_add(struct cti__list *list, struct cti__list *node)
{
	node->prev = list->prev;
	node->next = list;
	list->prev->next = node;
	list->prev = node;
}

/* Take it out; it is then a list of its own, so that this may be repeated. */
static inline void cti__list_del(struct cti__list *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
	cti__list_init(node);
}

#define cti__list_entry(node, type, member)                                    \
	((type *)(void *)((char *)(node)-offsetof(type, member)))

/* The body must not take out the present node: see the _safe one. */
#define cti__list_each(node, list)                                             \
	for ((node) = (list)->next; (node) != (list); (node) = (node)->next)

#define cti__list_each_safe(node, tmp, list)                                   \
	for ((node) = (list)->next, (tmp) = (node)->next; (node) != (list);    \
	     (node) = (tmp), (tmp) = (node)->next)

#endif
