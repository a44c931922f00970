/* SPDX-License-Identifier: MIT */
/*
 * A window that shows who is calling one telephone, on GLib's loop:
 * window [DEVICE [URL [CSV]]]
 */
#include <cti/cti.hpp>

#include <glib-unix.h>
#include <gtk/gtk.h>
#include <iostream>

namespace {

struct window {
	cti::client client;
	std::string device;
	GtkWidget *top, *name, *number, *greeting, *status;

	void show(const cti::pop &pop)
	{
		std::string who(pop.customer_field("name"));

		if (pop.device() != device)
			return;
		set(name, who.empty() ? "Not known" : who);
		set(number, std::string(pop.remote()) + " to " +
				    std::string(pop.dnis()));
		set(greeting, pop.greeting_text());
		set(status, pop.state() == cti::pop_state::closed
				    ? "over: " + std::string(pop.reason())
			    : pop.answered() ? "talking"
					     : "ringing");
		gtk_window_present(GTK_WINDOW(top));
	}

	static void set(GtkWidget *label, std::string_view text)
	{
		gtk_label_set_text(GTK_LABEL(label), std::string(text).c_str());
	}
};

GtkWidget *line(GtkWidget *box, const char *markup_class)
{
	GtkWidget *label = gtk_label_new("");

	gtk_label_set_xalign(GTK_LABEL(label), 0);
	gtk_style_context_add_class(gtk_widget_get_style_context(label),
				    markup_class);
	gtk_container_add(GTK_CONTAINER(box), label);
	return label;
}

void build(window &w)
{
	GtkCssProvider *css = gtk_css_provider_new();
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);

	gtk_css_provider_load_from_data(
		css,
		"box { padding: 24px; background: white; color: #202124; }"
		".name { font-size: 200%; font-weight: bold; }"
		".status { color: #1a73e8; }",
		-1, nullptr);
	gtk_style_context_add_provider_for_screen(
		gdk_screen_get_default(), GTK_STYLE_PROVIDER(css),
		GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
	g_object_unref(css);
	w.top = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	gtk_window_set_title(GTK_WINDOW(w.top), ("Telephone " + w.device).c_str());
	gtk_window_set_default_size(GTK_WINDOW(w.top), 400, 200);
	w.name = line(box, "name");
	w.number = line(box, "number");
	w.greeting = line(box, "greeting");
	w.status = line(box, "status");
	gtk_container_add(GTK_CONTAINER(w.top), box);
	g_signal_connect(w.top, "destroy", G_CALLBACK(gtk_main_quit), nullptr);
	gtk_widget_show_all(w.top);
}

gboolean on_readable(gint, GIOCondition, gpointer user)
{
	auto *w = static_cast<window *>(user);

	/* Not all at once: the window must stay alive under a flood. */
	for (int i = 0; i < 64; i++) {
		auto event = w->client.poll(cti::milliseconds(0));

		if (!event)
			break;
		if (auto pop = event->pop())
			w->show(*pop);
		else if (event->kind() == cti::event_kind::link)
			w->set(w->status, event->str(cti::field::state));
	}
	return G_SOURCE_CONTINUE;
}

} // namespace

int main(int argc, char **argv)
{
	const char *csv = argc > 3 ? argv[3]
				   : "examples/directory/customers.csv";
	auto client = cti::client::open();

	gtk_init(&argc, &argv);
	if (!client) {
		std::cerr << "window: " << client.error().text << '\n';
		return 1;
	}
	window w{ std::move(*client), argc > 1 ? argv[1] : "1001", nullptr,
		  nullptr, nullptr, nullptr, nullptr };
	build(w);
	auto ready = w.client.add_csv("customers", csv);
	if (ready)
		ready = w.client.add_link(
			{ argc > 2 ? argv[2]
				   : "sim:examples/stories/inbound.sim" });
	if (!ready) {
		std::cerr << "window: " << ready.error().text << '\n';
		return 1;
	}
	g_unix_fd_add(w.client.fd(), G_IO_IN, on_readable, &w);
	gtk_main();
	return 0;
}
