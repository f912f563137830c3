package dev.jacobi.arrays;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All cases of the tables of products, matrices, transforms and layers of networks; a class of its own, as classes run beside each other. */
@Tag("arrays")
class LinearTablesTest {
    @TestFactory
    List<DynamicTest> allCases() {
        return ArrayTables.tests(CaseTable.names(2), CaseRunner.Choice.ALL);
    }
}
