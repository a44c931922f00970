// SPDX-License-Identifier: MIT
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.libcti.Client;
import org.libcti.Event;
import org.libcti.Generated.Field;
import org.libcti.Link;

/**
 * What an event costs: processor time of the whole process to fetch it and to
 * read two of its fields, while the library has nothing else to do; and that
 * memory does not grow. usage: Events [EVENTS], a line of JSON.
 */
public final class Events {
    private static final double TARGET_US = 6;
    private static final long GROWTH_KIB = 2048;
    /** Calls of a round; about ten events each. */
    private static final int CALLS = 2000;

    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long events;
    private long bytes;
    private long spent;

    private static long resident() throws IOException {
        return 4 * Long.parseLong(Files.readString(Path.of(
            "/proc/self/statm")).split(" ")[1]);
    }

    private void round() {
        try (Client client = Client.open()) {
            client.set("queue.max_events", "1000000");
            client.set("queue.max_bytes", "1000000000");
            Link link = client.addLink("sim:?clock=virtual");
            link.simulate("load " + CALLS + " rate 50 talk 6 phones 1000");
            // In bits: what waits in C's queue would be memory, too.
            for (int second = 0; second < CALLS / 50 + 30; second++) {
                link.advance(Duration.ofSeconds(1));
                drain(client);
            }
        }
    }

    private void drain(Client client) {
        long begun = SYSTEM.getProcessCpuTime();
        Event event;
        while ((event = client.poll(Duration.ZERO)) != null) {
            events++;
            bytes += event.str(Field.DEVICE).length()
                + event.str(Field.CALL).length();
        }
        spent += SYSTEM.getProcessCpuTime() - begun;
    }

    public static void main(String[] arguments) throws IOException {
        long wanted = arguments.length > 0 ? Long.parseLong(arguments[0])
            : 100000;
        Events all = new Events();
        long early = 0;

        // The first round is mostly the compiler's warming up.
        new Events().round();
        while (all.events < wanted) {
            all.round();
            // By then the compiler has done its work.
            if (early == 0 && all.events >= wanted / 2) {
                early = resident();
            }
        }
        long grown = resident() - early;
        double each = all.spent / 1e3 / all.events;
        System.out.printf("{\"bench\":\"binding-java\",\"events\":%d,"
            + "\"us_an_event\":%.2f,\"target_us\":%.0f,"
            + "\"grown_kib\":%d}%n", all.events, each, TARGET_US, grown);
        // In a small one it is still at it.
        int most = wanted >= 500000 ? 1 : 3;
        System.exit(all.bytes == 0 || each > most * TARGET_US
            || grown > most * GROWTH_KIB ? 1 : 0);
    }
}
