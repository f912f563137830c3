// A table of small programs: every primitive that is not elementwise in every form of its params, alone and in loops, branches and lanes.
package dev.jacobi.tpu;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Rows {@code ranges | inputs | equations | results | primitives for %s}; R is f64 or f32; n = 5, m = 3, k = 4. */
final class PrimPrograms {
    private PrimPrograms() {
    }

    private static final String[] ROWS = {
        "-2..2 | a:R[n,m] | b = %s a; c = mul b a | c | copy stop_gradient",
        "-2..2 | a:R[n], b:R[] | c, d = opt_barrier a b | d, c | -",
        "-2..2,1..4 | a:R[n], i:i32[] | n = dim[0] a; b = full[R[?]] 2.5:R n; c = iota[R[?]] n; d = iota[i32[2,?]] 2:i32 n; e = mul b c | e, d | -",
        "-2..2 | a:R[n,1] | n = dim[0] a; b = broadcast[1,2 -> 3,n,2] a 3:i32 n 2:i32; c = reshape[R[?,3]] b 10:i32 3:i32 | b, c | -",
        "-2..2 | a:R[] | b = broadcast[-> 2,3] a 2:i32 3:i32 | b | -",
        "-2..2 | a:R[n,m,2] | b = transpose[2,0,1] a; c = rev[0,2] b | c | -",
        "-2..2,-2..9 | a:R[n,m], i:i32[], j:i32[] | b = slice[2,2; 2,1] a i j 2:i32 2:i32; c = slice[2,2; 1,1] a 1:i32 -7:i32 2:i32 2:i32 | b, c | -",
        "-2..2,-2..2,-3..9,-3..9 | a:R[n,m], u:R[2,1], i:i64[], j:i64[] | b = update_slice a u i j; c = update_slice a u 2:i32 1:i32 | b, c | -",
        "-2..2,-2..2 | a:R[n,m], z:R[] | b = pad[1,-1; 2,0; 1,2] a z; c = pad[-2,0; -1,-1; 0,0] a z | b, c | -",
        "-2..2,-2..2 | a:R[n,m], b:R[k,m] | c = concat[0] a b a; d = concat[1] a a | c, d | -",
        "-2..2,-2..7 | a:R[n,m], i:i32[], j:i32[] | r = index[clamp] a i; x = index[clamp] a i j; y = index a 2:i32 1:i32; z = index[clamp] a -4:i32 77:i32 | r, x, y, z | -",
        "-2..2,-2..2,-2..7,-2..7 | a:R[n,m], x:R[], i:i32[], j:i64[] | b = update[clamp] a i j x; c = update[clamp add] b i 1:i32 x; d = update c 2:i32 1:i32 x; e = update[clamp max] d 9:i32 0:i32 x | e | -",
        "-2..2,-2..2,-2..7 | a:R[n,m], x:R[m], i:i32[] | b = update[clamp] a i x; c = update[clamp mul] b i x; d = update[clamp min] c 1:i32 x | d | -",
        "-2..2,-3..8 | a:R[n,m], i:i32[k] | b = gather[clamp 0] a i; c = gather[clamp 1] a i | b, c | -",
        "-2..2,-3..8 | a:R[m,n,2], i:i64[2,k] | b = gather[clamp 1] a i | b | -",
        "-2..2,-1..5,-2..2 | a:R[n,m], i:i32[6], u:R[6,m] | b = scatter[clamp] a i u; c = scatter[clamp add] a i u; d = scatter[clamp max] a i u; e = scatter[clamp mul] a i u | b, c, d, e | -",
        "-2..2,-1..5,-2..2 | a:R[m,n], i:i32[6], u:R[m,6] | b = scatter[clamp 1] a i u; c = scatter[clamp 1 min] a i u | b, c | -",
        "-9..9,-1..5,-9..9 | a:i32[n], i:i32[9], u:i32[9] | b = scatter[clamp] a i u; c = scatter[clamp add] a i u; d = scatter[clamp xor] a i u; e = scatter[clamp and] a i u; f = scatter[clamp or] a i u | b, c, d, e, f | -",
        "-2..2 | a:R[n,m] | b = %s[1] a; c = %s[0] a; d = %s[0,1] a | b, c, d | reduce_add reduce_mul reduce_min reduce_max",
        "-9..9 | a:i32[n,m] | b = %s[1] a; c = %s[0,1] a | b, c | reduce_add reduce_mul reduce_min reduce_max reduce_and reduce_or reduce_xor",
        "0..1 | a:bool[n,m] | b = %s[1] a; c = %s[0,1] a | b, c | reduce_and reduce_or reduce_xor",
        "-2..2 | a:R[n,m] | b = %s[0] a; c = %s[1] a | b, c | argmin argmax",
        "-2..2 | a:i32[n,m] | b = %s[0] a; c = %s[1] a | b, c | argmin argmax",
        "-2..2 | a:R[n,m] | b = %s[0] a; c = %s[1 reverse] a | b, c | cum_add cum_mul cum_min cum_max",
        "-9..9 | a:i64[n,m] | b = %s[0 reverse] a; c = %s[1] a | b, c | cum_add cum_mul cum_min cum_max",
        "-2..2,-2..2 | a:R[n,k], b:R[k,m] | c = dot_general[1; 0; ; ] a b | c | -",
        "-2..2,-2..2 | a:R[m,n,k], b:R[m,k,2] | c = dot_general[2; 1; 0; 0] a b | c | -",
        "-9..9,-9..9 | a:i32[n,k], b:i32[k,m] | c = dot_general[1; 0; ; ] a b | c | -",
        "-2..2,-2..2 | a:R[2,2,5], b:R[4,1,3] | c = conv[1; 1; 1; 1; 2] a b | c | -",
        "-2..2,-2..2 | a:R[2,3,5,4], b:R[4,3,2,2] | c = conv[2,1; 1,0; 0,1; 1,2; 1] a b | c | -",
        "-4..4,-2..2 | a:R[n,m], b:R[n,m] | c, d = sort[0, 1] a b; e, f = sort[1, 2] a b | c, d, e, f | -",
        "-2..2,-3..3 | a:i32[9], b:i64[9] | c, d = sort[0, 1] a b; e, f = sort[0, 2] a b | c, d, e, f | -",
        "-2..2,-2..2 | a:R[n,m], b:R[n,m] | c, d = fft[0] a b; e, f = fft[1 reverse] a b | c, d, e, f | -",
        "-0.3..0.3 | a:R[m,m] | b = dot_general[1; 1; ; ] a a; n = dim[0] a; i = iota[i32[m,m]] n n; j = transpose[1,0] i; p = eq i j; o = full[R[m,m]] 1.0:R n n; z = full[R[m,m]] 0.0:R n n;"
            + " e = select p o z; s = add b e; l = cholesky s | l | -",
        "0.5..2,-2..2 | a:R[m,m], b:R[m,k] | c = triangular_solve[0] a b; d = triangular_solve[0 reverse] a b | c, d | -",
        "0.5..2,-2..2 | a:R[m,m], b:R[m] | c = triangular_solve[0] a b | c | -",
        "-99..99,-99..99 | a:i32[n], b:i32[n] | c, d = threefry2x32 7:i32 -3:i32 a b | c, d | -",
        // Branches.
        "-2..2,-2..2 | a:R[], b:R[] | p = lt a b; c, d = cond(p) false { x = mul a b; yield x, a } true { x = sin b; yield x, 1.0:R } | c, d | -",
        "-2..2,-1..4 | a:R[n], s:i32[] | c = cond(s) 0 { x = mul a a; yield x } 1 { n = dim[0] a; x = cum_add[0] a; yield x } 2 { yield a } | c | -",
        "-2..2,0..3,0..1 | a:R[n], i:i32[], p:bool[] | c = cond(p) false { yield a } true { x = index a i; y = mul x x; u = update a i y; yield u } | c | -",
        "-2..2,-2..2,-1..9 | a:R[n], x:R[], i:i32[] | p = lt i 5:i32; q = ge i 0:i32; c = cond(p) false { u = update[clamp] a 0:i32 x; yield u } true { c = cond(q) false { yield a } true { u = update a i x; yield u }; yield c } | c | -",
        // Loops.
        "-1..1,0..5 | a:R[], n:i32[] | x, y = for(n, a, 1.0:R) { i, x, y -> z = mul x y; w = sin z; yield w, x } | x, y | -",
        "-1..1,-3..3 | a:R[n], k:i64[] | r = for(k, a) { i, b -> x = reduce_add[0] b; u = update[clamp] b i x; yield u } | r | -",
        "0..4,0..4 | p:i32[], q:i32[] | s = for(p, 0:i32) { i, s -> t = for(q, s) { j, t -> u = mul i j; v = add u t; w = add v 1:i32; yield w }; yield t } | s | -",
        "0.5..2,0.3..0.9 | a:R[], x:R[] | y, k = while(x, 0:i32) { y, k -> z = mul y y; p = lt z a; yield p } do { y, k -> z = add y 0.25:R; w = mul z 1.25:R; l = add k 1:i32; yield w, l } | y, k | -",
        "1..40 | a:i32[] | x, k = while(a, 0:i32) { x, k -> p = ne x 1:i32; yield p } do { x, k -> b = and x 1:i32; q = eq b 1:i32; y = cond(q) false { h = shr x 1:i32; yield h } true { t = mul x 3:i32; u = add t 1:i32; yield u }; l = add k 1:i32; yield y, l } | x, k | -",
        "0..9,-2..2 | k:i32[], a:R[n] | i, s = while(0:i32, 0.0:R) { i, s -> p = lt i k; c = lt i 10:i32; check[index \"A.b:1\"] c; yield p } do { i, s -> x = index[clamp] a i; t = add s x; j = add i 1:i32; yield j, t } | i, s | -",
        // Parallel loops.
        "-2..2,-2..2 | a:R[n], b:R[n] | n = dim[0] a; c, d = map[n](n, b) { i, t -> x = index a i; y = mul x x; z = sin y; u = update t i z; yield u, y }; e = mul c d | e | -",
        "-2..2,-2..2 | a:R[n], c:R[] | n = dim[0] a; g, h = map[n](n, a) { i, j -> k = index j i; l = update j i c; yield l, k } | g, h | -",
        "-2..2 | a:R[n,m] | n = dim[0] a; m = dim[1] a; r = map[n](n) { i -> s = for(m, 0.0:R) { j, s -> x = index a i j; y = mul x x; t = add s y; yield t }; yield s } | r | -",
        "-2..2,-2..2 | a:R[n,m], b:R[m,n] | n = dim[0] a; m = dim[1] a; r = map[n](n, b) { i, c -> c1 = map[m](m, c) { j, c -> x = index a i j; y = add x 1.0:R; u = update c j i y; yield u }; yield c1 } | r | -",
        "-2..2,-2..2 | a:R[15], b:R[15] | r = map(5:i32, b) { i, c -> t = mul i 3:i32; c1 = map(3:i32, c) { j, c -> k = add t j; x = index a k; y = add x 1.0:R; u = update c k y; yield u }; yield c1 } | r | -",
        "-2..2 | a:R[20] | r = map(3:i32, a) { i, c -> t = mul i 5:i32; c1 = map(3:i32, c) { j, c -> k = add t j; l = add k 6:i32; g = sub l 1:i32; h = add l 1:i32; x = index c l; y = index a g; z = index a h; v = add y z; u = update c l v; yield u }; yield c1 } | r | -",
        "-2..2,-2..2 | a:R[9], b:R[9] | r = map(9:i32, b) { i, c -> p = gt i 0:i32; q = lt i 8:i32; s = and p q; c1 = cond(s) false { u = update c i 7.0:R; yield u } true { g = sub i 1:i32; h = add i 1:i32; x = index a g; y = index a h; z = add x y; u = update c i z; yield u }; yield c1 } | r | -",
        "-2..2 | a:R[9] | r = map(4:i32, a) { i, c -> t = mul i 2:i32; k = add t 1:i32; x = index c t; y = index c k; u = update c t y; v = update u k x; yield v } | r | -",
        "-9..9,0..4 | a:i32[7], p:i32[7] | r, s = map(7:i32, a) { i, c -> n = index p i; x = index c i; y = for(n, x) { k, y -> z = mul y 3:i32; w = add z k; yield w }; u = update c i y; yield u, n } | r, s | -",
        "1..30 | a:i32[7] | r = map(7:i32, a) { i, c -> v = index c i; x, k = while(v, 0:i32) { x, k -> p = ne x 1:i32; yield p } do { x, k -> b = and x 1:i32; q = eq b 1:i32; y = cond(q) false { h = shr x 1:i32; yield h } true { t = mul x 3:i32; u = add t 1:i32; yield u }; l = add k 1:i32; yield y, l }; u = update c i k; yield u } | r | -",
        "-2..2,0..4 | a:R[6], p:i32[6] | z = full[R[6,4]] 0.5:R 6:i32 4:i32; r = map(6:i32, z) { i, c -> n = index p i; d = for(n, c) { j, d -> x = index a i; y = index[clamp] d i j; w = add x y; u = update[clamp] d i j w; yield u }; yield d } | r | -",
        "-2..2,0..4 | a:R[6], p:i32[6] | r = map(6:i32) { i -> t = full[R[3]] 0.0:R 3:i32; n = index p i; u = for(n, t) { j, t -> x = index a i; y = index[clamp] t j; w = add x y; k = add j 1:i32; v = update[clamp] t k w; yield v }; s = reduce_add[0] u; yield s } | r | -",
        "-2..2,0..5 | a:R[6], p:i32[6] | b = map(6:i32, a) { i, c -> j = index p i; x = index[clamp] a j; y = index c i; w = mul x y; u = update c i w; yield u } | b | -",
        "-2..2,1..5 | a:R[6], k:i32[] | b = map(k, a) { i, c -> x = index c i; y = mul x x; u = update c i y; yield u } | b | -",
        "-2..2 | a:R[6] | b = for(6:i32, a) { k, a -> n = sub 6:i32 k; c = map(n, a) { i, c -> j = add i k; x = index c j; y = add x 1.0:R; u = update c j y; yield u }; yield c } | b | -",
        "-2..2,-2..2 | a:R[n,k], b:R[k,m] | z = full[R[n,m]] 0.0:R 5:i32 3:i32; c = map(5:i32, z) { i, c -> c1 = map(3:i32, c) { j, c -> s = for(4:i32, 0.0:R) { l, s -> x = index a i l; y = index b l j; z = mul x y; t = add s z; yield t }; u = update c i j s; yield u }; yield c1 } | c | -",
        "-2..2,-2..2 | a:R[20], b:R[12] | z = full[R[15]] 0.0:R 15:i32; c = map(5:i32, z) { i, c -> c1 = map(3:i32, c) { j, c -> s = for(4:i32, 0.0:R) { l, s -> p = mul i 4:i32; q = add p l; r = mul l 3:i32; v = add r j; x = index a q; y = index b v; z = mul x y; t = add s z; yield t }; g = mul i 3:i32; h = add g j; u = update c h s; yield u }; yield c1 } | c | -",
        "-2..2,-2..2 | a:R[n], b:R[] | n = dim[0] a; s, t = reduce[n, add, max](n, b, b) { i -> x = index a i; y = mul x b; yield y, y } | s, t | -",
        "-9..9,-9..9 | a:i32[n], b:i32[] | s, t, u, v = reduce[5, mul, min, xor, or](5:i32, b, b, b, b) { i -> x = index a i; yield x, x, x, x } | s, t, u, v | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | n = dim[0] a; s, t = reduce[n, add](n, 1.0:R, b) { i, d -> x = index a i; y = mul x x; u = update d i y; yield y, u } | s, t | -",
        "-2..2,0..5 | a:R[n], k:i32[] | s = reduce[?, add](k, 1.0:R) { i -> x = index a i; yield x } | s | -",
        "-2..2 | a:R[n,m] | r = map(5:i32) { i -> s = reduce[3, add](3:i32, 0.0:R) { j -> x = index a i j; yield x }; yield s } | r | -",
        "-2..2,-2..2 | a:R[n], b:R[] | n = dim[0] a; s, t, p, q = scan[n, add, max](n, b, b) { i -> x = index a i; y = mul x b; yield y, y } | s, t, p, q | -",
        "-9..9 | a:i32[n] | s, t = scan[5, mul](5:i32, 3:i32) { i -> x = index a i; yield x } | s, t | -",
        "-2..2,-2..2 | a:R[n], b:R[k] | n = dim[0] a; h = hist[n, add](n, b) { i -> x = index a i; y = mul x x; j = and i 3:i32; l = sub j 1:i32; yield l, y } | h | -",
        "0..3,-9..9 | a:i32[9], b:i32[3] | h = hist[9, add](9:i32, b) { i -> x = index a i; yield x, 1:i32 }; g = hist[9, max](9:i32, b) { i -> x = index a i; yield x, i } | h, g | -",
        "-2..2,-2..2 | v:R[], b:R[k] | h = hist[3, add](3:i32, b) { i -> yield 1:i32, v }; g = hist[3, mul](3:i32, b) { i -> yield i, 2.0:R }; r = reduce[3, add](3:i32, 1.0:R) { i -> yield v }; s, t = scan[3, add](3:i32, 1.0:R) { i -> yield v } | h, g, r, s, t | -",
        // The first and the last lane are idle, and the column is known only in the loop.
        "-2..2,-2..2 | a:R[n,k], b:R[n,k] | r = for(4:i32, b) { j, b -> c = map(5:i32, b) { i, c -> p = gt i 0:i32; q = lt i 4:i32; s = and p q; d = cond(s) false { yield c } true { g = sub i 1:i32; h = add i 1:i32; x = index a g j; y = index a h j; z = sub x y; u = update c g j z; yield u }; yield d }; yield c } | r | -",
        // Integers of 64 bits that wrap around are not compared by their ranges; powers of ten have logarithms that are whole.
        "-2..2 | a:R[9] | b, c, d = map(9:i32) { i -> l = convert[i64] i; h = mul l -7046029254386353131:i64; p = gt h 0:i64; x = index a i; y = neg x; z = select p x y; u = add l 9223372036854775800:i64; v = lt u l; s = sub l u; w = ge s 0:i64; yield z, v, w } | b, c, d | -",
        "-9..9 | k:i32[n] | b = map(5:i32) { i -> e = index k i; m = abs e; p = for(m, 1.0:R) { j, p -> q = mul p 10.0:R; yield q }; c = lt e 0:i32; r = div 1.0:R p; x = select c r p; l = log10 x; f = floor l; g = convert[i32] f; yield g } | b | -",
        // Calls, checks, marks, accumulators, collectives.
        "-2..2,-2..2 | a:R[], b:R[] | c:R[], d:R[] = call[g] a b; e:R[], f:R[] = call[g] 1.5:R c | c, d, e, f | -",
        "-1..1 | a:R[n] | n = dim[0] a; c:R[] = call[tree] a 0:i32 n | c | -",
        "-1..1 | a:R[n] | b:R[n] = call[squares] a | b | -",
        "0.5..2 | a:R[] | p = gt a 0.0:R; check[throw \"A.b:3\"] p; b = mul a a | b | -",
        "-2..2,0..3,-2..2 | a:R[n], i:i32[], x:R[] | n = dim[0] a; z = acc_new[R[n]] n; b = acc_add[clamp] z i x; r = for(n, b) { j, b -> v = index a j; w = mul v v; c = acc_add b j w; yield c }; c = acc_get r | c | -",
        "-2..2,0..4 | a:R[n], p:i32[n] | z = acc_new[R[n]] 5:i32; r = map(5:i32, z) { j, b -> v = index a j; w = mul v v; c = acc_add b j w; d = acc_add c j v; yield d }; c = acc_get r | c | -",
        "-2..2 | a:R[n] | b = %s[\"x\"] a | b | psum pmax pmin all_gather",
        "-2..2 | a:R[] | i = axis_index[\"x\"]; x = convert[R] i; b = add x a | b | -",
        "-2..2 | a:f64[n] | b = map(5:i32) { i -> x = index a i; y:f64[] = call[\"StrictMath.IEEEremainder\"] x 0.75:f64; z = add y x; yield z } | b | -",
    };

