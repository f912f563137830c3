package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The functions of the tables against JAX's recorded results: a test per table, which reports for each function what is right, wrong and missing. One case of each row is run here; all of them, with
 * derivatives and mapped forms, by {@code mvn -Parrays}: {@link ElementTablesTest} and its neighbours.
 */
class ArrayConformanceTest {
    /** The derivative or mapped form of one row in so many belongs to the sample. */
    private static final int TRANSFORMED = 12;

    @TestFactory
    List<DynamicTest> oneCaseOfEachRow() {
        return ArrayTables.tests(CaseTable.names(), ArrayConformanceTest::sample);
    }

    /** Which case of a row is in the sample follows from its text, so that together they have all dtypes and shapes. */
    static int[] sample(CaseTable.Row row, int cases) {
        int hash = (int) (row.hash() >>> 33);
        List<CaseTable.Case> all = row.cases();
        boolean transformed = hash % TRANSFORMED == 0;
        int[] fit = IntStream.range(0, cases).filter(k -> CaseTransforms.words(all.get(k)).isEmpty() != transformed).toArray();
        return fit.length == 0 ? new int[] {0} : new int[] {fit[hash / TRANSFORMED % fit.length]};
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
