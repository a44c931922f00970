// SPDX-License-Identifier: MIT
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.libcti.Client;
import org.libcti.Event;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;
import org.libcti.Link;

/**
 * Plays stories of the simulator and prints each event as JSON: what a vendor's
 * binding must print, too, byte for byte. Several stories stand one after the
 * other.
 */
public final class Conformance {
    public static void main(String[] stories) {
        PrintStream out = new PrintStream(System.out, false,
            StandardCharsets.UTF_8);
        for (String story : stories) {
            try (Client client = Client.open()) {
                // On a virtual clock two runs are equal, and nobody waits.
                play(client, client.addLink(
                    "sim:" + story + "?clock=virtual"), out);
            }
        }
        out.flush();
    }

    private static void play(Client client, Link link, PrintStream out) {
        for (;;) {
            Event event = client.poll(Duration.ZERO);
            if (event == null) {
                link.advance(Duration.ofMillis(100));
                continue;
            }
            out.print(event.json() + "\n");
            if (event.kind() == EventKind.LINK
                    && event.str(Field.STATE).equals("failed")) {
                return;
            }
        }
    }
}
