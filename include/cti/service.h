/* SPDX-License-Identifier: MIT */
/**
 * @file cti/service.h
 * Service knowledge: what a site knows of its lines and its customers, as data
 * in one JSON file (docs/guide/service.md), and what follows from it for one
 * customer in one call: tier, list, stage of life, contract, line, campaign,
 * desk, owner, hints with their reasons, and how far the caller is verified. A
 * pop carries it: cti_pop_advice().
 */
#ifndef CTI_SERVICE_H
#define CTI_SERVICE_H

#include <cti/customer.h>
#include <cti/request.h>

/** What follows from the service knowledge; opaque, counted, never changes. */
typedef struct cti_advice cti_advice;

/**
 * The fields of an advice: X(constant, name in JSON, type). Types as in
 * #CTI_FIELD_MAP. New fields are added at the end.
 *
 * - tier, tier_label, score (0 to 100), tier_by ("crm" or "score");
 * - list: "ordinary", "red" or "black", with list_label and list_reason;
 * - stage, stage_label: of the life cycle; segments: all that hold;
 * - contract: "valid", "expired" or "none"; contract_days left (negative:
 *   since it has expired); renewal, renewal_label: the stage that is due;
 * - line, line_label, phase; campaign, campaign_label, medium: of the number
 *   first dialled and the queue;
 * - desk, desk_label, group, skills: who should take the call; priority: how
 *   urgently, 0 to 1000;
 * - owner, owner_device: whom the customer belongs to, for preferred routing;
 * - channel, channel_time: how and when the customer likes to be contacted;
 *   do_not_call, do_not_call_reason;
 * - quiet: why offers are held back; "" if they are not;
 * - verify_request, verify_needed, verify_reached ("none", "simple",
 *   "strict"), verify_state ("", "running", "passed", "wrong", "locked"),
 *   verify_left: attempts that are left;
 * - reason, reason_label: why the caller calls, as a menu or an agent says;
 * - tenant: in whose name the call is answered; of the line;
 * - hidden: the customer's fields that are shown once more is verified.
 */
#define CTI_ADVICE_MAP(X)                                                      \
	X(TIER, "tier", STR)                                                   \
	X(TIER_LABEL, "tier_label", STR)                                       \
	X(SCORE, "score", INT)                                                 \
	X(TIER_BY, "tier_by", STR)                                             \
	X(LIST, "list", STR)                                                   \
	X(LIST_LABEL, "list_label", STR)                                       \
	X(LIST_REASON, "list_reason", STR)                                     \
	X(STAGE, "stage", STR)                                                 \
	X(STAGE_LABEL, "stage_label", STR)                                     \
	X(SEGMENTS, "segments", LIST)                                          \
	X(CONTRACT, "contract", STR)                                           \
	X(CONTRACT_DAYS, "contract_days", INT)                                 \
	X(RENEWAL, "renewal", STR)                                             \
	X(RENEWAL_LABEL, "renewal_label", STR)                                 \
	X(LINE, "line", STR)                                                   \
	X(LINE_LABEL, "line_label", STR)                                       \
	X(PHASE, "phase", STR)                                                 \
	X(CAMPAIGN, "campaign", STR)                                           \
	X(CAMPAIGN_LABEL, "campaign_label", STR)                               \
	X(MEDIUM, "medium", STR)                                               \
	X(DESK, "desk", STR)                                                   \
	X(DESK_LABEL, "desk_label", STR)                                       \
	X(GROUP, "group", STR)                                                 \
	X(SKILLS, "skills", LIST)                                              \
	X(PRIORITY, "priority", INT)                                           \
	X(OWNER, "owner", STR)                                                 \
	X(OWNER_DEVICE, "owner_device", STR)                                   \
	X(CHANNEL, "channel", STR)                                             \
	X(CHANNEL_TIME, "channel_time", STR)                                   \
	X(DO_NOT_CALL, "do_not_call", BOOL)                                    \
	X(DO_NOT_CALL_REASON, "do_not_call_reason", STR)                       \
	X(QUIET, "quiet", STR)                                                 \
	X(VERIFY_REQUEST, "verify_request", STR)                               \
	X(VERIFY_NEEDED, "verify_needed", STR)                                 \
	X(VERIFY_REACHED, "verify_reached", STR)                               \
	X(VERIFY_STATE, "verify_state", STR)                                   \
	X(VERIFY_LEFT, "verify_left", INT)                                     \
	X(REASON, "reason", STR)                                               \
	X(REASON_LABEL, "reason_label", STR)                                   \
	X(TENANT, "tenant", STR)                                               \
	X(HIDDEN, "hidden", LIST)

