package dev.jacobi.ir.verify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Literals;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Printer;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Signature;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks that IR is well formed. The invariants are numbered; ir/README.md lists them. One walk in program
 * order: {@code scope} holds what is defined at the point reached, {@code defined} every id seen so far.
 */
public final class Verifier {
    private final String name;
    private final Func func;
    private final Module module;
    private final Set<Eqn> single = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Integer> defined = new HashSet<>();
    private final Map<Integer, Type> scope = new HashMap<>();
    private Eqn at;

    private Verifier(String name, Func func, Module module) {
        this.name = name;
        this.func = func;
        this.module = module;
    }

    /** Verifies all functions and that calls fit the functions they name; throws {@link InvalidIr}. */
    public static void verify(Module m) {
        m.funcs().forEach((name, f) -> new Verifier(name, f, m).run());
    }

    /** Verifies one function; where its calls go is not looked at. Throws {@link InvalidIr}. */
    public static void verify(Func f) {
        new Verifier("f", f, null).run();
    }

    private void run() {
        func.in().forEach(this::define);
        body(func.body());
        at = null;
        func.out().forEach(this::use);
    }

    private void need(boolean ok, int invariant, String what) {
        if (!ok) {
            throw fault(invariant, what);
        }
    }

    private void need(boolean ok, int invariant, Supplier<String> what) {
        if (!ok) {
            throw fault(invariant, what.get());
        }
    }

    private InvalidIr fault(int invariant, String what) {
        String where = at == null ? "" : at.prim().text() + ": ";
        return new InvalidIr(invariant, where + what, Printer.excerpt(name, func, at));
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            at = e;
            operands(e);
            params(e);
            regions(e);
            at = e;
            results(e);
            // What has results is told apart by them; passes tell checks and loops of checks apart by their objects.
            need(!e.out().isEmpty() || single.add(e), 1, "it stands twice as the same object");
            e.out().forEach(this::define);
        }
    }

    private void define(Var v) {
        need(defined.add(v.id()), 1, () -> "variable %" + v.id() + " is defined twice");
        scope.put(v.id(), v.type());
    }

    private void use(Atom a) {
        if (a instanceof Lit l) {
            need(Literals.inRange(l), 8, () -> "the literal's bits " + Long.toHexString(l.bits()) + " are not a value of " + l.dtype().text());
            return;
        }
        Var v = (Var) a;
        Type t = scope.get(v.id());
        need(t != null, 2, () -> "variable %" + v.id() + (defined.contains(v.id()) ? " is used outside its region" : " is used before any definition"));
        need(t.equals(v.type()), 3, () -> "variable %" + v.id() + " is defined as " + t + " and used as " + v.type());
    }

    private void operands(Eqn e) {
        e.in().forEach(this::use);
        int n = e.in().size();
        int least = Signature.least(e.prim());
        need(n >= least && n <= Signature.most(e.prim()), 5, () -> "it cannot take " + n + " operands");
    }

    private void params(Eqn e) {
        Class<?> kind = Signature.params(e.prim());
        need(kind.isInstance(e.params()), 4, () -> "its params are " + (e.params() == null ? "null" : e.params().getClass().getSimpleName())
            + " in place of " + kind.getSimpleName());
        int axis = Signature.axis(e.params());
        int rank = e.in().isEmpty() ? 0 : e.in().get(0).type().rank();
        boolean element = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || e.prim() == Prim.TRIANGULAR_SOLVE;
        need(axis != -2 && (element || axis < rank), 10, () -> "an axis is repeated or outside the operand's rank " + rank);
        if (e.params() instanceof Params.Access a) {
            need(a.op() == null || a.op().isFold(), 9, () -> "it cannot combine by " + (a.op() == null ? "" : a.op().text()));
            need(a.op() == null || e.prim() != Prim.INDEX && e.prim() != Prim.GATHER, 9, () -> "a read combines nothing");
        } else if (e.params() instanceof Params.Call c && module != null && !External.is(c.name()) && !External.isRoutine(c.name())) {
            call(e, c);
        } else if (e.params() instanceof Params.Shape s) {
            int first = e.prim() == Prim.FULL || e.prim() == Prim.RESHAPE ? 1 : 0;
            for (int i = 0; i < s.dims().size() && first + i < e.in().size(); i++) {
                boolean differs = e.in().get(first + i) instanceof Lit l && s.dims().get(i).isConst() && s.dims().get(i).add() != l.asLong();
                need(!differs, 12, "an extent in the type and its operand are different numbers");
            }
        }
    }

    private void call(Eqn e, Params.Call c) {
        Func f = module.get(c.name());
        need(f != null, 11, () -> "there is no function " + c.name());
        need(fits(f.in().stream().map(Var::type).toList(), e.in().stream().map(Atom::type).toList()), 11,
            () -> "the operands do not fit the inputs of " + c.name());
        need(fits(c.results(), f.out().stream().map(Atom::type).toList()), 11, () -> "the results do not fit those of " + c.name());
    }

    private static boolean fits(List<Type> want, List<Type> have) {
        if (want.size() != have.size()) {
            return false;
        }
        for (int i = 0; i < want.size(); i++) {
            if (!want.get(i).accepts(have.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void regions(Eqn e) {
        for (Region r : Regions.of(e)) {
            r.params().forEach(this::define);
            body(r.body());
            at = e;
            r.out().forEach(this::use);
            r.params().forEach(v -> scope.remove(v.id()));
            r.body().forEach(b -> b.out().forEach(v -> scope.remove(v.id())));
        }
        RegionRules.check(e, why -> {
            throw fault(7, why);
        });
        if (e.params() instanceof Params.Fold f) {
            for (Prim op : f.ops()) {
                need(op.isFold(), 9, () -> "it cannot fold by " + op.text());
            }
        }
    }

    private void results(Eqn e) {
        List<Type> want;
        try {
            want = TypeRules.infer(e.prim(), e.in(), e.params());
        } catch (TypeRules.TypeError t) {
            throw fault(5, t.getMessage());
        }
        need(fits(want, e.out().stream().map(Var::type).toList()), 6,
            () -> "its results are " + e.out().stream().map(Var::type).toList() + " in place of " + want);
    }
}
