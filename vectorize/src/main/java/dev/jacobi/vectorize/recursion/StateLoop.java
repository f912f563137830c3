package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.vectorize.recursion.CallBlocks.Block;
import dev.jacobi.vectorize.recursion.CallBlocks.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the loop: {@code while (state >= 0) switch (state)}. It carries the state, the number of the call that runs, the stack of frames (an array per type
 * of scalars), the rows of arrays per call, and the registers of {@link ValuePlaces}.
 */
final class StateLoop {
    private static final int STATE = 0;
    private static final int CALL = 1;
    private final CallBlocks blocks;
    private final String entry;
    private final int depth;
    private final List<Block> states;
    private final BlockLiveness live;
    private final ValuePlaces places;
    private final CallExtents extents;
    private final List<Var> inputs;
    private final Builder b;
    private final List<DType> types;
    private final Map<Integer, Atom> env = new HashMap<>();
    /** What the current state has found in its places. */
    private final Set<Integer> found = new HashSet<>();

    StateLoop(Module m, Set<String> component, String entry, int depth) {
        this.entry = entry;
        this.depth = depth;
        blocks = new CallBlocks(m, component);
        Set<Block> reached = blocks.reached(entry);
        states = blocks.states.stream().filter(reached::contains).toList();
        live = new BlockLiveness(blocks.all);
        inputs = blocks.begin.get(entry).params;
        Map<Integer, Atom> given = ValuePlaces.given(blocks, reached, entry);
        extents = new CallExtents(blocks, inputs, given);
        places = new ValuePlaces(blocks, states, live, given, extents);
        types = List.copyOf(places.frames.keySet());
        b = new Builder(blocks.nextId());
    }

    // What is carried: state, call, frames by type, rows, registers.

    private int frames(DType d) {
        return 2 + types.indexOf(d);
    }

    private int rows(int k) {
        return 2 + types.size() + k;
    }

    private int register(int k) {
        return rows(places.rows.size()) + k;
    }

    private int number(Block s) {
        return states.indexOf(s);
    }

    Func build() {
        List<Atom> first = first();
        List<Var> now = carried(first);
        b.open();
        Region more = b.close(now, List.of(b.emit(Prim.GE, now.get(STATE), Lit.i32(0))));
        List<Var> here = carried(first);
        b.open();
        Region step = b.close(here, step(here));
        List<Var> last = carried(first);
        b.append(new Eqn(Prim.WHILE, first, new Params.While(more, step), last));
        var out = new ArrayList<Atom>();
        for (int k = 0; k < blocks.funcs.get(entry).out().size(); k++) {
            out.add(last.get(register(places.result(entry, k))));
        }
        return b.build(inputs, out);
    }

    private List<Var> carried(List<Atom> first) {
        return first.stream().map(a -> b.fresh(ErasedTypes.type(a.type()))).toList();
    }

    private List<Atom> first() {
        List<Atom> now = new ArrayList<>();
        now.add(Lit.i32(number(blocks.begin.get(entry))));
        now.add(Lit.i32(0));
        places.frames.forEach((d, n) -> now.add(b.full(Lit.zero(d), List.of(Dim.of((long) depth * n)), List.of(Lit.i32(depth * n)))));
        for (Var v : places.rows) {
            now.add(array(v.type(), extents.of(v, v.type()), true));
        }
        for (ValuePlaces.Register r : places.registers) {
            now.add(r.type().isScalar() ? Lit.zero(r.type().dtype()) : null);
        }
        now.set(frames(DType.I32), b.update(now.get(frames(DType.I32)), Params.Access.PROMISED, List.of(Lit.i32(0)), Lit.i32(-1)));
        for (Var v : inputs) {
            if (places.of(v) instanceof ValuePlaces.Carried c) {
                now.set(register(c.register()), v);
            } else {
                put(v, v, now, Lit.i32(0));
            }
        }
        for (int k = 0; k < places.registers.size(); k++) {
            ValuePlaces.Register r = places.registers.get(k);
            if (now.get(register(k)) == null) {
                now.set(register(k), array(r.type(), r.extents(), false));
            }
        }
        return now;
    }

