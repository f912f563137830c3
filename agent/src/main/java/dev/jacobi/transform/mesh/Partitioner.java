package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What one device does of a function whose arrays lie as {@link Propagation} says. Each equation chooses axes of the mesh for its factors; operands that lie otherwise are moved ({@link Moves}), the equation computes a
 * block of its results, what devices have parts of is combined, and the results are moved to where they lie.
 */
final class Partitioner {
    private final Spread mesh;
    private final Propagation lies;
    private final Builder b = new Builder();
    private final Moves moves;
    private final Map<Integer, Atom> blocks = new HashMap<>();
    private final Map<List<Object>, Atom> moved = new HashMap<>();
    private final List<String> reasons;

    private Partitioner(Spread mesh, Propagation lies) {
        this.mesh = mesh;
        this.lies = lies;
        this.moves = new Moves(b, mesh.mesh());
        this.reasons = new ArrayList<>(lies.reasons());
    }

    /** {@code out}: how results are to lie, null for one that may lie as it is. */
    static Partitioned of(Func f, Spread mesh, Propagation lies, List<List<List<String>>> out) {
        var p = new Partitioner(mesh, lies);
        List<Var> in = f.in().stream().map(p::input).toList();
        f.body().forEach(p::append);
        var results = new ArrayList<Atom>();
        var layouts = new ArrayList<List<List<String>>>();
        for (int k = 0; k < f.out().size(); k++) {
            Atom a = f.out().get(k);
            boolean said = out.get(k) != null && out.get(k).size() == a.type().rank() && mesh.fits(a.type(), out.get(k));
            List<List<String>> to = said ? out.get(k) : lies.of(a);
            results.add(p.at(a, to));
            layouts.add(to);
        }
        return new Partitioned(mesh.mesh(), p.b.build(in, results), f.in().stream().map(lies::of).toList(), layouts, p.moves.collectives(), p.reasons);
    }

    private Var input(Var v) {
        Var block = b.fresh(mesh.block(v.type(), lies.of(v)));
        blocks.put(v.id(), block);
        return block;
    }

    /** The block of an array for a device where the array lies so. */
    private Atom at(Atom a, List<List<String>> to) {
        if (!(a instanceof Var v) || lies.of(a).equals(to)) {
            return a instanceof Var v ? blocks.get(v.id()) : a;
        }
        List<Object> key = List.of(v.id(), to);
        Atom known = moved.get(key);
        if (known == null) {
            known = moves.move(blocks.get(v.id()), lies.of(v), to);
            moved.put(key, known);
        }
        return known;
    }

    private void append(Eqn e) {
        if (e.prim() == Prim.SHARD) {
            blocks.put(e.result().id(), at(e.in().get(0), lies.of(e.result())));
            return;
        }
        AxisFactors f = AxisFactors.of(e);
        List<List<String>> axes = chosen(e, f);
        say(e, f);
        var in = new ArrayList<Atom>();
        for (int k = 0; k < e.in().size(); k++) {
            in.add(at(e.in().get(k), laid(f.in().get(k), axes)));
        }
        boolean adds = AxisFactors.addsParts(e) && f.combined().stream().anyMatch(k -> !axes.get(k).isEmpty());
        Atom before = adds ? in.get(0) : null;
        if (adds) {
            in.set(0, zeros(before));
        }
        List<? extends Atom> out = results(e, f, axes, in);
        for (int k = 0; k < out.size(); k++) {
            Atom part = out.get(k);
            for (int factor : f.combined()) {
                for (String axis : axes.get(factor)) {
                    part = moves.combined(part, f.combine(), axis);
                }
            }
            Var v = e.out().get(k);
            part = adds ? b.emit(Prim.ADD, before, part) : part;
            blocks.put(v.id(), moves.move(part, laid(f.out().get(k), axes), lies.of(v)));
        }
    }

    /** As many zeros; the lengths of Java arrays are known at the call only. */
    private Atom zeros(Atom like) {
        List<Dim> dims = like.type().dims();
        List<Atom> lengths = IntStream.range(0, dims.size()).<Atom>mapToObj(k -> dims.get(k).isConst() ? Lit.i32((int) dims.get(k).add()) : b.dim((Var) like, k)).toList();
        return b.full(Lit.zero(like.dtype()), dims, lengths);
    }

