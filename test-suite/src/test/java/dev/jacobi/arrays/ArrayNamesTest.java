package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that says which functions of JAX there are is what the classes and the tables have; {@code -Darrays.write=true} writes it anew. */
class ArrayNamesTest {
    private static final Path PAGE = Path.of("../agent/guide/array-functions.md");
    private static final int FEWEST_OF_NUMPY = 180;

    /** A module of JAX, the class of Jacobi's for it, and its functions. */
    record Module(String name, String owner, List<String> functions) {
        boolean has(Set<String> methods, String function) {
            return methods.contains(camel(function));
        }
    }

    private static List<Module> modules() {
        return CaseTable.resource("jaxnames.txt").lines().filter(l -> !l.startsWith("#")).map(l -> {
            List<String> words = List.of(l.split(" "));
            return new Module(words.get(0), owner(words.get(0)), words.subList(1, words.size()));
        }).toList();
    }

    private static String owner(String module) {
        return switch (module) {
            case "jax.numpy" -> "Np";
            case "jax.numpy.linalg", "jax.scipy.linalg" -> "Linalg";
            case "jax.numpy.fft" -> "Fft";
            case "jax.lax" -> "Lax";
            case "jax.nn", "jax.nn.initializers" -> "Nn";
            case "jax.random" -> "Prng";
            case "jax.scipy.special" -> "Special";
            case "jax.scipy.signal" -> "Signal";
            default -> "Stats";
        };
    }

    private static Set<String> methods(String owner) {
        return Arrays.stream(new JacobiLibrary().owner(owner).getMethods()).filter(m -> m.getDeclaringClass() != Object.class).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name in Java: nan_to_num is nanToNum, norm.pdf is normPdf. */
    static String camel(String name) {
        var out = new StringBuilder();
        boolean upper = false;
        for (char c : name.toCharArray()) {
            if (c == '_' || c == '.') {
                upper = true;
            } else {
                out.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return out.toString();
    }

    private static String page() {
        Set<String> tested = CaseTable.names().stream().flatMap(t -> CaseTable.read(t).stream()).map(CaseTable.Row::java).collect(Collectors.toCollection(TreeSet::new));
        var text = new StringBuilder("# Functions of arrays\n\nWhich public functions of JAX 0.10.2 there are, by their names in Java. Those in *italics* have rows in the tables of\n"
                + "[test-suite](../../test-suite/src/test/resources/dev/jacobi/arrays/README.txt), whose values JAX has computed. The page is written by `ArrayNamesTest`.\n");
        for (Module m : modules()) {
            Set<String> methods = methods(m.owner);
            List<String> there = m.functions.stream().filter(f -> m.has(methods, f)).map(ArrayNamesTest::camel).toList();
            List<String> gone = m.functions.stream().filter(f -> !m.has(methods, f)).toList();
            text.append("\n## ").append(m.name).append(": ").append(m.owner).append(", ").append(there.size()).append(" of ").append(m.functions.size()).append("\n\n")
                    .append(wrapped(there.stream().map(f -> tested.contains(m.owner + "." + f) ? "*" + f + "*" : f).toList()));
            if (!gone.isEmpty()) {
                text.append("\nNot there: ").append(wrapped(gone.stream().map(f -> "`" + f + "`").toList()));
            }
        }
        return text.toString();
    }

    private static String wrapped(List<String> words) {
        var text = new StringBuilder();
        int column = 0;
        for (int k = 0; k < words.size(); k++) {
            String w = words.get(k) + (k + 1 < words.size() ? "," : ".");
            boolean next = column > 0 && column + 1 + w.length() > 140;
            text.append(k == 0 ? "" : next ? "\n" : " ").append(w);
            column = next ? w.length() : column + 1 + w.length();
        }
        return text.append('\n').toString();
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        if (Boolean.getBoolean("arrays.write")) {
            Files.writeString(PAGE, page());
        }
        assertEquals(page(), Files.readString(PAGE), "the page is written anew by -Darrays.write=true");
    }

    @Test
    void mostFunctionsOfNumpyAreThere() {
        var there = new ArrayList<String>();
        Set<String> methods = methods("Np");
        modules().get(0).functions.stream().filter(f -> methods.contains(camel(f))).forEach(there::add);
        assertTrue(there.size() >= FEWEST_OF_NUMPY, there.size() + " functions");
    }
}
