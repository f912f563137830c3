package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One small program or more for every primitive, with the ranges its inputs are drawn from: away from the points where it has no
 * derivative, as the tests compare with finite differences. {@code R} stands for f64 or f32; n = 4, m = 3, k = 2 in all types.
 */
final class Rows {
    private Rows() {
    }

    /**
     * {@code ranges | inputs | equations | results}; {@code %s} takes each of the names after the last bar. Where finite differences do
     * not tell the derivative an exclamation mark stands in front.
     */
    private static final String[] ROWS = {
        "-2..2 | a:R[] | b = %s a | b | neg exp expm1 sin cos atan sinh cosh tanh asinh erf copy",
        "-2..2 | a:R[n] | b = %s a | b | neg exp expm1 sin cos atan sinh cosh tanh asinh erf copy",
        "-1..1 | a:R[n] | b = %s a | b | tan",
        "0.3..2 | a:R[] | b = %s a | b | abs sqrt cbrt log log1p log10 lgamma digamma",
        "0.3..2 | a:R[n] | b = %s a | b | abs sqrt cbrt log log1p log10 lgamma digamma",
        "-2..-0.3 | a:R[n] | b = %s a | b | abs cbrt",
        "-0.8..-0.2 | a:R[n] | b = %s a | b | lgamma digamma",
        "0.6..0.9 | a:R[n] | b = %s a; c = mul b a | c | sign floor ceil rint",
        "! 0.6..0.9 | a:R[n] | b = stop_gradient a; c = mul b a | c | -",
        "-0.8..0.8 | a:R[n] | b = %s a | b | asin acos atanh erf_inv",
        "1.2..3 | a:R[n] | b = acosh a | b | -",
        "-0.8..0.8 | a:R[] | b = %s a | b | asin acos atanh erf_inv tan",
        "-2..2,-2..2 | a:R[], b:R[] | c = %s a b | c | add sub mul min max",
        "-2..2,-2..2 | a:R[n], b:R[n] | c = %s a b | c | add sub mul min max",
        "0.3..2,0.5..2 | a:R[], b:R[] | c = %s a b | c | div pow atan2 hypot copysign nextafter",
        "0.3..2,0.5..2 | a:R[n], b:R[n] | c = %s a b | c | div pow atan2 hypot copysign nextafter",
        "-2..-0.3,-2..-0.5 | a:R[n], b:R[n] | c = %s a b | c | div atan2 hypot copysign",
        "-2..2 | a:R[] | b = pow a 2.0:R; c = pow a 3.0:R; d = pow a 5.0:R; e = add b c; f = sub e d | f | -",
        "3.1..3.9,2.1..2.9 | a:R[n], b:R[n] | c = rem a b; d = mul c b | d | -",
        "-3.9..-3.1,2.1..2.9 | a:R[], b:R[] | c = rem a b; d = mul c b | d | -",
        "-2..2,-2..2,-2..2 | a:R[], b:R[], c:R[] | d = fma a b c | d | -",
        "-2..2,-2..2,-2..2 | a:R[n], b:R[n], c:R[n] | d = fma a b c | d | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | p = %s a b; c = mul a a; d = select p c b | d | eq ne lt le gt ge",
        "-2..2,-2..2 | a:R[], b:R[] | p = %s a b; c = mul a a; d = select p c b | d | eq ne lt le gt ge",
        "-2..2,-2..2 | a:R[n], b:R[] | p = lt b 0.0:R; c = mul a a; d = select p c a | d | -",
        "-9..9 | a:i32[n] | b = %s a | b | not popcnt clz ctz neg abs sign",
        "-9..9,1..9 | a:i64[n], b:i64[n] | c = %s a b | c | add sub mul div rem min max and or xor shl shr ushr mulhi",
        "0..1,0..1 | a:bool[], b:bool[] | c = and a b; d = or a c; e = not d; f = xor e b | f, c | -",
        "-2..2,0..3 | a:R[n], i:i32[] | b = convert[f64] a; d = convert[R] i; g = convert[R] b; h = mul g g | h, d | -",
        "! 1..2 | a:R[n] | b = convert[f32] a; c = convert[i32] b; d = bitcast[f32] c; e = convert[R] b; f = mul e a | d, f | -",
        "-2..2 | a:R[] | n = convert[i32] 3:i64; b = full[R[?]] a n; c = mul b b | c | -",
        "-2..2 | a:R[n] | n = dim[0] a; i = iota[R[n]] n; b = mul a i; c = mul b a | c | -",
        "-2..2 | a:R[n] | n = dim[0] a; b = broadcast[1 -> 3,n] a 3:i32 n; c = mul b b | c | -",
        "-2..2 | a:R[] | b = broadcast[-> 2,3] a 2:i32 3:i32; c = mul b b | c | -",
        "-2..2 | a:R[n,3] | n = dim[0] a; m = mul n 3:i32; b = reshape[R[?]] a m; c = mul b b | c | -",
        "-2..2 | a:R[n,m] | b = transpose[1,0] a; c = rev[1] b; d = mul c c | d | -",
        "-2..2,0..2 | a:R[n,m], i:i32[] | b = slice[2,2; 2,1] a i i 2:i32 2:i32; c = mul b b | c | -",
        "-2..2,-2..2,0..3 | a:R[n], u:R[2], i:i32[] | b = mul a a; c = mul u u; d = update_slice b c i; e = mul d d | e | -",
        "-2..2,-2..2 | a:R[n], z:R[] | b = pad[1; 2; 1] a z; c = mul b b | c | -",
        "-2..2,-2..2 | a:R[n], z:R[] | b = pad[-1; -1; 0] a z; c = mul b b; d = mul z z | c, d | -",
        "-2..2,-2..2 | a:R[n,m], b:R[k,m] | c = concat[0] a b a; d = mul c c | d | -",
        "-2..2,0..3 | a:R[n,m], i:i32[] | r = index a i; x = index[clamp] a i 5:i32; y = index r 1:i32; b = mul r r; c = mul x y | b, c | -",
        "-2..2,-2..2,0..3 | a:R[n], x:R[], i:i32[] | b = mul a a; u = update b i x; v = update[clamp add] u 1:i32 x; w = update[clamp] v 9:i32 x; y = mul w w | y | -",
        "-2..2,-2..2,0..2 | a:R[n,m], r:R[m], i:i32[] | b = mul a a; u = update b i r; v = update[clamp add] u 1:i32 r; y = mul v v | y | -",
        "-2..2,-2..2,0..3 | a:R[n], x:R[], i:i32[] | b = mul a a; u = update[clamp mul] b i x; v = update[clamp max] u 1:i32 x; w = update[clamp min] v 2:i32 x; y = mul w w | y | -",
        "-2..2,0..3 | a:R[n,m], i:i32[k] | b = gather[clamp 0] a i; c = mul b b; d = gather[clamp 1] a i; e = mul d d | c, e | -",
        "-2..2,0..3,-2..2 | a:R[n], i:i32[k], u:R[k] | b = scatter[clamp add] a i u; c = mul b b; d = scatter[clamp] a i u; e = mul d d | c, e | -",
        "-2..2,0..3,-2..2 | a:R[n,m], i:i32[k], u:R[k,m] | b = scatter[clamp add] a i u; c = mul b b; d = scatter[clamp] a i u; e = mul d d | c, e | -",
        "0.5..2,0..3,0.5..2 | a:R[n], i:i32[m], u:R[m] | b = scatter[clamp mul] a i u; c = scatter[clamp max] a i u; d = scatter[clamp min] a i u; e = mul b d; f = mul e c | f | -",
        "-2..2 | a:R[n,m] | b = mul a a; c = %s[1] b; d = mul c c | d | reduce_add reduce_mul reduce_min reduce_max",
        "-2..2 | a:R[n,m] | b = %s[0,1] a; c = mul b b | c | reduce_add reduce_mul reduce_min reduce_max",
        "-2..2 | a:R[n,m] | b = %s[0 reverse] a; c = mul b b | c | cum_add cum_mul cum_min cum_max",
        "-2..2 | a:R[n,m] | b = %s[1] a; c = mul b b | c | cum_add cum_mul cum_min cum_max",
        "0..1 | a:bool[n,m] | b = %s[1] a | b | reduce_and reduce_or reduce_xor",
        "-2..2 | a:R[n,m] | b = %s[0] a; c = convert[R] b; d = index a 1:i32; e = mul c d | e, b | argmin argmax",
        "-2..2,-2..2 | a:R[n,k], b:R[k,m] | c = dot_general[1; 0; ; ] a b; d = mul c c | d | -",
        "-2..2,-2..2 | a:R[k,n,m], b:R[k,m,n] | c = dot_general[2; 1; 0; 0] a b | c | -",
        "-2..2,-2..2 | a:R[2,2,5], b:R[4,1,3] | c = conv[1; 1; 1; 1; 2] a b | c | -",
        "-2..2,-2..2 | a:R[1,2,5,4], b:R[3,2,2,2] | c = conv[2,1; 1,0; 0,1; 1,1; 1] a b | c | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | c, d = sort[0, 1] a b; e = mul c d; f = mul e e | f | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | c, d = fft[0] a b; e, f = fft[0 reverse] d c; g = mul c e; h = mul d f | g, h | -",
        "-0.3..0.3 | a:R[m,m] | b = dot_general[1; 1; ; ] a a; n = dim[0] a; i = iota[R[m,m]] n n; j = transpose[1,0] i; p = eq i j; o = full[R[m,m]] 1.0:R n n; z = full[R[m,m]] 0.0:R n n;"
            + " e = select p o z; s = add b e; l = cholesky s | l | -",
        "0.5..2,-2..2 | a:R[m,m], b:R[m,k] | c = triangular_solve[0] a b; d = triangular_solve[0 reverse] a c | c, d | -",
        "0.5..2,-2..2 | a:R[m,m], b:R[m] | c = triangular_solve[0] a b | c | -",
        "-2..2,-2..2 | a:R[], b:R[] | p = lt a b; c, d = cond(p) false { x = mul a b; yield x, a } true { x = sin b; yield x, 1.0:R } | c, d | -",
        "-2..2,0..3 | a:R[], s:i32[] | c = cond(s) 0 { x = mul a a; yield x } 1 { x = sin a; yield x } 2 { yield 3.0:R } | c | -",
        "-2..2,0..3,0..1 | a:R[n], i:i32[], p:bool[] | b = mul a a; c = cond(p) false { yield b } true { x = index b i; y = mul x x; u = update b i y; yield u }; d = mul c c | d | -",
        "-1..1,0..5 | a:R[], n:i32[] | x, y = for(n, a, 1.0:R) { i, x, y -> z = mul x y; w = sin z; yield w, x } | x, y | -",
        "-1..1,-1..1 | a:R[n], s:R[] | n = dim[0] a; t = full[R[n]] 0.0:R n; r, q = for(n, t, s) { i, t, q -> x = index a i; y = mul x q; z = sin y; u = update t i z; w = add q z; yield u, w } | r, q | -",
        "-1..1 | a:R[n] | n = dim[0] a; m = sub n 1:i32; b = mul a a; r = for(m, b) { i, b -> x = index b i; j = add i 1:i32; y = index b j; z = mul x y; w = sin z; u = update b j w; yield u } | r | -",
        "0.5..2,0.3..0.9 | a:R[], x:R[] | y, k = while(x, 0:i32) { y, k -> z = mul y y; p = lt z a; yield p } do { y, k -> z = add y 0.25:R; w = mul z 1.25:R; l = add k 1:i32; yield w, l } | y, k | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | n = dim[0] a; c, d = map[n](n, b) { i, t -> x = index a i; y = mul x x; z = sin y; u = update t i z; yield u, y }; e = mul c d | e | -",
        "-2..2,-2..2 | a:R[n], c:R[] | n = dim[0] a; g, h = map[n](n, a) { i, j -> k = index j i; l = update j i c; yield l, k }; e = mul h h | e | -",
        "-2..2 | a:R[n,m] | n = dim[0] a; m = dim[1] a; r = map[n](n) { i -> s = for(m, 0.0:R) { j, s -> x = index a i j; y = mul x x; t = add s y; yield t }; yield s } | r | -",
        "-2..2,-2..2 | a:R[n], b:R[] | n = dim[0] a; s, t = reduce[n, add, max](n, b, b) { i -> x = index a i; y = mul x b; yield y, y } | s, t | -",
        "0.5..2,0.5..2 | a:R[n], b:R[] | n = dim[0] a; s, t = reduce[n, mul, min](n, b, b) { i -> x = index a i; y = mul x b; yield y, y } | s, t | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | n = dim[0] a; s, t = reduce[n, add](n, 1.0:R, b) { i, d -> x = index a i; y = mul x x; u = update d i y; yield y, u }; c = mul t t | s, c | -",
        "-2..2,-2..2 | a:R[n], b:R[] | n = dim[0] a; s, t = scan[n, add](n, b) { i -> x = index a i; y = mul x b; yield y }; c = mul t t | s, c | -",
        "0.5..2,0.5..2 | a:R[n], b:R[] | n = dim[0] a; s, t, p, q = scan[n, mul, max](n, b, b) { i -> x = index a i; y = mul x b; yield y, y } | s, t, p, q | -",
        "-2..2,-2..2 | a:R[n], b:R[k] | n = dim[0] a; h = hist[n, add](n, b) { i -> x = index a i; y = mul x x; j = and i 1:i32; yield j, y }; c = mul h h | c | -",
        "0.5..2,0.5..2 | a:R[n], b:R[k] | n = dim[0] a; h = hist[n, mul](n, b) { i -> x = index a i; y = mul x x; j = and i 1:i32; yield j, y }; g = hist[n, max](n, b) { i -> x = index a i; j = and i 1:i32; yield j, x } | h, g | -",
        "-2..2,-2..2 | a:R[], b:R[] | c:R[], d:R[] = call[g] a b; e:R[], f:R[] = call[g] 1.5:R c | c, d, e, f | -",
        "-1..1,0..4 | a:R[], n:i32[] | c:R[] = call[power] a n | c | -",
        "-1..1 | a:R[n] | n = dim[0] a; c:R[] = call[tree] a 0:i32 n | c | -",
        "-1..1 | a:R[n] | b:R[n] = call[squares] a; c = mul b b | c | -",
        "0.5..2 | a:R[] | p = gt a 0.0:R; check[throw] p; debug_callback[\"p\"] a; b = mul a a | b | -",
        "-2..2,0..3,-2..2 | a:R[n], i:i32[], x:R[] | n = dim[0] a; z = acc_new[R[n]] n; y = mul x x; b = acc_add[clamp] z i y; r = for(n, b) { j, b -> v = index a j; w = mul v v; c = acc_add b j w; yield c }"
            + "; c = acc_get r; d = mul c c | d | -",
        "0..9 | a:i32[] | b, c = threefry2x32 a 1:i32 2:i32 3:i32 | b, c | -",
        "-2..2 | a:R[n] | b = %s[\"other\"] a; c = mul b b | c | psum pmax pmin all_gather",
        "-2..2 | a:R[] | i = axis_index[\"other\"]; x = convert[R] i; b = add x a; c = mul b b | c | -",
        "-2..2,-2..2 | a:R[], b:R[n] | c, d, e = opt_barrier a b 1.0:R; f = mul c e; g = mul d d | f, g | -",
    };

