// The speed-ups of the demo's programs as a picture.
package dev.jacobi.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A bar for each program, from plain Java (1) to the left or right, on a logarithmic scale. */
final class SpeedUpPlot {
    private static final int WIDTH = 720;
    private static final int LEFT = 160;
    private static final int RIGHT = 60;
    private static final int TOP = 40;
    private static final int ROW = 20;
    private static final String STYLE = "<style>text{font:12px sans-serif;fill:#333}.axis{stroke:#ddd}.one{stroke:#333;stroke-width:1.5}.faster{fill:#2a7ab0}.slower{fill:#c0603a}</style>\n";

    /** One program's name, and how many times as fast as plain Java it is: more than 0. */
    record Bar(String name, double speedUp) {
    }

    private SpeedUpPlot() {
    }

    /** Writes the picture as SVG; the file. */
    static Path write(Path file, List<Bar> bars) throws IOException {
        Path whole = file.toAbsolutePath().normalize();
        Files.createDirectories(whole.getParent());
        return Files.writeString(whole, svg(bars));
    }

    static String svg(List<Bar> bars) {
        int low = (int) Math.floor(log2(bars.stream().mapToDouble(Bar::speedUp).min().orElse(1) * 0.999));
        int high = (int) Math.ceil(log2(bars.stream().mapToDouble(Bar::speedUp).max().orElse(1)));
        low = Math.min(low, -1);
        high = Math.max(high, 1);
        int bottom = TOP + bars.size() * ROW;
        var out = new StringBuilder(format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n", WIDTH, bottom + 30, WIDTH, bottom + 30));
        out.append(STYLE).append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        out.append(format("<text x=\"%d\" y=\"18\">How many times as fast as plain Java (1), logarithmic</text>\n", LEFT));
        for (int power = low; power <= high; power++) {
            double x = x(Math.pow(2, power), low, high);
            out.append(format("<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", power == 0 ? "one" : "axis", x, x, TOP - 6, bottom));
            out.append(format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x, bottom + 16, power < 0 ? "1/" + (1 << -power) : Integer.toString(1 << power)));
        }
        double one = x(1, low, high);
        for (int k = 0; k < bars.size(); k++) {
            Bar b = bars.get(k);
            int y = TOP + k * ROW;
            double x = x(b.speedUp(), low, high);
            out.append(format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", LEFT - 8, y + 13, escaped(b.name())));
            out.append(format("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", b.speedUp() < 1 ? "slower" : "faster", Math.min(one, x), y + 3,
                Math.max(1, Math.abs(x - one)), ROW - 6));
            out.append(format("<text x=\"%.1f\" y=\"%d\">%.2f</text>\n", Math.max(one, x) + 5, y + 13, b.speedUp()));
        }
        return out.append("</svg>\n").toString();
    }

    private static double x(double speedUp, int low, int high) {
        return LEFT + (log2(speedUp) - low) / (high - low) * (WIDTH - LEFT - RIGHT);
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    private static String escaped(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
