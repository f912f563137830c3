package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A polynomial over integer variables with long coefficients, of degree at most three: the normal form of index
 * arithmetic. Arithmetic that would leave the range of long, the degree or the size limit throws
 * {@link ArithmeticException}; callers then know nothing about the value.
 *
 * <p>A monomial is a long: up to three variable ids plus one, 21 bits each, larger ones in the lower bits' place first, so that
 * equal products have equal keys; 0 is the constant monomial.
 */
public final class Poly {
    static final int MAX_ID = (1 << 21) - 2;
    private static final int MAX_TERMS = 16;
    private static final long MASK = (1L << 21) - 1;
    /** The polynomial without terms. */
    public static final Poly ZERO = new Poly(new long[0], new long[0]);

    private final long[] monos;
    private final long[] coefs;

    private Poly(long[] monos, long[] coefs) {
        this.monos = monos;
        this.coefs = coefs;
    }

    /** The constant polynomial. */
    public static Poly of(long c) {
        return c == 0 ? ZERO : new Poly(new long[] {0}, new long[] {c});
    }

    /** The variable itself. Throws {@link ArithmeticException} when the id has more bits than a monomial keeps of it. */
    public static Poly var(int id) {
        if (id > MAX_ID) {
            throw new ArithmeticException("variable id out of range");
        }
        return new Poly(new long[] {id + 1L}, new long[] {1});
    }

    /** {@code c} times the monomial {@code m}. */
    public static Poly mono(long m, long c) {
        return c == 0 ? ZERO : new Poly(new long[] {m}, new long[] {c});
    }

    /** The most variables that a term is a product of. */
    int degree() {
        int most = 0;
        for (long m : monos) {
            most = Math.max(most, m == 0 ? 0 : onlyVar(m) >= 0 ? 1 : vars(m).length);
        }
        return most;
    }

    /** How many terms there are. */
    public int size() {
        return monos.length;
    }

    /** The monomial of term {@code k}; terms are in ascending order of their monomials. */
    public long mono(int k) {
        return monos[k];
    }

    /** The coefficient of term {@code k}, which is not 0. */
    public long coef(int k) {
        return coefs[k];
    }

    /** The coefficient of a monomial, 0 when absent. */
    long coefOf(long mono) {
        for (int k = 0; k < monos.length; k++) {
            if (monos[k] == mono) {
                return coefs[k];
            }
        }
        return 0;
    }

    /** True when no variable occurs. */
    public boolean isConst() {
        return monos.length == 0 || (monos.length == 1 && monos[0] == 0);
    }

    /** The coefficient of the constant monomial, 0 when absent. */
    public long constant() {
        return coefOf(0);
    }

    /** The only variable when this is exactly one variable, else -1. */
    public int asVar() {
        return monos.length == 1 && coefs[0] == 1 && monos[0] != 0 && monos[0] <= MASK ? (int) monos[0] - 1 : -1;
    }

    /** The sum. This and the other arithmetic throws {@link ArithmeticException} when the result is out of the limits of a polynomial. */
    public Poly plus(Poly o) {
        return combine(1, o, 1);
    }

    /** The difference. */
    public Poly minus(Poly o) {
        return combine(1, o, -1);
    }

    /** The sum with a constant. */
    public Poly plus(long c) {
        return c == 0 ? this : plus(of(c));
    }

    /** All coefficients with the other sign. */
    public Poly negate() {
        return times(-1);
    }

    /** All coefficients times {@code c}. */
    public Poly times(long c) {
        return combine(c, ZERO, 0);
    }

