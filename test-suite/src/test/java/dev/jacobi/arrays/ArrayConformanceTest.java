package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.arrays.CaseRunner.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The functions of the tables against JAX's recorded results: a test per table, which reports for each function what is right, wrong and missing. One case of each row is run always; all of them, with
 * derivatives and mapped forms, are {@code mvn -Parrays}. {@code -Darrays.tables=fft,linalg} has only some tables run.
 */
class ArrayConformanceTest {
    private static final int MOST_SENTENCES = 40;

    /** The derivative or mapped form of one row in so many belongs to the sample. */
    private static final int TRANSFORMED = 12;

    @TestFactory
    List<DynamicTest> oneCaseOfEachRow() {
        return of(ArrayConformanceTest::sample);
    }

    @Tag("arrays")
    @TestFactory
    List<DynamicTest> allCases() {
        return of(CaseRunner.Choice.ALL);
    }

    private static List<DynamicTest> of(CaseRunner.Choice choice) {
        var library = new JacobiLibrary();
        List<String> asked = List.of(System.getProperty("arrays.tables", "").split(","));
        return CaseTable.names().stream().filter(t -> asked.contains("") || asked.contains(t)).map(t -> DynamicTest.dynamicTest(t, () -> table(t, library, choice))).toList();
    }

    /** Which case of a row is in the sample follows from its text, so that together they have all dtypes and shapes. */
    static int[] sample(CaseTable.Row row, int cases) {
        int hash = (int) (row.hash() >>> 33);
        List<CaseTable.Case> all = row.cases();
        boolean transformed = hash % TRANSFORMED == 0;
        int[] fit = IntStream.range(0, cases).filter(k -> CaseTransforms.words(all.get(k)).isEmpty() != transformed).toArray();
        return fit.length == 0 ? new int[] {0} : new int[] {fit[hash / TRANSFORMED % fit.length]};
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
        assertEquals(List.of(), without);
        assertTrue(cases > 4000 && refused < cases / 5, cases + " cases, of which JAX refuses " + refused);
    }
}