/** Fields of an advice, made from #CTI_ADVICE_MAP. */
enum cti_advice_field {
#define CTI_ADVICE_ENTRY(constant, name, type) CTI_ADVICE_##constant,
	CTI_ADVICE_MAP(CTI_ADVICE_ENTRY)
#undef CTI_ADVICE_ENTRY
		CTI_ADVICE_COUNT
};

/** What a hint is about. */
enum cti_hint_kind {
	CTI_HINT_HINT,	/**< "hint": good to know */
	CTI_HINT_OFFER, /**< "offer": something that fits the customer's need */
	CTI_HINT_CARE,	/**< "care": a birthday, a trouble */
	CTI_HINT_RENEWAL, /**< "renewal": the contract is running out */
	CTI_HINT_LEAD	  /**< "lead": a product and how probable it is */
};

/** One hint for the agent. All texts are borrowed from the advice, never NULL.
 */
typedef struct cti_hint {
	enum cti_hint_kind kind; /**< what it is about */
	int32_t probability;	 /**< of a lead: 0 to 100; else -1 */
	const char *id;		 /**< the rule's */
	const char *text;	 /**< what to say or do */
	const char *reason;	 /**< why; there always is one */
	const char *product;	 /**< "" if it is about none */
} cti_hint;

/** Whom and what to judge, for cti_service_advise(); begin with
 * #CTI_ADVICE_QUERY_INIT. */
typedef struct cti_advice_query {
	size_t size;		      /**< sizeof(cti_advice_query) */
	const cti_customer *customer; /**< NULL: nobody known */
	const char *dnis;	      /**< number first dialled; NULL: none */
	const char *queue;	      /**< NULL: none */
	const char *direction; /**< "inbound", "outbound"; NULL: unknown */
	int64_t time_us;       /**< since 1970 UTC; 0: now */
	const cti_pair *data;  /**< the call's data; NULL: none */
	size_t data_count;     /**< pairs in data */
} cti_advice_query;

/** A query with its size filled in and everything else unknown. */
#define CTI_ADVICE_QUERY_INIT                                                  \
	{                                                                      \
		sizeof(cti_advice_query), NULL, NULL, NULL, NULL, 0, NULL, 0   \
	}

CTI_BEGIN_DECLS

/**
 * Read the file of service knowledge, as the key service.file does; open pops
 * are judged anew. If anything in it is wrong, nothing changes.
 *
 * @param path  NULL: read the file in use again.
 * @return 0, CTI_EIO, CTI_EFORMAT, CTI_EKEY, CTI_EVALUE or CTI_ENOMEM,
 * CTI_ESTATE (NULL, and there is none in use); cti_client_detail() names the
 * file, the place and the remedy.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_service_load(cti_client *client,
					   const char *path);

/**
 * Whether a file of service knowledge is right, without a client.
 *
 * @param detail  NULL, or a buffer for one sentence: what is wrong, or what the
 *                file holds.
 * @return As cti_service_load().
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_service_check(const char *path, char *detail,
					    size_t detail_size);

/**
 * Judge a customer by the client's service knowledge outside of a pop: to route
 * a call, to plan calls out.
 *
 * @param out    Owned: give it to cti_advice_unref(). NULL on error.
 * @param query  Borrowed.
 * @return 0, CTI_EINVAL, CTI_ESTATE (no service knowledge is loaded) or
 *         CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_service_advise(cti_client *client,
					     cti_advice **out,
					     const cti_advice_query *query);

/** One owner more. Returns its argument. Thread: any. Since: 0.1. */
CTI_API cti_advice *cti_advice_ref(cti_advice *advice);
/** One owner less; NULL is allowed. Thread: any. Since: 0.1. */
CTI_API void cti_advice_unref(cti_advice *advice);

