// Runs the cases of a row on the library and compares what comes back with the record.
package dev.jacobi.arrays;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Outcomes of cases; every case has exactly one. */
final class CaseRunner {
    /** What became of a case. REFUSED: JAX has no result for it, so that there is nothing to compare. UNTRIED: the library cannot be asked. */
    enum Outcome { OK, WRONG, MISSING, REFUSED, UNSUPPORTED, UNTRIED, UNRECORDED }

    /** Counts by outcome, and the sentences about what is wrong or missing. */
    record Result(CaseTable.Row row, Map<Outcome, Integer> counts, List<String> wrong, List<String> missing) {
        int count(Outcome o) {
            return counts.getOrDefault(o, 0);
        }
    }

    /** {@code -Darrays.trace=true} says each case before it runs: for those that end the JVM. */
    private static final boolean TRACED = Boolean.getBoolean("arrays.trace");
    private final ArrayLibrary library;
    private final ReflectiveCalls calls;
    private CaseTransforms transforms;

    CaseRunner(ArrayLibrary library) {
        this.library = library;
        calls = new ReflectiveCalls(library);
        transforms = new CaseTransforms(library, calls);
    }

    /** Which cases of a row are run; each by its number. */
    interface Choice {
        Choice ALL = (row, cases) -> IntStream.range(0, cases).toArray();

        int[] of(CaseTable.Row row, int cases);
    }

    /** Runs rows, whose programs are compiled at once. */
    List<Result> run(List<CaseTable.Row> rows, Records records, Choice choice) {
        prepare(rows, records, choice);
        return rows.stream().map(r -> run(r, records, choice)).toList();
    }

    /** Has programs compiled for rows, for their derivatives and mapped forms. */
    void prepare(List<CaseTable.Row> rows, Records records, Choice choice) {
        transforms = new CaseTransforms(library, calls);
        for (CaseTable.Row row : rows) {
            List<CaseTable.Case> cases = row.cases();
            List<Records.Recorded> recorded = records.rows().get(row.hash());
            Class<?> owner = library.owner(row.owner());
            for (int k : owner == null || recorded == null ? new int[0] : choice.of(row, cases.size())) {
                CaseTable.Case c = cases.get(k);
                Set<String> words = CaseTransforms.words(c);
                if (!words.isEmpty() && recorded.get(k).status() != Records.Status.REFUSED) {
                    transforms.add(c, owner, arguments(c, c.arrays().stream().map(a -> (Object) library.make(a)).toList(), null), words);
                }
            }
        }
        transforms.compile();
    }

