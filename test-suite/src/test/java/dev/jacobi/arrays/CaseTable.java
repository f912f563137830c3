// Rows of the tables, and the cases that each row has; the twin of case_table.py.
package dev.jacobi.arrays;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables of array functions. */
final class CaseTable {
    private static final Pattern MACRO = Pattern.compile("@\\w+");

    /** What is compared: results, cotangents of the arguments, or a hash of the results of many calls. */
    enum Kind { VALUE, GRADIENT }

    /** A case group. The text is the row with its macros written out; its hash ties what was recorded to it. */
    record Row(String table, String java, String python, List<List<Term.Argument>> calls, List<List<int[]>> shapes, List<ElementType> dtypes,
               List<String> domains, Tolerance tolerance, Set<String> marks, String text) {
        String domain(int letter) {
            return domains.get(Math.min(letter, domains.size() - 1));
        }

        String owner() {
            return java.substring(0, java.indexOf('.'));
        }

        String method() {
            return java.substring(java.indexOf('.') + 1);
        }

        long hash() {
            return SplitMix.fnv(text);
        }

        /** All cases, in the order of the record. */
        List<Case> cases() {
            var cases = new ArrayList<Case>();
            for (int d = 0; d < dtypes.size(); d++) {
                for (int k = 0; k < shapes.size(); k++) {
                    boolean every = d == 0 || k == 0;
                    boolean some = every || Math.floorMod(k - 1 - 3 * (d - 1), shapes.size() - 1) < 3;
                    for (List<Term.Argument> call : calls.subList(0, every ? calls.size() : some ? 1 : 0)) {
                        cases.add(new Case(this, Kind.VALUE, dtypes.get(d), shapes.get(k), call));
                    }
                }
            }
            if (marks.contains("grad")) {
                differentiated().forEach(t -> calls.forEach(call -> cases.add(new Case(this, Kind.GRADIENT, t, shapes.get(0), call))));
            }
            return cases;
        }

        private List<ElementType> differentiated() {
            List<ElementType> real = Stream.of(ElementType.F32, ElementType.F64).filter(dtypes::contains).toList();
            return !real.isEmpty() ? real : dtypes.contains(ElementType.C64) ? List.of(ElementType.C64) : List.of();
        }
    }

    /** One call: a dtype, shapes of the arrays, and the arguments. */
    record Case(Row row, Kind kind, ElementType type, List<int[]> shapes, List<Term.Argument> call) {
        /** The arrays of the row's letters, made from their seeds. */
        List<RawArray> arrays() {
            ElementType[] types = new ElementType[8];
            call.forEach(a -> letters(a.value(), types));
            var arrays = new ArrayList<RawArray>();
            for (int k = 0; k < shapes.size(); k++) {
                ElementType t = types[k] == null ? type : types[k];
                String domain = row.domain(k);
                arrays.add(Inputs.array(domain, t, shapes.get(k), Inputs.seed(row.java, String.valueOf((char) ('a' + k)), t, shapes.get(k), domain)));
            }
            return arrays;
        }

        private static void letters(Term term, ElementType[] types) {
            if (term instanceof Term.Letter l && l.type() != null) {
                types[l.index()] = l.type();
            } else if (term instanceof Term.Many m) {
                m.items().forEach(i -> letters(i, types));
            } else if (term instanceof Term.Tuple t) {
                t.items().forEach(i -> letters(i, types));
            }
        }

        /** How many keys the case runs through; 1 if it is an ordinary call. */
        int keys() {
            return call.stream().mapToInt(a -> a.value() instanceof Term.Key k ? k.count() : 1).max().orElse(1);
        }

        @Override
        public String toString() {
            var s = new StringBuilder(row.java).append('(');
            call.forEach(a -> s.append(a.name() == null ? "" : a.name() + "=").append(a.value()).append(' '));
            shapes.forEach(d -> s.append(Arrays.toString(d)));
            return s.append(") of ").append(type.text()).append(kind == Kind.GRADIENT ? ", gradient" : "").toString();
        }
    }

    private CaseTable() {}

    static String resource(String name) {
        try (InputStream in = CaseTable.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the tables. */
    static List<String> names() {
        return List.of(resource("tables.txt").trim().split("\\s+"));
    }

    /** The names in a line of the list of tables. */
    static List<String> names(int line) {
        return List.of(resource("tables.txt").lines().toList().get(line).trim().split("\\s+"));
    }

    static Map<String, String> macros() {
        var macros = new LinkedHashMap<String, String>();
        resource("macros.txt").lines().filter(l -> l.startsWith("@")).forEach(l -> {
            int eq = l.indexOf('=');
            macros.put(l.substring(0, eq).trim(), expand(l.substring(eq + 1).trim(), macros));
        });
        return macros;
    }

    private static String expand(String cell, Map<String, String> macros) {
        return MACRO.matcher(cell).replaceAll(m -> macros.get(m.group())).trim().replaceAll("\\s+", " ");
    }

    static List<Row> read(String table) {
        Map<String, String> macros = macros();
        return resource(table + ".txt").lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(l -> row(table, l, macros)).toList();
    }

    private static Row row(String table, String line, Map<String, String> macros) {
        String[] cells = Arrays.stream(line.split(" \\| ", -1)).map(c -> expand(c, macros)).toArray(String[]::new);
        if (cells.length != 7 && cells.length != 8) {
            throw new IllegalArgumentException(table + ".txt: seven or eight cells were expected: " + line);
        }
        return new Row(table, cells[0], cells[1], Arrays.stream(cells[2].split(";")).map(c -> CallText.read(c.trim())).toList(),
                Arrays.stream(cells[3].split(";")).map(CaseTable::shapes).toList(), Arrays.stream(cells[4].split(" ")).map(ElementType::named).toList(),
                List.of(cells[5].split(" ")), Tolerance.of(cells[6]), cells.length == 8 && !cells[7].isEmpty() ? Set.of(cells[7].split(" ")) : Set.of(),
                String.join(" | ", cells));
    }

    private static List<int[]> shapes(String set) {
        return Arrays.stream(set.trim().split(" ")).filter(s -> !s.equals("-")).map(CaseTable::shape).toList();
    }

    static int[] shape(String text) {
        String inner = text.substring(1, text.length() - 1);
        return inner.isEmpty() ? new int[0] : Arrays.stream(inner.split(",")).mapToInt(Integer::parseInt).toArray();
    }
}
