package dev.jacobi.ir.simplify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** simplify.txt: a line of dots and a title, a function, {@code =>}, and the function as it must be afterwards. */
class SimplifyTest {
    private record Case(String title, String before, String after) {
    }

    @TestFactory
    Stream<DynamicTest> textInTextOut() throws IOException {
        return cases("simplify.txt").stream().map(c -> DynamicTest.dynamicTest(c.title, () -> {
            Func f = Parser.parseFunc(c.before);
            Verifier.verify(f);
            Func g = new Simplify().run(f);
            Verifier.verify(g);
            assertEquals(Parser.parseFunc(c.after).toString(), g.toString(), c.title);
            assertEquals(g, new Simplify().run(g), "simplifying again changes something: " + c.title);
        }));
    }

    private static List<Case> cases(String file) throws IOException {
        try (InputStream in = SimplifyTest.class.getResourceAsStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var cases = new ArrayList<Case>();
            for (String part : text.split("(?m)^\\.\\.\\. ")) {
                if (part.contains("=>")) {
                    String[] half = part.substring(part.indexOf('\n')).split("(?m)^=>$");
                    cases.add(new Case(part.substring(0, part.indexOf('\n')), half[0], half[1]));
                }
            }
            return cases;
        }
    }
}