    private List<? extends Atom> results(Eqn e, AxisFactors f, List<List<String>> axes, List<Atom> in) {
        if (e.prim().group() == Prim.Group.CONTROL) {
            var r = new Rewrite(b);
            Regions.captures(e).forEach(v -> r.replace(v, at(v, Spread.whole(v.type()))));
            Eqn copy = r.copy(e.with(in));
            b.append(copy);
            return copy.out();
        }
        Eqn own = e.with(in);
        if (AxisFactors.takesExtents(e) && axes.stream().anyMatch(a -> !a.isEmpty())) {
            Type block = mesh.block(e.result().type(), laid(f.out().get(0), axes));
            if (block.dims().stream().allMatch(Dim::isConst)) {
                own = AxisFactors.withExtents(own, block.dims());
            }
        }
        return b.emitAll(own.prim(), own.params(), own.in());
    }

    private static List<List<String>> laid(List<Integer> factors, List<List<String>> axes) {
        return factors.stream().map(k -> k == AxisFactors.WHOLE ? List.<String>of() : axes.get(k)).toList();
    }

    /** What there is for a factor: axes of the mesh by which arrays are divided along it, how many arrays, and of how many elements. */
    private record Choice(int factor, List<String> axes, int arrays, double elements) {
    }

    /** The mesh's axes for each factor, each of them once: first those by which most arrays, and then most elements, are divided already. */
    private List<List<String>> chosen(Eqn e, AxisFactors f) {
        var all = new ArrayList<Choice>();
        IntStream.range(0, f.count()).forEach(k -> choices(e, f, k, all));
        all.sort(Comparator.comparingInt(Choice::arrays).thenComparingDouble(Choice::elements).reversed());
        List<List<String>> axes = new ArrayList<>(Collections.nCopies(f.count(), List.of()));
        Set<String> used = new HashSet<>();
        for (Choice c : all) {
            if (axes.get(c.factor).isEmpty() && Collections.disjoint(used, c.axes) && divides(e, f, c)) {
                axes.set(c.factor, c.axes);
                used.addAll(c.axes);
            }
        }
        return axes;
    }

    private void choices(Eqn e, AxisFactors f, int factor, List<Choice> to) {
        Map<List<String>, Choice> found = new LinkedHashMap<>();
        var arrays = new ArrayList<Atom>(e.in());
        arrays.addAll(e.out());
        for (int i = 0; i < arrays.size(); i++) {
            int at = factors(e, f, i).indexOf(factor);
            List<String> axes = at < 0 ? List.of() : lies.of(arrays.get(i)).get(at);
            if (!axes.isEmpty()) {
                found.merge(axes, new Choice(factor, axes, 1, Spread.elements(arrays.get(i).type())), (x, y) -> new Choice(factor, axes, x.arrays + 1, x.elements + y.elements));
            }
        }
        to.addAll(found.values());
    }

    private static List<Integer> factors(Eqn e, AxisFactors f, int array) {
        return array < e.in().size() ? f.in().get(array) : f.out().get(array - e.in().size());
    }

    private boolean divides(Eqn e, AxisFactors f, Choice c) {
        var arrays = new ArrayList<Atom>(e.in());
        arrays.addAll(e.out());
        return IntStream.range(0, arrays.size()).allMatch(i -> {
            int at = factors(e, f, i).indexOf(c.factor);
            return at < 0 || mesh.divides(c.axes, arrays.get(i).type().dims().get(at));
        });
    }

    /** Says what is computed as a whole though some of it lies divided. */
    private void say(Eqn e, AxisFactors f) {
        var arrays = new ArrayList<Atom>(e.in());
        e.params().regions().forEach(r -> arrays.addAll(Regions.captures(r)));
        for (int i = 0; i < arrays.size(); i++) {
            List<List<String>> layout = lies.of(arrays.get(i));
            for (int k = 0; k < layout.size(); k++) {
                if (!layout.get(k).isEmpty() && (i >= e.in().size() || f.in().get(i).get(k) == AxisFactors.WHOLE)) {
                    reasons.add(e.prim().text() + (f.ruled() ? " needs the whole of axis " + k + " of " : " is computed on each device of the whole of ") + arrays.get(i).type() + ", which is divided by "
                        + String.join(", ", layout.get(k)));
                }
            }
        }
    }
}
