package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Comparisons of arrays of any types, element by element. */
public final class Relations {
    private Relations() {
    }

    /** Whether {@code p} holds, one of {@code EQ NE LT LE GT GE}. Complex numbers have the order of their real parts, and equal ones that of their imaginary parts. */
    public static NDArray compare(Prim p, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        if (!in.get(0).dtype().isComplex()) {
            return Elementwise.compare(p, in.get(0), in.get(1));
        }
        String name = p.text();
        return Elementwise.run(Structural.key(name), name, DType.BOOL, in, (t, x) -> List.of(complex(new Terms(t), p, x)));
    }

    private static Atom complex(Terms t, Prim p, List<Atom> x) {
        Atom re = t.of(p, x.get(0), x.get(2));
        Atom im = t.of(p, x.get(1), x.get(3));
        return p == Prim.EQ ? t.and(re, im) : p == Prim.NE ? t.of(Prim.OR, re, im) : t.select(t.of(Prim.EQ, x.get(0), x.get(2)), im, re);
    }
}
