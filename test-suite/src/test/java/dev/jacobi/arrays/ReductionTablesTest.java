package dev.jacobi.arrays;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All cases of the tables of reductions, and what arranges and makes arrays; a class of its own, as classes run beside each other. */
@Tag("arrays")
class ReductionTablesTest {
    @TestFactory
    List<DynamicTest> allCases() {
        return ArrayTables.tests(CaseTable.names(1), CaseRunner.Choice.ALL);
    }
}
