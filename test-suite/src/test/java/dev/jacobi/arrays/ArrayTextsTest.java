package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.arrays.TablePrograms.Form;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.texts.DeviceTexts;
import dev.jacobi.tpu.Lazily;
import dev.jacobi.tpu.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * Functions of arrays as StableHLO, which jaxlib runs where a Python with it is given, and as PTX, which ptxas takes where it is installed and whose kernels an emulated grid runs: the
 * first case of each function, and derivatives and mapped forms of some. What a back end refuses is listed in backends.txt, a line for each: the back end (or any), the function, and a
 * part of the reason.
 *
 * <p>{@code -Djacobi.test.tables=nn,lax} chooses tables, {@code -Djacobi.test.functions=Nn.relu} functions, {@code -Djacobi.test.backends=ptx} back ends.
 * {@code -Djacobi.test.cases=rows} takes the first case of each row, and derivatives and mapped forms of all rows that have them; {@code all} takes each case.
 */
@Tag("arrays")
class ArrayTextsTest {
    /** Results of a device's compiler are its own in the last bits. */
    private static final double TOLERANCE = 1e-4;
    /** The derivative or mapped form of one row in so many is tried. */
    private static final int TRANSFORMED = 6;
    private static final String CASES = System.getProperty("jacobi.test.cases", "");
    private static final Map<String, String> KNOWN = CaseTable.resource("backends.txt").lines().filter(l -> !l.startsWith("#"))
            .collect(Collectors.toMap(l -> l.substring(0, l.indexOf(':')), l -> l.substring(l.indexOf(':') + 2)));

    /** Arguments without which some functions are refused, because their results' shapes, or whether they are errors, depend on elements. */
    private static final Set<String> FIXING = Set.of("size", "mode");

    /** What comes before all back ends. */
    private static final String LOWERING = "lowering";

    /** Whether a word is among those of a property, or there is no such property. */
    private static boolean chosen(String property, String word) {
        String all = System.getProperty("jacobi.test." + property, "");
        return all.isEmpty() || Arrays.asList(all.split(",")).contains(word);
    }

    @TestFactory
    Stream<DynamicTest> values() {
        return each(Form.VALUE);
    }

    @TestFactory
    Stream<DynamicTest> derivatives() {
        return each(Form.DERIVATIVE);
    }

    @TestFactory
    Stream<DynamicTest> mapped() {
        return each(Form.MAPPED);
    }

    private static Stream<DynamicTest> each(Form form) {
        Lazily<Oracle> oracle = Lazily.oracle();
        return CaseTable.names().stream().filter(t -> chosen("tables", t))
                .map(t -> DynamicTest.dynamicTest(form.name().toLowerCase(Locale.ROOT) + " of " + t, () -> new Table(form, t, oracle).run())).onClose(oracle::stop);
    }

    /** What is done with a text. */
    interface Check {
        void of(DeviceTexts t) throws Exception;
    }

    /** One table's programs in one form. */
    private static final class Table {
        private final Form form;
        private final String table;
        private final Map<String, Check> checks = new LinkedHashMap<>();
        private final Map<String, int[]> counts = new TreeMap<>();
        private final Set<String> wrong = new TreeSet<>();

        Table(Form form, String table, Lazily<Oracle> oracle) {
            this.form = form;
            this.table = table;
            checks.put("stablehlo", DeviceTexts::stablehlo);
            checks.put("jaxlib", t -> t.jaxlib(oracle.get(), TOLERANCE));
            checks.put("ptx", t -> t.ptx(Arch.ALL.get(Math.floorMod(t.name().hashCode(), Arch.ALL.size()))));
            checks.put("emulated", t -> t.emulated(TOLERANCE));
            checks.keySet().removeIf(b -> !chosen("backends", b));
        }

        void run() {
            var programs = new TablePrograms(form, cases());
            programs.cases().forEach(c -> of(c, programs));
            counts.forEach((backend, n) -> System.out.printf("%s of %s, %s: %s%d ms%n", form.name().toLowerCase(Locale.ROOT), table, backend,
                    backend.equals(LOWERING) ? "" : n[0] + " made, " + n[1] + " refused, " + n[2] + " wrong, ", n[3]));
            assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
        }

        private void of(CaseTable.Case c, TablePrograms programs) {
            String function = c.row().java();
            var texts = new DeviceTexts[1];
            String none = reason(LOWERING, () -> texts[0] = new DeviceTexts(function, programs.lowered(c)));
            checks.forEach((backend, check) -> {
                String name = backend + " " + function;
                String reason = none != null ? none : reason(backend, () -> {
                    check.of(texts[0]);
                    return null;
                });
                String known = KNOWN.getOrDefault(name, KNOWN.get("any " + function));
                boolean good = reason == null ? known == null || fixes(c) : known != null && !fixes(c) && reason.contains(known);
                counts.computeIfAbsent(backend, b -> new int[4])[!good ? 2 : reason == null ? 0 : 1]++;
                if (!good) {
                    wrong.add(backend + " " + c + ": " + reason);
                }
            });
        }

        /** Why something cannot be done, or null when it can; the time that it takes is counted. */
        private String reason(String backend, Callable<?> action) {
            long start = System.nanoTime();
            try {
                action.call();
                return null;
            } catch (TestAbortedException e) {
                return null;
            } catch (Exception | AssertionError e) {
                List<String> lines = String.valueOf(e.getMessage()).lines().filter(l -> !l.isBlank()).toList();
                return lines.isEmpty() ? e.toString() : lines.size() == 1 ? lines.get(0) : lines.get(0) + " … " + lines.get(lines.size() - 1);
            } finally {
                counts.computeIfAbsent(backend, b -> new int[4])[3] += (int) ((System.nanoTime() - start) / 1_000_000);
            }
        }

        /** Whether a call says what its result's shape, or else an error, would depend on. */
        private static boolean fixes(CaseTable.Case c) {
            return c.call().stream().anyMatch(a -> a.name() != null && FIXING.contains(a.name()));
        }

        /** Tells calls of a function that are refused from those that are not. */
        private static String refused(CaseTable.Case c) {
            return KNOWN.containsKey("any " + c.row().java()) && !fixes(c) ? ", refused" : "";
        }

        private List<CaseTable.Case> cases() {
            Records records = Records.of(table);
            var first = new LinkedHashMap<String, CaseTable.Case>();
            for (CaseTable.Row row : CaseTable.read(table)) {
                List<CaseTable.Case> all = row.cases();
                for (int k = 0; k < all.size(); k++) {
                    if (chosen("functions", row.java()) && records.rows().get(row.hash()).get(k).status() != Records.Status.REFUSED && belongs(all.get(k))) {
                        CaseTable.Case c = all.get(k);
                        first.putIfAbsent(CASES.equals("all") ? row.text() + c : CASES.equals("rows") || form != Form.VALUE ? row.text() : row.java() + refused(c), c);
                    }
                }
            }
            List<CaseTable.Case> chosen = new ArrayList<>(first.values());
            int step = form == Form.VALUE || !CASES.isEmpty() ? 1 : TRANSFORMED;
            return IntStream.range(0, chosen.size()).filter(k -> k % step == 0).mapToObj(chosen::get).toList();
        }

        private boolean belongs(CaseTable.Case c) {
            return switch (form) {
                case VALUE -> c.kind() == CaseTable.Kind.VALUE;
                case DERIVATIVE -> c.kind() == CaseTable.Kind.GRADIENT;
                case MAPPED -> !c.shapes().isEmpty() && CaseTransforms.words(c).contains("vmap");
            };
        }
    }
}
