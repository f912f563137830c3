package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.array.core.Promotion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole table of the types that two operands give together, Java's numbers among them, in both modes, as JAX has it. */
class PromotionTableTest {
    /** One pair in so many is added, too, which takes a compilation. */
    private static final int ADDED = 7;

    @Test
    void everyPairHasTheTypeThatJaxGivesIt() throws Exception {
        var library = new JacobiLibrary();
        var wrong = new ArrayList<String>();
        int pairs = 0;
        boolean wide = false;
        List<String> columns = List.of();
        for (String line : CaseTable.resource("promotion.txt").lines().filter(l -> !l.startsWith("#")).toList()) {
            List<String> cells = List.of(line.split(" "));
            if (cells.get(0).equals("mode")) {
                wide = cells.get(1).equals("x64");
            } else if (cells.get(0).equals("-")) {
                columns = cells;
            } else {
                List<String> names = columns;
                int before = pairs;
                wrong.addAll(library.inMode(wide, () -> row(library, cells, names, before)));
                pairs += cells.size() - 1;
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(pairs > 500, "pairs: " + pairs);
        assertEquals(NDArray.of(1.5).dtype(), Np.add(NDArray.scalar(1.5), NDArray.scalar(1.5)).dtype());
        Jacobi.x64(false);
    }

    private static List<String> row(JacobiLibrary library, List<String> cells, List<String> columns, int number) {
        var wrong = new ArrayList<String>();
        for (int k = 1; k < cells.size(); k++) {
            NDArray a = operand(library, cells.get(0));
            NDArray b = operand(library, columns.get(k));
            Promotion.Promoted p = Promotion.of(List.of(a, b));
            String got = JacobiLibrary.type(p.dtype()).text() + (p.weak() ? "*" : "");
            String type = cells.get(k).replace("*", "");
            if (!got.equals(cells.get(k)) || !JacobiLibrary.type(Np.resultType(a, b)).text().equals(type)) {
                wrong.add(cells.get(0) + " and " + columns.get(k) + ": " + got + " and " + Np.resultType(a, b) + " for " + cells.get(k));
            }
            if ((number + k) % ADDED == 0 && !JacobiLibrary.type(Np.add(a, b).dtype()).text().equals(type)) {
                wrong.add("the sum of " + cells.get(0) + " and " + columns.get(k) + " is " + Np.add(a, b).dtype() + " for " + type);
            }
        }
        return wrong;
    }

    private static NDArray operand(JacobiLibrary library, String name) {
        return switch (name) {
            case "int" -> NDArray.scalar(1L);
            case "float" -> NDArray.scalar(1.0);
            case "complex" -> NDArray.complex(1, 1);
            default -> library.make(RawArray.ofIntegers(ElementType.named(name), new int[] {1}, new long[] {1}));
        };
    }
}
