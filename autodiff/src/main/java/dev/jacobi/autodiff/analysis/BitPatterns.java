package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses derivatives that would be lost in bit patterns. An integer has no tangent, so a number that is taken apart into its bits and put together again
 * would silently have the derivative 0. That is right where the result is a step function, as a power of two made of an exponent is, and wrong where bits of the
 * significand go on: those are what a small change of a number changes.
 *
 * <p>For each integer two sets of bits are followed to a fixed point: {@code depends}, the bits that depend on an active number in any way, and {@code fine},
 * the bits that hold part of an active number's significand. A number made of bits that depend in the place of its significand, or of fine ones anywhere, is refused, and so is a number that
 * an integer with fine bits is converted to. What is only compared, hashed, sorted by or used as an index is not looked at: there a derivative is 0 as with any branch.
 * Only bit operations of the user's program count, which {@link Params.To#where} tells.
 */
public final class BitPatterns {
    private static final Flow NONE = new Flow(false, 0, 0, "");

    /** What is known of a variable: for a float whether it is active, for an integer its bits, and where the fine ones were taken from a number. */
    private record Flow(boolean active, long depends, long fine, String from) {
        Flow or(Flow o) {
            return new Flow(active || o.active, depends | o.depends, fine | o.fine, from.isEmpty() ? o.from : from);
        }

        Flow bits(long depends, long fine) {
            return new Flow(false, depends, fine, fine == 0 ? "" : from);
        }
    }

    private final Module module;
    private final Map<String, Map<Integer, Flow>> flows = new LinkedHashMap<>();
    private final Map<String, Activity> useful = new HashMap<>();
    private String function;
    private boolean changed;

    private BitPatterns(Module module) {
        this.module = module;
    }

    /**
     * Looks at a function that is to be differentiated.
     *
     * @throws NoRule with both places when a derivative would be lost
     */
    public static void check(Module m, String entry, List<Boolean> active) {
        if (m.funcs().values().stream().noneMatch(f -> looks(f.body()))) {
            return;
        }
        var b = new BitPatterns(m);
        Func f = m.get(entry);
        b.function = entry;
        b.flows.put(entry, new HashMap<>());
        for (int k = 0; k < active.size(); k++) {
            if (active.get(k)) {
                b.set(f.in().get(k), new Flow(true, 0, 0, ""));
            }
        }
        do {
            b.changed = false;
            for (String name : List.copyOf(b.flows.keySet())) {
                b.function = name;
                b.useful.computeIfAbsent(name, n -> new Activity(m.get(n), m.get(n).in().stream().map(v -> false).toList()));
                b.walk(m.get(name).body());
            }
        } while (b.changed);
    }

    private static boolean looks(List<Eqn> body) {
        return body.stream().anyMatch(e -> e.params() instanceof Params.To t && !t.where().isEmpty() || Regions.of(e).stream().anyMatch(r -> looks(r.body())));
    }

    private Flow get(Atom a) {
        return a instanceof Var v ? flows.get(function).getOrDefault(v.id(), NONE) : NONE;
    }

    private Flow any(List<? extends Atom> atoms) {
        Flow f = NONE;
        for (Atom a : atoms) {
            f = f.or(get(a));
        }
        return f;
    }

    private void set(Var v, Flow f) {
        long all = width(v.dtype());
        Flow now = v.dtype().isFloat() ? new Flow(f.active, 0, 0, "") : v.dtype() == DType.BOOL ? NONE : new Flow(false, f.depends & all, f.fine & all, f.from);
        if (now.equals(NONE)) {
            return;
        }
        Flow old = flows.get(function).getOrDefault(v.id(), NONE);
        Flow sum = old.or(now);
        if (!sum.equals(old)) {
            flows.get(function).put(v.id(), sum);
            changed = true;
        }
    }

