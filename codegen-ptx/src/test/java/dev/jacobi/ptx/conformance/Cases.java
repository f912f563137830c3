package dev.jacobi.ptx.conformance;

import java.util.ArrayList;
import java.util.List;

/** Programs for every primitive. */
final class Cases {
    private Cases() {
    }

    /** {@code ranges | inputs | equations | results | names for %s}; = in front: results are exact. R is f64, f32, or a 16-bit float. */
    private static final String[] ELEMENTWISE = {
        "=-1e3..1e3 | a:R[n] | b = %s a | b | neg abs sign floor ceil rint",
        "=-1..1e3 | a:R[n] | b = sqrt a | b | -",
        "=-1e3..1e3,-1e3..1e3 | a:R[n], b:R[n] | c = %s a b | c | add sub mul div rem min max copysign",
        "=-1e3..1e3,-1e3..1e3 | a:R[n], b:R[n] | p = %s a b; c = select p a b | c, p | eq ne lt le gt ge",
        "=-1e3..1e3,-1e3..1e3,-1e3..1e3 | a:R[n], b:R[n], c:R[n] | d = fma a b c | d | -",
        "=-1e3..1e3 | a:R[n] | b = convert[%s] a | b | i32 i64 i8 i16 u16 f32 f64 f16 bf16 bool",
    };

    private static final String[] FUNCTIONS_OF_REALS = {
        "-3..3 | a:R[n] | b = %s a | b | exp expm1 sin cos tan sinh cosh tanh asinh erf atan cbrt",
        "-800..800 | a:R[n] | b = %s a | b | exp expm1 sin cos tan sinh cosh tanh asinh acosh atanh erf atan cbrt log log1p log10 asin acos",
        "0.3..2 | a:R[n] | b = %s a | b | log log1p log10 lgamma digamma",
        "-0.9..0.9 | a:R[n] | b = %s a | b | asin acos atanh erf_inv",
        "0.3..2,0.5..2 | a:R[n], b:R[n] | c = %s a b | c | pow atan2 hypot nextafter",
        "-200..200,-20..20 | a:R[n], b:R[n] | c = %s a b | c | pow atan2 hypot nextafter",
    };

    private static final String[] INTEGERS = {
        "=-100..100 | a:I[n] | b = %s a | b | not popcnt clz ctz neg abs sign",
        "=-100..100,-9..9 | a:I[n], b:I[n] | c = %s a b | c | add sub mul div rem and or xor min max shl shr ushr mulhi",
        "=-100..100,-9..9 | a:I[n], b:I[n] | c = %s a b | c | eq ne lt le gt ge",
        "=-100..100 | a:I[n] | b = convert[%s] a | b | i32 i64 i8 i16 u16 f32 f64 bool",
    };