    /** What the rows call. */
    private static final String FUNCTIONS = """
        g(a:R[], b:R[]) { c = mul a b; d = sin c; return d, c }
        power(a:R[], n:i32[]) { p = lt n 1:i32; r = cond(p) false { m = sub n 1:i32; x:R[] = call[power] a m; y = mul x a; z = sin y; w = add z y; yield w } true { yield a }; return r }
        tree(a:R[n], lo:i32[], hi:i32[]) { d = sub hi lo; p = le d 1:i32
          r = cond(p) false { h = shr d 1:i32; mid = add lo h; x:R[] = call[tree] a lo mid; y:R[] = call[tree] a mid hi; z = mul x y; w = sin z; yield w } true { x = index[clamp] a lo; yield x }
          return r }
        squares(a:R[n]) { n = dim[0] a; r = for(n, a) { i, a -> x = index a i; y = mul x x; u = update a i y; yield u }; return r }
        """;

    /** A program; {@code ranges} per input; {@code compiled} when it has a primitive that no program before it has. */
    record Row(String name, String text, double[][] ranges, boolean smooth, boolean compiled) {
        Module module() {
            return Parser.parseModule(text);
        }

        /** Compiled where the primitive is not elementwise: those share the code of their derivatives in both modes. */
        boolean compiledByAll() {
            return compiled && (How.everything() || primitives(List.of(this)).stream().anyMatch(p -> switch (p.group()) {
                case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> false;
                case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> true;
            }));
        }

