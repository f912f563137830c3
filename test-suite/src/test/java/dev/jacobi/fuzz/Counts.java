// Numbers by name, which one process prints and another adds up.
package dev.jacobi.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** Counters. */
final class Counts {
    private static final String MARK = "COUNT\t";
    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void add(String name, long n) {
        counts.merge(name, n, Long::sum);
    }

    void add(String name) {
        add(name, 1);
    }

    synchronized long get(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** The counters whose names begin so, by the rest of their names. */
    synchronized Map<String, Long> under(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, n) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), n);
            }
        });
        return found;
    }

    long sum(String prefix) {
        return under(prefix).values().stream().mapToLong(n -> n).sum();
    }

    synchronized void print() {
        counts.forEach((name, n) -> System.out.println(MARK + n + "\t" + name));
    }

    /** Takes in a line that {@link #print} has printed; false for any other line. */
    boolean read(String line) {
        if (!line.startsWith(MARK)) {
            return false;
        }
        String[] parts = line.split("\t", 3);
        add(parts[2], Long.parseLong(parts[1]));
        return true;
    }
}
