package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables can be read, and have what they promise. */
class CaseTableTest {
    private static final int FEWEST_FUNCTIONS = 600;

    @Test
    void aCallIsReadAsItIsWritten() {
        List<Term.Argument> call = CallText.read("[a,b:i32] axis=(0,-1) 'ij,jk' {1,2.5}:f32 keepdims=true none T keys(300)");
        assertEquals(new Term.Many(List.of(new Term.Letter(0, null), new Term.Letter(1, ElementType.I32))), call.get(0).value());
        assertEquals(new Term.Argument("axis", new Term.Tuple(List.of(new Term.Whole(0), new Term.Whole(-1)))), call.get(1));
        assertEquals(new Term.Text("ij,jk"), call.get(2).value());
        assertEquals(new Term.Values(List.of(new Term.Whole(1), new Term.Real(2.5)), ElementType.F32), call.get(3).value());
        assertEquals(new Term.Argument("keepdims", new Term.Truth(true)), call.get(4));
        assertEquals(new Term.None(), call.get(5).value());
        assertEquals(new Term.Dtype(null), call.get(6).value());
        assertEquals(new Term.Key(0, 300), call.get(7).value());
    }

    @Test
    void rowsHaveThePythonScriptsHashes() {
        assertEquals(Long.parseUnsignedLong("13536216298739253701"), CaseTable.read("elementwise").get(0).hash());
    }

    @Test
    void namesAreListedWithTheirCounterparts() {
        var inTables = new TreeSet<String>();
        CaseTable.names().forEach(t -> CaseTable.read(t).forEach(r -> inTables.add(r.java())));
        var inList = new TreeSet<String>();
        var entry = Pattern.compile("\"java\": \"([^\"]+)\", \"jax\": \"[^\"]+\"").matcher(CaseTable.resource("names.json"));
        while (entry.find()) {
            inList.add(entry.group(1));
        }
        assertEquals(inTables, inList, "names.json is written by record_jax.py");
        assertTrue(inTables.size() >= FEWEST_FUNCTIONS, "functions: " + inTables.size());
    }

    @Test
    void everyCaseHasArguments() {
        for (String table : CaseTable.names()) {
            for (CaseTable.Row row : CaseTable.read(table)) {
                CaseTable.Case last = row.cases().get(row.cases().size() - 1);
                assertEquals(last.shapes().size(), last.arrays().size(), row.text());
            }
        }
    }
}
