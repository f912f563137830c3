package dev.jacobi.site.late;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static final int LINE = line();

    private static int line() {
        return Thread.currentThread().getStackTrace()[1].getLineNumber();
    }

    static int once() {
        return 1;
    }

    static int loops(int n) {
        int sum = once();
        for (int i = 0; i < n; i++) {
            sum += once();
        }
        sum += once();
        do {
            sum += once();
        } while (sum < n);
        return sum;
    }

    static int loops(String text) {
        return text.length();
    }

    private static List<Outline> of(String method) throws IOException {
        try (InputStream in = OutlineTest.class.getResourceAsStream("OutlineTest.class")) {
            return Outline.of(in.readAllBytes(), method);
        }
    }

    @Test
    void callsInLoops() throws IOException {
        Outline o = of("loops").stream().filter(m -> m.desc().equals("(I)I")).findFirst().orElseThrow();
        int start = o.lines().nextSetBit(0);
        for (int line = start; line < start + 9; line++) {
            boolean inLoop = line >= start + 1 && line <= start + 2 || line >= start + 5 && line <= start + 7;
            if (o.lines().get(line)) {
                assertEquals(inLoop, o.loops(line), "line " + (line - start));
            }
        }
        assertTrue(o.loops(-1), "where lines are not known every one may be in a loop");
    }

    @Test
    void methodsOfOneName() throws IOException {
        List<Outline> both = of("loops");
        assertEquals(2, both.size());
        Outline text = both.stream().filter(m -> m.desc().equals("(Ljava/lang/String;)I")).findFirst().orElseThrow();
        assertFalse(text.covers(LINE));
        assertFalse(text.loops(text.lines().nextSetBit(0)));
        assertEquals(1, both.stream().filter(m -> m.covers(text.lines().nextSetBit(0))).count());
    }
}
