// Methods that are given strings. Run with and without the agent.
package dev.jacobi.objects;

import java.util.function.Supplier;

/** Prints a line per call: its result or the exception. */
public final class Strings {
    private static String current = "GATTACA";

    private Strings() {
    }

    record Sample(String dna, int weight) {
    }

    static int distance(String s, String t) {
        int[][] d = new int[s.length() + 1][t.length() + 1];
        for (int i = 0; i <= s.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= t.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= s.length(); i++) {
            for (int j = 1; j <= t.length(); j++) {
                int same = d[i - 1][j - 1] + (s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
            }
        }
        return d[s.length()][t.length()];
    }

    static int common(String s, String t, int i, int j) {
        if (i == s.length() || j == t.length()) {
            return 0;
        }
        return s.charAt(i) == t.charAt(j) ? 1 + common(s, t, i + 1, j + 1) : Math.max(common(s, t, i + 1, j), common(s, t, i, j + 1));
    }

    static double gc(Sample s) {
        int n = 0;
        for (int i = 0; i < s.dna().length(); i++) {
            n += "GC".indexOf(s.dna().charAt(i)) >= 0 ? s.weight() : 0;
        }
        return (double) n / s.dna().length();
    }

    static int length(CharSequence s) {
        int n = 0;
        for (int i = 0; i < s.length(); i++) {
            n = 31 * n + s.charAt(i);
        }
        return n;
    }

    static boolean isCurrent(String s) {
        return s.equals(current) || current.startsWith(s);
    }

    static long parse(String s) {
        long v = 0;
        for (int i = s.charAt(0) == '-' ? 1 : 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!Character.isDigit(c)) {
                throw new NumberFormatException(s);
            }
            v = 10 * v + (c - '0');
        }
        return s.charAt(0) == '-' ? -v : v;
    }

    static int kind(String s) {
        switch (s) {
            case "Aa":
                return 1;
            case "BB":
                return 2;
            default:
                return s.isEmpty() ? 0 : -1;
        }
    }

    static char[] upper(String s) {
        char[] c = s.toCharArray();
        for (int i = 0; i < c.length; i++) {
            c[i] = Character.toUpperCase(c[i]);
        }
        return c;
    }

    static String same(String s) {
        return s;
    }

    private static void show(String name, Supplier<Object> call) {
        String out;
        try {
            out = String.valueOf(call.get());
        } catch (RuntimeException e) {
            out = e.toString();
        }
        System.out.println(name + ": " + out);
    }

    public static void main(String[] args) {
        String[] all = {"", "kitten", "sitting", "GATT", "GATTACA", "Aa", "BB", "-120", "77", "h\u00e4\u6f22\ud83d\ude00", null};
        for (String s : all) {
            for (String t : new String[] {"kitchen", "GATTACA", ""}) {
                show("distance", () -> distance(s, t));
                show("common", () -> common(s, t, 0, 0));
            }
            show("gc", () -> gc(new Sample(s, 2)));
            show("length", () -> length(s));
            show("isCurrent", () -> isCurrent(s));
            show("parse", () -> parse(s));
            show("kind", () -> kind(s));
            show("upper", () -> new String(upper(s)));
            show("same", () -> same(s));
        }
        show("builder", () -> length(new StringBuilder("abc")));
        current = "kit";
        show("isCurrent", () -> isCurrent("ki") + " " + isCurrent("kitt"));
    }
}
