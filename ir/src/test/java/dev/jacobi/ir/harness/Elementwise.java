package dev.jacobi.ir.harness;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Every elementwise primitive in one program. */
public final class Elementwise {
    /** A primitive, and its value. */
    public record Application(Prim prim, Var result) {
    }

    /** What primitives of one, two and three operands take; {@code choice} is the selector of select. */
    public record Operands(List<? extends Atom> one, List<? extends Atom> two, Atom choice, List<? extends Atom> three) {
        private List<Atom> of(Prim p) {
            return List.copyOf(switch (p.group()) {
                case UNARY, CONVERSION -> one;
                case BINARY, COMPARE -> two;
                case TERNARY -> p == Prim.SELECT ? List.of(choice, three.get(1), three.get(2)) : three;
                case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> List.<Atom>of();
            });
        }
    }

    private Elementwise() {
    }

    /** Applies all primitives that take such operands, conversions to each type. */
    public static List<Application> all(Builder b, Operands operands, Predicate<Prim> which) {
        var out = new ArrayList<Application>();
        for (Prim p : Prim.values()) {
            if (p.isElementwise() && which.test(p)) {
                List<Atom> in = operands.of(p);
                for (Params params : params(p)) {
                    if (takes(p, in, params)) {
                        out.add(new Application(p, b.emitAll(p, params, in).get(0)));
                    }
                }
            }
        }
        return out;
    }

    private static List<Params> params(Prim p) {
        if (p.group() != Prim.Group.CONVERSION) {
            return List.of(Params.NONE);
        }
        var all = new ArrayList<Params>();
        for (DType to : DType.values()) {
            all.add(new Params.To(to));
        }
        return all;
    }

    /** Whether its type rule takes the operands. */
    public static boolean takes(Prim p, List<Atom> in, Params params) {
        try {
            TypeRules.infer(p, in, params);
            return true;
        } catch (TypeRules.TypeError e) {
            return false;
        }
    }

    /** Whether it is a function whose last bits are not fixed: transcendental functions are. */
    public static boolean isRounded(Prim p) {
        return p.form() == Prim.Form.FUNCTION && p != Prim.NEXTAFTER;
    }
}
