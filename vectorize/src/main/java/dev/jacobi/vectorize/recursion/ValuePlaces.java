package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.recursion.CallBlocks.Block;
import dev.jacobi.vectorize.recursion.CallBlocks.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where each value is between two states. What all calls are given alike stays around the loop. Scalars are in the frame of their call. An array that is
 * handed on from state to state and from call to call is carried by the loop, in place; one that is needed after a call which it was not given to has a
 * row per call. Results are carried by the loop.
 */
final class ValuePlaces {
    /** A place. */
    sealed interface Place {
    }

    record Given(Atom value) implements Place {
    }

    /** A scalar in the part of the frame that has its type. */
    record Frame(DType dtype, int slot) implements Place {
    }

    /** An array of arrays, one per call. */
    record Row(int stack) implements Place {
    }

    record Carried(int register) implements Place {
    }

    /** A result of a function. */
    record Result(String func, int k) {
    }

    /** What the loop carries besides the stacks: a scalar result, or arrays that take turns. */
    record Register(Type type, List<Object> extents, Set<Object> values) {
    }

    final Map<DType, Integer> frames = new TreeMap<>();
    final List<Var> rows = new ArrayList<>();
    final List<Register> registers = new ArrayList<>();
    final Map<Integer, Atom> given;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<Result, Integer> results = new HashMap<>();
    private final Map<Object, Set<Object>> together = new HashMap<>();

    ValuePlaces(CallBlocks blocks, Collection<Block> states, BlockLiveness live, Map<Integer, Atom> given, CallExtents extents) {
        this.given = given;
        // The first of the integers is where a call goes back to.
        frames.put(DType.I32, 1);
        Set<Integer> across = new HashSet<>();
        for (Block s : states) {
            var here = new ArrayList<Object>();
            live.of(s).forEach(here::add);
            if (s.state != State.BACK) {
                here.addAll(s.params);
            } else {
                live.of(s).forEach(v -> across.add(v.id()));
            }
            apart(here);
        }
        for (Block s : states) {
            if (s.state == State.BEGIN) {
                var out = new ArrayList<Object>();
                List<Atom> values = blocks.funcs.get(s.func).out();
                for (int k = 0; k < values.size(); k++) {
                    out.add(new Result(s.func, k));
                }
                apart(out);
                for (int k = 0; k < values.size(); k++) {
                    results.put(new Result(s.func, k), register(new Result(s.func, k), s.func + "." + k, values.get(k).type(), extents));
                }
            }
        }
        for (Block s : states) {
            for (Var v : both(live.of(s), s.state == State.BACK ? List.of() : s.params)) {
                if (!places.containsKey(v.id())) {
                    places.put(v.id(), place(v, across.contains(v.id()), extents));
                }
            }
        }
    }

    private static List<Var> both(Collection<Var> a, Collection<Var> b) {
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private void apart(List<Object> values) {
        for (Object v : values) {
            together.computeIfAbsent(v, x -> new HashSet<>()).addAll(values);
        }
    }

    private Place place(Var v, boolean across, CallExtents extents) {
        Atom same = given.get(v.id());
        if (same != null) {
            return new Given(same);
        } else if (v.type().isScalar()) {
            return slot(v);
        } else if (across) {
            rows.add(v);
            return new Row(rows.size() - 1);
        }
        return new Carried(register(v, v, v.type(), extents));
    }

    /** The first slot of the frame that none of the values has which are needed together with this one. */
    private Frame slot(Var v) {
        Set<Integer> taken = new HashSet<>();
        for (Object o : together.get(v)) {
            if (o instanceof Var w && places.get(w.id()) instanceof Frame f && f.dtype == v.dtype()) {
                taken.add(f.slot);
            }
        }
        int k = v.dtype() == DType.I32 ? 1 : 0;
        while (taken.contains(k)) {
            k++;
        }
        frames.merge(v.dtype(), k + 1, Math::max);
        return new Frame(v.dtype(), k);
    }

    private int register(Object value, Object axes, Type t, CallExtents extents) {
        List<Object> like = extents.of(axes, t);
        for (int k = 0; k < registers.size(); k++) {
            Register r = registers.get(k);
            if (r.type.dtype() == t.dtype() && r.extents.equals(like) && together.get(value).stream().noneMatch(r.values::contains)) {
                r.values.add(value);
                return k;
            }
        }
        registers.add(new Register(ErasedTypes.type(t), like, new HashSet<>(Set.of(value))));
        return registers.size() - 1;
    }

    Place of(Var v) {
        return places.get(v.id());
    }

    int result(String func, int k) {
        return results.get(new Result(func, k));
    }

    /**
     * The parameters that are the same in every call, and what they are: the first call's, or constants.
     *
     * @param entry the function of the first call
     */
    static Map<Integer, Atom> given(CallBlocks blocks, Collection<Block> reached, String entry) {
        Map<Integer, Atom> known = new HashMap<>();
        Set<Integer> differs = new HashSet<>();
        Set<Integer> all = new HashSet<>();
        blocks.begin.values().forEach(b -> b.params.forEach(v -> all.add(v.id())));
        blocks.begin.get(entry).params.forEach(v -> known.put(v.id(), v));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : reached) {
                if (!(b.end instanceof CallBlocks.Call c)) {
                    continue;
                }
                List<Var> params = blocks.begin.get(c.name()).params;
                for (int k = 0; k < params.size(); k++) {
                    changed |= meet(params.get(k).id(), c.args().get(k), all, known, differs);
                }
            }
        }
        return known;
    }

    private static boolean meet(int param, Atom arg, Set<Integer> params, Map<Integer, Atom> known, Set<Integer> differs) {
        Atom value = arg instanceof Var v ? known.get(v.id()) : arg;
        boolean open = value == null && params.contains(((Var) arg).id()) && !differs.contains(((Var) arg).id());
        Atom now = known.get(param);
        if (open || differs.contains(param) || value != null && value.equals(now)) {
            return false;
        }
        if (value == null || now != null) {
            known.remove(param);
            differs.add(param);
        } else {
            known.put(param, value);
        }
        return true;
    }
}
