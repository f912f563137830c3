package dev.jacobi.ptx.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.text.Ty;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a product of matrices that tensor cores make, of floats and of numbers of 16 bits, where sums may be made in any order: eight warps, two below and four beside each other, have a share of the tile
 * each, in pieces of 16 x 8 elements. Floats are parted into two numbers of 11 bits each, of which three of the four products are added up, so that an element is as exact as a few roundings of floats; what is not
 * finite then is computed once more as it is written.
 */
final class TensorCores {
    private static final int DOWN = 2;
    private static final int BESIDE = 4;
    private static final int ROWS = 16;
    private static final int COLUMNS = 8;
    /** Numbers of a piece that a thread has. */
    private static final int OWN = 4;
    private static final String RESULT = "{ float, float, float, float }";
    private final KernelText k;
    private final String name;
    private final DType t;
    private final int deep;
    private final int padded;
    private final int down;
    private final int beside;
    private String group;
    private String member;
    private String row0;
    private String column0;

    /** For tiles of so many rows and columns, of which {@code deep} places of the contracted axis are in shared memory at once. */
    TensorCores(KernelText k, String name, DType t, int tile, int deep, int padded) {
        this.k = k;
        this.name = name;
        this.t = t;
        this.deep = deep;
        this.padded = padded;
        down = tile / DOWN / ROWS;
        beside = tile / BESIDE / COLUMNS;
    }

    /** Whether there are tensor cores for numbers of this type. */
    static boolean have(DType t) {
        return t == DType.F32 || t == DType.F16 || t == DType.BF16;
    }

    /** Declares shared memory; gives how many bytes. */
    int declare() {
        List<String> arrays = t == DType.F32 ? List.of("left", "left.low", "right", "right.low") : List.of("left", "right");
        arrays.forEach(s -> k.code.add("@" + name + "." + s + " = internal addrspace(3) global [" + deep * padded + " x " + Ty.memory(t) + "] undef, align 16\n"));
        return arrays.size() * deep * padded * t.bytes();
    }

    /** Once, where the kernel knows its threads. */
    void start(String thread) {
        String lane = k.op("and", thread, 31);
        String warp = k.op("lshr", thread, 5);
        group = k.op("lshr", lane, 2);
        member = k.op("and", lane, 3);
        row0 = k.op("mul", k.op("lshr", warp, 2), down * ROWS);
        column0 = k.op("mul", k.op("and", warp, BESIDE - 1), beside * COLUMNS);
    }

    private String address(String array, String place, String at) {
        return k.element(t, k.def("addrspacecast ptr addrspace(3) @" + name + "." + array + " to ptr"), k.op("add", k.op("mul", place, padded), at));
    }

    /** Leaves a number of an operand in shared memory. */
    void put(String array, String place, String at, String value) {
        if (t != DType.F32) {
            k.store(t, value, address(array, place, at));
            return;
        }
        String bits = k.def("bitcast float " + value + " to i32");
        String near = k.def("and i32 " + k.def("add i32 " + bits + ", 4096") + ", -8192");
        // the largest numbers are cut rather than rounded to infinity, and what is not finite stays so: a GPU's own NaN has all bits set and would wrap around to zero
        String size = k.def("and i32 " + bits + ", 2147483647");
        String high = k.def("select i1 " + k.def("icmp uge i32 " + size + ", 2139090944") + ", i32 " + k.def("and i32 " + bits + ", -8192") + ", i32 " + near);
        String first = k.def("bitcast i32 " + high + " to float");
        String rest = k.def("fsub float " + value + ", " + first);
        String low = k.def("and i32 " + k.def("add i32 " + k.def("bitcast float " + rest + " to i32") + ", 4096") + ", -8192");
        k.store(t, first, address(array, place, at));
        k.store(t, k.def("bitcast i32 " + low + " to float"), address(array + ".low", place, at));
    }