    /** An array to begin with; what is in it is never read. */
    private Atom array(Type t, List<Object> axes, boolean perCall) {
        var dims = new ArrayList<Dim>();
        var sizes = new ArrayList<Atom>();
        if (perCall) {
            dims.add(Dim.of(depth));
            sizes.add(Lit.i32(depth));
        }
        for (int k = 0; k < axes.size(); k++) {
            Atom n = extents.first(axes.get(k), b);
            if (n == null) {
                throw new NoRule("the recursion of " + entry + " makes an array whose extents are not known before its first call");
            }
            dims.add(n instanceof Lit l ? Dim.of(Math.max(0, l.asLong())) : Dim.UNKNOWN);
            sizes.add(n instanceof Lit l ? Lit.i32((int) Math.max(0, l.asLong())) : b.emit(Prim.MAX, b.convert(n, DType.I32), Lit.i32(0)));
        }
        return b.full(Lit.zero(t.dtype()), dims, sizes);
    }

    private List<Atom> step(List<Var> now) {
        var regions = new ArrayList<Region>();
        for (Block s : states) {
            b.open();
            List<Atom> next = state(s, new ArrayList<>(now));
            regions.add(b.close(List.of(), next));
        }
        if (regions.size() == 1) {
            regions.add(new Region(List.of(), List.of(), List.copyOf(now)));
        }
        return List.copyOf(b.emitAll(Prim.COND, new Params.Branches(regions), List.of(now.get(STATE))));
    }

    private List<Atom> state(Block s, List<Atom> now) {
        env.clear();
        found.clear();
        var here = new ArrayList<>(live.of(s));
        if (s.state != State.BACK) {
            here.addAll(s.params);
        }
        for (Var v : here) {
            env.put(v.id(), get(v, now));
            found.add(v.id());
        }
        if (s.state == State.BACK) {
            String callee = callee(s);
            for (int k = 0; k < s.params.size(); k++) {
                env.put(s.params.get(k).id(), now.get(register(places.result(callee, k))));
            }
        }
        return tree(s, now);
    }

    private String callee(Block back) {
        for (Block x : blocks.all) {
            if (x.end instanceof CallBlocks.Call c && c.back() == back) {
                return c.name();
            }
        }
        throw new IllegalStateException("nothing goes back to a block");
    }

    /** Where a slot of a call's frame is. */
    private Atom at(Atom call, DType d, int slot) {
        int n = places.frames.get(d);
        Atom base = call instanceof Lit l ? Lit.i32((int) l.asLong() * n) : n == 1 ? call : b.emit(Prim.MUL, call, Lit.i32(n));
        return base instanceof Lit l ? Lit.i32((int) l.asLong() + slot) : slot == 0 ? base : b.emit(Prim.ADD, base, Lit.i32(slot));
    }

    private Atom get(Var v, List<Atom> now) {
        ValuePlaces.Place p = places.of(v);
        if (p instanceof ValuePlaces.Given g) {
            return g.value();
        } else if (p instanceof ValuePlaces.Frame f) {
            return b.index(now.get(frames(f.dtype())), Params.Access.PROMISED, List.of(at(now.get(CALL), f.dtype(), f.slot())));
        } else if (p instanceof ValuePlaces.Row r) {
            return b.index(now.get(rows(r.stack())), Params.Access.PROMISED, List.of(now.get(CALL)));
        }
        return now.get(register(((ValuePlaces.Carried) p).register()));
    }

    /** Puts a value where a call has it. */
    private void put(Var v, Atom value, List<Atom> now, Atom call) {
        ValuePlaces.Place p = places.of(v);
        if (p instanceof ValuePlaces.Frame f) {
            int k = frames(f.dtype());
            now.set(k, b.update(now.get(k), Params.Access.PROMISED, List.of(at(call, f.dtype(), f.slot())), value));
        } else if (p instanceof ValuePlaces.Row r) {
            int k = rows(r.stack());
            for (int axis = 0; axis < v.type().rank(); axis++) {
                Var fits = b.emit(Prim.EQ, b.dim(value, axis), b.dim(now.get(k), axis + 1));
                b.check(fits, Params.Code.SHAPE, "arrays kept by the calls of " + v.type());
            }
            now.set(k, b.update(now.get(k), Params.Access.PROMISED, List.of(call), value));
        } else if (p instanceof ValuePlaces.Carried c) {
            now.set(register(c.register()), value);
        }
    }

