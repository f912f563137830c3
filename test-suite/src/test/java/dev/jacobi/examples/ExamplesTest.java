package dev.jacobi.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example programs in their short form: figures are reached, losses fall, and nothing of what they call falls back to Java. */
class ExamplesTest {
    static List<String> names() {
        return Examples.all().stream().map(Example::name).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shortRunsReachTheirFigures(String name, @TempDir Path folder) throws IOException {
        Example example = Examples.all().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
        var text = new ByteArrayOutputStream();
        Session session = Session.of(example, folder, Length.named("small"), "", new PrintStream(text, true, StandardCharsets.UTF_8));
        assertTrue(session.run(), () -> text.toString(StandardCharsets.UTF_8));
        double[] losses = session.losses();
        int part = Math.max(1, losses.length / 5);
        assertTrue(mean(losses, losses.length - part, losses.length) < mean(losses, 0, part), () -> text.toString(StandardCharsets.UTF_8));
    }

    private static double mean(double[] losses, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += losses[i];
        }
        return sum / (to - from);
    }
}
