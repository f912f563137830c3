package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** What two programs have printed. */
final class Lines {
    private Lines() {
    }

    /** All lines are equal; in those with a '~' the numbers may differ by this factor of their size and the line's largest. */
    static void same(List<String> expected, List<String> actual, double tolerance, String err) {
        assertEquals(expected.size(), actual.size(), () -> String.join("\n", actual) + err);
        for (int i = 0; i < expected.size(); i++) {
            String e = expected.get(i);
            if (!e.contains("~")) {
                assertEquals(e, actual.get(i));
                continue;
            }
            String[] want = numbers(e);
            String[] got = numbers(actual.get(i));
            assertEquals(want.length, got.length, () -> String.join("\n", actual) + err);
            for (int k = 0; k < want.length; k++) {
                if (!want[k].isEmpty()) {
                    double w = Double.parseDouble(want[k]);
                    assertEquals(w, Double.parseDouble(got[k]), tolerance * Math.max(1, Math.abs(w)), e);
                }
            }
        }
    }

    private static String[] numbers(String line) {
        return line.substring(line.indexOf('~') + 1).split("[^-0-9.E]+");
    }
}
