package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.arrays.CaseRunner.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All functions of the tables against JAX's recorded results: a test per table, which reports for each function what is right, wrong and missing. */
@Tag("arrays")
class ArrayConformanceTest {
    /** Whether functions that do not exist are failures, too: to be turned on when the array API is complete. */
    private static final boolean MISSING_FAILS = false;

    /** Rows that wait for being recorded; record_jax.py records them, and this has to become 0. */
    private static final int MOST_UNRECORDED = 285;

    private static final int MOST_SENTENCES = 40;

    @TestFactory
    List<DynamicTest> tables() {
        var library = new JacobiLibrary();
        return CaseTable.names().stream().map(t -> DynamicTest.dynamicTest(t, () -> table(t, library))).toList();
    }

    private static void table(String table, ArrayLibrary library) {
        var runner = new CaseRunner(library);
        Records records = Records.of(table);
        List<CaseRunner.Result> results = runner.run(CaseTable.read(table), records, CaseRunner.Choice.ALL);
        System.out.println(report(table, results));
        List<String> bad = sentences(results);
        assertTrue(bad.isEmpty(), () -> bad.size() + " failures:\n" + String.join("\n", bad.subList(0, Math.min(bad.size(), MOST_SENTENCES))));
    }

    private static List<String> sentences(List<CaseRunner.Result> results) {
        var bad = new ArrayList<String>();
        results.forEach(r -> bad.addAll(r.wrong()));
        if (MISSING_FAILS) {
            results.forEach(r -> bad.addAll(new TreeSet<>(r.missing())));
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

    /** A row without results would count as nothing: what the tables ask for has been recorded, and most of it JAX computes. */
    @Test
    void allRowsAreRecorded() {
        var without = new ArrayList<String>();
        int cases = 0;
        int refused = 0;
        for (String table : CaseTable.names()) {
            Records records = Records.of(table);
            for (CaseTable.Row row : CaseTable.read(table)) {
                List<Records.Recorded> recorded = records.rows().get(row.hash());
                if (recorded == null) {
                    without.add(table + ": " + row.java() + ", run record_jax.py " + table);
                } else {
                    assertEquals(row.cases().size(), recorded.size(), row.text());
                    refused += (int) recorded.stream().filter(r -> r.status() == Records.Status.REFUSED).count();
                    cases += recorded.size();
                    assertTrue(recorded.stream().anyMatch(r -> r.status() != Records.Status.REFUSED), () -> "JAX refuses all cases of " + row.text());
                }
            }
        }
        assertTrue(without.size() <= MOST_UNRECORDED, () -> String.join("\n", without));
        assertTrue(cases > 4000 && refused < cases / 5, cases + " cases, of which JAX refuses " + refused);
    }
}