    Result run(CaseTable.Row row, Records records, Choice choice) {
        var result = new Result(row, new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        List<CaseTable.Case> cases = row.cases();
        List<Records.Recorded> recorded = records.rows().get(row.hash());
        for (int k : choice.of(row, cases.size())) {
            if (TRACED) {
                System.err.println(cases.get(k));
            }
            Outcome o = recorded == null ? Outcome.UNRECORDED : outcome(cases.get(k), recorded.get(k), result);
            result.counts.merge(o, 1, Integer::sum);
        }
        return result;
    }

    private Outcome outcome(CaseTable.Case c, Records.Recorded expected, Result to) {
        if (expected.status() == Records.Status.REFUSED) {
            return Outcome.REFUSED;
        }
        Class<?> owner = library.owner(c.row().owner());
        if (owner == null) {
            to.missing.add(c.row().owner() + " does not exist");
            return Outcome.MISSING;
        }
        List<RawArray> arrays = c.arrays();
        if (!arrays.stream().allMatch(a -> library.supports(a.type())) || !expected.results().stream().allMatch(a -> library.supports(a.type()))) {
            return Outcome.UNSUPPORTED;
        }
        try {
            List<RawArray> got = library.inMode(c.type().wide(), () -> results(owner, c, arrays, expected));
            if (got == null) {
                return Outcome.UNTRIED;
            }
            String difference = difference(c.row(), expected.status() == Records.Status.GRADIENT ? c.row().tolerance().ofGradients() : c.row().tolerance(), expected.results(), got);
            if (difference == null && expected.status() == Records.Status.VALUE && c.row().marks().contains("vmap") && !arrays.isEmpty()) {
                difference = !transforms.knows(c) ? null : library.inMode(c.type().wide(), () -> transforms.ofLanes(c, arrays, expected.results()));
            }
            if (difference == null) {
                return Outcome.OK;
            }
            to.wrong.add(c + ": " + difference);
        } catch (ReflectiveCalls.Missing e) {
            to.missing.add(e.getMessage());
            return Outcome.MISSING;
        } catch (Exception | StackOverflowError | AssertionError | OutOfMemoryError e) {
            to.wrong.add(c + ": " + e);
        }
        return Outcome.WRONG;
    }

    static String difference(CaseTable.Row row, Tolerance tolerance, List<RawArray> expected, List<RawArray> got) {
        if (expected.size() != got.size()) {
            return "there are " + got.size() + " results for " + expected.size();
        }
        for (int k = 0; k < got.size(); k++) {
            String d = tolerance.difference(expected.get(k), got.get(k), row.marks().contains("abs"));
            if (d != null) {
                return (got.size() > 1 ? "of result " + k + " " : "") + d;
            }
        }
        return null;
    }

    private List<RawArray> results(Class<?> owner, CaseTable.Case c, List<RawArray> arrays, Records.Recorded expected) throws ReflectiveOperationException {
        List<Object> made = new ArrayList<>(arrays.stream().map(library::make).toList());
        return switch (expected.status()) {
            case VALUE -> calls.leaves(once(owner, c, made, null));
            case GRADIENT -> transforms.knows(c) ? transforms.gradient(c, arrays, made, once(owner, c, made, null)) : null;
            case CHECKSUM -> List.of(checksum(owner, c, made));
            case REFUSED -> throw new IllegalStateException("there is nothing to compare with");
        };
    }

    /** What a case calls that does not exist, or null. */
    String missing(CaseTable.Case c) {
        Class<?> owner = library.owner(c.row().owner());
        List<Object> made = new ArrayList<>(c.arrays().stream().map(library::make).toList());
        return owner == null ? c.row().owner() + " does not exist" : calls.missing(owner, c.row().method(), arguments(c, made, null));
    }

    List<NamedArguments.Named> arguments(CaseTable.Case c, List<Object> arrays, Object key) {
        return c.call().stream().map(a -> new NamedArguments.Named(a.name(), argument(a.value(), c, arrays, key))).toList();
    }

    private Object once(Class<?> owner, CaseTable.Case c, List<Object> arrays, Object key) throws ReflectiveOperationException {
        return calls.call(owner, c.row().method(), arguments(c, arrays, key));
    }

    private RawArray checksum(Class<?> owner, CaseTable.Case c, List<Object> arrays) throws ReflectiveOperationException {
        long h = SplitMix.FNV_START;
        for (int seed = 0; seed < c.keys(); seed++) {
            for (RawArray a : calls.leaves(once(owner, c, arrays, library.key(seed)))) {
                h = SplitMix.fnv(h, a.data());
            }
        }
        return RawArray.ofIntegers(ElementType.U64, new int[0], new long[] {h});
    }

    private ReflectiveCalls.Argument argument(Term t, CaseTable.Case c, List<Object> arrays, Object key) {
        if (t instanceof Term.Letter l) {
            return new ReflectiveCalls.Argument.Item(arrays.get(l.index()), CasePrograms.letter(l.index()));
        }
        if (t instanceof Term.Values v) {
            RawArray all = vector(v, c.type());
            String numbers = v.numbers().stream().map(n -> CallSources.number(n instanceof Term.Whole w ? w.value() : ((Term.Real) n).value())).collect(Collectors.joining(", "));
            return new ReflectiveCalls.Argument.Item(library.make(all), "NDArray.of(new double[] {" + numbers + "}, DType." + ((Enum<?>) library.dtype(all.type())).name() + ")");
        }
        if (t instanceof Term.Key k) {
            return new ReflectiveCalls.Argument.Item(key != null ? key : library.key(k.seed()), "Prng.key(" + k.seed() + "L)");
        }
        if (t instanceof Term.Many m) {
            return new ReflectiveCalls.Argument.Sequence(m.items().stream().map(i -> argument(i, c, arrays, key)).toList());
        }
        if (t instanceof Term.Tuple u) {
            return new ReflectiveCalls.Argument.Sequence(u.items().stream().map(i -> argument(i, c, arrays, key)).toList());
        }
        return new ReflectiveCalls.Argument.Plain(plain(t, c.type()));
    }

    private Object plain(Term t, ElementType type) {
        if (t instanceof Term.Dtype d) {
            return library.dtype(d.type() == null ? type : d.type());
        }
        return t instanceof Term.Whole w ? (Object) w.value() : t instanceof Term.Real r ? (Object) r.value() : t instanceof Term.Truth b ? (Object) b.value()
                : t instanceof Term.Text s ? s.value() : null;
    }

    /** The numbers that the table has in full, as a vector of their dtype; they are rounded to it as Python does. */
    private static RawArray vector(Term.Values v, ElementType ofCase) {
        ElementType t = v.type() == null ? ofCase : v.type();
        int[] dims = {v.numbers().size()};
        double[] numbers = v.numbers().stream().mapToDouble(n -> n instanceof Term.Whole w ? w.value() : ((Term.Real) n).value()).toArray();
        if (t.complex()) {
            double[] parts = new double[2 * numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                parts[2 * i] = numbers[i];
            }
            return RawArray.of(t, dims, parts);
        }
        return RawArray.of(t, dims, numbers);
    }

    /** Two arrays' worth of the same elements, along a new leading axis. */
    static RawArray twice(RawArray a) {
        int[] dims = new int[a.dims().length + 1];
        dims[0] = 2;
        System.arraycopy(a.dims(), 0, dims, 1, a.dims().length);
        return new RawArray(a.type(), a.weak(), dims, ByteBuffer.allocate(2 * a.data().length).put(a.data()).put(a.data()).array());
    }
}
