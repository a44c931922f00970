/* SPDX-License-Identifier: MIT */
/*
 * What an agent sees: a window that shows a card for each pop of one telephone:
 * desktop [DEVICE [URL [CONFIG]]]
 *
 * GLib watches cti_fd() as it watches any other descriptor; the library works
 * in a thread of its own, and everything here runs on GTK's. What comes from
 * the network is set as text, never as markup.
 */
#include <cti/cti.h>

#include <glib-unix.h>
#include <gtk/gtk.h>
#include <string.h>

/* Events in one go: the window must stay alive under a flood. */
#define BATCH	       64
#define LINGER_S       4 /* a closed card stays so long */
#define MAX_CANDIDATES 4

struct app {
	cti_client *client;
	const char *device;
	bool demo; /* no URL was given: ends with the story */
	GtkWidget *window;
	GtkWidget *cards;
	GtkWidget *status;
	GHashTable *by_id; /* of pops, to struct card */
};

struct card {
	struct app *app;
	char *id;
	char *url;
	GtkWidget *frame;
	GtkWidget *name;
	GtkWidget *origin;
	GtkWidget *greeting;
	GtkWidget *advice;
	GtkWidget *choices;
	GtkWidget *open;
	guint timer; /* to go; 0: none */
};

static const char style[] =
	".card { padding: 12px; border-radius: 8px; background: white;"
	"        border-left: 6px solid #1a73e8; color: #202124; }"
	".answered { border-left-color: #188038; }"
	".closed { border-left-color: #9aa0a6; opacity: 0.5; }"
	".name { font-size: 150%; font-weight: bold; }"
	".greeting { font-style: italic; }";

static void card_free(void *data)
{
	struct card *card = data;

	if (card->timer)
		g_source_remove(card->timer);
	gtk_widget_destroy(card->frame);
	g_free(card->url);
	g_free(card->id);
	g_free(card);
}

static gboolean on_linger(void *data)
{
	struct card *card = data;

	card->timer = 0;
	g_hash_table_remove(card->app->by_id, card->id);
	return G_SOURCE_REMOVE;
}

static void on_open(GtkButton *button, void *data)
{
	struct card *card = data;
	GError *error = NULL;

	(void)button;
	if (gtk_show_uri_on_window(GTK_WINDOW(card->app->window), card->url,
				   GDK_CURRENT_TIME, &error))
		return;
	gtk_label_set_text(GTK_LABEL(card->app->status), error->message);
	g_error_free(error);
}

/* The agent has asked who it is. The answer comes back as an update. */
static void on_choose(GtkButton *button, void *data)
{
	struct card *card = data;
	const char *id = g_object_get_data(G_OBJECT(button), "customer");

	if (cti_pop_choose(card->app->client, card->id, id))
		gtk_label_set_text(GTK_LABEL(card->app->status),
				   "The call is over already.");
}

static GtkWidget *add_label(GtkWidget *box, const char *class_name)
{
	GtkWidget *label = gtk_label_new(NULL);

	gtk_label_set_xalign(GTK_LABEL(label), 0);
	gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
	gtk_style_context_add_class(gtk_widget_get_style_context(label),
				    class_name);
	gtk_container_add(GTK_CONTAINER(box), label);
	return label;
}

static struct card *card_new(struct app *app, const char *id)
{
	struct card *card = g_new0(struct card, 1);
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);

	card->app = app;
	card->id = g_strdup(id);
	card->frame = box;
	card->name = add_label(box, "name");
	card->origin = add_label(box, "origin");
	card->greeting = add_label(box, "greeting");
	card->advice = add_label(box, "advice");
	card->choices = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
	gtk_container_add(GTK_CONTAINER(box), card->choices);
	card->open = gtk_button_new_with_label("Open in CRM");
	gtk_widget_set_halign(card->open, GTK_ALIGN_START);
	g_signal_connect(card->open, "clicked", G_CALLBACK(on_open), card);
	gtk_container_add(GTK_CONTAINER(box), card->open);
	gtk_style_context_add_class(gtk_widget_get_style_context(box), "card");

	/* The newest on top. */
	gtk_box_pack_start(GTK_BOX(app->cards), box, FALSE, FALSE, 0);
	gtk_box_reorder_child(GTK_BOX(app->cards), box, 0);
	gtk_widget_show_all(box);
	g_hash_table_insert(app->by_id, card->id, card);
	return card;
}

static void destroy(GtkWidget *widget, void *data)
{
	(void)data;
	gtk_widget_destroy(widget);
}