    /** Adds to the sums what the pieces in shared memory come to. */
    void multiply(List<String> acc) {
        int step = t == DType.F32 ? 8 : 16;
        for (int at = 0; at < deep; at += step) {
            var low = new ArrayList<List<String>>();
            var left = new ArrayList<List<String>>();
            for (int i = 0; i < down; i++) {
                left.add(left("left", at, i));
                low.add(t == DType.F32 ? left("left.low", at, i) : List.of());
            }
            for (int j = 0; j < beside; j++) {
                List<String> right = right("right", at, j);
                List<String> lower = t == DType.F32 ? right("right.low", at, j) : List.of();
                for (int i = 0; i < down; i++) {
                    List<String> sums = acc.subList((i * beside + j) * OWN, (i * beside + j + 1) * OWN);
                    if (t == DType.F32) {
                        add(sums, low.get(i), right);
                        add(sums, left.get(i), lower);
                    }
                    add(sums, left.get(i), right);
                }
            }
        }
    }

    /** A thread's part of 16 rows of the left operand. */
    private List<String> left(String array, int at, int i) {
        var out = new ArrayList<String>();
        for (int e = 0; e < 4; e++) {
            out.add(word(array, at, e / 2, k.op("add", row0, i * ROWS + e % 2 * 8)));
        }
        return out;
    }

    /** A thread's part of 8 columns of the right operand. */
    private List<String> right(String array, int at, int j) {
        var out = new ArrayList<String>();
        for (int e = 0; e < 2; e++) {
            out.add(word(array, at, e, k.op("add", column0, j * COLUMNS)));
        }
        return out;
    }

    /** A word of an operand: a float, or two numbers beside each other on the contracted axis. */
    private String word(String array, int at, int half, String first) {
        String own = k.op("add", first, group);
        if (t == DType.F32) {
            return k.def("bitcast float " + k.load(t, address(array, k.op("add", member, at + half * 4), own)) + " to i32");
        }
        String place = k.op("add", k.op("mul", member, 2), at + half * 8);
        String even = bits(array, place, own);
        String odd = bits(array, k.op("add", place, 1), own);
        return k.def("or i32 " + even + ", " + k.def("shl i32 " + odd + ", 16"));
    }

    private String bits(String array, String place, String own) {
        return k.bits(t, k.load(t, address(array, place, own)));
    }

    private void add(List<String> sums, List<String> left, List<String> right) {
        var args = new ArrayList<String>();
        sums.forEach(s -> args.add("float " + k.def("load float, ptr " + s)));
        left.forEach(a -> args.add("i32 " + a));
        right.forEach(b -> args.add("i32 " + b));
        String function = t == DType.F32 ? "jacobi_gpu_mma_tf32" : t == DType.BF16 ? "jacobi_gpu_mma_bf16" : "jacobi_gpu_mma_f16";
        String made = k.call(RESULT, function, args.toArray(String[]::new));
        for (int c = 0; c < OWN; c++) {
            k.line("store float " + k.def("extractvalue " + RESULT + " " + made + ", " + c) + ", ptr " + sums.get(c));
        }
    }

    /** The row within the tile of a sum, by its number. */
    String row(int sum) {
        return k.op("add", k.op("add", row0, group), sum / OWN / beside * ROWS + sum % OWN / 2 * 8);
    }

    /** The column within the tile of a sum, by its number. */
    String column(int sum) {
        return k.op("add", k.op("add", column0, k.op("mul", member, 2)), sum / OWN % beside * COLUMNS + sum % 2);
    }

    /** Whether any of the block's sums is not finite: an i1 that all of its threads have. */
    String odd(List<String> acc) {
        String some = "0";
        for (String a : acc) {
            String size = k.def("and i32 " + k.def("bitcast float " + k.def("load float, ptr " + a) + " to i32") + ", 2139095040");
            some = k.def("or i32 " + some + ", " + k.def("zext i1 " + k.def("icmp eq i32 " + size + ", 2139095040") + " to i32"));
        }
        return k.def("icmp ne i32 " + k.call("i32", "jacobi_gpu_any", "i32 " + some) + ", 0");
    }
}
