package dev.jacobi.arrays;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All cases of the tables of lax functions, special functions, distributions, random numbers and signals; a class of its own, as classes run beside each other. */
@Tag("arrays")
class StatisticsTablesTest {
    @TestFactory
    List<DynamicTest> allCases() {
        return ArrayTables.tests(CaseTable.names(3), CaseRunner.Choice.ALL);
    }
}
