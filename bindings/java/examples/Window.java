// SPDX-License-Identifier: MIT
import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.libcti.Client;
import org.libcti.CtiException;
import org.libcti.Event;
import org.libcti.Generated.PopState;
import org.libcti.Listener;
import org.libcti.Pop;

/**
 * A window that shows who calls one telephone: opened when it rings, filled in
 * when more is known. usage: Window [EXTENSION [LINK-URL [CUSTOMERS.csv]]]
 */
public final class Window implements Listener {
    private final String device;
    private final JLabel greeting = new JLabel(" ", SwingConstants.CENTER);
    private final JPanel rows = new JPanel(new GridLayout(0, 2, 12, 6));
    private final JFrame frame = new JFrame("Calls");

    private Window(String device) {
        this.device = device;
        greeting.putClientProperty("html.disable", Boolean.TRUE);
        greeting.setFont(greeting.getFont().deriveFont(Font.BOLD, 24f));
        greeting.setBorder(BorderFactory.createEmptyBorder(16, 16, 16, 16));
        rows.setBorder(BorderFactory.createEmptyBorder(0, 24, 16, 24));
        JPanel top = new JPanel(new BorderLayout());
        top.add(greeting, BorderLayout.NORTH);
        top.add(rows, BorderLayout.CENTER);
        frame.add(top, BorderLayout.NORTH);
        frame.setSize(400, 480);
        frame.setDefaultCloseOperation(WindowConstants.EXIT_ON_CLOSE);
        say("Waiting for a call to " + device);
    }

    private void say(String text) {
        greeting.setText(text);
        frame.setVisible(true);
    }

    /** On Swing's own thread: that is the executor the client was given. */
    @Override
    public void onEvent(Event event) {
        Pop pop = event.pop();
        if (pop == null || !pop.device().equals(device)) {
            return;
        }
        show(pop);
        if (pop.state() == PopState.OPENED) {
            frame.toFront();
        }
    }

    private void show(Pop pop) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Number", pop.remote());
        lines.put("Dialled", pop.dnis());
        lines.put("Queue", pop.queue());
        if (pop.customer() != null) {
            lines.putAll(pop.customer().fields());
        }
        lines.put("State", pop.state() == PopState.CLOSED ? pop.reason()
            : pop.answered() ? "talking" : "ringing");
        rows.removeAll();
        lines.forEach((name, value) -> {
            if (!value.isEmpty()) {
                rows.add(plain(name));
                rows.add(plain(value));
            }
        });
        say(pop.greetingText());
        frame.revalidate();
        frame.repaint();
    }

    /** Names and numbers are strangers' texts: Swing shall not read HTML. */
    private static JLabel plain(String text) {
        JLabel label = new JLabel();
        label.putClientProperty("html.disable", Boolean.TRUE);
        label.setText(text);
        return label;
    }

    public static void main(String[] given) {
        String device = given.length > 0 ? given[0] : "1001";
        String url = given.length > 1 ? given[1]
            : "sim:examples/stories/morning.sim";
        String customers = given.length > 2 ? given[2]
            : "examples/directory/customers.csv";
        Client client = Client.open();
        try {
            client.addCsv("customers", customers);
            client.addLink(url);
        } catch (CtiException why) {
            System.err.println(why.getMessage());
            System.exit(1);
        }
        SwingUtilities.invokeLater(() -> client.listen(
            SwingUtilities::invokeLater, new Window(device)));
    }
}
