package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of objects that are only compared with null a number is read, in the order of the comparisons, whatever order a JVM gives to its maps. */
class NullTestsTest {
    static final class Box {
        final int number;

        Box(int number) {
            this.number = number;
        }
    }

    static int present(Box a, Box b, Box c, Box d, Box e, Box f) {
        return (a == null ? 0 : 1) + (b == null ? 0 : 1) + (c == null ? 0 : 1) + (d == null ? 0 : 1) + (e == null ? 0 : 1) + (f == null ? 0 : 1);
    }

    @Test
    void inputsComeInTheOrderOfTheCode() {
        String box = "L" + Box.class.getName().replace('.', '/') + ";";
        Lifted lifted = Lifter.lift(new LiftRequest(Differential.CLASSES, NullTestsTest.class.getName().replace('.', '/'), "present", "(" + box.repeat(6) + ")I", List.of(0, 1, 2, 3, 4, 5)));
        assertEquals(List.of(0, 1, 2, 3, 4, 5), lifted.inputs().stream().map(s -> ((Lifted.Source.Arg) s).index()).toList());
    }
}
