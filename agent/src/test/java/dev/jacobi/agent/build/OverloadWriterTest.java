package dev.jacobi.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadWriterTest {
    private static String written(String... template) {
        var files = OverloadWriter.made("X.java", List.of(template));
        assertEquals(Set.of("X.java"), files.keySet());
        List<String> lines = files.get("X.java");
        return String.join("\n", lines.subList(1, lines.size()));
    }

    @Test
    void blocksAreThereForTheirNumbersOfArguments() {
        assertEquals("class X {\n1\n2 of two or more\n3 of two or more\n}", written("class X {",
            "#for 1..3",
            "#if 1",
            "{N}",
            "#else",
            "{N} of two or more",
            "#end",
            "#end",
            "}"));
        assertEquals("a\nb\nend", written("#for 2", "#if 2..4", "a", "#if 3", "no", "#else", "b", "#end", "#else", "no", "#end", "#if 1", "no", "#end", "#end", "end"));
    }

    @Test
    void listsAndLinesAreThereForEachArgument() {
        assertEquals("<A, B, R> Fn2<A2, B2> f(A a1, B a2) { g((A) x[0], (B) x[1], a, b, Object, Object); } {@code Fn4} Fn3",
            written("#for 2", "<{A, ..}, R> Fn{N}<{A2, ..}> f({A a1, ..}) { g({(A) x[0], ..}, {a, ..}, {Object, ..}); } {@code Fn{2N}} Fn{N+1}", "#end"));
        assertEquals(" * @param <A> the first\n * @param <B> the second", written("#for 2", " * @param <A> the first {..}", "#end"));
        assertEquals("One argument, one argument\nTwo arguments, two arguments", written("#for 1..2", "{Number arguments}, {number arguments}", "#end"));
    }

    @Test
    void aTemplateMayBeForSeveralFiles() {
        assertEquals(Set.of("p/Fn5.java", "p/Fn6.java"), OverloadWriter.made("p/FnN.java", List.of("#files 5..6", "interface Fn{N} { }")).keySet());
    }

    @Test
    void aTemplateMayBeForSeveralTypesOfNumbers() {
        var files = OverloadWriter.made("p/KRow.java", List.of("#kinds Int Double", "class {Kind}Row { {kind} x; {Box} y; }", "#kind Int", "int only", "#end", "#kind Long Double", "others", "#end"));
        assertEquals(List.of("class IntRow { int x; Integer y; }", "int only"), files.get("p/IntRow.java").subList(1, 3));
        assertEquals(List.of("class DoubleRow { double x; Double y; }", "others"), files.get("p/DoubleRow.java").subList(1, 3));
    }

    @Test
    void whatIsNoTemplateIsSaidToBeNone() {
        assertThrows(IllegalArgumentException.class, () -> written("#for 1..2", "x"));
        assertThrows(IllegalArgumentException.class, () -> written("#for all", "x", "#end"));
        assertThrows(IllegalArgumentException.class, () -> written("x", "#end"));
    }

    @Test
    void onlyWhatChangesIsWritten(@TempDir Path folder) throws IOException {
        Path from = Files.createDirectories(folder.resolve("from/p")).getParent();
        Path to = folder.resolve("to");
        Path changing = from.resolve("p/Changing.java.template");
        Files.writeString(changing, "class Changing { }\n");
        Files.writeString(from.resolve("p/Same.java.template"), "class Same { }\n");
        Files.writeString(from.resolve("p/Old.java.template"), "class Old { }\n");
        OverloadWriter.main(new String[] {from.toString(), to.toString()});
        FileTime before = FileTime.fromMillis(0);
        Files.setLastModifiedTime(to.resolve("p/Same.java"), before);
        Files.setLastModifiedTime(to.resolve("p/Changing.java"), before);
        Files.delete(from.resolve("p/Old.java.template"));
        Files.writeString(changing, "class Changing { int x; }\n");
        OverloadWriter.main(new String[] {from.toString(), to.toString()});
        assertEquals(before, Files.getLastModifiedTime(to.resolve("p/Same.java")));
        assertEquals("class Changing { int x; }", Files.readAllLines(to.resolve("p/Changing.java")).get(1));
        assertEquals(List.of(false, true), List.of(Files.exists(to.resolve("p/Old.java")), Files.exists(to.resolve("p/Same.java"))));
    }
}
