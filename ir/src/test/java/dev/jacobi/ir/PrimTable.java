package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;

/** One or more well-formed functions in canonical text for every primitive and every form of its params. */
public final class PrimTable {
    private PrimTable() {
    }

    /** Bodies with their inputs: {@code inputs | equations | results}. */
    private static final String[] ROWS = {
        "a:f64[n] | b:f64[n] = %s a | b | neg abs sign floor ceil rint sqrt cbrt exp expm1 log log1p log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh "
            + "erf erf_inv lgamma digamma copy stop_gradient opt_barrier cum_none",
        "a:i32[n] | b:i32[n] = %s a | b | not popcnt clz ctz neg abs sign",
        "a:bool[] | b:bool[] = %s a | b | not",
        "a:f32[], b:f32[] | c:f32[] = %s a b | c | add sub mul div rem pow atan2 hypot min max copysign nextafter",
        "a:i64[2n+1], b:i64[2n+1] | c:i64[2n+1] = %s a b | c | add sub mul div rem min max and or xor shl shr ushr mulhi",
        "a:u16[n-1], b:u16[n-1] | c:bool[n-1] = %s a b | c | eq ne lt le gt ge",
        "a:f16[], b:f16[], c:f16[] | d:f16[] = %s a b c | d | fma",
        "a:bool[], b:f64[n], c:f64[n] | d:f64[n] = %s a b c | d | select",
        "a:i32[n] | b:f32[n] = %s[f32] a | b | convert bitcast",
        "a:f64[n] | b:i64[n] = %s[i64 \"C.m:12\"] a | b | bitcast",
        "a:i32[] | b:f64[n] = full[f64[n]] -0.0:f64 a | b | full",
        "a:i32[] | b:i64[n,3] = full[i64[n,3]] 7:i64 a 3:i32 | b | full",
        "a:i32[] | b:i32[n] = iota[i32[n]] a | b | iota",
        "a:i32[] | b:f64[n] = acc_new[f64[n]] a | b | acc_new",
        "a:f64[n,m] | b:i32[] = dim[1] a | b | dim",
        "a:f64[n], b:i32[], c:i32[] | d:f64[m,n] = broadcast[1 -> m,n] a b c | d | broadcast",
        "a:f64[], b:i32[] | c:f64[m] = broadcast[-> m] a b | c | broadcast",
        "a:f64[n,3], b:i32[] | c:f64[m] = reshape[f64[m]] a b | c | reshape",
        "a:f64[n,3] | b:f64[3,n] = transpose[1,0] a | b | transpose",
        "a:f64[n,3] | b:f64[n,3] = rev[1] a | b | rev",
        "a:f64[n], b:i32[], c:i32[] | d:f64[m] = slice[m; 2] a b c | d | slice",
        "a:f64[n], b:f64[m], c:i32[] | d:f64[n] = update_slice a b c | d | update_slice",
        "a:f64[n] | b:f64[n+1] = pad[-1; 2; 0] a 0.0:f64 | b | pad",
        "a:f64[n], b:f64[3] | c:f64[n+3] = concat[0] a b | c | concat",
        "a:f64[n,m], b:i32[] | c:f64[m] = index a b | c | index",
        "a:f64[n,m], b:i32[] | c:f64[] = index[clamp] a b 3:i32 | c | index",
        "a:f64[n], b:i32[] | c:f64[n] = update a b 1.0:f64 | c | update",
        "a:f64[n], b:i32[] | c:f64[n] = update[clamp add] a b 1.0:f64 | c | -",
        "a:f64[n], b:i32[] | c:f64[n] = acc_add[clamp] a b 1.0:f64 | c | acc_add",
        "a:f64[n] | b:f64[n] = acc_get a | b | acc_get",
        "a:f64[n,m], b:i32[k] | c:f64[n,k] = gather[clamp 1] a b | c | gather",
        "a:f64[n], b:i32[k], c:f64[k] | d:f64[n] = scatter[clamp add] a b c | d | scatter",
        "a:f64[n], b:i32[k], c:f64[k] | d:f64[n] = scatter a b c | d | scatter",
        "a:f64[n,m] | b:f64[n] = %s[1] a | b | reduce_add reduce_mul reduce_min reduce_max",
        "a:bool[n,m] | b:bool[] = %s[0,1] a | b | reduce_and reduce_or reduce_xor",
        "a:f64[n,m] | b:i32[m] = %s[0] a | b | argmin argmax",
        "a:f64[n] | b:f64[n] = %s[0 reverse] a | b | cum_add cum_mul cum_min cum_max",
        "a:f64[n,k], b:f64[k,m] | c:f64[n,m] = dot_general[1; 0; ; ] a b | c | dot_general",
        "a:f64[b,n,k], b:f64[b,k,m] | c:f64[b,n,m] = dot_general[2; 1; 0; 0] a b | c | dot_general",
        "a:f64[n,3,h,w], b:f64[8,3,5,5] | c:f64[n,8,?,?] = conv[1,1; 2,2; 2,2; 1,1; 1] a b | c | conv",
        "a:i32[n], b:f64[n] | c:i32[n], d:f64[n] = sort[0, 1] a b | c, d | sort",
        "a:f64[n], b:f64[n] | c:f64[n], d:f64[n] = fft[0 reverse] a b | c, d | fft",
        "a:f64[n,n] | b:f64[n,n] = cholesky a | b | cholesky",
        "a:f64[n,n], b:f64[n,m] | c:f64[n,m] = triangular_solve[0 reverse] a b | c | triangular_solve",
        "a:f64[n,m] | b:f64[n,m], c:i32[?], d:i32[n] = lu a | b, c, d | lu",
        "a:f32[k,3,5] | b:f32[k,3,5], c:i32[k,3], d:i32[k,3] = lu a | b, c, d | -",
        "a:f64[n,m], b:f64[n,m] | c:f64[n,m], d:f64[n,m], e:i32[?], f:i32[n] = lu a b | c, d, e, f | -",
        "a:f64[n,m], b:f64[n,m] | c:f64[n,?], d:f64[n,?], e:f64[?,m], f:f64[?,m] = qr[reduced] a b | c, d, e, f | -",
        "a:f64[n,n], b:f64[n,n] | c:f64[n], d:f64[n,n], e:f64[n,n] = eigh[lower] a b | c, d, e | -",
        "a:f64[n,m], b:f64[n,m] | c:f64[n,n], d:f64[n,n], e:f64[?], f:f64[m,m], g:f64[m,m] = svd[full] a b | c, d, e, f, g | -",
        "a:f64[n,m] | b:f64[n,?], c:f64[?,m] = qr[reduced] a | b, c | qr",
        "a:f64[k,n,m] | b:f64[k,n,n], c:f64[k,n,m] = qr[full] a | b, c | -",
        "a:f64[n,n] | b:f64[n], c:f64[n,n] = eigh[lower] a | b, c | eigh",
        "a:f32[k,n,n] | b:f32[k,n], c:f32[k,n,n] = eigh[upper] a | b, c | -",
        "a:f64[n,m] | b:f64[n,?], c:f64[?], d:f64[?,m] = svd[reduced] a | b, c, d | svd",
        "a:f64[n,m] | b:f64[n,n], c:f64[?], d:f64[m,m] = svd[full] a | b, c, d | -",
        "a:f64[k,3,2] | b:f64[k,2] = svd[values] a | b | -",
        "a:bool[], b:f64[] | c:f64[] = cond(a) false {\n yield b\n } true {\n  d:f64[] = neg b\n  yield d\n } | c | cond",
        "a:i32[] | b:i64[] = cond(a) 0 {\n yield 0:i64\n } 1 {\n yield 1:i64\n } 2 {\n yield 2:i64\n } | b | cond",
        "a:i32[], b:f64[] | c:f64[] = for(a, b) { d:i32[], e:f64[] ->\n  f:f64[] = mul e 2.0:f64\n  yield f\n } | c | for",
        "a:i32[] | for(a) { b:i32[] ->\n  c:bool[] = ge b 0:i32\n  check[throw] c\n  yield\n } | | for",
        "a:i64[] | b:i64[] = while(a) { c:i64[] ->\n  d:bool[] = lt c 9:i64\n  yield d\n } do { e:i64[] ->\n  f:i64[] = add e 1:i64\n  yield f\n } | b | while",
        "a:i32[], b:f64[n] | c:f64[n], d:i32[n] = map[n](a, b) { e:i32[], f:f64[n] ->\n  g:f64[n] = update f e 1.0:f64\n  yield g, e\n } | c, d | map",
        "a:i32[], b:f64[n] | c:f64[], d:f64[] = reduce[n, add, max](a, 0.0:f64, -inf:f64) { e:i32[] ->\n  f:f64[] = index b e\n  yield f, f\n }"
            + " | c, d | reduce",
        "a:i32[], b:f64[n] | c:i32[], d:f64[n] = reduce[n, xor](a, 0:i32, b) { e:i32[], f:f64[n] ->\n  g:f64[n] = update f e 1.0:f64\n  yield e, g\n }"
            + " | c, d | reduce",
        "a:i32[], b:f64[n] | c:f64[], d:f64[n] = scan[n, mul](a, 1.0:f64) { e:i32[] ->\n  f:f64[] = index b e\n  yield f\n } | c, d | scan",
        "a:i32[], b:i32[256] | c:i32[256] = hist[n, add](a, b) { d:i32[] ->\n  e:i32[] = and d 255:i32\n  yield e, 1:i32\n } | c | hist",
        "a:i32[] | b:i32[] = call[f] a | b | call",
        "a:i32[] | b:i32[] = call[\"a/B.c(I)I\"] a | b | -",
        "a:bool[] | check[index \"A.b:1 \\\"q\\\" \\\\\"] a | | check",
        "a:f64[] | debug_callback[\"p\"] a | | debug_callback",
        "a:i32[], b:i32[] | c:i32[], d:i32[] = threefry2x32 a b 0:i32 -1:i32 | c, d | threefry2x32",
        "a:f64[n] | b:f64[n] = %s[\"i\"] a | b | psum pmax pmin",
        "a:f64[n] | b:f64[?,n] = all_gather[\"i\"] a | b | all_gather",
        "a:i32[] | b:i32[] = axis_index[\"i\"] | b | axis_index",
        "a:f64[n,m] | b:f64[n,m] = shard[\"data=2@5,3: data//\"] a | b | -",
        "a:f64[n,m] | b:f64[n,m] = shard[\"data=2,model=4: data,model/?/\"] a | b | shard",
        "a:f64[n,m] | b:f64[n,m] = shard[\"data=8: ?//data\"] a | b | -",
        "a:f64[n] | b:f64[n] = shard[\": ?/data\"] a | b | -",
        "a:f64[], b:f64[n] | c:f64[], d:f64[n] = opt_barrier a b | c, d | opt_barrier",
    };

    /** A row: the primitive it stands for ({@code null} for a variant) and the text. */
    public record Row(String prim, String text) {
        @Override
        public String toString() {
            return prim + ": " + text;
        }
    }

    public static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (String row : ROWS) {
            String[] part = row.split("\\|", -1);
            for (String prim : part[3].trim().split(" ")) {
                if (!prim.equals("cum_none")) {
                    String text = "f(" + part[0].trim() + ") {\n" + indent(part[1].replace("%s", prim)) + "  return" + (part[2].isBlank() ? "" : " " + part[2].trim()) + "\n}\n";
                    rows.add(new Row(prim, text));
                }
            }
        }
        return rows;
    }

    /** Lines with canonical indentation by depth of braces. */
    private static String indent(String body) {
        var s = new StringBuilder();
        int depth = 1;
        for (String line : body.trim().split("\n")) {
            String l = line.trim();
            depth -= l.startsWith("}") ? 1 : 0;
            s.append("  ".repeat(depth)).append(l).append('\n');
            depth += l.endsWith("{") || l.endsWith("->") ? 1 : 0;
        }
        return s.toString();
    }
}