/* "Is it ... or ...?" where several customers share the number. */
static void fill_choices(struct card *card, const cti_pop *pop)
{
	const cti_customer *who;
	GtkWidget *button;
	size_t i;

	gtk_container_foreach(GTK_CONTAINER(card->choices), destroy, NULL);
	if (cti_pop_identity(pop) != CTI_IDENTITY_AMBIGUOUS ||
	    cti_pop_state(pop) == CTI_POP_CLOSED)
		return;
	for (i = 0; i < MAX_CANDIDATES; i++) {
		who = cti_pop_candidate(pop, i);
		if (!who)
			break;
		button = gtk_button_new_with_label(
			cti_customer_get(who, "name"));
		g_object_set_data_full(G_OBJECT(button), "customer",
				       g_strdup(cti_customer_get(who, "id")),
				       g_free);
		g_signal_connect(button, "clicked", G_CALLBACK(on_choose),
				 card);
		gtk_container_add(GTK_CONTAINER(card->choices), button);
	}
	gtk_widget_show_all(card->choices);
}

static void append_line(GString *text, const char *mark, const char *line)
{
	if (*line)
		g_string_append_printf(text, "%s%s%s", text->len ? "\n" : "",
				       mark, line);
}

static void fill_advice(struct card *card, const cti_pop *pop)
{
	const cti_advice *advice = cti_pop_advice(pop);
	const cti_hint *hint;
	GString *text = g_string_new(NULL);
	size_t i = 0;

	if (advice) {
		append_line(text, "",
			    cti_advice_text(advice, CTI_ADVICE_TIER_LABEL));
		append_line(text, "",
			    cti_advice_text(advice, CTI_ADVICE_LIST_LABEL));
		append_line(text, "",
			    cti_advice_text(advice, CTI_ADVICE_LIST_REASON));
		while ((hint = cti_advice_hint(advice, i++)))
			append_line(text, "• ", hint->text);
	}
	gtk_label_set_text(GTK_LABEL(card->advice), text->str);
	gtk_widget_set_visible(card->advice, text->len > 0);
	g_string_free(text, TRUE);
}

static void set_class(GtkWidget *widget, const char *name, bool on)
{
	GtkStyleContext *context = gtk_widget_get_style_context(widget);

	if (on)
		gtk_style_context_add_class(context, name);
	else
		gtk_style_context_remove_class(context, name);
}

/* Everything anew: a pop is small, and says all that is known by now. */
static void fill(struct card *card, const cti_pop *pop)
{
	const cti_customer *who = cti_pop_candidate(pop, 0);
	const char *name = who ? cti_customer_get(who, "name")
			       : cti_pop_name(pop);
	const char *firm = who ? cti_customer_get(who, "company") : "";
	bool closed = cti_pop_state(pop) == CTI_POP_CLOSED;
	char *text;

	gtk_label_set_text(GTK_LABEL(card->name),
			   *name ? name : "Unknown caller");
	text = g_strjoin("   ",
			 *cti_pop_remote(pop) ? cti_pop_remote(pop)
					      : "number withheld",
			 *firm ? firm : cti_pop_queue(pop),
			 closed ? cti_pop_reason(pop) : NULL, NULL);
	gtk_label_set_text(GTK_LABEL(card->origin), text);
	g_free(text);
	gtk_label_set_text(GTK_LABEL(card->greeting),
			   cti_pop_greeting_text(pop));
	fill_advice(card, pop);
	fill_choices(card, pop);
	g_free(card->url);
	card->url = g_strdup(cti_pop_url(pop));
	gtk_widget_set_visible(card->open, *card->url && !closed);
	set_class(card->frame, "answered", cti_pop_answered(pop));
	set_class(card->frame, "closed", closed);
}

/* The window comes to the front, and its title says who it is. */
static void call_attention(struct app *app, struct card *card)
{
	char *title = g_strdup_printf("%s - telephone %s",
				      gtk_label_get_text(GTK_LABEL(card->name)),
				      app->device);

	gtk_window_set_title(GTK_WINDOW(app->window), title);
	gtk_window_present(GTK_WINDOW(app->window));
	g_free(title);
}

static void show(struct app *app, const cti_pop *pop)
{
	struct card *card;

	if (strcmp(cti_pop_device(pop), app->device) != 0)
		return;
	card = g_hash_table_lookup(app->by_id, cti_pop_id(pop));
	if (!card)
		card = card_new(app, cti_pop_id(pop));
	fill(card, pop);
	if (card->timer)
		g_source_remove(card->timer);
	card->timer = 0;
	if (cti_pop_state(pop) == CTI_POP_CLOSED)
		card->timer = g_timeout_add_seconds(LINGER_S, on_linger, card);
	if (cti_pop_state(pop) == CTI_POP_OPENED)
		call_attention(app, card);
}

