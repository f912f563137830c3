package dev.jacobi.llvm.library;

import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code ordered.ll} and {@code pack.ll} leave open, for vector registers of a width: how many sums of a product of matrices are kept in registers, and the loop that adds to them. A trip takes one element of
 * each row of a strip and one row of a panel, and adds to each sum one product, in order: either both are rounded, or only the sum, where the processor has such an instruction.
 */
public final class ProductKernel {
    /** Vectors of columns in a panel. */
    private static final int VECTORS = 2;
    /** Elements of the contracted axis in a block, and bytes of them where registers are narrower than 64 bytes: so many that the sums' way from memory and back takes next to no time, and so few that the strips and panels stay in the second cache. */
    private static final int DEPTH = 1024;
    private static final int DEPTH_BYTES = 4096;
    /** Bytes of the strips of a part are at most so many. */
    private static final int MOST_STRIPS = 1 << 19;
    /** How many trips ahead the elements of a trip are fetched from the second cache. */
    private static final int AHEAD = 16;
    private static final int CACHE_LINE = 64;
    private final String label;
    private final String type;
    private final int bytes;
    private final int lanes;
    private final int rows;
    private final int depth;
    /** Bytes of the strips of a part. */
    private final int cache;

    /**
     * {@code label}, {@code type}: elements in names and in LLVM, of so many {@code bytes}; {@code secondCache}: bytes of a processor's second cache, of which the strips of a part take half: the more rows a part has,
     * the fewer times all of the second matrix comes from memory. Processors with registers of 64 bytes have 32 of them, others 16 at least; of these, those of 32 bytes need no copy of an operand that is used again.
     */
    public ProductKernel(String label, String type, int bytes, int vectorBytes, int secondCache) {
        this.label = label;
        this.type = type;
        this.bytes = bytes;
        lanes = vectorBytes / bytes;
        rows = vectorBytes == 64 ? 12 : vectorBytes == 32 ? 6 : 4;
        depth = vectorBytes == 64 ? DEPTH : DEPTH_BYTES / bytes;
        cache = Math.min(secondCache / 2, MOST_STRIPS);
    }

    /** The texts with all that they leave open, and the loop. */
    public String text(String ordered, String pack) {
        int columns = VECTORS * lanes;
        var numbers = new TreeMap<>(Map.of("depth", depth, "depth1", depth - 1, "columns", columns, "columns1", columns - 1, "columnbytes", columns * bytes, "rows", rows, "rows1", rows - 1, "rowsbytes", rows * bytes));
        numbers.putAll(Map.of("area", rows * columns, "areabytes", rows * columns * bytes, "cache", cache));
        return with(ordered, numbers) + with(pack.replace("${which}", "a"), Map.of("width", rows, "widthbytes", rows * bytes)) + with(pack.replace("${which}", "b"), Map.of("width", columns, "widthbytes", columns * bytes))
            + tile("tile", false) + tile("fused", true) + "declare void @llvm.prefetch.p0(ptr, i32, i32, i32)\ndeclare ptr @jacobi_alloc(i64)\ndeclare void @jacobi_free(ptr)\ndeclare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)\ndeclare " + vector() + " " + fusedAdd() + "(" + String.join(", ", vector(), vector(), vector()) + ")\n";
    }

    private static String with(String text, Map<String, Integer> numbers) {
        String now = text;
        for (var e : new TreeMap<>(numbers).entrySet()) {
            now = now.replace("${" + e.getKey() + "}", "" + e.getValue());
        }
        return now;
    }

