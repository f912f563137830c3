package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Printer;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.lift.examples.Golden;
import dev.jacobi.lift.request.Lifted;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The lifted form of each method of {@link Golden}, as text. After a change of the lifter that is meant, look at the difference that
 * {@code -Djacobi.golden=FILE} (writes what is lifted now) shows.
 */
class LifterGoldenTest {
    @TestFactory
    Stream<DynamicTest> golden() throws IOException {
        Map<String, String> expected = read();
        String file = System.getProperty("jacobi.golden");
        if (file != null) {
            var all = new StringBuilder();
            for (String name : names()) {
                all.append("### ").append(name).append('\n').append(lifted(name)).append('\n');
            }
            Files.writeString(Path.of(file), all);
        }
        return names().stream().map(n -> DynamicTest.dynamicTest(n, () -> assertEquals(expected.get(n), lifted(n))));
    }

    @Test
    void everyTextHasItsMethod() throws IOException {
        assertEquals(names(), List.copyOf(new TreeSet<>(read().keySet())));
    }

    private static List<String> names() {
        return Arrays.stream(Golden.class.getDeclaredMethods()).filter(m -> !m.isSynthetic() && !m.getName().equals("twice"))
            .map(Method::getName).sorted().toList();
    }

    private static String lifted(String name) {
        Method m = Arrays.stream(Golden.class.getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
        Lifted l = Lifter.lift(Differential.request(m, IntStream.range(0, m.getParameterCount()).boxed().toList()));
        Verifier.verify(l.module());
        String text = Printer.print(l.module());
        assertEquals(text, Printer.print(Parser.parseModule(text)), "the text does not parse back");
        var b = new StringBuilder();
        b.append("inputs ").append(l.inputs()).append('\n').append(l.result());
        if (!l.writes().isEmpty()) {
            b.append(" writes ").append(l.writes());
        }
        return b.append('\n').append(text).toString().replace("dev.jacobi.lift.examples.", "").replace("dev/jacobi/lift/examples/", "").strip();
    }

    private static Map<String, String> read() throws IOException {
        var sections = new LinkedHashMap<String, String>();
        try (var in = LifterGoldenTest.class.getResourceAsStream("golden.txt")) {
            for (String s : new ArrayList<>(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^### ")))) {
                int end = s.indexOf('\n');
                if (end > 0) {
                    sections.put(s.substring(0, end), s.substring(end + 1).strip());
                }
            }
        }
        return sections;
    }
}