    private static final String FUNCTIONS = """
        g(a:R[], b:R[]) { c = mul a b; d = sin c; return d, c }
        tree(a:R[n], lo:i32[], hi:i32[]) { d = sub hi lo; p = le d 1:i32
          r = cond(p) false { h = shr d 1:i32; mid = add lo h; x:R[] = call[tree] a lo mid; y:R[] = call[tree] a mid hi; z = mul x y; w = sin z; yield w } true { x = index[clamp] a lo; yield x }
          return r }
        squares(a:R[n]) { n = dim[0] a; r = for(n, a) { i, a -> x = index a i; y = mul x x; u = update a i y; yield u }; return r }
        """;

    /** A program and the ranges its inputs are drawn from. */
    record Row(String text, double[][] ranges) {
        Module module() {
            return Parser.parseModule(text);
        }

        List<Tensor> inputs(Random random) {
            var in = new ArrayList<Tensor>();
            List<dev.jacobi.ir.Var> vars = module().get("f").in();
            for (int k = 0; k < vars.size(); k++) {
                double[] r = ranges[Math.min(k, ranges.length - 1)];
                in.add(draw(vars.get(k).type(), r[0], r[1], random));
            }
            return in;
        }
    }

    static List<Row> all(String real) {
        var rows = new ArrayList<Row>();
        for (String row : ROWS) {
            String[] part = row.split(" \\| ", -1);
            for (String prim : part[4].trim().split(" ")) {
                String text = "f(" + part[1] + ") { " + part[2].replace("%s", prim) + "; return " + part[3] + " }\n";
                text = (text.contains("call[") ? text + FUNCTIONS : text).replaceAll("\\bR\\b", real);
                String[] each = part[0].split(",");
                double[][] ranges = new double[each.length][];
                for (int k = 0; k < each.length; k++) {
                    String[] ends = each[k].trim().split("\\.\\.");
                    ranges[k] = new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[1])};
                }
                rows.add(new Row(text, ranges));
            }
        }
        return rows;
    }

    static Tensor draw(Type t, double low, double high, Random random) {
        int[] dims = t.dims().stream().mapToInt(PrimPrograms::extent).toArray();
        int n = java.util.Arrays.stream(dims).reduce(1, (x, y) -> x * y);
        double[] v = random.doubles(n, low, high).toArray();
        int[] ints = random.ints(n, (int) Math.ceil(low), Math.max((int) Math.floor(high), (int) Math.ceil(low)) + 1).toArray();
        Object data = switch (t.dtype()) {
            case F64 -> v;
            case F32 -> {
                float[] f = new float[n];
                for (int k = 0; k < n; k++) {
                    f[k] = (float) v[k];
                }
                yield f;
            }
            case I32 -> ints;
            case I64 -> java.util.Arrays.stream(ints).asLongStream().toArray();
            case BOOL -> {
                boolean[] b = new boolean[n];
                for (int k = 0; k < n; k++) {
                    b[k] = random.nextBoolean();
                }
                yield b;
            }
            case I8, I16, U16, F16, BF16 -> throw new IllegalArgumentException(t.toString());
        };
        return new Tensor(t.dtype(), dims, data);
    }

    private static int extent(Dim d) {
        return d.isConst() ? (int) d.add() : switch (d.sym()) {
            case "n" -> 5;
            case "m" -> 3;
            default -> 4;
        };
    }

    /** The primitives that the equations consist of. */
    static void collect(List<Eqn> body, Set<Prim> found) {
        for (Eqn e : body) {
            found.add(e.prim());
            for (Region r : Regions.of(e)) {
                collect(r.body(), found);
            }
        }
    }
}