    private Atom atom(Atom a) {
        return a instanceof Var v ? env.getOrDefault(v.id(), v) : a;
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        return as.stream().map(this::atom).toList();
    }

    /** Writes a block, and the blocks after it up to the next state; returns what is carried then. */
    private List<Atom> tree(Block block, List<Atom> now) {
        block.body.forEach(this::copy);
        if (block.end instanceof CallBlocks.Jump j) {
            if (j.to().state != null) {
                return go(j, now);
            }
            List<Atom> args = atoms(j.args());
            for (int k = 0; k < args.size(); k++) {
                env.put(j.to().params.get(k).id(), args.get(k));
            }
            return tree(j.to(), now);
        } else if (block.end instanceof CallBlocks.Branch x) {
            return branch(x, now);
        } else if (block.end instanceof CallBlocks.Call c) {
            return call(c, now);
        }
        List<Atom> values = atoms(((CallBlocks.Return) block.end).values());
        for (int k = 0; k < values.size(); k++) {
            now.set(register(places.result(block.func, k)), values.get(k));
        }
        now.set(STATE, b.index(now.get(frames(DType.I32)), Params.Access.PROMISED, List.of(at(now.get(CALL), DType.I32, 0))));
        now.set(CALL, b.emit(Prim.ADD, now.get(CALL), Lit.i32(-1)));
        return now;
    }

    private List<Atom> branch(CallBlocks.Branch x, List<Atom> now) {
        Atom selector = atom(x.selector());
        if (selector instanceof Lit l) {
            int last = x.to().size() - 1;
            return tree(x.to().get(l.asLong() < 0 || l.asLong() > last ? last : (int) l.asLong()), now);
        }
        var regions = new ArrayList<Region>();
        for (Block to : x.to()) {
            b.open();
            List<Atom> next = tree(to, new ArrayList<>(now));
            regions.add(b.close(List.of(), next));
        }
        return List.copyOf(b.emitAll(Prim.COND, new Params.Branches(regions), List.of(selector)));
    }

    private List<Atom> go(CallBlocks.Jump j, List<Atom> now) {
        List<Atom> args = atoms(j.args());
        keep(live.of(j.to()), now);
        for (int k = 0; k < args.size(); k++) {
            Var p = j.to().params.get(k);
            boolean there = found.contains(p.id()) && j.args().get(k).equals(p) && !(places.of(p) instanceof ValuePlaces.Carried);
            if (!there) {
                put(p, args.get(k), now, now.get(CALL));
            }
        }
        now.set(STATE, Lit.i32(number(j.to())));
        return now;
    }

    /** Puts what the next state needs into its places. */
    private void keep(Iterable<Var> values, List<Atom> now) {
        for (Var v : values) {
            if (!found.contains(v.id()) || places.of(v) instanceof ValuePlaces.Carried) {
                put(v, atom(v), now, now.get(CALL));
            }
        }
    }

    private List<Atom> call(CallBlocks.Call c, List<Atom> now) {
        Block begin = blocks.begin.get(c.name());
        List<Atom> args = atoms(c.args());
        keep(live.of(c.back()), now);
        Var next = b.emit(Prim.ADD, now.get(CALL), Lit.i32(1));
        b.check(b.emit(Prim.LT, next, Lit.i32(depth)), Params.Code.DEPTH, "calls of " + c.name());
        for (int k = 0; k < args.size(); k++) {
            put(begin.params.get(k), args.get(k), now, next);
        }
        int k = frames(DType.I32);
        now.set(k, b.update(now.get(k), Params.Access.PROMISED, List.of(at(next, DType.I32, 0)), Lit.i32(number(c.back()))));
        now.set(CALL, next);
        now.set(STATE, Lit.i32(number(begin)));
        return now;
    }

    // Copies of equations.

    private void copy(Eqn e) {
        List<Atom> in = atoms(e.in());
        Params p = ErasedTypes.params(e.params()).map(this::region);
        b.append(new Eqn(e.prim(), in, p, e.out().stream().map(this::fresh).toList()));
    }

    private Var fresh(Var v) {
        Var w = b.fresh(ErasedTypes.type(v.type()));
        env.put(v.id(), w);
        return w;
    }

    private Region region(Region r) {
        List<Var> params = r.params().stream().map(this::fresh).toList();
        b.open();
        r.body().forEach(this::copy);
        return b.close(params, atoms(r.out()));
    }
}
