package dev.jacobi.bench.peers;

import dev.jacobi.bench.peers.PeerForm.Kind;
import java.util.List;
import java.util.Locale;

/** For each row a mark for each form, by how many times as fast as plain Java it is, on a logarithmic scale. */
final class PeerPlot {
    private static final int WIDTH = 860;
    private static final int LEFT = 160;
    private static final int RIGHT = 30;
    private static final int TOP = 60;
    private static final int ROW = 20;
    private static final String[] COLORS = {"#333", "#999", "#9cc3e0", "#2a7ab0", "#b5d8a4", "#4a9a2f", "#c0603a"};

    private PeerPlot() {
    }

    static String svg(List<PeerTimes> rows) {
        double[] logs = rows.stream().flatMap(t -> t.nanos().keySet().stream().map(t::againstJava)).filter(r -> r > 0).mapToDouble(r -> Math.log(r) / Math.log(2)).toArray();
        double low = Math.floor(Math.min(-1, min(logs, 1)));
        double high = Math.ceil(Math.max(1, -min(logs, -1)));
        int bottom = TOP + rows.size() * ROW;
        var out = new StringBuilder(format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n", WIDTH, bottom + 30, WIDTH, bottom + 30));
        out.append("<style>text{font:12px sans-serif;fill:#333}line{stroke:#ddd}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        out.append(format("<text x=\"%d\" y=\"18\">How many times as fast as plain Java (1), logarithmic</text>%n", LEFT));
        for (Kind k : Kind.values()) {
            int x = LEFT + k.ordinal() * 98;
            out.append(format("<circle cx=\"%d\" cy=\"36\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"40\">%s</text>%n", x, COLORS[k.ordinal()], x + 8, k.title()));
        }
        for (int power = (int) low; power <= high; power++) {
            double x = x(power, low, high);
            out.append(format("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"%s/>%n", x, x, TOP - 6, bottom, power == 0 ? " style=\"stroke:#333\"" : ""));
            out.append(format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x, bottom + 16, power < 0 ? "1/" + (1 << -power) : Integer.toString(1 << power)));
        }
        for (int r = 0; r < rows.size(); r++) {
            PeerTimes t = rows.get(r);
            int y = TOP + r * ROW + ROW / 2;
            out.append(format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 4, t.row().name()));
            for (Kind k : t.nanos().keySet()) {
                if (t.againstJava(k) > 0) {
                    out.append(format("<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n", x(Math.log(t.againstJava(k)) / Math.log(2), low, high), y, COLORS[k.ordinal()]));
                }
            }
        }
        return out.append("</svg>\n").toString();
    }

    /** The least of the numbers times a sign; 0 without numbers. */
    private static double min(double[] x, int sign) {
        double least = 0;
        for (double v : x) {
            least = Math.min(least, sign * v);
        }
        return least;
    }

    private static double x(double power, double low, double high) {
        return LEFT + (power - low) / (high - low) * (WIDTH - LEFT - RIGHT);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
