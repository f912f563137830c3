package dev.jacobi.arrays;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All cases of the tables of elementwise functions; a class of its own, as classes run beside each other. */
@Tag("arrays")
class ElementTablesTest {
    @TestFactory
    List<DynamicTest> allCases() {
        return ArrayTables.tests(CaseTable.names(0), CaseRunner.Choice.ALL);
    }
}