    private static final String[] OTHERS = {
        "=0..1,0..1 | a:bool[n], b:bool[n] | c = %s a b; d = not c | d | and or xor eq min max",
        "=-9..9 | a:R[n] | c = bitcast[%s] a; d = bitcast[R] c | d | B",
        "=0..9 | a:i32[n] | b, c = threefry2x32 a a a a; d, e = threefry2x32 1:i32 2:i32 3:i32 4:i32 | b, c, d, e | -",
        // structure
        "=-2..2 | a:R[n] | n = dim[0] a; i = iota[R[n]] n; b = mul a i; x = full[R[n]] 7.0:R n; c = mul b x; d = copy c | d | -",
        "=-2..2 | a:R[n] | n = dim[0] a; b = broadcast[1 -> 3,n] a 3:i32 n; m = mul n 3:i32; c = reshape[R[?]] b m | b, c | -",
        "=-2..2 | a:R[n,m] | b = transpose[1,0] a; c = rev[1] b; d = rev[0,1] c | c, d | -",
        "=-2..2,0..1,-2..2 | a:R[n,n], b:bool[n,m], c:R[2,m,k] | d = transpose[1,0] a; e = transpose[1,0] b; f = transpose[2,0,1] c; g = transpose[0,2,1] c | d, e, f, g | -",
        "=-2..2,0..9 | a:R[n,m], i:i32[] | b = slice[5,3; 2,1] a i i 5:i32 3:i32 | b | -",
        "=-2..2,-2..2,-3..99 | a:R[n], u:R[5], i:i32[] | b = neg a; c = update_slice b u i | c, b | -",
        "=-2..2,-2..2 | a:R[n], z:R[] | b = pad[1; 2; 1] a z; c = pad[-1; -1; 0] a z | b, c | -",
        "=-2..2,-2..2 | a:R[n,m], b:R[k,m] | c = concat[0] a b a | c | -",
        "=-2..2 | a:R[n] | b = psum[\"other\"] a; c = pmax[\"other\"] b; d = pmin[\"other\"] c; e = all_gather[\"other\"] d; i = axis_index[\"other\"]; x = convert[R] i; f = add x 1.0:R | e, f | -",
        "=-2..2,-2..2 | a:R[], b:R[n] | c, d, e = opt_barrier a b 1.0:R; f = stop_gradient d; g = mul c e; s = stop_gradient g | f, g, s | -",
        // access
        "=-2..2,-3..99 | a:R[n,m], i:i32[] | r = index[clamp] a i; x = index[clamp] a i i; y = index r 1:i32; b = mul r r; c = mul x y | b, c | -",
        "=-2..2,-2..2,-2..99 | a:R[n], x:R[], i:i32[] | b = neg a; u = update[clamp] b i x; v = update[clamp add] u 1:i32 x; w = update[clamp] v 9999:i32 x | w, b | -",
        "=-2..2,-2..2,-1..99 | a:R[n,m], r:R[m], i:i32[] | b = neg a; u = update[clamp] b i r; v = update[clamp add] u 1:i32 r | v | -",
        "=-2..2,-2..99 | a:R[n,m], i:i32[k] | b = gather[clamp 0] a i; d = gather[clamp 1] a i | b, d | -",
        "=-2..2,-2..99,-2..2 | a:R[n], i:i32[k], u:R[k] | c = scatter[clamp %s] a i u | c | 0 add mul min max",
        "=-2..2,-2..40,-2..2 | a:R[n,m], i:i32[k], u:R[k,m] | b = scatter[clamp 0 add] a i u; c = scatter[clamp] a i u | b, c | -",
        "=-2..2,-2..40,-2..2 | a:R[m,n], i:i32[k], u:R[m,k] | b = scatter[clamp 1 mul] a i u; c = scatter[clamp 1] a i u | b, c | -",
        "=-99..99,-2..40,-99..99 | a:I[n], i:i32[k], u:I[k] | b = scatter[clamp add] a i u; c = scatter[clamp 0 xor] a i u | b, c | -",
        // reductions
        "-2..2 | a:R[n,m] | c = %s[1] a; d = %s[0] a; e = %s[0,1] a | c, d, e | reduce_add reduce_min reduce_max",
        "0.9..1.1 | a:R[n] | c = reduce_mul[0] a | c | -",
        "=-99..99 | a:I[n,m] | c = %s[1] a; d = %s[0] a; e = %s[0,1] a | c, d, e | reduce_add reduce_mul reduce_min reduce_max reduce_and reduce_or reduce_xor",
        "0..1 | a:bool[n,m] | b = %s[1] a; c = %s[0,1] a | b, c | reduce_and reduce_or reduce_xor",
        "=-2..2 | a:R[n,m] | b = %s[0] a; c = %s[1] a | b, c | argmin argmax",
        "=-1e3..1e3 | a:R[n] | b = argmin[0] a; c = argmax[0] a | b, c | -",
        "=-9..9 | a:I[n] | b = argmin[0] a; c = argmax[0] a | b, c | -",
        "-2..2 | a:R[n] | b = %s[0] a; c = %s[0 reverse] a | b, c | cum_add cum_mul cum_min cum_max",
        "-2..2 | a:R[n,m] | b = %s[0] a; c = %s[1 reverse] a | b, c | cum_add cum_min",
        "=-9..9 | a:I[n] | b = %s[0] a; c = %s[0 reverse] a | b, c | cum_add cum_mul cum_min cum_max",
        // library
        "-2..2,-2..2 | a:R[n,k], b:R[k,m] | c = dot_general[1; 0; ; ] a b | c | -",
        "-2..2,-2..2 | a:R[2,k,m], b:R[2,m,k] | c = dot_general[2; 1; 0; 0] a b | c | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | c = dot_general[0; 0; ; ] a b | c | -",
        "-2..2,-2..2,-2..2 | a:R[n,k], b:R[k,n], v:R[k] | c = dot_general[1; 0; ; ] a v; d = dot_general[0; 0; ; ] v b; e = dot_general[1; 1; 0; 0] a a; f = dot_general[0; 1; ; ] a b | c, d, e, f | -",
        "=-9..9,-9..9 | a:I[n,k], b:I[m,k] | c = dot_general[1; 1; ; ] a b | c | -",
        "-2..2,-2..2 | a:R[2,2,5], b:R[4,1,3] | c = conv[1; 1; 1; 1; 2] a b | c | -",
        "-2..2,-2..2 | a:R[1,2,5,4], b:R[3,2,2,2] | c = conv[2,1; 1,0; 0,1; 1,1; 1] a b | c | -",
        "=-2..2,0..3 | a:R[n], b:i32[n] | c, d = sort[0, 1] a b; e, f = sort[0, 2] b a; g = sort[0, 1] a | c, d, e, f, g | -",
        "=-1e3..1e3 | a:R[n] | b = sort[0, 1] a | b | -",
        "=-9..9 | a:I[m,n] | b = sort[1, 1] a; c = sort[0, 1] a | b, c | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | c, d = fft[0] a b; e, f = fft[0 reverse] d c | c, d, e, f | -",
        "-0.3..0.3 | a:R[m,m] | b = dot_general[1; 1; ; ] a a; n = dim[0] a; i = iota[R[m,m]] n n; j = transpose[1,0] i; p = eq i j; o = full[R[m,m]] 1.0:R n n; z = full[R[m,m]] 0.0:R n n;"
            + " e = select p o z; s = add b e; l = cholesky s | l | -",
        "0.5..2,-2..2 | a:R[3,3], b:R[3,k] | c = triangular_solve[0] a b; d = triangular_solve[0 reverse] a c | c, d | -",
        "0.5..2,-2..2 | a:R[3,3], b:R[3] | c = triangular_solve[0] a b | c | -",
        // control
        "-2..2,-2..2 | a:R[], b:R[] | p = lt a b; c, d = cond(p) false { x = mul a b; yield x, a } true { x = sin b; yield x, 1.0:R } | c, d | -",
        "-2..2,-1..4 | a:R[], s:i32[] | c = cond(s) 0 { x = mul a a; yield x } 1 { x = sin a; yield x } 2 { yield 3.0:R } | c | -",
        "=-2..2,0..3,0..1 | a:R[n], i:i32[], p:bool[] | b = mul a a; c = cond(p) false { yield b } true { x = index b i; y = mul x x; u = update b i y; yield u }; d = mul c c | d, b | -",
        "=-2..2 | a:R[n] | x = index[clamp] a 3:i32; p = gt x 0.0:R; b, y = cond(p) false { c = neg a; yield c, x } true { yield a, 2.0:R }; z = mul y y | b, z | -",
        "-1..1,0..5 | a:R[], n:i32[] | x, y = for(n, a, 1.0:R) { i, x, y -> z = mul x y; w = sin z; yield w, x } | x, y | -",
        "=-1..1,0..5 | a:R[n], k:i32[] | n = dim[0] a; b, s = for(k, a, 1.0:R) { i, b, s -> c = map[n](n, b) { j, c -> x = index c j; y = mul x s; z = add y x; d = update c j z; yield d }; t = index[clamp] c i; yield c, t } | b, s | -",
        "=-1..1 | a:R[n] | n = dim[0] a; m = sub n 1:i32; r = for(m, a) { i, b -> x = index b i; j = add i 1:i32; y = index b j; z = mul x y; w = sub y z; u = update b j w; yield u } | r | -",
        "=0.5..2,0.3..0.9 | a:R[], x:R[] | y, k = while(x, 0:i32) { y, k -> z = mul y y; p = lt z a; yield p } do { y, k -> z = add y 0.25:R; w = mul z 1.25:R; l = add k 1:i32; yield w, l } | y, k | -",
        "=0.1..2 | a:R[n] | n = dim[0] a; b, k = while(a, 0:i32) { b, k -> x = index[clamp] b 0:i32; p = lt x 9.0:R; q = lt k 30:i32; r = and p q; yield r } do { b, k -> c = map[n](n, b) { i, c -> x = index c i; y = add x 0.5:R; d = update c i y; yield d }; l = add k 1:i32; yield c, l } | b, k | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | n = dim[0] a; c, d = map[n](n, b) { i, t -> x = index a i; y = mul x x; z = sin y; u = update t i z; yield u, y }; e = mul c d | e, b | -",
        "=-2..2 | a:R[n,m] | n = dim[0] a; m = dim[1] a; r = map[n](n) { i -> t = map[m](m) { j -> x = index a i j; y = mul x x; yield y }; yield t } | r | -",
        "=0.5..2 | a:R[n,m] | n = dim[0] a; m = dim[1] a; r = map[n](n, a) { i, b -> x = index b i 1:i32; y = index b i 0:i32; z = div x y; u = update b i 0:i32 z;"
            + " v = map[m](m, u) { j, c -> w = index c i j; q = sub w z; d = update c i j q; yield d }; t = index v i 0:i32; e = update v i 1:i32 t; yield e } | r | -",
        "-2..2 | a:R[n,m] | n = dim[0] a; m = dim[1] a; b = neg a; r, s = map[n](n, b) { i, d -> x = index a i; y, z = reduce[m, add, max](m, 0.0:R, -9.0:R) { j -> u = index x j; v = mul u u; yield v, u };"
            + " e = map[m](m, d) { j, d -> u = index x j; v = sub u z; w = mul v y; t = update d i j w; yield t }; yield e, y } | r, s | -",
        "=-9..9 | a:I[n] | n = dim[0] a; b = full[I[n]] 0:I n; s, t = for(n, 5:I, b) { i, s, d -> x = index a i; y = add s x; z = mul y x; e = update d i z; yield y, e } | s, t | -",
        "=-2..2 | a:R[n] | n = dim[0] a; r = map[n](n) { i -> s = for(i, 0.0:R) { j, s -> x = index a j; t = add s x; yield t }; yield s } | r | -",
        "=0.1..9 | a:R[n] | n = dim[0] a; r = map[n](n) { i -> x = index a i; k = while(x) { k -> p = lt k 50.0:R; yield p } do { k -> l = mul k 1.5:R; yield l }; yield k } | r | -",
        "=-2..2 | a:R[n] | n = dim[0] a; r = map[n](n) { i -> t = full[R[?]] 1.0:R n; x = index a i; u = update t i x; y = index[clamp] u 2:i32; yield y } | r | -",
        "-2..2,-2..2 | a:R[n], b:R[] | n = dim[0] a; s, t = reduce[n, add, max](n, b, b) { i -> x = index a i; y = mul x b; yield y, y } | s, t | -",
        "-2..2,-2..2 | a:R[n], b:R[n] | n = dim[0] a; s, t = reduce[n, add](n, 1.0:R, b) { i, d -> x = index a i; y = mul x x; u = update d i y; yield y, u } | s, t | -",
        "=-99..99 | a:I[n] | n = dim[0] a; s, t, u = reduce[n, add, min, xor](n, 1:I, 2:I, 3:I) { i -> x = index a i; yield x, x, x } | s, t, u | -",
        "-2..2,-2..2 | a:R[n], b:R[] | n = dim[0] a; s, t = scan[n, add](n, b) { i -> x = index a i; y = mul x b; yield y } | s, t | -",
        "=-99..99 | a:I[n] | n = dim[0] a; s, t, u, v = scan[n, add, max](n, 1:I, 2:I) { i -> x = index a i; yield x, x } | s, t, u, v | -",
        "=-2..2,-2..2 | a:R[n], b:R[k] | n = dim[0] a; h = hist[n, %s](n, b) { i -> x = index a i; y = mul x x; j = and i 7:i32; l = sub j 1:i32; yield l, y } | h, b | add mul max min",
        "=-99..99,-9..9 | a:I[n], b:I[k] | n = dim[0] a; h = hist[n, %s](n, b) { i -> x = index a i; j = and i 7:i32; yield j, x } | h | add mul max min and or xor",
        "-2..2,-2..2 | a:R[], b:R[] | c:R[], d:R[] = call[g] a b; e:R[], f:R[] = call[g] 1.5:R c | c, d, e, f | -",
        "-1..1,0..4 | a:R[], n:i32[] | c:R[] = call[power] a n | c | -",
        "-1..1 | a:R[n] | n = dim[0] a; c:R[] = call[tree] a 0:i32 n | c | -",
        "=-1..1 | a:R[n] | b:R[n] = call[squares] a; c = mul b b | c, a | -",
        "0.5..2 | a:R[] | p = gt a 0.0:R; check[throw] p; debug_callback[\"p\"] a; b = mul a a | b | -",
        "=-2..2,0..3,-2..2 | a:R[n], i:i32[], x:R[] | n = dim[0] a; z = acc_new[R[n]] n; y = mul x x; b = acc_add[clamp] z i y; r = for(n, b) { j, b -> v = index a j; w = mul v v; c = acc_add b j w; yield c }"
            + "; c = acc_get r | c | -",
    };