static void show_link(struct app *app, const cti_event *event)
{
	const char *state = cti_event_str(event, CTI_FIELD_STATE, NULL);
	char *text = g_strjoin(
		" ", cti_event_str(event, CTI_FIELD_LINK, NULL), state,
		cti_event_str(event, CTI_FIELD_DETAIL, NULL), NULL);

	gtk_label_set_text(GTK_LABEL(app->status), text);
	g_free(text);
	if (app->demo && !strcmp(state, "failed"))
		gtk_widget_destroy(app->window);
}

/* Called again as long as something waits. */
static gboolean on_readable(gint fd, GIOCondition condition, void *data)
{
	struct app *app = data;
	cti_event *event;
	int i;

	(void)fd;
	(void)condition;
	for (i = 0; app->window && i < BATCH; i++) {
		if (cti_poll(app->client, 0, &event))
			break;
		if (cti_event_pop(event))
			show(app, cti_event_pop(event));
		if (cti_event_kind(event) == CTI_EVENT_LINK)
			show_link(app, event);
		cti_event_unref(event);
	}
	return G_SOURCE_CONTINUE;
}

/* The cards go before the widgets that they point to. */
static void on_destroy(GtkWidget *window, void *data)
{
	struct app *app = data;

	(void)window;
	g_hash_table_remove_all(app->by_id);
	app->window = NULL;
	gtk_main_quit();
}

static gboolean on_signal(void *data)
{
	struct app *app = data;

	if (app->window)
		gtk_widget_destroy(app->window);
	return G_SOURCE_CONTINUE;
}

static void build_window(struct app *app)
{
	GtkCssProvider *css = gtk_css_provider_new();
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
	GtkWidget *scroll = gtk_scrolled_window_new(NULL, NULL);

	gtk_css_provider_load_from_data(css, style, -1, NULL);
	gtk_style_context_add_provider_for_screen(
		gdk_screen_get_default(), GTK_STYLE_PROVIDER(css),
		GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
	g_object_unref(css);

	app->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	app->cards = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
	app->status = gtk_label_new(NULL);
	gtk_label_set_xalign(GTK_LABEL(app->status), 0);
	gtk_container_set_border_width(GTK_CONTAINER(app->window), 8);
	gtk_window_set_default_size(GTK_WINDOW(app->window), 420, 520);
	gtk_container_add(GTK_CONTAINER(scroll), app->cards);
	gtk_box_pack_start(GTK_BOX(box), scroll, TRUE, TRUE, 0);
	gtk_box_pack_start(GTK_BOX(box), app->status, FALSE, FALSE, 0);
	gtk_container_add(GTK_CONTAINER(app->window), box);
	g_signal_connect(app->window, "destroy", G_CALLBACK(on_destroy), app);
	gtk_window_set_title(GTK_WINDOW(app->window), app->device);
	gtk_widget_show_all(app->window);
}

static int start(struct app *app, const char *url, const char *config)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	int err;

	err = cti_client_new(&app->client, NULL);
	if (err) {
		g_printerr("desktop: %s\n", cti_strerror(err));
		return err;
	}
	opts.url = url;
	err = cti_load(app->client, config);
	if (!err)
		err = cti_link_add(app->client, NULL, &opts);
	if (err)
		g_printerr("desktop: %s\n", cti_client_detail(app->client));
	return err;
}

int main(int argc, char **argv)
{
	struct app app = { .demo = argc < 3 };
	guint watch;
	int err;

	if (!gtk_init_check(&argc, &argv)) {
		g_printerr("desktop: no display; try: xvfb-run %s\n", argv[0]);
		return 1;
	}
	app.device = argc > 1 ? argv[1] : "1003";
	app.by_id = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					  card_free);
	err = start(&app,
		    argc > 2 ? argv[2] : "sim:examples/stories/morning.sim",
		    argc > 3 ? argv[3] : "examples/desktop.json");
	if (!err) {
		build_window(&app);
		watch = g_unix_fd_add(cti_fd(app.client), G_IO_IN, on_readable,
				      &app);
		g_unix_signal_add(SIGINT, on_signal, &app);
		g_unix_signal_add(SIGTERM, on_signal, &app);
		gtk_main();
		g_source_remove(watch);
	}
	cti_client_close(app.client);
	g_hash_table_destroy(app.by_id);
	return err ? 1 : 0;
}
