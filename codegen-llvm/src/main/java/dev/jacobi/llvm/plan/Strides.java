package dev.jacobi.llvm.plan;

import static dev.jacobi.llvm.text.Value.VARYING;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How an elementwise integer operation changes the step from lane to lane, and which accesses fill the steps. */
public final class Strides {
    private Strides() {
    }

    /** Whether a result of this type can have a stride from lane to lane that is not 0 and known. */
    public static boolean isOf(DType out) {
        return out == DType.I32 || out == DType.I64;
    }

    /**
     * The stride of a result; {@code constants} holds the values of operands that are literals, else null. Zero when all operands are
     * uniform; {@link dev.jacobi.llvm.text.Value#VARYING} when the result is not affine in the lane.
     */
    public static long of(Prim p, List<Long> strides, List<Long> constants, DType out) {
        if (strides.stream().allMatch(s -> s == 0)) {
            return 0;
        }
        if (strides.contains(VARYING) || !isOf(out)) {
            return VARYING;
        }
        long a = strides.get(0);
        if (strides.size() == 1) {
            return p == Prim.NEG ? -a : p == Prim.CONVERT ? a : VARYING;
        }
        if (strides.size() != 2) {
            return VARYING;
        }
        long b = strides.get(1);
        Long ca = constants.get(0);
        Long cb = constants.get(1);
        return p == Prim.ADD ? a + b
            : p == Prim.SUB ? a - b
            : p == Prim.MUL && cb != null ? small(a, cb)
            : p == Prim.MUL && ca != null ? small(b, ca)
            : p == Prim.SHL && cb != null && cb >= 0 && cb < 16 ? small(a, 1L << cb)
            : VARYING;
    }

    private static long small(long stride, long factor) {
        return Math.abs(factor) <= 1 << 16 && Math.abs(stride) <= 1 << 16 ? stride * factor : VARYING;
    }

    /** Accesses of a block that together touch each element between those of two lanes, in the order of the elements: {@code z[2 * i]} and {@code z[2 * i + 1]}. They may be one access. */
    public record Group(List<Eqn> accesses) {
        public int step() {
            return accesses.size();
        }
    }

    /** By access, the groups of a block: stores one after the other, or reads with nothing in between that may fail or be asked first. */
    public static Map<Eqn, Group> groups(List<Eqn> body, Variance variance) {
        Map<Eqn, Group> found = new IdentityHashMap<>();
        var open = new ArrayList<Eqn>();
        var defined = new HashMap<Atom, Eqn>();
        for (Eqn e : body) {
            e.out().forEach(v -> defined.put(v, e));
            boolean access = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE;
            if (!access && !e.computesScalars()) {
                open.clear();
            } else if (access) {
                // what has been stored is read
                boolean stored = e.prim() == Prim.INDEX && e.in().get(0) instanceof Var a && defined.containsKey(a);
                open.removeIf(x -> stored ? x.prim() == Prim.UPDATE : e.prim() == Prim.UPDATE && (x.prim() == Prim.INDEX || !isNext(x, e, open)));
                open.add(e);
                Group g = group(open, e, defined, variance);
                if (g != null) {
                    g.accesses.forEach(x -> found.put(x, g));
                    open.removeAll(g.accesses);
                }
            }
        }
        return found;
    }

    /** The stores of a block to arrays of which it reads elements that are not the stored ones. */
    public static Set<Eqn> readBack(List<Eqn> body) {
        Map<Atom, Atom> roots = new HashMap<>();
        Map<Atom, Set<List<Atom>>> reads = new HashMap<>();
        for (Eqn e : body) {
            Atom root = e.prim() == Prim.UPDATE || e.prim() == Prim.INDEX ? roots.getOrDefault(e.in().get(0), e.in().get(0)) : null;
            if (e.prim() == Prim.UPDATE) {
                roots.put(e.result(), root);
            } else if (root != null) {
                reads.computeIfAbsent(root, x -> new HashSet<>()).add(e.indices());
            }
        }
        Set<Eqn> found = Collections.newSetFromMap(new IdentityHashMap<>());
        body.stream().filter(e -> e.prim() == Prim.UPDATE && reads.getOrDefault(roots.get(e.result()), Set.of()).stream().anyMatch(at -> !at.equals(e.indices()))).forEach(found::add);
        return found;
    }

    /** Whether a store is one of those that this one goes on from. */
    private static boolean isNext(Eqn before, Eqn store, List<Eqn> open) {
        Atom array = store.in().get(0);
        for (int k = open.size() - 1; k >= 0; k--) {
            if (open.get(k).prim() == Prim.UPDATE && open.get(k).result().equals(array)) {
                if (open.get(k) == before) {
                    return true;
                }
                array = open.get(k).in().get(0);
            }
        }
        return false;
    }

    /** Whether each of a group's stores but the first goes on from another one of them, so that none in between, which might be to the same elements, is overtaken by the group's last. */
    private static boolean areTogether(Collection<Eqn> stores) {
        return stores.stream().filter(x -> stores.stream().noneMatch(y -> y.result().equals(x.in().get(0)))).count() == 1;
    }

    /** The group that an access completes. */
    private static Group group(List<Eqn> open, Eqn e, Map<Atom, Eqn> defined, Variance variance) {
        List<Atom> at = e.indices();
        int last = at.size() - 1;
        boolean whole = last >= 0 && at.size() == e.in().get(0).type().rank() && e.params().equals(Params.Access.PROMISED);
        long step = whole ? variance.stride(at.get(last)) : 0;
        if (!LaneEstimate.isSpaced(step, e.in().get(0).dtype()) || at.subList(0, last).stream().anyMatch(a -> variance.stride(a) != 0)) {
            return null;
        }
        var byPlace = new TreeMap<Long, Eqn>();
        for (Eqn x : open) {
            boolean same = x.prim() == e.prim() && (e.prim() == Prim.UPDATE || x.in().get(0).equals(e.in().get(0))) && x.indices().size() == at.size() && x.indices().subList(0, last).equals(at.subList(0, last));
            Long place = !same || !x.params().equals(e.params()) ? null : between(at.get(last), x.indices().get(last), defined);
            if (place != null && Math.abs(place) < step) {
                byPlace.put(place, x);
            }
        }
        long first = byPlace.firstKey();
        boolean all = byPlace.size() == step && byPlace.lastKey() - first == step - 1 && (e.prim() == Prim.INDEX || areTogether(byPlace.values()));
        return all ? new Group(List.copyOf(byPlace.values())) : null;
    }

    /** How much the second number is more than the first where both are sums of the same number and literals; else null. */
    private static Long between(Atom a, Atom b, Map<Atom, Eqn> defined) {
        Atom[] of = {a, b};
        long[] more = {0, 0};
        for (int k = 0; k < 2; k++) {
            Eqn sum = defined.get(of[k]);
            while (sum != null && sum.prim() == Prim.ADD && sum.in().get(1) instanceof Lit l) {
                more[k] += l.asLong();
                of[k] = sum.in().get(0);
                sum = defined.get(of[k]);
            }
        }
        return of[0].equals(of[1]) ? Long.valueOf(more[1] - more[0]) : null;
    }
}
