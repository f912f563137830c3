package dev.jacobi.llvm.library;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The routines of native libraries that compiled code may call, as equations {@code call library.NAME} between loops.
 *
 * <p>An array operand is given as a pointer to its first element (arrays are row-major and dense), a scalar operand as it is: i32 where C has {@code int}, f32 and f64, i64 for {@code long}.
 * The routine overwrites some of the array operands. The results of the call are these arrays afterwards, in the order of {@link #overwritten}, and then, if it {@link #returns} one, the
 * {@code int} that the C function returns. An operand that is still needed as it was is copied before; an operand that is only read may be a part of an array ({@code index} with fewer indices
 * than axes).
 *
 * <p>To use one more function of OpenBLAS, CBLAS or LAPACKE:
 * <ol>
 * <li>Add a constant per type of elements here: the C function's name, the positions of the operands that it overwrites (workspaces too), and whether it returns something.
 * Nothing else has to be declared; the address is looked up when the library is loaded. LAPACKE's functions whose names end in {@code _work} neither look for NaN nor allocate.
 * <li>In lowering, ask {@code LibraryCase} for the two ways, with {@link #call} in the first: <pre>{@code
 * LibraryCase.of(b).when(large, () -> {                                   // the library is there, and the extents, known at run time, are worth a call
 *     Atom columns = transposed(a);                                       // LAPACK keeps matrices by columns: a copy that is then overwritten
 *     Var pivots = b.full(Lit.unset(DType.I32), dims, List.of(n));
 *     List<Var> r = LibraryRoutine.DGETRF.call(b, List.of(Lit.i32(102), n32, n32, columns, n32, pivots));      // factors, pivots, info
 *     return ...;
 * }, () -> loops(a));}</pre>
 * The second way is what happens on small arrays and where there is no library, and what the reference interpreter runs: it must have the same results up to rounding.
 * <li>Several matrices are a loop over them in IR ({@code Nest.over}, {@code Builder.loop}) with one call per trip; an array made in a trip is freed at its end. A {@code map} goes to several
 * threads, as everything that is called here may run on several at once, on one thread each.
 * </ol>
 *
 * <p>Where a routine needs more than plain C arguments, an adapter in LLVM IR stands in front of it: a text in {@code jit/} that is part of the native runtime ({@code product.ll} for matrix
 * products, which go to threads there). After the operands it gets an i1, whether it may use several threads. It reaches a C function by the address in {@code @jacobi_library.NAME}.
 */
public enum LibraryRoutine {
    /** {@code (c, a, b, shape) -> c}: see {@code product.ll}. */
    PRODUCT_F32(true, "jacobi_product_f32", false, 0), PRODUCT_F64(true, "jacobi_product_f64", false, 0),
    /** {@code (c, a, b, shape) -> c}: see {@code ordered.ll}, which needs no library and is given the tables of matrices whose rows lie anywhere. */
    ORDERED_F32(true, "jacobi_ordered_f32", false, 0), ORDERED_F64(true, "jacobi_ordered_f64", false, 0),
    /** {@code (layout, m, n, a, lda, pivots) -> a, pivots, info}. */
    SGETRF(false, "LAPACKE_sgetrf_work", true, 3, 5), DGETRF(false, "LAPACKE_dgetrf_work", true, 3, 5),
    /** {@code (layout, m, n, a, lda, tau) -> a, tau, info}. */
    SGEQRF(false, "LAPACKE_sgeqrf", true, 3, 5), DGEQRF(false, "LAPACKE_dgeqrf", true, 3, 5),
    /** {@code (layout, m, n, k, a, lda, tau) -> a, info}. */
    SORGQR(false, "LAPACKE_sorgqr", true, 4), DORGQR(false, "LAPACKE_dorgqr", true, 4),
    /** {@code (layout, job, half, n, a, lda, w) -> a, w, info}. */
    SSYEVD(false, "LAPACKE_ssyevd", true, 4, 6), DSYEVD(false, "LAPACKE_dsyevd", true, 4, 6),
    /** {@code (layout, job, m, n, a, lda, s, u, ldu, vt, ldvt) -> a, s, u, vt, info}. */
    SGESDD(false, "LAPACKE_sgesdd", true, 4, 6, 7, 9), DGESDD(false, "LAPACKE_dgesdd", true, 4, 6, 7, 9),
    /** The same of complex matrices, whose elements are pairs of floats; leading dimensions count pairs. */
    CGETRF(false, "LAPACKE_cgetrf_work", true, 3, 5), ZGETRF(false, "LAPACKE_zgetrf_work", true, 3, 5),
    CGEQRF(false, "LAPACKE_cgeqrf", true, 3, 5), ZGEQRF(false, "LAPACKE_zgeqrf", true, 3, 5),
    CUNGQR(false, "LAPACKE_cungqr", true, 4), ZUNGQR(false, "LAPACKE_zungqr", true, 4),
    CHEEVD(false, "LAPACKE_cheevd", true, 4, 6), ZHEEVD(false, "LAPACKE_zheevd", true, 4, 6),
    CGESDD(false, "LAPACKE_cgesdd", true, 4, 6, 7, 9), ZGESDD(false, "LAPACKE_zgesdd", true, 4, 6, 7, 9),
    /** {@code (layout, uplo, n, a, lda) -> a, info}. */
    SPOTRF(false, "LAPACKE_spotrf_work", true, 3), DPOTRF(false, "LAPACKE_dpotrf_work", true, 3),
    /** {@code (order, side, uplo, trans, diag, m, n, alpha, a, lda, b, ldb) -> b}. */
    STRSM(false, "cblas_strsm", false, 10), DTRSM(false, "cblas_dtrsm", false, 10);

    private final boolean adapter;
    private final String symbol;
    private final boolean returns;
    private final List<Integer> overwritten;

    LibraryRoutine(boolean adapter, String symbol, boolean returns, Integer... overwritten) {
        this.adapter = adapter;
        this.symbol = symbol;
        this.returns = returns;
        this.overwritten = List.of(overwritten);
    }

    /** Functions of OpenBLAS that adapters call. */
    private static final List<String> OF_ADAPTERS = List.of("cblas_sgemm", "cblas_dgemm", "cblas_sgemv", "cblas_dgemv");

    /** The equation that calls it: the overwritten operands afterwards, and what it returns. */
    public List<Var> call(Builder b, List<? extends Atom> in) {
        var results = new ArrayList<Type>();
        overwritten.forEach(k -> results.add(in.get(k).type()));
        if (returns) {
            results.add(Type.I32);
        }
        return b.emitAll(Prim.CALL, new Params.Call(nameOf(this), results), in);
    }

    /** Whether it, or what it calls, is in the library that has to be loaded. */
    public boolean needsLibrary() {
        return !takesRows();
    }

    /** Whether each matrix is two operands for it: where its first row begins, and a table of where each row begins behind that, null where they lie one behind the other. */
    public boolean takesRows() {
        return this == ORDERED_F32 || this == ORDERED_F64;
    }

    /** Whether a call is of a routine that is given rows. */
    public static boolean takesRows(Eqn call) {
        return call.prim() == Prim.CALL && shapes().containsKey(((Params.Call) call.params()).name()) && of(((Params.Call) call.params()).name()).takesRows();
    }

    /** Whether a call is of a product of matrices, which reads all but its first operand. */
    public static boolean isProduct(Eqn call) {
        return call.prim() == Prim.CALL && shapes().containsKey(((Params.Call) call.params()).name()) && of(((Params.Call) call.params()).name()).isAdapter();
    }

    /** Whether it is a function of the native runtime, not of the library itself. */
    public boolean isAdapter() {
        return adapter;
    }

    /** The name of the C function. */
    public String symbol() {
        return symbol;
    }

    /** Positions of the operands that it overwrites. */
    public List<Integer> overwritten() {
        return overwritten;
    }

    /** Whether it returns an {@code int}, which is the last result. */
    public boolean returns() {
        return returns;
    }

    /** The name by which calls have it. */
    public String callName() {
        return nameOf(this);
    }

    private static String nameOf(LibraryRoutine r) {
        return External.routine(r.name().toLowerCase(Locale.ROOT));
    }

    /** How calls name the products of matrices: they write all of their first operand, of which nothing is set before, unless they add to it. */
    public static Set<String> products() {
        return Set.of(nameOf(PRODUCT_F32), nameOf(PRODUCT_F64), nameOf(ORDERED_F32), nameOf(ORDERED_F64));
    }

    /** The routine that a call names. */
    public static LibraryRoutine of(String name) {
        return Arrays.stream(values()).filter(r -> nameOf(r).equals(name)).findFirst().orElseThrow(() -> new IllegalStateException("there is no routine " + name));
    }

    /** For each routine by its name in calls: per result the operand that it overwrites, -1 for a returned number. As {@code buffer.CallShapes} has it of functions. */
    public static Map<String, List<Integer>> shapes() {
        var shapes = new HashMap<String, List<Integer>>();
        for (LibraryRoutine r : values()) {
            var shape = new ArrayList<>(r.overwritten);
            if (r.returns) {
                shape.add(-1);
            }
            shapes.put(nameOf(r), shape);
        }
        return shapes;
    }

    /** The names of all C functions whose addresses compiled code wants. */
    public static List<String> symbols() {
        var all = new ArrayList<>(OF_ADAPTERS);
        Arrays.stream(values()).filter(r -> !r.adapter).forEach(r -> all.add(r.symbol));
        return all;
    }

    /** The name of the variable in the native runtime that holds such an address. */
    public static String variable(String symbol) {
        return "jacobi_library." + symbol;
    }
}
