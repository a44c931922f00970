/* SPDX-License-Identifier: MIT */
/*
 * How the window of examples/window.cpp has to look: the same widgets, and in
 * them the texts that are given, with no switch and no call:
 * look DEVICE NAME NUMBER GREETING STATUS
 */
#define main window_main
#include "../examples/window.cpp"
#undef main

int main(int argc, char **argv)
{
	auto client = cti::client::open();

	gtk_init(&argc, &argv);
	if (argc != 6 || !client)
		return 2;
	window w{ std::move(*client), argv[1], nullptr,
		  nullptr, nullptr, nullptr, nullptr };
	build(w);
	w.set(w.name, argv[2]);
	w.set(w.number, argv[3]);
	w.set(w.greeting, argv[4]);
	w.set(w.status, argv[5]);
	gtk_window_present(GTK_WINDOW(w.top));
	gtk_main();
	return 0;
}