    /** a * this + b * o. */
    Poly combine(long a, Poly o, long b) {
        var m = new long[monos.length + o.monos.length];
        var c = new long[m.length];
        int n = 0;
        int i = 0;
        int j = 0;
        int ends = monos.length;
        int others = o.monos.length;
        while (i < ends || j < others) {
            long mono;
            long sum;
            if (j == others || i < ends && monos[i] < o.monos[j]) {
                mono = monos[i];
                sum = a == 1 ? coefs[i] : multiplied(a, coefs[i]);
                i++;
            } else {
                mono = o.monos[j];
                sum = b == 1 ? o.coefs[j] : multiplied(b, o.coefs[j]);
                j++;
                if (i < ends && monos[i] == mono) {
                    sum = added(sum, a == 1 ? coefs[i] : multiplied(a, coefs[i]));
                    i++;
                }
            }
            if (sum != 0) {
                m[n] = mono;
                c[n++] = sum;
            }
        }
        if (n > MAX_TERMS) {
            throw new TooLarge("too many terms");
        }
        return n == 0 ? ZERO : n == m.length ? new Poly(m, c) : new Poly(Arrays.copyOf(m, n), Arrays.copyOf(c, n));
    }

    /** The product. */
    public Poly times(Poly o) {
        if (monos.length > o.monos.length) {
            return o.times(this);
        }
        Poly sum = ZERO;
        for (int i = 0; i < monos.length; i++) {
            sum = sum.plus(o.timesMono(monos[i], coefs[i]));
        }
        return sum;
    }

    /** {@code coef * mono * this}; products with one monomial stay distinct, so they only need sorting. */
    Poly timesMono(long mono, long coef) {
        if (coef == 0) {
            return ZERO;
        }
        if (mono == 0) {
            return times(coef);
        }
        var m = new long[monos.length];
        var c = new long[monos.length];
        for (int j = 0; j < m.length; j++) {
            long x = product(mono, monos[j]);
            int k = j;
            for (; k > 0 && m[k - 1] > x; k--) {
                m[k] = m[k - 1];
                c[k] = c[k - 1];
            }
            m[k] = x;
            c[k] = multiplied(coef, coefs[j]);
        }
        return new Poly(m, c);
    }

    private static long multiplied(long x, long y) {
        long r = x * y;
        if (Math.multiplyHigh(x, y) != r >> 63) {
            throw new TooLarge("coefficient too large");
        }
        return r;
    }

    private static long added(long x, long y) {
        long r = x + y;
        if (((x ^ r) & (y ^ r)) < 0) {
            throw new TooLarge("coefficient too large");
        }
        return r;
    }

    /** Searches for proofs meet it thousands of times, deep in the stack, so it does not look at that. */
    private static final class TooLarge extends ArithmeticException {
        private static final long serialVersionUID = 1;