/** Whether there is a word on it. NULL has none. Thread: any. Since: 0.1. */
CTI_API bool cti_advice_has(const cti_advice *advice,
			    enum cti_advice_field field);
/** A field's text; a list is separated by commas. Borrowed; "" if there is none
 * or it is a number. Thread: any. Since: 0.1. */
CTI_API const char *cti_advice_text(const cti_advice *advice,
				    enum cti_advice_field field);
/** A field's number; a BOOL is 0 or 1. 0 if there is none. Thread: any. Since: 0.1. */
CTI_API int64_t cti_advice_int(const cti_advice *advice,
			       enum cti_advice_field field);
/** The hints, most important first. Borrowed; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const cti_hint *cti_advice_hint(const cti_advice *advice, size_t index);

/**
 * What of the customer and the call goes into the contact's record in the
 * journal (`record` in the file), in the file's order. Borrowed; NULL behind
 * the last. Thread: any. Since: 0.1.
 */
CTI_API const cti_pair *cti_advice_record(const cti_advice *advice,
					  size_t index);

/**
 * The advice as one JSON object, as it stands in a pop's JSON.
 *
 * @param out  Owned, terminated by NUL; free with cti_free(). NULL on error.
 * @param len  NULL, or where the length in bytes goes.
 * @return 0, CTI_EINVAL or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_advice_json(const cti_advice *advice, char **out,
					  size_t *len);

/**
 * Name of a field as in JSON: "tier"; NULL for none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_advice_field_name(enum cti_advice_field field);
/**
 * Name of a kind of hint: "offer"; NULL for none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_hint_kind_name(enum cti_hint_kind kind);

/**
 * Begin to verify the party of a call for a class of request ("password"). The
 * class says which level it needs. Until that level is reached, the attempts
 * are used up or cti_verify_end(), digits pressed in the call are told as "*".
 * The level that is reached stays with the call wherever it goes, and with the
 * customer: if the agent chooses another, it is lost.
 *
 * @param call     Id of the call, or of a consultation about it.
 * @param request  Of verification.requests in the file of service knowledge.
 * @return 0; CTI_ENOENT: no such call or class; CTI_ESTATE: no service
 * knowledge is loaded, or the attempts are used up.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_verify_begin(cti_client *client, const char *call,
					   const char *request);

/**
 * Compare what the caller says with what the customer's record has. The
 * comparison takes the same time wherever the two differ; neither is kept,
 * shown or logged.
 *
 * @param factor  Of verification.factors.
 * @param value   Borrowed; wipe it yourself.
 * @param right   Whether it was right. A wrong one is an attempt. False on
 *                error.
 * @return 0; CTI_ENOENT: no such call or factor, or the record has no such
 *         value (no attempt); CTI_ESTATE: no verification runs, or it is not
 *         clear who the customer is (no attempt).
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_verify_check(cti_client *client, const char *call,
					   const char *factor,
					   const char *value, bool *right);

/**
 * Let the caller press the keys: the digits that follow are compared as the
 * value of the factor as soon as they are complete or `#` is pressed. `*`
 * stands for the letter X. No agent hears or sees them.
 *
 * @return 0, or an error as of cti_verify_check().
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_verify_keys(cti_client *client, const char *call,
					  const char *factor);

/**
 * End the verification; the level that was reached stays.
 *
 * @return 0; CTI_ENOENT: no such call.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API int cti_verify_end(cti_client *client, const char *call);

CTI_END_DECLS

#endif