    private void walk(List<Eqn> body) {
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            if (regions.isEmpty()) {
                eqn(e);
                continue;
            }
            TangentActivity.flows(e, this::copy);
            regions.forEach(r -> walk(r.body()));
            TangentActivity.flows(e, this::copy);
            if (e.params() instanceof Params.Fold) {
                e.out().forEach(v -> set(v, smeared(get(v))));
            }
        }
    }

    private void copy(Atom from, Atom to) {
        if (to instanceof Var v) {
            set(v, get(from));
        }
    }

    private void eqn(Eqn e) {
        List<Atom> in = e.in();
        switch (e.prim().group()) {
            case UNARY, BINARY, TERNARY -> set(e.result(), e.result().dtype().isFloat() ? number(e) : integer(e));
            case CONVERSION -> set(e.result(), e.prim() == Prim.BITCAST ? bits(e) : converted(e));
            case STRUCTURAL -> {
                boolean values = e.prim() != Prim.DIM && e.prim() != Prim.IOTA;
                int n = e.prim() == Prim.CONCAT ? in.size() : e.prim() == Prim.UPDATE_SLICE || e.prim() == Prim.PAD ? 2 : 1;
                set(e.result(), values ? any(in.subList(0, Math.min(n, in.size()))) : NONE);
            }
            case ACCESS -> set(e.result(), get(in.get(0)).or(e.prim() == Prim.UPDATE || e.prim() == Prim.SCATTER ? get(in.get(in.size() - 1)) : NONE));
            case REDUCTION, RANDOM, COLLECTIVE, LINEAR -> e.out().forEach(v -> set(v, smeared(any(in))));
            case LIBRARY -> {
                for (int k = 0; k < e.out().size(); k++) {
                    set(e.out().get(k), e.prim() == Prim.SORT ? get(in.get(k)) : any(in));
                }
            }
            case CONTROL -> {
                if (e.params() instanceof Params.Call c) {
                    call(e, c.name());
                }
            }
            case MARK -> {
                for (int k = 0; k < e.out().size() && e.prim() != Prim.STOP_GRADIENT; k++) {
                    set(e.out().get(k), get(in.get(k)));
                }
            }
            case COMPARE -> { }
        }
    }

    /** Of a float: active where an operand is that hands its derivative on. */
    private Flow number(Eqn e) {
        return TangentActivity.isFlat(e.prim()) ? NONE : any(e.in());
    }

    private Flow integer(Eqn e) {
        List<Atom> in = e.in();
        Flow all = any(e.prim() == Prim.SELECT ? in.subList(1, 3) : in);
        if (all.depends == 0) {
            return NONE;
        }
        Prim p = e.prim();
        int width = e.result().dtype().bits();
        Flow x = get(in.get(0));
        Lit constant = in.get(in.size() - 1) instanceof Lit l ? l : in.get(0) instanceof Lit l ? l : null;
        if (p == Prim.AND && constant != null) {
            return all.bits(all.depends & constant.asLong(), all.fine & constant.asLong());
        } else if (p == Prim.OR && constant != null) {
            return all.bits(all.depends & ~constant.asLong(), all.fine & ~constant.asLong());
        } else if (p == Prim.AND || p == Prim.OR || p == Prim.XOR || p == Prim.NOT || p == Prim.SELECT || p == Prim.MIN || p == Prim.MAX) {
            return all;
        } else if (p == Prim.SHL || p == Prim.SHR || p == Prim.USHR) {
            return in.get(1) instanceof Lit l ? shifted(p, x, (int) l.asLong() & width - 1, width) : smeared(all);
        } else if (p == Prim.POPCNT || p == Prim.CLZ || p == Prim.CTZ) {
            return all.bits(0x7f, all.fine == 0 ? 0 : 0x7f);
        } else if (p == Prim.ADD || p == Prim.SUB || p == Prim.NEG || p == Prim.ABS) {
            long fine = between(all.fine);
            // a carry out of the significand goes to the exponent above it, which then steps as it does from one power of two to the next
            boolean inPlace = (all.depends & Long.highestOneBit(fine) << 1) != 0;
            return all.bits(-Long.lowestOneBit(all.depends), fine == 0 || inPlace ? fine : -Long.lowestOneBit(fine));
        } else if (p == Prim.SIGN) {
            return all.bits(-1, 0);
        }
        return smeared(all);
    }

    private static Flow shifted(Prim p, Flow x, int by, int width) {
        return x.bits(shifted(p, x.depends, by, width), shifted(p, x.fine, by, width));
    }

    private static long shifted(Prim p, long mask, int by, int width) {
        return p == Prim.SHL ? mask << by : p == Prim.USHR ? mask >>> by : extended(mask, width) >> by;
    }

    private static long extended(long mask, int width) {
        return mask << 64 - width >> 64 - width;
    }

    /** The bits from the lowest to the highest of these. */
    private static long between(long mask) {
        return mask == 0 ? 0 : -Long.lowestOneBit(mask) & (Long.highestOneBit(mask) << 1) - 1;
    }

    /** Any bit may have become any other one. */
    private static Flow smeared(Flow f) {
        return new Flow(f.active, f.depends == 0 ? 0 : -1, f.fine == 0 ? 0 : -1, f.from);
    }

    private Flow bits(Eqn e) {
        Atom a = e.in().get(0);
        String where = ((Params.To) e.params()).where();
        if (where.isEmpty()) {
            return NONE;
        }
        Flow x = get(a);
        if (a.dtype().isFloat()) {
            return x.active ? new Flow(false, -1, significand(a.dtype()), where) : NONE;
        }
        return (x.depends & significand(e.result().dtype())) == 0 && x.fine == 0 ? NONE : lost(e, x.from, where);
    }

    private Flow converted(Eqn e) {
        Atom a = e.in().get(0);
        Flow x = get(a);
        boolean real = e.result().dtype().isFloat();
        if (a.dtype().isFloat()) {
            return real || !x.active ? x : new Flow(false, -1, 0, "");
        }
        if (real) {
            return x.fine == 0 ? NONE : lost(e, x.from, "");
        }
        boolean unsigned = a.dtype() == DType.U16;
        int w = a.dtype().bits();
        return unsigned || a.dtype() == DType.BOOL ? x : x.bits(extended(x.depends, w), extended(x.fine, w));
    }

    /** A number whose derivative is lost: one that nothing differentiable is made of does no harm, but counts as active if it is taken apart again. */
    private Flow lost(Eqn e, String from, String to) {
        if (useful.get(function).useful(e.result())) {
            throw new NoRule((from.isEmpty() ? "at " + to + " it makes a number of bits that depend on what the derivative is taken by"
                : "at " + from + " it takes the bits of a number that the derivative is taken by, and makes another number of them" + (to.isEmpty() || to.equals(from) ? "" : " at " + to))
                + "; bit patterns have no derivative");
        }
        return new Flow(true, 0, 0, "");
    }

    private static long significand(DType d) {
        return switch (d) {
            case F64 -> (1L << 52) - 1;
            case F32 -> (1L << 23) - 1;
            case F16 -> (1L << 10) - 1;
            case BF16 -> (1L << 7) - 1;
            case BOOL, I8, I16, U16, I32, I64 -> -1;
        };
    }

    private static long width(DType d) {
        return d.bits() >= 64 ? -1 : (1L << d.bits()) - 1;
    }

    /** What goes into a function of the module is what its inputs may be, whoever calls it; functions with rules of their own are not looked into. */
    private void call(Eqn e, String name) {
        boolean active = any(e.in()).active;
        Func f = module.get(name);
        boolean ruled = module.get(name + "!jvp") != null || module.get(name + "!fwd") != null;
        if (f == null || ruled || External.is(name)) {
            e.out().forEach(v -> set(v, active ? new Flow(true, v.dtype().isFloat() ? 0 : -1, 0, "") : NONE));
            return;
        }
        List<Flow> in = e.in().stream().map(this::get).toList();
        String caller = function;
        changed |= flows.putIfAbsent(name, new HashMap<>()) == null;
        function = name;
        for (int k = 0; k < in.size(); k++) {
            set(f.in().get(k), in.get(k));
        }
        var out = new ArrayList<Flow>();
        f.out().forEach(a -> out.add(get(a)));
        function = caller;
        for (int k = 0; k < out.size(); k++) {
            set(e.out().get(k), out.get(k));
        }
    }
}
