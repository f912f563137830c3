package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recurrences of cotangents, {@code c = c * a + b} with a {@code b} that does not wait for the trip before: each trip waits for a product and for a sum, and a fused multiply-add takes about half as long as both. It rounds
 * once instead of twice. The values of the program itself keep their operations; its gradients are sums in any order anyway.
 * For the same reason a cotangent that is divided by what does not wait is multiplied by the inverse, {@code c * (1 / d)}, which is there when the trip begins, is the same for all lanes that divide by the same number, and
 * is computed once for all that is divided by it.
 */
public final class RecurrenceSteps {
    private final Map<Var, Integer> uses = new HashMap<>();
    /** What waits for numbers of the trip before; elements of arrays are there mostly. */
    private final Set<Var> waiting = new HashSet<>();
    private final FormulaBuilder code;

    private RecurrenceSteps(List<Var> handedOn, FormulaBuilder code) {
        this.code = code;
        handedOn.stream().filter(v -> v.type().isScalar()).forEach(waiting::add);
    }

    /** The body of a backward loop, which is handed these values by the trip before and yields those; new variables come from {@code code}. */
    public static List<Eqn> fused(List<Eqn> body, List<Var> handedOn, List<Atom> yields, FormulaBuilder code) {
        var s = new RecurrenceSteps(handedOn, code);
        s.count(body);
        yields.forEach(s::use);
        return s.fused(body);
    }

    private void count(List<Eqn> body) {
        for (Eqn e : body) {
            e.in().forEach(this::use);
            Regions.of(e).forEach(r -> {
                count(r.body());
                r.out().forEach(this::use);
            });
        }
    }

    private void use(Atom a) {
        if (a instanceof Var v) {
            uses.merge(v, 1, Integer::sum);
        }
    }

    private List<Eqn> fused(List<Eqn> body) {
        var products = new HashMap<Atom, Eqn>();
        var out = new ArrayList<Eqn>();
        for (Eqn quotient : body) {
            boolean waits = waits(quotient);
            Eqn e = waits && divides(quotient) ? byInverse(quotient, out) : quotient;
            Eqn product = waits && e.prim() == Prim.ADD && isReal(e) ? product(e, products) : null;
            if (product != null) {
                out.remove(product);
                Atom other = e.in().get(e.in().get(0).equals(product.result()) ? 1 : 0);
                out.add(new Eqn(Prim.FMA, List.of(product.in().get(0), product.in().get(1), other), Params.NONE, e.out()));
            } else {
                out.add(e);
            }
            if (waits) {
                waiting.addAll(e.out());
            }
            if (waits && e.prim() == Prim.MUL && isReal(e) && uses.getOrDefault(e.result(), 0) == 1) {
                products.put(e.result(), e);
            }
        }
        return out;
    }

    private boolean divides(Eqn e) {
        return e.prim() == Prim.DIV && isReal(e) && e.result().dtype() == DType.F64 && !(e.in().get(1) instanceof Var v && waiting.contains(v));
    }

    /** The same quotient; what stands in front of its last equation goes to {@code out}. */
    private Eqn byInverse(Eqn quotient, List<Eqn> out) {
        code.open();
        code.timesInverse(quotient.in().get(0), quotient.in().get(1));
        List<Eqn> eqns = code.close();
        if (eqns.isEmpty()) {
            return quotient; // by one
        }
        Eqn last = eqns.get(eqns.size() - 1);
        out.addAll(eqns.subList(0, eqns.size() - 1));
        return new Eqn(last.prim(), last.in(), last.params(), quotient.out());
    }

    /** The product that a sum waits for while it does not wait for the other summand; null when there is none. */
    private Eqn product(Eqn sum, Map<Atom, Eqn> products) {
        for (int k = 0; k < 2; k++) {
            Eqn product = products.get(sum.in().get(k));
            if (product != null && !(sum.in().get(1 - k) instanceof Var v && waiting.contains(v))) {
                return product;
            }
        }
        return null;
    }

    private static boolean isReal(Eqn e) {
        return e.result().type().isScalar() && (e.result().dtype() == DType.F64 || e.result().dtype() == DType.F32);
    }

    private boolean waits(Eqn e) {
        boolean[] found = new boolean[1];
        e.in().forEach(a -> found[0] |= a instanceof Var v && waiting.contains(v));
        Regions.of(e).forEach(r -> {
            r.body().forEach(x -> found[0] |= waits(x));
            r.out().forEach(a -> found[0] |= a instanceof Var v && waiting.contains(v));
        });
        return found[0];
    }
}
