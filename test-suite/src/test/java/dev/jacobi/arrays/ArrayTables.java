package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.arrays.CaseRunner.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;

/** Tests of whole tables: each says for every function how many cases are right, wrong and missing, and fails with sentences about the last two. */
final class ArrayTables {
    private static final int MOST_SENTENCES = 40;

    private ArrayTables() {}

    /** A test per table, of the cases that are chosen; {@code -Darrays.tables=fft,linalg} leaves all other tables out. */
    static List<DynamicTest> tests(List<String> tables, CaseRunner.Choice choice) {
        var library = new JacobiLibrary();
        List<String> asked = List.of(System.getProperty("arrays.tables", "").split(","));
        return tables.stream().filter(t -> asked.contains("") || asked.contains(t)).map(t -> DynamicTest.dynamicTest(t, () -> table(t, library, choice))).toList();
    }

    private static void table(String table, ArrayLibrary library, CaseRunner.Choice choice) {
        var runner = new CaseRunner(library);
        Records records = Records.of(table);
        List<CaseRunner.Result> results = runner.run(CaseTable.read(table), records, choice);
        System.out.println(report(table, results));
        List<String> bad = sentences(results);
        assertTrue(bad.isEmpty(), () -> bad.size() + " failures:\n" + String.join("\n", bad.subList(0, Math.min(bad.size(), MOST_SENTENCES))));
    }

    /** What is wrong, and what is missing without being listed in missing.txt. */
    private static List<String> sentences(List<CaseRunner.Result> results) {
        var bad = new ArrayList<String>();
        Set<String> known = Set.copyOf(CaseTable.resource("missing.txt").lines().toList());
        for (CaseRunner.Result r : results) {
            bad.addAll(r.wrong());
            new TreeSet<>(r.missing()).stream().filter(m -> !known.contains(m)).forEach(bad::add);
        }
        return bad;
    }

    /** A line for each function that is not all right, and one with the sums. */
    static String report(String table, List<CaseRunner.Result> results) {
        var functions = new TreeMap<String, Map<Outcome, Integer>>();
        var sums = new TreeMap<Outcome, Integer>();
        for (CaseRunner.Result r : results) {
            Map<Outcome, Integer> f = functions.computeIfAbsent(r.row().java(), k -> new TreeMap<>());
            r.counts().forEach((o, n) -> f.merge(o, n, Integer::sum));
            r.counts().forEach((o, n) -> sums.merge(o, n, Integer::sum));
        }
        var text = new StringBuilder();
        functions.forEach((name, counts) -> {
            if (counts.containsKey(Outcome.WRONG) || counts.containsKey(Outcome.MISSING)) {
                text.append("  ").append(name).append(' ').append(counts).append('\n');
            }
        });
        return "array functions, " + table + ": " + functions.size() + " functions, " + sums + "\n" + text;
    }
}
