// Runs the cases of a row on the library and compares what comes back with the record.
package dev.jacobi.arrays;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    private final ArrayLibrary library;
    private final ReflectiveCalls calls;

    CaseRunner(ArrayLibrary library) {
        this.library = library;
        calls = new ReflectiveCalls(library);
    }

    Result run(CaseTable.Row row, Records records) {
        var result = new Result(row, new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        List<CaseTable.Case> cases = row.cases();
        List<Records.Recorded> recorded = records.rows().get(row.hash());
        for (int k = 0; k < cases.size(); k++) {
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
            String difference = difference(c.row(), expected.results(), got);
            if (difference == null && expected.status() == Records.Status.VALUE && c.row().marks().contains("vmap") && !arrays.isEmpty()) {
                difference = library.inMode(c.type().wide(), () -> ofLanes(owner, c, arrays, expected.results()));
            }
            if (difference == null) {
                return Outcome.OK;
            }
            to.wrong.add(c + ": " + difference);
        } catch (ReflectiveCalls.Missing e) {
            to.missing.add(e.getMessage());
            return Outcome.MISSING;
        } catch (Exception | StackOverflowError | AssertionError e) {
            to.wrong.add(c + ": " + e);
        }
        return Outcome.WRONG;
    }

    static String difference(CaseTable.Row row, List<RawArray> expected, List<RawArray> got) {
        if (expected.size() != got.size()) {
            return "there are " + got.size() + " results for " + expected.size();
        }
        for (int k = 0; k < got.size(); k++) {
            String d = row.tolerance().difference(expected.get(k), got.get(k), row.marks().contains("abs"));
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
            case GRADIENT -> gradient(owner, c, arrays, made);
            case CHECKSUM -> List.of(checksum(owner, c, made));
            case REFUSED -> throw new IllegalStateException("there is nothing to compare with");
        };
    }

    /** What is wrong with the call mapped over two lanes of the same elements, each of which has the recorded results. */
    private String ofLanes(Class<?> owner, CaseTable.Case c, List<RawArray> arrays, List<RawArray> expected) {
        List<Object> stacked = arrays.stream().map(a -> library.make(twice(a))).toList();
        Object got = library.mapped(args -> once(owner, c, args, null), stacked);
        String d = got == null ? null : difference(c.row(), expected.stream().map(CaseRunner::twice).toList(), calls.leaves(got));
        return d == null ? null : "under vmap " + d;
    }

    /** What a case calls that does not exist, or null. */
    String missing(CaseTable.Case c) {
        Class<?> owner = library.owner(c.row().owner());
        List<Object> made = new ArrayList<>(c.arrays().stream().map(library::make).toList());
        return owner == null ? c.row().owner() + " does not exist" : calls.missing(owner, c.row().method(), c.call().stream().map(a -> new NamedArguments.Named(a.name(), argument(a.value(), c, made, null))).toList());
    }

    private Object once(Class<?> owner, CaseTable.Case c, List<Object> arrays, Object key) throws ReflectiveOperationException {
        return calls.call(owner, c.row().method(), c.call().stream().map(a -> new NamedArguments.Named(a.name(), argument(a.value(), c, arrays, key))).toList());
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

    private List<RawArray> gradient(Class<?> owner, CaseTable.Case c, List<RawArray> arrays, List<Object> made) throws ReflectiveOperationException {
        var moving = new ArrayList<Integer>();
        var used = new boolean[arrays.size()];
        c.call().forEach(a -> mark(a.value(), used));
        for (int k = 0; k < arrays.size(); k++) {
            if (used[k] && arrays.get(k).type().inexact()) {
                moving.add(k);
            }
        }
        var seeds = new ArrayList<Object>();
        for (RawArray r : calls.leaves(once(owner, c, made, null))) {
            if (r.type().inexact()) {
                seeds.add(library.make(Inputs.array("sym", r.type(), r.dims(), Inputs.seed(c.row().java(), "cotangent" + seeds.size(), r.type(), r.dims(), "sym"))));
            }
        }
        List<Object> got = library.cotangents(args -> once(owner, c, args, null), made, moving, seeds);
        return got == null ? null : calls.leaves(got);
    }

    private static void mark(Term t, boolean[] used) {
        if (t instanceof Term.Letter l) {
            used[l.index()] = true;
        } else if (t instanceof Term.Many m) {
            m.items().forEach(i -> mark(i, used));
        } else if (t instanceof Term.Tuple u) {
            u.items().forEach(i -> mark(i, used));
        }
    }

    private ReflectiveCalls.Argument argument(Term t, CaseTable.Case c, List<Object> arrays, Object key) {
        if (t instanceof Term.Letter l) {
            return new ReflectiveCalls.Argument.Item(arrays.get(l.index()));
        }
        if (t instanceof Term.Values v) {
            return new ReflectiveCalls.Argument.Item(library.make(vector(v, c.type())));
        }
        if (t instanceof Term.Key k) {
            return new ReflectiveCalls.Argument.Item(key != null ? key : library.key(k.seed()));
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
