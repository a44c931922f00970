// SPDX-License-Identifier: MIT
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;

/**
 * Looks at the example's window as a person does: takes pictures of the screen
 * and searches them for the texts of the pop, drawn as Swing draws them. usage:
 * WindowSeen PICTURE.png LINK-URL CUSTOMERS.csv TEXT...; a text that begins with
 * "!" must never be seen.
 */
public final class WindowSeen {
    private static final long PATIENCE_S = 30;

    private final Robot robot;
    private final Map<String, BufferedImage> wanted = new LinkedHashMap<>();

    private WindowSeen() throws Exception {
        robot = new Robot();
    }

    private BufferedImage screen() {
        Dimension all = Toolkit.getDefaultToolkit().getScreenSize();
        return robot.createScreenCapture(new Rectangle(all));
    }

    /** A text as the window's rows have it. */
    private static BufferedImage drawn(String text) {
        JLabel label = new JLabel();
        label.putClientProperty("html.disable", Boolean.TRUE);
        label.setText(text);
        Dimension size = label.getPreferredSize();
        label.setSize(size);
        BufferedImage image = new BufferedImage(size.width, size.height,
            BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(background());
        pen.fillRect(0, 0, size.width, size.height);
        label.paint(pen);
        pen.dispose();
        return image;
    }

    private static Color background() {
        for (Frame frame : Frame.getFrames()) {
            for (Component one : frame.getComponents()) {
                return one.getBackground();
            }
        }
        return Color.WHITE;
    }

    private static boolean isAt(BufferedImage all, BufferedImage part, int x,
                                int y) {
        for (int row = 0; row < part.getHeight(); row++) {
            for (int column = 0; column < part.getWidth(); column++) {
                if (part.getRGB(column, row)
                        != all.getRGB(x + column, y + row)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Where it has its first ink, so that an empty place is soon passed. */
    private static Point ink(BufferedImage part) {
        int paper = part.getRGB(0, 0);
        for (int y = 0; y < part.getHeight(); y++) {
            for (int x = 0; x < part.getWidth(); x++) {
                if (part.getRGB(x, y) != paper) {
                    return new Point(x, y);
                }
            }
        }
        throw new IllegalStateException("nothing was drawn");
    }

    private static boolean shows(BufferedImage all, BufferedImage part) {
        Point first = ink(part);
        int colour = part.getRGB(first.x, first.y);
        for (int y = 0; y <= all.getHeight() - part.getHeight(); y++) {
            for (int x = 0; x <= all.getWidth() - part.getWidth(); x++) {
                if (all.getRGB(x + first.x, y + first.y) == colour
                        && isAt(all, part, x, y)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void draw(String[] texts) throws Exception {
        SwingUtilities.invokeAndWait(() -> {
            for (String text : texts) {
                wanted.put(text, drawn(text.startsWith("!")
                    ? text.substring(1) : text));
            }
        });
    }

    /** Whether all were seen at one time, and none that must not be. */
    private boolean look(File picture) throws Exception {
        BufferedImage now = screen();
        boolean all = true;
        for (Map.Entry<String, BufferedImage> one : wanted.entrySet()) {
            boolean seen = shows(now, one.getValue());
            if (one.getKey().startsWith("!") && seen) {
                System.err.println(one.getKey() + " is shown");
                System.exit(2);
            }
            all = all && seen != one.getKey().startsWith("!");
        }
        ImageIO.write(now, "png", picture);
        return all;
    }

    public static void main(String[] given) throws Exception {
        String[] texts = java.util.Arrays.copyOfRange(given, 3, given.length);
        Window.main(new String[] { "1001", given[1], given[2] });
        WindowSeen eyes = new WindowSeen();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (Frame.getFrames().length == 0
                || !Frame.getFrames()[0].isShowing()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        eyes.draw(texts);
        while (!eyes.look(new File(given[0]))) {
            if (System.nanoTime() > end) {
                System.err.println("not seen at one time: "
                    + String.join(", ", texts));
                System.exit(1);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        System.out.println("seen: " + String.join(", ", texts));
        System.exit(0);
    }
}