    /** {@code void @NAME(ptr rows, ptr strip, ptr panel, i64 kc, i1 begins)}: the sums of a strip and a panel, whose rows are where {@code rows} says, from zero where they begin. */
    private String tile(String name, boolean fused) {
        String v = vector();
        var s = new StringBuilder("define internal void @" + name + label + "(ptr noalias readonly %c, ptr noalias readonly %a, ptr noalias readonly %b, i64 %kc, i1 %begins) noinline {\n");
        for (int r = 0; r < rows; r++) {
            s.append("  %o").append(r).append(" = getelementptr ptr, ptr %c, i64 ").append(r).append("\n  %t").append(r).append("_0 = load ptr, ptr %o").append(r).append("\n");
            for (int q = 1; q < VECTORS; q++) {
                s.append("  %t").append(r).append("_").append(q).append(" = getelementptr ").append(type).append(", ptr %t").append(r).append("_0, i64 ").append(q * lanes).append("\n");
            }
        }
        s.append("  br i1 %begins, label %zero, label %taken\nzero:\n  br label %loop\ntaken:\n");
        each((r, q) -> s.append("  %l").append(r).append("_").append(q).append(" = load ").append(v).append(", ptr %t").append(r).append("_").append(q).append(", align ").append(bytes).append("\n"));
        s.append("  br label %loop\nloop:\n  %k = phi i64 [ 0, %zero ], [ 0, %taken ], [ %k1, %loop ]\n");
        each((r, q) -> s.append("  %s").append(r).append("_").append(q).append(" = phi ").append(v).append(" [ zeroinitializer, %zero ], [ %l").append(r).append("_").append(q)
            .append(", %taken ], [ %n").append(r).append("_").append(q).append(", %loop ]\n"));
        step(s, v, fused);
        s.append("  %k1 = add nuw nsw i64 %k, 1\n  %more = icmp slt i64 %k1, %kc\n  br i1 %more, label %loop, label %done\ndone:\n");
        each((r, q) -> s.append("  store ").append(v).append(" %n").append(r).append("_").append(q).append(", ptr %t").append(r).append("_").append(q).append(", align ").append(bytes).append("\n"));
        return s.append("  ret void\n}\n").toString();
    }

    private String vector() {
        return "<" + lanes + " x " + type + ">";
    }

    private String fusedAdd() {
        return "@llvm.fmuladd.v" + lanes + "f" + 8 * bytes;
    }

    /** A trip: the products of one element of each row and the vectors of a row of the panel. */
    private void step(StringBuilder s, String v, boolean fused) {
        s.append("  %kb = mul nuw nsw i64 %k, ").append(VECTORS * lanes).append("\n  %ka = mul nuw nsw i64 %k, ").append(rows).append("\n");
        fetch(s, "b", VECTORS * lanes);
        fetch(s, "a", rows);
        for (int q = 0; q < VECTORS; q++) {
            s.append("  %kb").append(q).append(" = add nuw nsw i64 %kb, ").append(q * lanes).append("\n  %pb").append(q).append(" = getelementptr inbounds ").append(type).append(", ptr %b, i64 %kb").append(q)
                .append("\n  %b").append(q).append(" = load ").append(v).append(", ptr %pb").append(q).append(", align ").append(bytes).append("\n");
        }
        for (int r = 0; r < rows; r++) {
            s.append("  %ka").append(r).append(" = add nuw nsw i64 %ka, ").append(r).append("\n  %pa").append(r).append(" = getelementptr inbounds ").append(type).append(", ptr %a, i64 %ka").append(r)
                .append("\n  %e").append(r).append(" = load ").append(type).append(", ptr %pa").append(r).append("\n  %i").append(r).append(" = insertelement ").append(v).append(" poison, ").append(type)
                .append(" %e").append(r).append(", i64 0\n  %a").append(r).append(" = shufflevector ").append(v).append(" %i").append(r).append(", ").append(v).append(" poison, <").append(lanes)
                .append(" x i32> zeroinitializer\n");
            for (int q = 0; q < VECTORS; q++) {
                String at = r + "_" + q;
                if (fused) {
                    s.append("  %n").append(at).append(" = call ").append(v).append(" ").append(fusedAdd()).append("(").append(v).append(" %a").append(r).append(", ").append(v).append(" %b").append(q).append(", ").append(v)
                        .append(" %s").append(at).append(")\n");
                } else {
                    s.append("  %m").append(at).append(" = fmul ").append(v).append(" %a").append(r).append(", %b").append(q).append("\n  %n").append(at).append(" = fadd ").append(v).append(" %s").append(at)
                        .append(", %m").append(at).append("\n");
                }
            }
        }
    }

    /** Has the processor fetch the elements that a later trip takes of a strip or a panel; it may be behind their end. */
    private void fetch(StringBuilder s, String of, int each) {
        for (int at = 0; at < each * bytes; at += CACHE_LINE) {
            String name = "%f" + of + at;
            s.append("  ").append(name).append("k = add i64 %k").append(of).append(", ").append(AHEAD * each + at / bytes).append("\n  ").append(name).append(" = getelementptr ").append(type).append(", ptr %").append(of)
                .append(", i64 ").append(name).append("k\n  call void @llvm.prefetch.p0(ptr ").append(name).append(", i32 0, i32 3, i32 1)\n");
        }
    }

    private void each(Sums sums) {
        for (int r = 0; r < rows; r++) {
            for (int q = 0; q < VECTORS; q++) {
                sums.at(r, q);
            }
        }
    }

    /** Something for a row of a strip and a vector of a panel. */
    private interface Sums {
        void at(int row, int vector);
    }
}
