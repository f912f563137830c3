// Derivatives and mapped forms of the tables' calls.
package dev.jacobi.arrays;

import dev.jacobi.arrays.CaseTable.Case;
import dev.jacobi.arrays.CaseTable.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Programs of the cases of some rows, which are compiled at once, and what vjp and vmap give of them. */
final class CaseTransforms {
    private final ArrayLibrary library;
    private final ReflectiveCalls calls;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<CasePrograms.Asked> sources = new ArrayList<>();
    private CasePrograms programs;

    CaseTransforms(ArrayLibrary library, ReflectiveCalls calls) {
        this.library = library;
        this.calls = calls;
    }

    /** A program for a case, if the library has a method for it. */
    void add(Case c, Class<?> owner, List<NamedArguments.Named> arguments, Set<String> words) {
        ReflectiveCalls.Choice choice = calls.closest(owner, c.row().method(), arguments);
        CasePrograms.Source s = choice == null ? null : library.source(owner, choice, c.shapes().size());
        if (s != null) {
            numbers.put(key(c), sources.size());
            sources.add(new CasePrograms.Asked(s, words));
        }
    }

    void compile() {
        programs = sources.isEmpty() ? null : CasePrograms.of(sources);
    }

    private static String key(Case c) {
        return c.row().text() + c;
    }

    /** Whether there is a program for a case. */
    boolean knows(Case c) {
        return programs != null && numbers.containsKey(key(c));
    }

    Object say(String word, Case c, List<?> arguments) throws ReflectiveOperationException {
        return programs.say(word, numbers.get(key(c)), arguments);
    }

    /** The words that are to be said of a case: mapped are the calls of the first dtype and the first set of shapes, as each is a program of its own. */
    static Set<String> words(Case c) {
        boolean first = c.type() == c.row().dtypes().get(0) && c.shapes() == c.row().shapes().get(0);
        return c.kind() == Kind.GRADIENT ? Set.of("vjp") : first && c.row().marks().contains("vmap") ? Set.of("vmap") : Set.of();
    }

    /** What is wrong with the call mapped over two lanes of the same elements, each of which has the recorded results; null if nothing is. */
    String ofLanes(Case c, List<RawArray> arrays, List<RawArray> expected) throws ReflectiveOperationException {
        Object got = say("vmap", c, arrays.stream().map(a -> library.make(CaseRunner.twice(a))).toList());
        String d = CaseRunner.difference(c.row(), c.row().tolerance(), expected.stream().map(CaseRunner::twice).toList(), calls.leaves(got));
        return d == null ? null : "under vmap " + d;
    }

    /** Cotangents of the arrays of reals, for cotangents of the result that the README's seeds make. */
    List<RawArray> gradient(Case c, List<RawArray> arrays, List<Object> made, Object result) throws ReflectiveOperationException {
        var arguments = new ArrayList<Object>(made);
        arguments.add(cotangent(c, result));
        Object got = say("vjp", c, arguments);
        List<?> all = got instanceof Object[] several ? Arrays.asList(several) : List.of(got);
        var out = new ArrayList<RawArray>();
        boolean[] used = used(c, arrays.size());
        for (int i = 0; i < arrays.size(); i++) {
            if (used[i] && arrays.get(i).type().inexact()) {
                out.addAll(calls.leaves(all.get(i)));
            }
        }
        return out;
    }

    /** A cotangent of the structure of a result, that the README's seeds make; where signs do not count, it is one of the absolute values. */
    Object cotangent(Case c, Object result) {
        var seeds = new ArrayList<Object>();
        int k = 0;
        for (RawArray r : calls.leaves(result)) {
            boolean moves = r.type().inexact();
            String domain = "sym";
            RawArray seed = moves ? Inputs.array(domain, r.type(), r.dims(), Inputs.seed(c.row().java(), "cotangent" + k, r.type(), r.dims(), domain))
                    : new RawArray(r.type(), false, r.dims(), new byte[r.data().length]);
            seeds.add(library.make(moves && c.row().marks().contains("abs") ? withSigns(seed, r) : seed));
            k += moves ? 1 : 0;
        }
        return library.like(result, seeds);
    }

    /** A cotangent of the absolute values of real numbers as one of the numbers, so that it does not depend on signs that a function may choose. */
    private static RawArray withSigns(RawArray cotangent, RawArray of) {
        return RawArray.of(cotangent.type(), cotangent.dims(), IntStream.range(0, of.parts()).mapToDouble(i -> cotangent.value(i) * Math.signum(of.value(i))).toArray());
    }

    private static boolean[] used(Case c, int arrays) {
        var used = new boolean[arrays];
        c.call().forEach(a -> mark(a.value(), used));
        return used;
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
}