        TooLarge(String what) {
            super(what);
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /** The product of two monomials. */
    static long product(long a, long b) {
        if (a == 0 || b == 0) {
            return a | b;
        }
        if (a <= MASK && b <= MASK) {
            return Math.min(a, b) << 21 | Math.max(a, b);
        }
        if (a >>> 42 != 0 || b >>> 42 != 0 || a > MASK && b > MASK) {
            throw new TooLarge("degree too high");
        }
        long one = a > MASK ? b : a;
        long two = a > MASK ? a : b;
        long least = two >>> 21;
        long most = two & MASK;
        return one <= least ? one << 42 | two : one <= most ? least << 42 | one << 21 | most : least << 42 | most << 21 | one;
    }

    /** The greatest number that divides both, which are not negative. */
    static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** A monomial without one of its factors. */
    static long quotient(long mono, int id) {
        long r = 0;
        boolean found = false;
        for (int shift = 42; shift >= 0; shift -= 21) {
            long x = mono >>> shift & MASK;
            if (x == id + 1L && !found) {
                found = true;
            } else {
                r = r << 21 | x;
            }
        }
        return r;
    }

    /** The variable that a monomial is, or -1 when it is constant or a product. */
    static int onlyVar(long mono) {
        return mono <= MASK ? (int) mono - 1 : -1;
    }

    /** The variables of a monomial. */
    public static int[] vars(long mono) {
        int n = 0;
        for (long x = mono; x != 0; x >>>= 21) {
            n++;
        }
        var ids = new int[n];
        for (int i = 0; i < n; i++, mono >>>= 21) {
            ids[i] = (int) (mono & MASK) - 1;
        }
        return ids;
    }

    /** All variables, each once. */
    public int[] variables() {
        var found = new LinkedHashSet<Integer>();
        for (long m : monos) {
            for (int v : vars(m)) {
                found.add(v);
            }
        }
        var ids = new int[found.size()];
        int n = 0;
        for (int v : found) {
            ids[n++] = v;
        }
        return ids;
    }

    /** True when a variable whose id fulfils the predicate occurs. */
    public boolean mentions(IntPredicate id) {
        for (long m : monos) {
            for (int v : vars(m)) {
                if (id.test(v)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** True when the variable occurs. */
    public boolean mentions(int id) {
        return mentions(v -> v == id);
    }

    /** This with a variable replaced. */
    public Poly with(int id, Poly value) {
        if (!mentions(id)) {
            return this;
        }
        Poly sum = ZERO;
        for (int k = 0; k < monos.length; k++) {
            Poly term = of(coefs[k]);
            for (int v : vars(monos[k])) {
                term = term.times(v == id ? value : var(v));
            }
            sum = sum.plus(term);
        }
        return sum;
    }

    /** This with other variable ids. */
    Poly rename(IntUnaryOperator id) {
        Poly sum = ZERO;
        for (int k = 0; k < monos.length; k++) {
            long m = 0;
            for (int v : vars(monos[k])) {
                m = product(m, id.applyAsInt(v) + 1L);
            }
            sum = sum.plus(mono(m, coefs[k]));
        }
        return sum;
    }

    /** The coefficient polynomial of a variable: c in c*id + rest, or null when the variable occurs in a higher power. */
    public Poly linear(int id) {
        Poly sum = ZERO;
        for (int k = 0; k < monos.length; k++) {
            long m = 0;
            int power = 0;
            for (int v : vars(monos[k])) {
                if (v == id) {
                    power++;
                } else {
                    m = product(m, v + 1L);
                }
            }
            if (power > 1) {
                return null;
            }
            if (power == 1) {
                sum = sum.plus(mono(m, coefs[k]));
            }
        }
        return sum;
    }

    /** The polynomial that {@code c} times is this one; null when there is none with whole coefficients. */
    Poly dividedBy(long c) {
        long[] parts = new long[coefs.length];
        for (int k = 0; k < parts.length; k++) {
            if (coefs[k] % c != 0) {
                return null;
            }
            parts[k] = coefs[k] / c;
        }
        return new Poly(monos, parts);
    }

    /** A constant k such that k * divisor takes the divisor's last term out of this, or, for a constant divisor, leaves the constant that is nearest to 0; 0 when there is none. */
    long multiplesOf(Poly divisor) {
        int last = divisor.monos.length - 1;
        long c = divisor.coefs[last];
        long own = coefOf(divisor.monos[last]);
        return divisor.isConst() ? Math.floorDiv(own + Math.abs(c) / 2, Math.abs(c)) * Long.signum(c) : own % c == 0 ? own / c : 0;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Poly p && Arrays.equals(monos, p.monos) && Arrays.equals(coefs, p.coefs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(monos) + Arrays.hashCode(coefs);
    }

    @Override
    public String toString() {
        var s = new StringBuilder();
        for (int k = 0; k < monos.length; k++) {
            s.append(k == 0 ? "" : " + ").append(coefs[k]);
            for (int v : vars(monos[k])) {
                s.append("*v").append(v);
            }
        }
        return s.isEmpty() ? "0" : s.toString();
    }

    /** The variables by their names in polynomials, which call a while's carry by the condition's parameter: for code that stands in its body. */
    public static Map<Integer, Var> variables(Func f) {
        Map<Integer, Var> vars = Regions.variables(f);
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.WHILE) {
                RegionView.of(e).slots().forEach(s -> vars.put(s.params().get(0).id(), s.param()));
            }
        });
        return vars;
    }
}