        /** Values drawn from the ranges. */
        List<Tensor> inputs(Random random) {
            var in = new ArrayList<Tensor>();
            Func f = module().get("f");
            for (int k = 0; k < ranges.length; k++) {
                Type t = f.in().get(k).type();
                in.add(Numbers.draw(t.dtype(), Numbers.dims(t), ranges[k][0], ranges[k][1], random));
            }
            return in;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All programs, with their reals of this type. */
    static List<Row> all(String real) {
        var rows = new ArrayList<Row>();
        var seen = EnumSet.noneOf(Prim.class);
        for (String row : ROWS) {
            String[] part = row.split(" \\| ", -1);
            for (String prim : part[4].trim().split(" ")) {
                String body = part[2].replace("%s", prim);
                String text = "f(" + part[1] + ") { " + body + "; return " + part[3] + " }\n";
                text = text.contains("call[") ? text + FUNCTIONS : text;
                text = text.replaceAll("\\bR\\b", real);
                boolean smooth = !part[0].startsWith("!");
                String[] each = part[0].substring(smooth ? 0 : 1).trim().split(",");
                double[][] ranges = new double[each.length][];
                for (int k = 0; k < each.length; k++) {
                    String[] ends = each[k].split("\\.\\.");
                    ranges[k] = new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[1])};
                }
                var here = EnumSet.noneOf(Prim.class);
                Parser.parseModule(text).funcs().values().forEach(f -> collect(f.body(), here));
                boolean news = seen.addAll(here);
                rows.add(new Row("(" + part[1] + ") " + body, text, ranges, smooth, How.everything() || How.some() && news && real.equals("f64") && !prim.equals("digamma")));
            }
        }
        return rows;
    }

    /** The primitives that programs consist of. */
    static Set<Prim> primitives(List<Row> rows) {
        var found = EnumSet.noneOf(Prim.class);
        rows.forEach(r -> r.module().funcs().values().forEach(f -> collect(f.body(), found)));
        return found;
    }

    /** Equations, those in regions included. */
    static int size(List<Eqn> body) {
        return body.stream().mapToInt(e -> 1 + Regions.of(e).stream().mapToInt(r -> size(r.body())).sum()).sum();
    }

    private static void collect(List<Eqn> body, Set<Prim> found) {
        for (Eqn e : body) {
            found.add(e.prim());
            for (Region r : Regions.of(e)) {
                collect(r.body(), found);
            }
        }
    }
}
