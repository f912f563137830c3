package dev.jacobi.optimised;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are computed several rows at a time have the bits that they have row by row. */
class SkewedTablesTest {
    @TempDir
    private Path folder;

    @Test
    void sameBits() throws IOException {
        assertEquals(Set.of("recurrence", "sweeps", "edits", "oneRow", "common", "aligned", "warped"),
            OptimisedTest.compiled(folder, SkewedTables.class, "always", 2, "main", "others", "rows", "table", "letters"));
    }
}