    static final String FUNCTIONS = """
        g(a:R[], b:R[]) { c = mul a b; d = sin c; return d, c }
        power(a:R[], n:i32[]) { p = lt n 1:i32; r = cond(p) false { m = sub n 1:i32; x:R[] = call[power] a m; y = mul x a; z = sin y; w = add z y; yield w } true { yield a }; return r }
        tree(a:R[n], lo:i32[], hi:i32[]) { d = sub hi lo; p = le d 1:i32
          r = cond(p) false { h = shr d 1:i32; mid = add lo h; x:R[] = call[tree] a lo mid; y:R[] = call[tree] a mid hi; z = mul x y; w = sin z; yield w } true { x = index[clamp] a lo; yield x }
          return r }
        squares(a:R[n]) { n = dim[0] a; r = for(n, a) { i, a -> x = index a i; y = mul x x; u = update a i y; yield u }; return r }
        """;

    private static void add(List<Case> to, String[] rows, String real, String integer) {
        for (String row : rows) {
            String r = row.replaceAll("\\bI\\b", integer).replaceAll("\\bB\\b", real.equals("f64") ? "i64" : "i32");
            to.addAll(Case.of(r, real, FUNCTIONS));
        }
    }

    /** All programs for f64 and i64. */
    static List<Case> doubles() {
        var out = new ArrayList<Case>();
        add(out, ELEMENTWISE, "f64", "i64");
        add(out, FUNCTIONS_OF_REALS, "f64", "i64");
        add(out, INTEGERS, "f64", "i64");
        add(out, OTHERS, "f64", "i64");
        return out;
    }

    /** All programs for f32 and i32. */
    static List<Case> floats() {
        var out = new ArrayList<Case>();
        add(out, ELEMENTWISE, "f32", "i32");
        add(out, FUNCTIONS_OF_REALS, "f32", "i32");
        add(out, INTEGERS, "f32", "i32");
        add(out, OTHERS, "f32", "i32");
        return out;
    }

    /** Elementwise programs and histograms of narrow types. */
    static List<Case> narrow() {
        var out = new ArrayList<Case>();
        for (String integer : List.of("i8", "i16", "u16")) {
            add(out, INTEGERS, "f32", integer);
            for (String row : OTHERS) {
                if (row.contains("I[") && (row.contains("hist") || row.contains("scatter") || row.contains("reduce") || row.contains("scan") || row.contains("sort"))) {
                    add(out, new String[] {row}, "f32", integer);
                }
            }
        }
        add(out, ELEMENTWISE, "f16", "i16");
        add(out, ELEMENTWISE, "bf16", "i16");
        return out;
    }
}
